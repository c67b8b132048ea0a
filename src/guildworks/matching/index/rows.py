"""What the index is filled from: rows read from the database, each with its place on the engineer's event chain.

A row is read in one snapshot together with the number of events on the chain, so that a reader can tell whether it has
seen a given event. Which chains have moved is asked by transaction: whatever was committed before the frontier is in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

import psycopg

from guildworks.kernels.talentindex.delta import Left
from guildworks.kernels.talentindex.reached import Position
from guildworks.kernels.talentindex.rows import NEVER, Row, week_number

BATCH = 2000
CHAIN = "engineer:"

# Hours of weeks that are over are of no use to any search. What has ended is kept for an hour: a list's own time is a
# little earlier than the row.
ROWS = """
SELECT e.id, coalesce(c.seq, 0), w.confirmed_at, lower(e.city), e.country, coalesce(w.pattern_id, 0)::integer,
  e.years::float8, w.quarter_hours, coalesce(a.shown, 0), r.currencies, r.minors, x.weeks, x.quarters,
  h.weeks, h.untils, h.quarters, l.skills_met, l.languages_met, s.skills, s.terms, s.vector
FROM talent_listing l JOIN talent_engineer e ON e.id = l.engineer_id
JOIN talent_searchrecord s ON s.engineer_id = l.engineer_id
LEFT JOIN availability_workweek w ON w.engineer_id = l.engineer_id
LEFT JOIN platform_eventchain c ON c.name = 'engineer:' || l.engineer_id
LEFT JOIN matching_attention a ON a.engineer_id = l.engineer_id
LEFT JOIN LATERAL (
  SELECT array_agg(currency::text ORDER BY currency) AS currencies, array_agg(hourly_minor ORDER BY currency) AS minors
  FROM talent_rate WHERE engineer_id = l.engineer_id) r ON true
LEFT JOIN LATERAL (
  SELECT array_agg(week ORDER BY week) AS weeks, array_agg(quarter_hours ORDER BY week) AS quarters
  FROM availability_capacityexception
  WHERE engineer_id = l.engineer_id AND quarter_hours IS NOT NULL AND week > current_date - 14) x ON true
LEFT JOIN LATERAL (
  SELECT array_agg(first_week ORDER BY id) AS weeks,
    array_agg((extract(epoch FROM coalesce(ended_at, expires_at)) * 1000000)::bigint ORDER BY id) AS untils,
    array_agg(array_to_string(quarter_hours, ' ') ORDER BY id) AS quarters
  FROM availability_reservation
  WHERE engineer_id = l.engineer_id AND first_week + 7 * cardinality(quarter_hours) > current_date - 14
    AND (state IN ('hold', 'booked') OR ended_at > now() - interval '1 hour')) h ON true
WHERE w.paused_at IS NULL AND """

LEFT = """
SELECT asked.id, coalesce(c.seq, 0) FROM unnest(%s::uuid[]) AS asked (id)
LEFT JOIN platform_eventchain c ON c.name = 'engineer:' || asked.id
WHERE NOT EXISTS (
  SELECT FROM talent_listing l LEFT JOIN availability_workweek w USING (engineer_id)
  WHERE l.engineer_id = asked.id AND w.paused_at IS NULL)
"""

MOVED = """
SELECT e.chain, max(l.seq), bool_or(l.seq IS NULL)
FROM platform_event e LEFT JOIN platform_eventlink l ON l.event_id = e.id
WHERE e.xid >= %s::text::xid8 AND starts_with(e.chain, %s) GROUP BY e.chain
"""


def moved_since(connection: psycopg.Connection[Any], state: Position) -> dict[UUID, int]:
    """The engineers with events that a state has not seen, and how many events they have.

    0 where some are of this transaction, which has not linked them yet. One SQL query.
    """
    with connection.cursor() as cursor:
        cursor.execute(MOVED, [str(state.frontier), CHAIN])
        rows = cursor.fetchall()
    found = {UUID(chain.removeprefix(CHAIN)): 0 if unlinked else seq for chain, seq, unlinked in rows}
    return {one: seq for one, seq in found.items() if not seq or state.seq_of(one) < seq}


def frontier_now(connection: psycopg.Connection[Any]) -> int:
    """Of all transactions before this one the outcome is known to whoever asks later."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        row = cursor.fetchone()
    assert row is not None
    return int(row[0])


def changes_of(connection: psycopg.Connection[Any], engineers: Sequence[UUID]) -> list[bytes | Left]:
    """These engineers as they are now: their packed rows, or that they have left."""
    rows = list(_read(connection, ROWS + "l.engineer_id = ANY(%s)", [list(engineers)]))
    gone = set(engineers) - {row.id for row in rows}
    with connection.cursor() as cursor:  # whoever has come back since is not among them, and is read next time
        cursor.execute(LEFT, [list(gone)])
        return [*(row.packed() for row in rows), *(Left(one, seq) for one, seq in cursor.fetchall())]


def everybody(connection: psycopg.Connection[Any]) -> Iterator[list[bytes]]:
    """The packed rows of all who can be found, ascending by id, in batches."""
    last = UUID(int=0)
    while batch := list(_read(connection, f"{ROWS} l.engineer_id > %s ORDER BY l.engineer_id LIMIT {BATCH}", [last])):
        last = batch[-1].id
        yield [row.packed() for row in batch]


def _read(connection: psycopg.Connection[Any], sql: str, params: Sequence[Any]) -> Iterator[Row]:
    with psycopg.Cursor(connection) as cursor:
        cursor.execute(sql, params, binary=True)
        for row in cursor:
            yield _row(*row)


def _row(
    engineer: UUID, seq: int, confirmed: Any, city: str, country: str, pattern: int, years: float | None,
    capacity: int | None, attention: int, currencies: list[str] | None, minors: list[int] | None,
    own_weeks: list[date] | None, own_quarters: list[int] | None,
    taken_weeks: list[date] | None, untils: list[int | None] | None, taken: list[str] | None,
    skills_met: bytes, languages_met: list[int], skills: bytes, terms: bytes, vector: bytes,
) -> Row:  # fmt: skip
    own = zip(own_weeks or (), own_quarters or (), strict=True)
    reserved = zip(taken_weeks or (), untils or (), taken or (), strict=True)
    hours = [(NEVER, week_number(week), 1, True, quarters) for week, quarters in own]
    for week, until, quarters in reserved:
        hours += _runs(week_number(week), NEVER if until is None else until, quarters.split())
    rates = tuple(zip(currencies or (), minors or (), strict=True))
    return Row(
        engineer, seq, confirmed, city, country, pattern, years, capacity, attention, rates, tuple(hours),
        skills_met, languages_met, skills, terms, vector,
    )  # fmt: skip


def _runs(week: int, until: int, quarters: Sequence[str]) -> Iterator[tuple[int, int, int, bool, int]]:
    """A reservation as runs of weeks with the same hours."""
    for taken, run in groupby(quarters):
        weeks = len(list(run))
        if int(taken):
            yield until, week, weeks, False, int(taken)
        week += weeks
