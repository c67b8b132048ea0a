"""From the bytes of somebody's calendar to the times at which they are busy, and nothing else of it.

A calendar is private: what an event is about, where and with whom stays in the child process that reads it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from guildworks.kernels.text.child import ChildFailed, answer_of

__all__ = ["Calendar", "CalendarLimits", "UnreadableCalendar", "read_calendar"]

_READER = "guildworks.kernels.text.calendar_reader"
_MEGABYTE = 1_000_000
_ANSWER_BYTES = 20 * _MEGABYTE  # more than the most events and sentences make
_EXPORT = "Take the address that your calendar gives for subscribing (iCal, .ics), or export the calendar once more."
REASONS: Mapping[str, tuple[str, str]] = {
    "calendar_empty": ("This calendar is empty: there is nothing in the file.", _EXPORT),
    "calendar_too_large": (
        "This calendar has {size_mb} MB; at most {most_mb} MB can be read.",
        "Export only the calendar of your work, or only the time from today on.",
    ),
    "calendar_is_a_web_page": (
        "This is a web page and no calendar; it may ask for a sign-in.",
        "Take the secret or public address in iCal format, which ends in .ics in most programs, not the page's own.",
    ),
    "not_a_calendar": ("This is no calendar: it has no BEGIN:VCALENDAR.", _EXPORT),
    "calendar_damaged": ("This calendar is damaged, so that nothing in it can be read.", _EXPORT),
    "calendar_takes_too_long": (
        "Reading this calendar took too long or too much memory, so it was stopped.",
        "Export only the time from today on, without what repeats for ever.",
    ),
}


class UnreadableCalendar(ValueError):
    """A calendar that cannot be read. `code` is a key of REASONS, `message` says what is wrong, `hint` the way out."""

    def __init__(self, code: str, **facts: object) -> None:
        message, self.hint = REASONS[code]
        self.code = code
        self.message = message.format(**facts)
        super().__init__(f"{self.message} {self.hint}")


@dataclass(frozen=True, slots=True)
class CalendarLimits:
    """Bounds for one calendar."""

    bytes: int = 5 * _MEGABYTE
    occurrences: int = 10_000  # of events within the bounds; the rest is not read, and `unread` says so
    memory_bytes: int = 768 * _MEGABYTE  # address space of the child
    cpu_seconds: int = 15
    wall_seconds: float = 20.0


@dataclass(frozen=True, slots=True)
class Calendar:
    """When somebody is busy. `busy` is in UTC, sorted, without overlaps, and lies within the days that were asked for.

    `events` occurrences count as busy, `free` do not: they are transparent, cancelled or marked as free. `unread` are
    sentences such as `event 3: it repeats every second or minute`, which name an event by its place in the file only.
    """

    busy: tuple[tuple[datetime, datetime], ...]
    events: int
    free: int
    unread: tuple[str, ...] = ()


def read_calendar(
    content: bytes, *, zone: str, first: date, last: date, limits: CalendarLimits | None = None
) -> Calendar:
    """Read the busy times of iCalendar (RFC 5545) from the local day `first` to the day `last`, both included.

    `zone`, an IANA name, is that of the two days, of whole-day events and of times without a zone. Several calendars in
    one file are read as one. Raises UnreadableCalendar, whose `code` is a key of REASONS, and ValueError where the
    caller's `zone` or days are none.
    """
    bounds = limits or CalendarLimits()
    if first > last:
        raise ValueError(f"first {first} is after last {last}")
    ZoneInfo(zone)
    _refuse(content, bounds)
    order = asdict(bounds) | {"zone": zone, "first": first.isoformat(), "last": last.isoformat()}
    sent = json.dumps(order).encode("ascii") + b"\n" + content
    try:
        answer = answer_of(_READER, sent, seconds=bounds.wall_seconds, most=_ANSWER_BYTES)
    except ChildFailed as failed:
        raise UnreadableCalendar(
            "calendar_damaged" if failed.reason == "damaged" else "calendar_takes_too_long"
        ) from failed
    if "code" in answer:
        raise UnreadableCalendar(answer["code"])
    busy = tuple(
        (datetime.fromtimestamp(starts, UTC), datetime.fromtimestamp(ends, UTC)) for starts, ends in answer["busy"]
    )
    return Calendar(busy, answer["events"], answer["free"], tuple(answer["unread"]))


def _refuse(content: bytes, bounds: CalendarLimits) -> None:
    """Raises UnreadableCalendar for what needs no reading to see that it is no calendar."""
    if len(content) > bounds.bytes:
        size = f"{len(content) / _MEGABYTE:.1f}"
        raise UnreadableCalendar("calendar_too_large", size_mb=size, most_mb=f"{bounds.bytes / _MEGABYTE:g}")
    seen = content.replace(b"\x00", b"")  # so that UTF-16 can be searched too
    if not seen.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n"):
        raise UnreadableCalendar("calendar_empty")
    if not re.search(rb"BEGIN:VCALENDAR", seen, re.IGNORECASE):
        page = re.search(rb"<\s*(?:!doctype\s+html|html|head|body)\b", seen[:4_000], re.IGNORECASE)
        raise UnreadableCalendar("calendar_is_a_web_page" if page else "not_a_calendar")
