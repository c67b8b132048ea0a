"""The weeks of all engineers at once, as arrays, and whether the promise holds in each of them.

Rows come in PostgreSQL's binary format, joined to a few long values, and are summed here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import psycopg
from django.db import connection, transaction
from numpy.typing import NDArray

from guildworks.availability.load import monday_of
from guildworks.platform import clock

EPOCH = date(2000, 1, 1)  # from which PostgreSQL counts days
# `S16` is a UUID: sixteen bytes, which sort as PostgreSQL sorts them.
USUAL = np.dtype([("engineer", "S16"), ("quarters", ">i2")])
EXCEPTED = np.dtype([("engineer", "S16"), ("week", ">i4"), ("quarters", ">i2"), ("accepted", ">i2")])
HOURS = np.dtype([("length", ">i4"), ("quarters", ">i2")])  # one week of an array
USUAL_SQL = """
SELECT string_agg(uuid_send(engineer_id) || int2send(coalesce(quarter_hours, 0::smallint)), ''::bytea
  ORDER BY engineer_id)
FROM availability_workweek
"""
EXCEPTED_SQL = """
SELECT string_agg(uuid_send(engineer_id) || date_send(week) || int2send(coalesce(quarter_hours, -1::smallint))
  || int2send(accepted_quarter_hours), ''::bytea)
FROM availability_capacityexception WHERE week BETWEEN %(first)s AND %(last)s
"""
LIVE_SQL = """
SELECT cardinality(r.quarter_hours),
  string_agg(uuid_send(r.engineer_id) || date_send(r.first_week) || array_send(r.quarter_hours), ''::bytea)
FROM availability_reservation r JOIN availability_workweek w USING (engineer_id)
WHERE r.state IN ('hold', 'booked')
  AND (r.state = 'booked' OR r.expires_at > greatest(clock_timestamp(), w.checked_at))
  AND r.first_week <= %(last)s AND r.first_week + 7 * cardinality(r.quarter_hours) > %(first)s
GROUP BY cardinality(r.quarter_hours), get_byte(uuid_send(r.engineer_id), 15) %% 16
"""  # in sixteen parts, so that no value outgrows what one can hold


@dataclass(frozen=True, slots=True)
class EverybodysWeeks:
    """n engineers and w weeks, in quarter hours."""

    engineers: NDArray[Any]  # (n,) S16, the bytes of their ids, ascending
    first: date  # the Monday of the first week
    capacity: NDArray[np.int16]  # (n, w)
    accepted: NDArray[np.int16]  # (n, w) what was accepted beyond it
    taken: NDArray[np.int16]  # (n, w) held and booked
    reservations: int  # that take hours in these weeks

    @property
    def free(self) -> NDArray[np.int16]:
        """(n, w) what nobody has taken."""
        left: NDArray[np.int16] = np.maximum(self.capacity - self.taken, np.int16(0))
        return left

    def overbooked(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The rows and weeks in which more is taken than there is: there are none, or the database is at fault."""
        rows, weeks = np.nonzero(self.taken > self.capacity + self.accepted)
        return rows, weeks


def everybodys_weeks(weeks: int) -> EverybodysWeeks:
    """The weeks of all engineers who have said their hours, this one and those that follow. One snapshot."""
    first = monday_of(clock.today())
    span = {"first": first, "last": first + timedelta(weeks=weeks - 1)}
    with transaction.atomic():
        connection.ensure_connection()
        with psycopg.Cursor(connection.connection) as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            usual = np.frombuffer(_joined(cursor, USUAL_SQL, span), USUAL)
            excepted = np.frombuffer(_joined(cursor, EXCEPTED_SQL, span), EXCEPTED)
            cursor.execute(LIVE_SQL, span, binary=True)
            reserved = [np.frombuffer(rows, _row_of(weeks)) for weeks, rows in cursor.fetchall()]
    engineers = usual["engineer"]
    capacity = np.repeat(usual["quarters"].astype(np.int16)[:, None], weeks, axis=1)
    accepted = np.zeros_like(capacity)
    rows, columns = np.searchsorted(engineers, excepted["engineer"]), _columns(excepted["week"], first)
    stated = excepted["quarters"] >= 0
    capacity[rows[stated], columns[stated]] = excepted["quarters"][stated]
    accepted[rows, columns] = excepted["accepted"]
    taken = np.zeros(capacity.size, np.int64)
    for part in reserved:
        _add(taken, part, rows=np.searchsorted(engineers, part["engineer"]), first=first, weeks=weeks)
    count = sum(map(len, reserved))
    return EverybodysWeeks(engineers, first, capacity, accepted, taken.reshape(capacity.shape).astype(np.int16), count)


def _row_of(weeks: int) -> np.dtype[Any]:
    """A reservation of so many weeks: the array has a head of twenty bytes, and a length before each value."""
    return np.dtype([("engineer", "S16"), ("week", ">i4"), ("head", "V20"), ("hours", HOURS, (weeks,))])


def _add(taken: NDArray[np.int64], part: NDArray[Any], *, rows: NDArray[np.int64], first: date, weeks: int) -> None:
    """Add the hours of reservations of one length to the flat (n * weeks) sums."""
    starts = _columns(part["week"], first)
    for number in range(part["hours"].shape[1]):
        columns = starts + number
        inside = (columns >= 0) & (columns < weeks)
        places = rows[inside] * weeks + columns[inside]
        np.add.at(taken, places, part["hours"]["quarters"][inside, number].astype(np.int64))


def _columns(days: NDArray[Any], first: date) -> NDArray[np.int64]:
    """Which of the weeks begin on these days, as PostgreSQL counts days."""
    return (days.astype(np.int64) - (first - EPOCH).days) // 7


def _joined(cursor: psycopg.Cursor[Any], sql: str, span: dict[str, date]) -> bytes:
    """All rows of a query as one value: to fetch them one by one costs more than to make them."""
    cursor.execute(sql, span, binary=True)
    (rows,) = cursor.fetchone() or (None,)
    return rows or b""
