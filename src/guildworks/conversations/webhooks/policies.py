"""Who may look after webhooks: whoever has the secret of one reads what it is sent."""

from __future__ import annotations

from django.utils.translation import gettext as _

from guildworks.accounts.models import Organisation
from guildworks.platform.actor import Actor


def may_look_after_webhooks(actor: Actor, organisation: Organisation) -> str | None:
    """The owners of the organisation, and the operator."""
    if actor.kind == "operator" or (actor.organisation_id == organisation.id and actor.role == "owner"):
        return None
    return _("Only an owner of the organisation may look after its webhooks.")
