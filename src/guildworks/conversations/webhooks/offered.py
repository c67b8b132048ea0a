"""Which events can be had by webhook, and how their ids are said outside.

Nothing here knows a domain. `project/webhook_events.py` has the table, and gives it to `offer`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from guildworks.platform.events import EventKind
from guildworks.platform.ids import shown

TEST = "webhook.test"  # the type of what is sent to try an address; no event


@dataclass(frozen=True, slots=True)
class Offered:
    """An event that can be had by webhook.

    `ids` names the kind of thing behind each fact that is an id and that a receiver may know; other ids are left out.
    Where a further fact says the kind, as `holder_kind` does of `holder`, it is the empty text.
    """

    event: EventKind
    about: str  # a sentence without its full stop, for whoever chooses; a message
    ids: Mapping[str, str] = field(default_factory=dict)
    to: tuple[str, ...] = ("client", "operator")  # kinds of organisations on whose chain it can lie


OFFERED: dict[str, Offered] = {}  # by the name of the event
_PREFIXES: dict[str, str] = {}  # of shown ids, by the kind of what they name


def offer(table: Iterable[Offered], prefixes: Mapping[str, str]) -> None:
    """Put rows into force; called once, when the program starts."""
    OFFERED.update({row.event.name: row for row in table})
    _PREFIXES.update(prefixes)


def offered_to(kind: str) -> list[Offered]:
    """What an organisation of this kind can choose among."""
    return [row for row in OFFERED.values() if kind in row.to]


def outer_id(kind: str, id_: UUID) -> str:
    """The id of a thing as every outer door shows it."""
    return shown(_PREFIXES[kind], id_)
