"""Reading the event log for notifications, and for webhooks: what is new, by chain and place, and how far it was read.

Which events may be new is asked by transaction, as the talent index asks: of those before the frontier all was read, of
the others the position on each chain decides. So a look costs what has happened since the last one, however many chains
there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from guildworks.conversations.models import (
    ChainPosition,
    LogReader,
    Position,
    Reader,
    WebhookPosition,
    WebhookReader,
)

TRANSACTIONS_BEHIND = 100  # after which the frontier is written anew although nothing was found
FRONTIER = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
NEXT = "SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint"
BEGUN = 'INSERT INTO {reader} ("only", frontier) VALUES (true, %s) ON CONFLICT DO NOTHING'
ALL_IS_READ = """
INSERT INTO {positions} AS p (chain, seq) SELECT name, seq FROM platform_eventchain
ON CONFLICT (chain) DO UPDATE SET seq = greatest(p.seq, excluded.seq)
"""
# By chain and place, so that what a bound cuts off lies after the positions that are kept. Events of a dump that came
# from another server have that one's numbers, later than any here: they are no news.
NEWS = """
SELECT l.chain, l.seq, l.event_id
FROM platform_event e
JOIN platform_eventlink l ON l.event_id = e.id
LEFT JOIN {positions} p ON p.chain = l.chain
WHERE e.xid BETWEEN %s::text::xid8 AND pg_current_xact_id() AND e.name = ANY(%s) AND l.seq > coalesce(p.seq, 0)
ORDER BY l.chain, l.seq LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class Follower:
    """For what the log is read: the tables that keep how far."""

    reader: type[Reader]
    positions: type[Position]

    def sql(self, statement: str) -> str:
        """A statement about these tables."""
        return statement.format(reader=self.reader._meta.db_table, positions=self.positions._meta.db_table)


NOTIFICATIONS = Follower(LogReader, ChainPosition)
WEBHOOKS = Follower(WebhookReader, WebhookPosition)


@dataclass(frozen=True, slots=True)
class News:
    """The next events, and the frontier once they were read: it moves on only when nothing was cut off."""

    follower: Follower
    places: Sequence[tuple[str, int, UUID]]  # chain, place, event
    reader: Reader
    frontier: int
    is_cut_off: bool


def news(follower: Follower, names: Sequence[str], *, most: int) -> News | None:
    """The next events of these names, at most so many, for whoever alone reads now; None while another one does.

    What happened before anybody read for the first time is no news, nor is what a restored dump has brought.
    """
    frontier = _asked(FRONTIER)  # before the events are asked for: what is missing then lies after it
    is_first = _is_first(follower, frontier)
    reader = follower.reader._default_manager.select_for_update(skip_locked=True).first()
    if reader is None:
        return None
    if is_first or reader.frontier > _asked(NEXT):
        _begin_anew(follower, reader, frontier)
    with connection.cursor() as cursor:
        cursor.execute(follower.sql(NEWS), [str(reader.frontier), list(names), most])
        places = cursor.fetchall()
    return News(follower, places, reader, frontier, is_cut_off=len(places) == most)


def keep_place(read: News) -> None:
    """Write down that these events were read, in the transaction that made something of them."""
    reached = {chain: seq for chain, seq, _ in read.places}
    positions = read.follower.positions
    positions._default_manager.bulk_create(
        [positions(chain=chain, seq=seq) for chain, seq in reached.items()],
        update_conflicts=True,
        unique_fields=["chain"],
        update_fields=["seq"],
    )
    is_behind = read.places or read.frontier - read.reader.frontier > TRANSACTIONS_BEHIND
    if is_behind and not read.is_cut_off:
        read.reader.frontier = max(read.frontier, read.reader.frontier)
        read.reader.save(update_fields=["frontier"])


def begin_anew() -> None:
    """Have all that has happened until now be no news: of a restored log somebody was told before the backup."""
    frontier = _asked(FRONTIER)
    for follower in (NOTIFICATIONS, WEBHOOKS):
        _is_first(follower, frontier)
        _begin_anew(follower, follower.reader._default_manager.get(), frontier)


def _is_first(follower: Follower, frontier: int) -> bool:
    """Whether nobody has read before; then the row is there now."""
    with connection.cursor() as cursor:
        cursor.execute(follower.sql(BEGUN), [frontier])
        return bool(cursor.rowcount)


def _begin_anew(follower: Follower, reader: Reader, frontier: int) -> None:
    """All that stands on the chains was read, and what follows is news.

    So it is at first, since any transaction that runs meanwhile keeps the frontier behind; and on another server, which
    counts its transactions anew.
    """
    with connection.cursor() as cursor:
        cursor.execute(follower.sql(ALL_IS_READ))
    reader.frontier = frontier
    reader.save(update_fields=["frontier"])


def _asked(transaction_number: str) -> int:
    """FRONTIER: of all before it the outcome is known to whoever asks later. NEXT: there is none after it yet."""
    with connection.cursor() as cursor:
        cursor.execute(transaction_number)
        return int(cursor.fetchone()[0])
