"""Who may write briefs and have shortlists made."""

from __future__ import annotations

from guildworks.platform.actor import Actor


def may_write_brief(actor: Actor) -> str | None:
    """People of an organisation, and the operator."""
    return None if actor.organisation_id else "Only somebody of an organisation may write a brief."


def may_make_shortlist(actor: Actor, organisation_id: object) -> str | None:
    """Whoever may see the brief: its organisation, and the operator."""
    if actor.kind == "operator" or actor.organisation_id == organisation_id:
        return None
    return "Only the organisation that wrote the brief may have a shortlist made for it."
