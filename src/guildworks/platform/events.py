"""The event log: `record` writes what happened inside the action's own transaction; the database links it at commit.

Facts are ids, numbers, days and enumerated words, declared beside the event's name; free text is refused here and by a
house check. What is personal goes to `detail`, which can be erased without breaking the chain.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from psycopg.types.json import Jsonb

from guildworks.platform import clock
from guildworks.platform.actor import Actor, Ref
from guildworks.platform.choices import CHOICES
from guildworks.platform.ids import uuid7
from guildworks.platform.limits import LIMITS
from guildworks.platform.models import Event, EventChain, EventDetail, EventLink

Fact = int | float | bool | UUID | date | str
FactType = type[int] | type[float] | type[bool] | type[UUID] | type[date] | tuple[str, ...]

DECLARED: dict[str, EventKind] = {}
# Every action pays for its events, and a model costs as much to save as the database takes to write the row.
INSERT = """
INSERT INTO platform_event (id, name, version, chain, subject_kind, subject_id, actor_kind, actor_id, organisation_id,
  concerns, facts, detail_hash, at)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""
BROKEN_CHAINS = """
SELECT chain FROM (
    SELECT l.chain, l.seq, row_number() OVER place AS expected, l.hash = sha256(
        coalesce(lag(l.hash) OVER place, '') || convert_to(l.seq || '|' || platform_event_line(e), 'UTF8')) AS holds
    FROM platform_eventlink l JOIN platform_event e ON e.id = l.event_id
    WINDOW place AS (PARTITION BY l.chain ORDER BY l.seq)
) AS links WHERE NOT holds OR seq <> expected
UNION SELECT name FROM platform_eventchain c LEFT JOIN platform_eventlink l ON (l.chain, l.seq) = (c.name, c.seq)
    WHERE l.hash IS DISTINCT FROM c.head
UNION SELECT e.chain FROM platform_event e LEFT JOIN platform_eventlink l ON l.event_id = e.id WHERE l.event_id IS NULL
ORDER BY 1
"""


@dataclass(frozen=True, slots=True)
class EventKind:
    """An event's name, version and the facts that it may carry; a tuple lists the words that a fact may be."""

    name: str
    version: int
    facts: Mapping[str, FactType]

    def checked(self, facts: Mapping[str, Fact]) -> dict[str, int | float | bool | str]:
        """The facts as JSON values. Raises ValueError for a fact that is not declared or not of its type."""
        if facts.keys() != self.facts.keys():
            raise ValueError(f"{self.name} has the facts {sorted(self.facts)}, got {sorted(facts)}")
        return {name: _json_fact(f"{self.name}.{name}", value, self.facts[name]) for name, value in facts.items()}


def declare(name: str, *, version: int = 1, **facts: FactType) -> EventKind:
    """Declare an event once, in the domain's `events.py`."""
    if name in DECLARED:
        raise ValueError(f"the event {name} is declared twice")
    DECLARED[name] = EventKind(name, version, facts)
    return DECLARED[name]


# The platform's own events.
WORDS = tuple(word for choice in CHOICES.values() for word in choice.words)
SIGNING_KEY_ROTATED = declare("signing_key.rotated", retired=UUID)
MAIL_ENDED = declare("mail.ended", outcome=("sent", "failed", "kept"), attempts=int)
MAIL_RETRIED = declare("mail.retried")
MAIL_ERASED = declare("mail.erased")
JOB_RETRIED = declare("job.retried")
LIMIT_CHANGED = declare("limit.changed", limit=tuple(LIMITS), value=int, instead_of=int)
SETTING_CHANGED = declare("setting.changed", setting=tuple(CHOICES), word=WORDS, instead_of=WORDS)
MAILS_RELEASED = declare("mails.released", mails=int, outcome=("sent", "given_up"))
BACKUP_MADE = declare("backup.made", bytes=int, rows=int, files=int, verified=bool)
BACKUP_RESTORED = declare("backup.restored", held_mails=int)


def record(
    kind: EventKind,
    subject: Ref,
    actor: Actor,
    *,
    chain: str,
    concerns: Sequence[str] = (),
    detail: Mapping[str, str] | None = None,
    **facts: Fact,
) -> UUID:
    """Write one event; its id is returned. `chain` is the subject's owner's; `concerns` who else may read it."""
    id_, salt = uuid7(), secrets.token_bytes(16)
    values: tuple[Any, ...] = (
        id_,
        kind.name,
        kind.version,
        chain,
        subject.kind,
        subject.id,
        actor.kind,
        actor.id,
        actor.organisation_id,
        list(concerns),
        Jsonb(kind.checked(facts)),
        detail_hash(salt, detail) if detail else None,
        clock.now(),
    )
    with connection.cursor() as cursor:
        cursor.execute(INSERT, values)
    if detail:
        EventDetail.objects.create(event_id=id_, salt=salt, content=dict(detail))
    return id_


