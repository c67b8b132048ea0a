"""Who may look after organisations, and what each role may do in its own."""

from __future__ import annotations

from uuid import UUID

from guildworks.accounts.models import Membership, Organisation
from guildworks.platform.actor import Actor

WORKING = ("owner", "hiring_manager")  # they write briefs, have lists made, and hold


def works_for(actor: Actor, organisation_id: UUID) -> bool:
    """Whether somebody does the work of an organisation, and does not only look on."""
    return actor.kind == "user" and actor.organisation_id == organisation_id and actor.role in WORKING


def may_create_organisation(actor: Actor) -> str | None:
    """The operator."""
    return None if actor.kind == "operator" else "Only the operator may create an organisation."


def may_add_member(actor: Actor) -> str | None:
    """The operator: an owner has to ask first, and may be told no."""
    return None if actor.kind == "operator" else "Only the operator may put somebody into an organisation."


def may_link_person(actor: Actor) -> str | None:
    """The operator: whoever has the link sets the password."""
    return None if actor.kind == "operator" else "Only the operator may make a link that sets a password."


def may_change_members(actor: Actor, organisation: Organisation) -> str | None:
    """Its owners, and the operator."""
    if actor.kind == "operator" or (actor.organisation_id == organisation.id and actor.role == "owner"):
        return None
    return "Only an owner of the organisation may change who belongs to it."


def may_end_membership(actor: Actor, membership: Membership) -> str | None:
    """Whoever it is, its organisation's owners, and the operator."""
    if actor.kind == "user" and actor.id == membership.user_id:
        return None
    return may_change_members(actor, membership.organisation)
