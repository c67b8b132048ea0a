"""Working time that is left of each week when the busy times of a calendar are taken out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from guildworks.availability.overlap import DAY, WorkingDay

QUARTER = 15 * 60  # seconds
Busy = Sequence[tuple[datetime, datetime]]


def hours_left(busy: Busy, day: WorkingDay, mondays: Sequence[date]) -> tuple[int, ...]:
    """Quarter hours of the working days of each week, by its Monday, that no busy time touches, rounded down.

    `busy` are aware instants, from and until, in any order; what overlaps counts once. A shift that passes midnight
    belongs to the week in which it starts. A local time that the clocks skip or repeat is taken as the clocks showed it
    before they changed (RFC 5545, 3.3.5). O((busy + weeks) log busy).
    """
    shifts = [_instants(day, monday) for monday in mondays]
    instants = np.array(shifts, np.float64).reshape(len(mondays), day.weekdays.bit_count(), 2)
    # In a gap of the clocks a shift can end before it starts: it has no time at all.
    worked = np.maximum(instants[:, :, 1] - instants[:, :, 0], 0)
    ends = instants[:, :, 0] + worked
    taken = _busy_before(busy, ends) - _busy_before(busy, instants[:, :, 0])
    left = (worked - taken).sum(axis=1)
    return tuple(int(seconds // QUARTER) for seconds in left)


def _instants(day: WorkingDay, monday: date) -> list[tuple[float, float]]:
    """The shifts that start in a week, each from and until, in seconds of UTC."""
    days = [monday + timedelta(days=number) for number in range(7) if day.weekdays >> number & 1]
    return [(_instant(day.zone, each, day.starts), _instant(day.zone, each, day.ends)) for each in days]


def _instant(zone: str, day: date, minute: int) -> float:
    days, minutes = divmod(minute, DAY)
    local = datetime.combine(day + timedelta(days=days), time(minutes // 60, minutes % 60), ZoneInfo(zone))
    return local.timestamp()


def _busy_before(busy: Busy, instants: NDArray[np.float64]) -> NDArray[np.float64]:
    """Seconds of busy time, overlaps once, before each instant: it grows where one is busy and is flat between."""
    spans = [(starts.timestamp(), ends.timestamp()) for starts, ends in busy if starts < ends]
    if not spans:
        return np.zeros_like(instants)
    starts, ends = np.array(sorted(spans)).T
    ends = np.maximum.accumulate(ends)
    opens = np.append(True, starts[1:] > ends[:-1])  # a span begins that touches none before it
    starts, ends = starts[opens], ends[np.append(opens[1:], True)]
    after = np.cumsum(ends - starts)
    before = after - (ends - starts)
    times, seconds = np.stack((starts, ends), axis=1).ravel(), np.stack((before, after), axis=1).ravel()
    return np.asarray(np.interp(instants, times, seconds), np.float64)
