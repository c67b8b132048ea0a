"""Who may say something, and who may take it back."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from guildworks.accounts.models import Membership
from guildworks.conversations.threads.models import Comment
from guildworks.platform.actor import Actor


def may_comment(actor: Actor, organisation_id: UUID) -> str | None:
    """Everybody who belongs to the organisation, whatever their role: who only looks on has something to say too.

    The operator's admin reads along and does not write: it would be said in the client's house by somebody else.
    """
    return None if _belongs(actor, organisation_id) else _("Only people of the organisation may comment here.")


def may_share(actor: Actor, organisation_id: UUID) -> str | None:
    """The same: what is shared is seen by all of the organisation already."""
    return None if _belongs(actor, organisation_id) else _("Only people of the organisation may share this.")


def may_take_back(actor: Actor, comment: Comment) -> str | None:
    """Its author, while they belong to the organisation."""
    if actor.id == comment.author_id and _belongs(actor, comment.thread.organisation_id):
        return None
    return _("Only whoever wrote a comment may take it back.")


def acts_for(actor: Actor, organisation_id: UUID) -> bool:
    """Whether somebody is shown the forms: for whom they act is read at each request, so that a page need not ask."""
    return actor.kind == "user" and actor.organisation_id == organisation_id


def _belongs(actor: Actor, organisation_id: UUID) -> bool:
    if actor.organisation_id != organisation_id:
        return False
    return Membership.objects.filter(user_id=actor.id, organisation_id=organisation_id).exists()
