"""Questions about hours."""

from __future__ import annotations

from guildworks.availability.models import WorkingPattern
from guildworks.availability.overlap import WorkingDay


def working_patterns() -> dict[int, WorkingDay]:
    """Every way in which anybody lays their hours, by its number. One SQL query."""
    rows = WorkingPattern.objects.values_list("id", "zone", "starts", "ends", "weekdays").order_by("id")
    return {number: WorkingDay(*day) for number, *day in rows}
