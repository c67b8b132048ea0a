"""Questions about hours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import psycopg
from django.db import connection

from guildworks.availability.overlap import WorkingDay, WorkingDays, shared_hours_of


@dataclass(frozen=True, slots=True)
class WorkingPatterns:
    """Every way in which anybody lays their hours: its number, and its day."""

    numbers: tuple[int, ...]
    days: WorkingDays


def working_patterns() -> WorkingPatterns:
    """All working patterns, by their numbers. One SQL query."""
    connection.ensure_connection()
    with psycopg.Cursor(connection.connection) as cursor:  # each search reads them all: binary, and without models
        cursor.execute(
            "SELECT id, zone, starts, ends, weekdays FROM availability_workingpattern ORDER BY id", binary=True
        )
        rows = cursor.fetchall()
    return WorkingPatterns(tuple(row[0] for row in rows), WorkingDays.of([row[1:] for row in rows]))


def shared_hours_by_pattern(day: WorkingDay, mondays: Sequence[date]) -> dict[int, float]:
    """The hours a day that each working pattern shares with `day`, the least of these weeks. One SQL query."""
    patterns = working_patterns()
    return dict(zip(patterns.numbers, shared_hours_of(day, patterns.days, mondays).tolist(), strict=True))
