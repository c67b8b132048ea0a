"""Working hours as a kept list holds them: times of the local day and days of the week, their zone beside them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from guildworks.availability.overlap import DAY, WorkingDay
from guildworks.availability.zones import is_zone
from guildworks.platform.dates import clock_text

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def hours_json(day: WorkingDay | None) -> dict[str, Any] | None:
    """A working day without its zone; None where none is known."""
    if day is None:
        return None
    weekdays = [name for place, name in enumerate(WEEKDAYS) if day.weekdays >> place & 1]
    return {"starts": clock_text(day.starts), "ends": clock_text(day.ends), "weekdays": weekdays}


def day_of(hours: Mapping[str, Any] | None, zone: str | None) -> WorkingDay | None:
    """The working day behind hours and their zone; None where one of them is not known, or not any more."""
    if hours is None or zone is None or not is_zone(zone):
        return None
    starts, ends = _minutes(hours["starts"]), _minutes(hours["ends"])
    weekdays = sum(1 << WEEKDAYS.index(name) for name in hours["weekdays"])
    return WorkingDay(zone, starts, ends if ends > starts else ends + DAY, weekdays)


def _minutes(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)
