"""The free weeks of one engineer, and of 100,000, with 500,000 reservations."""

from __future__ import annotations

from collections.abc import Callable
from statistics import median
from time import perf_counter
from uuid import UUID

import psycopg

from benchmarks.network import as_owner, forget, invent_engineers, own_database
from benchmarks.table import Row, at_most, within

NAME = "bench_free_weeks"
WEEKS = 104
EACH = 5  # reservations of everybody
# Laid in without the guard, which would take as long as a hundred thousand clients do; the last row sums them again.
RESERVED = """
INSERT INTO availability_reservation (id, group_id, engineer_id, organisation_id, holder_kind, holder_id, first_week,
  quarter_hours, state, placed_at)
SELECT gen_random_uuid(), gen_random_uuid(), id, id, 'organisation', id,
  availability_this_week(now()) + 7 * (%(number)s + (hashtext(id::text) & 31)),
  array_fill(20::smallint, ARRAY[8 + %(number)s]), 'booked', now()
FROM talent_engineer
"""
EXCEPTED = """
INSERT INTO availability_capacityexception (engineer_id, week, quarter_hours, accepted_quarter_hours, reason)
SELECT id, availability_this_week(now()) + 7 * (60 + (hashtext(id::text) & 31)), 0, 0, 'holiday' FROM talent_engineer
WHERE hashtext(id::text) %% 2 = 0
"""


def rows(quick: bool, say: Callable[[str], None]) -> list[Row]:
    """The figures: milliseconds for one, seconds for all, and over-booked weeks among them."""
    count = 10_000 if quick else 100_000
    say(f"{count:,} engineers with {EACH} reservations each")
    own_database(NAME)
    try:
        with as_owner(NAME) as owner:
            _fill(owner, count)
        return _read(count, times=20 if quick else 200)
    finally:
        forget(NAME)


def _fill(owner: psycopg.Connection, count: int) -> None:
    invent_engineers(owner, count, quarter_hours=160)
    owner.execute("ALTER TABLE availability_reservation DISABLE TRIGGER reservation_within_capacity")
    for number in range(EACH):
        owner.execute(RESERVED, {"number": number})
    owner.execute("ALTER TABLE availability_reservation ENABLE TRIGGER reservation_within_capacity")
    owner.execute(EXCEPTED, {})
    owner.commit()
    owner.autocommit = True
    owner.execute("ANALYZE")


def _read(count: int, *, times: int) -> list[Row]:
    from guildworks.availability.everybody import everybodys_weeks
    from guildworks.availability.queries import weeks_ahead

    all_seconds, found = [], None
    for _ in range(3):
        began = perf_counter()
        found = everybodys_weeks(WEEKS)
        all_seconds.append(perf_counter() - began)
    assert found is not None and found.reservations == count * EACH
    one_ms, wrong = [], 0
    for row in range(0, count, count // times):
        engineer = UUID(bytes=found.engineers[row].ljust(16, b"\0"))
        began = perf_counter()
        weeks = weeks_ahead(engineer)
        one_ms.append((perf_counter() - began) * 1000)
        wrong += [week.free for week in weeks] != found.free[row].tolist()
    return [
        within(f"free weeks of one engineer, {WEEKS} weeks, median ms", median(one_ms), 5),
        within(
            f"free weeks of {count:,} engineers to the program, s",
            median(all_seconds),
            3,
            note=f"{found.reservations:,} reservations; {min(all_seconds):.2f} to {max(all_seconds):.2f}",
        ),
        at_most(f"of {len(one_ms)} engineers, those whose weeks differ between the two ways", wrong, 0),
        at_most("over-booked weeks among them", len(found.overbooked()[0]), 0),
    ]
