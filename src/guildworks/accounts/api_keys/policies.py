"""Who may have a key, and who may revoke one."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from guildworks.accounts.models import ADMIN, ApiKey, EngineerAccount, Membership, Organisation
from guildworks.accounts.policies import WORKING
from guildworks.platform.actor import Actor


def may_make_api_key(actor: Actor, owner: Membership | EngineerAccount | Organisation) -> str | None:
    """Whoever works for an organisation, and an engineer, each for themself; the command line for the operator."""
    if isinstance(owner, EngineerAccount):
        if actor.kind == "engineer" and actor.id == owner.engineer_id:
            return None
        return _("Only the engineer may make an API key that acts for them.")
    if isinstance(owner, Organisation):
        if _is_command_line(actor) and owner.kind == "operator":
            return None
        return _("Only the operator's own command line may make an API key that is nobody's.")
    is_theirs = actor.id == owner.user_id and actor.organisation_id == owner.organisation_id
    if is_theirs and owner.role in (*WORKING, ADMIN):
        return None
    return _("Only owners, hiring managers and the operator's admins may make an API key, each for themself.")


def may_revoke_api_key(actor: Actor, key: ApiKey) -> str | None:
    """Whose it is, an owner of the organisation that it acts for, and the operator."""
    if actor.kind == "operator" or actor.id == owner_id(key):
        return None
    if key.membership and actor.role == "owner" and actor.organisation_id == key.membership.organisation_id:
        return None
    return _("Only the person whose API key it is, an owner of the organisation and the operator may revoke it.")


def owner_id(key: ApiKey) -> UUID | None:
    """Whom it acts as: a person, or an engineer."""
    if key.account:
        return key.account.engineer_id
    return key.membership.user_id if key.membership else key.organisation_id


def _is_command_line(actor: Actor) -> bool:
    return actor.kind == "operator" and actor.id == actor.organisation_id
