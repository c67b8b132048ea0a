"""Who may write briefs, have shortlists made, and decide by which policy."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from guildworks.accounts.policies import works_for
from guildworks.platform.actor import Actor


def may_write_brief(actor: Actor, organisation_id: UUID) -> str | None:
    """The owners and hiring managers of the organisation, and the operator."""
    if actor.kind == "operator" or works_for(actor, organisation_id):
        return None
    return _("Only an owner or a hiring manager of the organisation may write a brief for it.")


def may_correct_brief(actor: Actor, organisation_id: UUID) -> str | None:
    """The owners and hiring managers of the organisation that wrote the brief, and the operator."""
    if actor.kind == "operator" or works_for(actor, organisation_id):
        return None
    return _("Only an owner or a hiring manager of the organisation may correct what was read of its brief.")


def may_check_feasibility(actor: Actor, organisation_id: UUID) -> str | None:
    """The owners and hiring managers of the organisation that wrote the brief, and the operator."""
    if actor.kind == "operator" or works_for(actor, organisation_id):
        return None
    return _("Only an owner or a hiring manager of the organisation may ask what the market has for its brief.")


def may_loosen_brief(actor: Actor, organisation_id: UUID) -> str | None:
    """The owners and hiring managers of the organisation that wrote the brief, and the operator."""
    if actor.kind == "operator" or works_for(actor, organisation_id):
        return None
    return _(
        "Only an owner or a hiring manager of the organisation may ask what its brief could ask less of, and do so."
    )


def may_make_shortlist(actor: Actor, organisation_id: UUID) -> str | None:
    """The owners and hiring managers of the organisation that wrote the brief, and the operator."""
    if actor.kind == "operator" or works_for(actor, organisation_id):
        return None
    return _("Only an owner or a hiring manager of the organisation may have a shortlist made for its brief.")


def may_save_search(actor: Actor, organisation_id: UUID) -> str | None:
    """Whoever may have lists made and is a person of the organisation: somebody has to be told."""
    if works_for(actor, organisation_id) or (actor.role == "admin" and actor.organisation_id == organisation_id):
        return None
    return _("Only an owner or a hiring manager of the organisation may be told when somebody fits its brief.")


def may_end_saved_search(actor: Actor, person_id: UUID) -> str | None:
    """Whoever saved it."""
    return None if actor.id == person_id else _("Only whoever saved a search may end it.")


def may_ask_why(actor: Actor, engineer_id: UUID, *, is_listed: bool) -> str | None:
    """The operator, the engineer themself, and whoever has the list of those on it."""
    if actor.kind == "operator" or actor.id == engineer_id or is_listed:
        return None
    return _("Why somebody is not on a list is told to the operator and to that person.")


def sees_whole_lists(actor: Actor) -> bool:
    """The operator. A client is told nothing of who came next, and counts of those who are not listed from three up."""
    return actor.kind == "operator"


def may_promote_policy(actor: Actor) -> str | None:
    """The operator."""
    return None if actor.kind == "operator" else _("Only the operator may put another ranking policy in force.")


def may_compare_policies(actor: Actor) -> str | None:
    """The operator, since it is done on the briefs of all clients."""
    return None if actor.kind == "operator" else _("Only the operator may compare ranking policies.")


def may_count_attention(actor: Actor) -> str | None:
    """The operator."""
    return None if actor.kind == "operator" else _("Only the operator may have attention counted.")