def erase_detail(event_id: UUID) -> bool:
    """Erase what is personal about an event, salt and all. Whether there was anything."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT platform_erase_event_detail(%s)", [event_id])
        (gone,) = cursor.fetchone()
        return bool(gone)


def erase_details(subject: Ref) -> None:
    """Erase what is personal about all events of a subject."""
    of_subject = EventDetail.objects.filter(event__subject_kind=subject.kind, event__subject_id=subject.id)
    for event_id in of_subject.values_list("event_id", flat=True):
        erase_detail(event_id)


def detail_hash(salt: bytes, detail: Mapping[str, str]) -> bytes:
    """What an event keeps of its detail; without the salt nobody can guess it back."""
    return hashlib.sha256(salt + json.dumps(detail, sort_keys=True, ensure_ascii=False).encode()).digest()


def read_chain(chain: str, *, after: int = 0, most: int = 1000) -> list[tuple[int, Event]]:
    """The next events of a chain, by their place; the one way in which anything follows the log."""
    events = Event.objects.filter(eventlink__chain=chain, eventlink__seq__gt=after)
    found = events.order_by("eventlink__seq").values_list("eventlink__seq", "id")[:most]
    by_id = Event.objects.in_bulk([id_ for _, id_ in found])
    return [(seq, by_id[id_]) for seq, id_ in found]


def broken_links(chain: str, *, after: int = 0, most: int | None = None) -> Iterator[int]:
    """The places of a chain where the hash does not follow from the event and the link before it.

    Of the `most` places behind `after`, which counts as whole; without it of all.
    """
    last = 2**62 if most is None else after + most
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT l.seq, l.hash = sha256(coalesce(lag(l.hash) OVER (ORDER BY l.seq), '') ||"
            " convert_to(l.seq || '|' || platform_event_line(e), 'UTF8'))"
            " FROM platform_eventlink l JOIN platform_event e ON e.id = l.event_id"
            " WHERE l.chain = %s AND l.seq BETWEEN %s AND %s ORDER BY l.seq",
            [chain, after, last],
        )
        behind = (row for row in cursor.fetchall() if row[0] > after)
        for expected, (seq, holds) in enumerate(behind, start=after + 1):
            if not holds or seq != expected:
                yield seq


@dataclass(frozen=True, slots=True)
class Verified:
    """How far a chain was verified, and what does not hold there."""

    upto: int  # the last place that was looked at
    length: int
    broken: tuple[int, ...]  # places
    is_whole: bool  # nothing is missing at its end: the last link is the chain's head

    @property
    def is_done(self) -> bool:
        """Whether the whole chain was looked at."""
        return self.upto >= self.length

    @property
    def holds(self) -> bool:
        """Whether all that was looked at is as it was written."""
        return not self.broken and (self.is_whole or not self.is_done)


def verify(chain: str, *, after: int, most: int) -> Verified:
    """Verify the next `most` places of a chain behind `after`, so that a long one is verified part by part."""
    head = EventChain.objects.filter(name=chain).first()
    length = head.seq if head else 0
    last = EventLink.objects.filter(chain=chain).order_by("-seq").first()
    is_whole = (head is None and last is None) or bool(
        head and last and last.seq == head.seq and bytes(last.hash) == bytes(head.head)
    )
    broken = tuple(broken_links(chain, after=after, most=most))
    return Verified(min(after + most, length), length, broken, is_whole)


def broken_chains() -> list[str]:
    """The chains of which a link does not follow from its event and the link before, or the head from the last link.

    One SQL query over all of the log; `broken_links` tells where.
    """
    with connection.cursor() as cursor:
        cursor.execute(BROKEN_CHAINS)
        return [chain for (chain,) in cursor.fetchall()]


def _json_fact(name: str, value: Fact, wanted: FactType) -> int | float | bool | str:
    if isinstance(wanted, tuple):
        if value not in wanted:
            raise ValueError(f"{name} is one of {wanted}, got {value!r}")
        return str(value)
    if not isinstance(value, wanted):
        raise ValueError(f"{name} is of type {wanted.__name__}, got {value!r}")
    return str(value) if isinstance(value, UUID | date) else value
