"""Questions about hours."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from guildworks.availability.models import WorkingPattern
from guildworks.availability.overlap import WorkingDay, shared_hours_of


def working_patterns() -> dict[int, WorkingDay]:
    """Every way in which anybody lays their hours, by its number. One SQL query."""
    rows = WorkingPattern.objects.values_list("id", "zone", "starts", "ends", "weekdays").order_by("id")
    return {number: WorkingDay(zone, starts, ends, weekdays) for number, zone, starts, ends, weekdays in rows}


def shared_hours_by_pattern(day: WorkingDay, mondays: Sequence[date]) -> dict[int, float]:
    """The hours a day that each working pattern shares with `day`, the least of these weeks. One SQL query."""
    patterns = working_patterns()
    hours = shared_hours_of(day, list(patterns.values()), mondays)
    return dict(zip(patterns, hours.tolist(), strict=True))
