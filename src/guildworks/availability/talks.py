"""Times for a talk between somebody who holds and the engineer whom they hold: which are proposed, and which fit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from guildworks.availability.overlap import WorkingDay

MINUTES = (15, 30, 45, 60)  # how long a talk may be
MINUTES_USUAL = 30
TIMES_MOST = 3
NOTICE = timedelta(hours=12)  # for the engineer to read the mail, where the hold lives long enough
GRID = timedelta(minutes=30)  # talks begin at the full or half hour of the client's clock
DAY = timedelta(days=1)

Span = tuple[datetime, datetime]  # of UTC


@dataclass(frozen=True, slots=True)
class Talk:
    """Times for a talk, the earliest first, and the clock of whoever proposes them."""

    starts_at: tuple[datetime, ...]
    minutes: int
    zone: str

    @property
    def lasts(self) -> timedelta:
        """How long it is."""
        return timedelta(minutes=self.minutes)


def proposed_times(
    client: WorkingDay, engineer: WorkingDay, *, after: datetime, until: datetime, minutes: int
) -> list[datetime]:
    """Up to three times in UTC, the earliest first, at which both work and that are over by `until`.

    None begins within NOTICE of `after` where later ones are there; on different days where there are some, and as far
    from each other as can be. Empty where the two share no time.
    """
    lasts, zone = timedelta(minutes=minutes), ZoneInfo(client.zone)
    shared = list(_shared(client, engineer, after=after, until=until))
    starts = [start for span in shared for start in _on_the_grid(span, lasts, zone)]
    starts = [start for start in starts if start >= after + NOTICE] or [start for start in starts if start > after]
    return sorted(_spread(starts, zone, lasts))


def works_at(day: WorkingDay, start: datetime, *, minutes: int) -> bool:
    """Whether a talk lies within somebody's working hours."""
    end = start + timedelta(minutes=minutes)
    return any(first <= start and end <= last for first, last in _working(day, start - DAY, end + DAY))


def _working(day: WorkingDay, after: datetime, until: datetime) -> Iterator[Span]:
    """When somebody works, by their own clock as it goes on each day, so that summer time is right."""
    zone = ZoneInfo(day.zone)
    local, last = after.astimezone(zone).date() - DAY, until.astimezone(zone).date()
    while local <= last:
        if day.weekdays >> local.weekday() & 1:
            span = _instant(local, day.starts, zone), _instant(local, day.ends, zone)
            if span[0] < span[1]:
                yield span
        local += DAY


def _instant(local: date, minute: int, zone: ZoneInfo) -> datetime:
    """A minute of a local day, or of the one after it, in UTC."""
    return (datetime.combine(local, time()) + timedelta(minutes=minute)).replace(tzinfo=zone).astimezone(UTC)


def _shared(one: WorkingDay, other: WorkingDay, *, after: datetime, until: datetime) -> Iterator[Span]:
    """When both work between two moments."""
    others = list(_working(other, after, until))
    for first, last in _working(one, after, until):
        for starts, ends in others:
            span = max(first, starts, after), min(last, ends, until)
            if span[0] < span[1]:
                yield span


def _on_the_grid(span: Span, lasts: timedelta, zone: ZoneInfo) -> Iterator[datetime]:
    """The full and half hours of a clock within a span at which a talk may begin."""
    first, last = span
    local = first.astimezone(zone)
    start = first + (-timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)) % GRID
    while start + lasts <= last:
        yield start
        start += GRID


def _spread(starts: Sequence[datetime], zone: ZoneInfo, lasts: timedelta) -> list[datetime]:
    """Up to three of these: by turns of each day, of a day its first, its last and what lies between."""
    days: dict[date, list[datetime]] = {}
    for start in sorted(set(starts)):
        days.setdefault(start.astimezone(zone).date(), []).append(start)
    # A first call at the very beginning of a day is nobody's wish: the middle of it comes first.
    turns = ([each[len(each) // 2], each[0], each[-1]] for each in days.values())
    found: list[datetime] = []
    for turn in zip(*turns, strict=True):
        for start in turn:
            if len(found) < TIMES_MOST and all(abs(start - one) >= lasts for one in found):
                found.append(start)
    return found
