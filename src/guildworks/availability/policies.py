"""Who may change hours."""

from __future__ import annotations

from guildworks.platform.actor import Actor
from guildworks.talent.models import Engineer


def may_set_hours(actor: Actor, engineer: Engineer) -> str | None:
    """The operator, and the engineer themself."""
    if actor.kind == "operator" or (actor.kind == "engineer" and actor.id == engineer.id):
        return None
    return "Only the operator and the engineer may change the engineer's hours."
