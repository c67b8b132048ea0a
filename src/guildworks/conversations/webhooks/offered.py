"""Which events can be had by webhook, and which of their ids.

Nothing here knows a domain. `project/webhook_events.py` has the table, and gives it to `offer`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from guildworks.platform.events import EventKind

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


def offer(table: Iterable[Offered]) -> None:
    """Put rows into force; called once, when the program starts."""
    OFFERED.update({row.event.name: row for row in table})


def offered_to(kind: str) -> list[Offered]:
    """What an organisation of this kind can choose among."""
    return [row for row in OFFERED.values() if kind in row.to]
