"""How ids are shown at every outer door, by the kind of what they name: in pages, in the interface, to webhooks.

The platform knows no domain: `project/outer_ids.py` has the tables, and gives them to `name_kinds`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from guildworks.platform.actor import PROGRAM
from guildworks.platform.events import DECLARED
from guildworks.platform.ids import shown
from guildworks.platform.models import Event

EVENT = "evt"
KIND_OF = "{}_kind"  # the fact that says the kind of another one
PREFIXES: dict[str, str] = {}  # of shown ids, by the kind of what they name
FACTS: dict[str, str] = {}  # the kind behind each fact that is an id; empty: a further fact of its event says it


def name_kinds(prefixes: Mapping[str, str], facts: Mapping[str, str]) -> None:
    """Put the tables into force; called once, when the program starts."""
    PREFIXES.update(prefixes)
    FACTS.update(facts)


def outer_id(kind: str, id_: UUID) -> str:
    """The id of a thing as every outer door shows it."""
    return shown(PREFIXES[kind], id_)


def actor_kind(event: Event) -> str:
    """The kind of thing that did it: an operator is a person, but the one at a terminal is the organisation itself."""
    if event.actor_kind == "operator":
        return "organisation" if event.actor_id == event.organisation_id else "user"
    return event.actor_kind


def outer_actor(event: Event) -> str | None:
    """The id of who did it; None for the program."""
    return None if event.actor_id == PROGRAM.id else outer_id(actor_kind(event), event.actor_id)


def outer_facts(event: Event) -> dict[str, Any]:
    """The facts of an event, with each id as it is shown outside."""
    declared = DECLARED[event.name].facts
    return {
        name: outer_id(FACTS[name] or event.facts[KIND_OF.format(name)], UUID(value))
        if declared.get(name) is UUID
        else value
        for name, value in event.facts.items()
    }
