"""Who may look after notifications: each person after their own."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from guildworks.accounts.models import Membership
from guildworks.conversations.models import Notification
from guildworks.platform.actor import Actor


def may_see_notifications(actor: Actor, notifications: Iterable[Notification]) -> str | None:
    """The person that they are for."""
    if all(each.user_id == actor.id for each in notifications):
        return None
    return _("Only the person who was notified may mark it as seen.")


def may_have_notifications(actor: Actor) -> str | None:
    """Whoever belongs to an organisation, there."""
    theirs = Membership.objects.filter(user_id=actor.id, organisation__in=[actor.organisation_id])
    return None if theirs.exists() else _("Only somebody who belongs to an organisation has notifications there.")
