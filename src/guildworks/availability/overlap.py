"""Working hours that two places share, for the weeks asked, so that summer time is right on both sides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

DAY = 24 * 60
WRAPS = (-2 * DAY, -DAY, 0, DAY, 2 * DAY)  # the same working day on the days around


@dataclass(frozen=True, slots=True, order=True)
class WorkingDay:
    """Local working hours: minutes of the day in `zone`; `ends` is past 1,440 where the day passes midnight."""

    zone: str
    starts: int
    ends: int
    weekdays: int = 0b0011111  # bit 0 is Monday


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """n working days as columns, each (n,)."""

    zones: tuple[str, ...]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    weekdays: NDArray[np.int64]

    @classmethod
    def of(cls, days: Sequence[tuple[str, int, int, int]]) -> WorkingDays:
        """Each day as zone, starts, ends, weekdays."""
        numbers = np.array([day[1:] for day in days], np.int64).reshape(-1, 3).T
        return cls(tuple(day[0] for day in days), *numbers)


Stretches = tuple[tuple[int, int], ...]  # first and last minute of a day, none past its midnight


@dataclass(frozen=True, slots=True)
class Beside:
    """Two working days laid over each other on the clock of the first, in the week in which they share the least."""

    one: Stretches
    other: Stretches
    shared: Stretches
    ahead: int  # minutes that the other's clock is ahead
    varies: bool  # whether the clocks come nearer or move apart within these weeks


@lru_cache(maxsize=50_000)
def offset_minutes(zone: str, monday: date) -> int:
    """Minutes that local time is ahead of UTC in `zone`, at noon of the Wednesday of the week."""
    noon = datetime.combine(monday + timedelta(days=2), time(12), ZoneInfo(zone))
    offset = noon.utcoffset()
    assert offset is not None
    return int(offset.total_seconds()) // 60


def shared_hours(one: WorkingDay, other: WorkingDay, mondays: Sequence[date]) -> float:
    """Hours a day that both work, the least of these weeks; 0 where they share no weekday."""
    if not one.weekdays & other.weekdays:
        return 0.0
    shifts = _shifts(one.zone, other.zone, tuple(mondays))
    return min((_shared_minutes(one, other, shift) for shift in shifts), default=0) / 60


def shared_hours_of(one: WorkingDay, others: WorkingDays, mondays: Sequence[date]) -> NDArray[np.float64]:
    """`shared_hours` with each of n others, (n,), at once."""
    weeks = tuple(mondays)
    by_zone = {zone: sorted(_shifts(one.zone, zone, weeks)) for zone in set(others.zones)}
    least = np.full(len(others.zones), np.inf)
    for number in range(max(map(len, by_zone.values()), default=0)):
        shift = {zone: own[min(number, len(own) - 1)] for zone, own in by_zone.items()}
        shifts = np.array([shift[zone] for zone in others.zones], np.int64)
        starts, ends = others.starts + shifts, others.ends + shifts  # on the one's clock
        minutes = np.zeros(len(others.zones), np.int64)
        for wrap in WRAPS:
            minutes += np.maximum(np.minimum(one.ends, ends + wrap) - np.maximum(one.starts, starts + wrap), 0)
        least = np.minimum(least, minutes / 60)
    return np.where((one.weekdays & others.weekdays != 0) & np.isfinite(least), least, 0.0)


@lru_cache(maxsize=20_000)
def _shifts(zone: str, other: str, mondays: tuple[date, ...]) -> frozenset[int]:
    """The different numbers of minutes, over these weeks, that clocks of `zone` are ahead of those of `other`."""
    return frozenset(offset_minutes(zone, monday) - offset_minutes(other, monday) for monday in mondays)


def laid_beside(one: WorkingDay, other: WorkingDay, mondays: Sequence[date]) -> Beside:
    """Two working days on one clock, over these weeks, of which there is at least one."""
    shifts = sorted(_shifts(one.zone, other.zone, tuple(mondays)))
    shift = min(shifts, key=lambda shift: _shared_minutes(one, other, shift))
    shared = _shared_spans(one, other, shift) if one.weekdays & other.weekdays else []
    return Beside(
        _on_the_clock([(one.starts, one.ends)]),
        _on_the_clock([(other.starts + shift, other.ends + shift)]),
        _on_the_clock(shared),
        ahead=-shift,
        varies=len(shifts) > 1,
    )


def _on_the_clock(spans: Sequence[tuple[int, int]]) -> Stretches:
    """Spans of minutes as stretches of one day, cut at midnight."""
    found = []
    for starts, ends in spans:
        first = starts % DAY
        last = first + ends - starts
        found += [(first, min(last, DAY)), *([(0, last - DAY)] if last > DAY else [])]
    return tuple(sorted(found))


def _shared_minutes(one: WorkingDay, other: WorkingDay, shift: int) -> int:
    return sum(last - first for first, last in _shared_spans(one, other, shift))


def _shared_spans(one: WorkingDay, other: WorkingDay, shift: int) -> list[tuple[int, int]]:
    """When both work, as minutes of the one's clock; the weekdays apart."""
    starts, ends = other.starts + shift, other.ends + shift  # the other's day on the one's clock
    spans = ((max(one.starts, starts + wrap), min(one.ends, ends + wrap)) for wrap in WRAPS)
    return [(first, last) for first, last in spans if last > first]
