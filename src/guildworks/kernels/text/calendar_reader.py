"""The child process that reads one calendar under limits: `python -m guildworks.kernels.text.calendar_reader`.

Standard input: one line of JSON with the zone, the days and the limits, then the calendar. Standard output: one JSON
object, either `busy` (pairs of seconds of UTC), `events`, `free` and `unread`, or `code` of an UnreadableCalendar.
Only the lines that tell time are given to the libraries, so that nothing else can break them, be slow or leak.
"""

from __future__ import annotations

import json
import re
import signal
import sys
import time
import warnings
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from types import FrameType
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import icalendar
from icalendar.cal import Component
from icalendar.prop import vPeriod, vRecur
from icalendar.timezone import tzp
from recurring_ical_events import CalendarQuery

from guildworks.kernels.text.file_reader import bind_limits

Span = tuple[int, int]  # seconds of UTC, from and until
ONCE = ("DTSTART", "DTEND", "DURATION", "RECURRENCE-ID", "UID")
TIMES = (*ONCE, "RRULE", "RDATE", "EXDATE", "EXRULE", "FREEBUSY")
ZONED = ("DTSTART", "DTEND", "RDATE", "EXDATE", "RECURRENCE-ID")
KEPT = {*TIMES, "SEQUENCE", "TRANSP", "STATUS", "X-MICROSOFT-CDO-BUSYSTATUS"}
REPEATING = {"RRULE", "RDATE", "RECURRENCE-ID"}
KINDS = {"VEVENT": "event", "VFREEBUSY": "busy list", "VTIMEZONE": "time zone"}
EVENT_SECONDS = 2.0  # for what repeats in a way that is slow to work out
ALL_SECONDS = 6.0
SENTENCES = 100
ZONE_LINES = 1_000
DAY = timedelta(days=1)
MARGIN = 2 * DAY  # no zone is further from another
# What the libraries raise for what they do not understand.
TROUBLE = (ValueError, TypeError, LookupError, ArithmeticError, AttributeError, RuntimeError)
_LINE = re.compile(r"\r\n?|\n")
_FOLD = re.compile(r"(?:\r\n?|\n)[ \t]")
_NAME = re.compile(r"[A-Za-z0-9-]+")
_DAY = re.compile(r"(\d{8})(?:T\d{6}Z?)?")
_ZONE = re.compile(r';TZID=(?:"([^"]*)"|([^:;]*))', re.IGNORECASE)
_FLOATING = re.compile(r":\d{8}T\d{6}\s*(?:,|$)")
_FREEBUSY_KIND = re.compile(r";FBTYPE=\"?([A-Z-]+)")


class TooSlow(BaseException):
    """Working out one event takes longer than EVENT_SECONDS. No library may catch it, so it is no Exception."""


class Enough(BaseException):
    """A limit is reached; says what was not read."""


class NotUnderstood(Exception):
    """Why one event is not read, as the end of a sentence that holds no word of the event."""


@dataclass(slots=True)
class Block:
    """A component of a file with those of its lines that are kept; for a time zone, also what is nested."""

    kind: str
    number: int
    lines: list[tuple[str, str]] = field(default_factory=list)  # name and whole line
    nested: int = 0
    ended: bool = False

    @property
    def place(self) -> str:
        return f"{KINDS[self.kind]} {self.number}"

    @property
    def names(self) -> set[str]:
        return {name for name, _ in self.lines}

    def value(self, name: str) -> str:
        """What stands behind the first colon of a line with this name; none where there is no such line."""
        return next((line.partition(":")[2].strip() for own, line in self.lines if own == name), "")

    def take(self, line: str) -> None:
        """Keep a line if it tells time and belongs to the component itself, not to an alarm within."""
        name = match[0].upper() if (match := _NAME.match(line)) else ""
        self.nested += (name == "BEGIN") - (name == "END" and self.nested > 0)
        if self.kind == "VTIMEZONE" or (name in KEPT and not self.nested):
            self.lines.append((name, line))

    def text(self) -> str:
        return "\r\n".join((f"BEGIN:{self.kind}", *(line for _, line in self.lines), f"END:{self.kind}", ""))


@dataclass(slots=True)
class Series:
    """The parts of one event that repeats: the rule, and occurrences that were changed by hand."""

    place: str
    events: list[Component]


Part = TypeVar("Part", Block, Series)


@dataclass(slots=True)
class Found:
    """What is read so far, within the bounds `first` and `last`, in the zone of its owner."""

    zone: ZoneInfo
    first: datetime
    last: datetime
    occurrences: int
    deadline: float  # of the time of this process
    spans: list[Span] = field(default_factory=list)
    events: int = 0
    free: int = 0
    unread: list[str] = field(default_factory=list)

    def count(self, starts: datetime | date, ends: datetime | date, *, free: bool) -> None:
        """Take one occurrence for busy, or for free, where it lies within the bounds. Raises Enough."""
        begins, until = self.instant(starts), self.instant(ends)
        if not isinstance(starts, datetime) and until == begins:  # some programs end a day where it starts
            until = self.instant(starts + DAY)
        if not (begins < self.last and until > self.first):
            return
        if self.events + self.free >= self.occurrences:
            raise Enough(f"only the first {self.occurrences:,} events of these days were read")
        self.free += free
        self.events += not free
        if not free:
            self.spans.append((_seconds(max(begins, self.first)), _seconds(min(until, self.last))))

    def instant(self, moment: datetime | date) -> datetime:
        """A moment in UTC; whole days and times without a zone are those of the owner."""
        if not isinstance(moment, datetime):
            moment = datetime(moment.year, moment.month, moment.day, tzinfo=self.zone)
        return (moment if moment.tzinfo else moment.replace(tzinfo=self.zone)).astimezone(UTC)


def _seconds(instant: datetime) -> int:
    return int(instant.timestamp())


def main() -> int:
    """Read one calendar from standard input and answer on standard output."""
    order: dict[str, Any] = json.loads(sys.stdin.buffer.readline())
    bind_limits(memory_bytes=order["memory_bytes"], cpu_seconds=order["cpu_seconds"])
    try:
        answer = busy_times(sys.stdin.buffer.read(), order)
    except MemoryError:
        answer = {"code": "calendar_takes_too_long"}
    sys.stdout.buffer.write(json.dumps(answer).encode("ascii"))
    return 0


def busy_times(content: bytes, order: dict[str, Any]) -> dict[str, Any]:
    """The answer to `order`, as the module's docstring tells it."""
    zone = ZoneInfo(order["zone"])
    days = date.fromisoformat(order["first"]), date.fromisoformat(order["last"]) + DAY
    first, last = (datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC) for day in days)
    found = Found(zone, first, last, order["occurrences"], time.process_time() + ALL_SECONDS)
    signal.signal(signal.SIGPROF, _too_slow)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            for calendar in calendars(content, found.unread):
                read_one(calendar, found)
        except Enough as enough:
            found.unread.insert(0, str(enough))
    if len(found.unread) > SENTENCES:
        found.unread[SENTENCES:] = [f"{len(found.unread) - SENTENCES:,} more parts were not understood"]
    return {"busy": merged(found.spans), "events": found.events, "free": found.free, "unread": found.unread}


def merged(spans: Iterable[Span]) -> list[Span]:
    """The same times, sorted, without overlaps; what touches is one, and what takes no time is none."""
    found: list[Span] = []
    for starts, ends in sorted(span for span in spans if span[0] < span[1]):
        if found and starts <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], ends))
        else:
            found.append((starts, ends))
    return found


def calendars(content: bytes, unread: list[str]) -> Iterator[list[Block]]:
    """The components of each calendar of a file. One without an end stops where the next begins."""
    numbers: Counter[str] = Counter()
    blocks: list[Block] = []
    begun = ended = 0
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    for line in _LINE.split(_FOLD.sub("", content.decode(encoding, "replace"))):
        what, _, kind = line[:30].strip().upper().partition(":")
        block = blocks[-1] if blocks and not blocks[-1].ended else None
        if kind == "VCALENDAR" and what in ("BEGIN", "END"):
            begun += what == "BEGIN"
            ended += what == "END"
            yield blocks
            blocks = []
        elif what == "BEGIN" and kind in KINDS:
            numbers[kind] += 1
            blocks.append(Block(kind, numbers[kind]))
        elif block and what == "END" and kind == block.kind:
            block.ended = True
        elif block:
            block.take(line)
    yield blocks
    if ended < begun:
        unread.append("the calendar breaks off: its END:VCALENDAR is missing")


def read_one(blocks: Sequence[Block], found: Found) -> None:
    """Read the components of one calendar. Raises Enough."""
    tzp.use_default()  # forgets the zones of the calendar before: each may call its own "Customized Time Zone"
    found.unread += [f"{block.place}: it has no end" for block in blocks if not block.ended]
    whole = [block for block in blocks if block.ended]
    attempt(found, [block for block in whole if block.kind == "VTIMEZONE"], learn_zone)
    attempt(found, [block for block in whole if block.kind == "VFREEBUSY"], count_busy_list)
    events = [block for block in whole if block.kind == "VEVENT"]
    uids = Counter(block.value("UID") for block in events)
    parts: dict[str, list[tuple[str, Component]]] = defaultdict(list)

    def read(found: Found, block: Block) -> None:
        uid = block.value("UID")
        alone = (not uid or uids[uid] == 1) and not REPEATING & block.names
        if alone and not may_lie_within(block, found):
            return
        event = understood(found, block)
        if alone:
            found.count(*span_of(event), free=is_free(event))
        else:
            parts[uid or block.place].append((block.place, event))

    attempt(found, events, read)
    attempt(found, [series for each in parts.values() for series in series_of(each)], count_series)


def attempt(found: Found, parts: Sequence[Part], read: Callable[[Found, Part], None]) -> None:
    """Read each part; what cannot be read becomes a sentence. Raises Enough."""
    for part in parts:
        if time.process_time() > found.deadline:
            raise Enough(f"from {part.place} on nothing was read, because the calendar takes too long to read")
        try:
            with at_most(EVENT_SECONDS):
                read(found, part)
        except TooSlow:
            found.unread.append(f"{part.place}: it takes too long to read")
        except NotUnderstood as why:
            found.unread.append(f"{part.place}: {why}")
        except TROUBLE:
            found.unread.append(f"{part.place}: its times cannot be read")


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Raises TooSlow once the body has kept the processor for so long."""
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _too_slow(number: int, frame: FrameType | None) -> None:
    raise TooSlow


def learn_zone(found: Found, block: Block) -> None:
    """Let events use a time zone that the file describes; zones that everybody knows are taken as they are known."""
    rules = [line.upper() for name, line in block.lines if name == "RRULE"]
    if len(block.lines) > ZONE_LINES or any("FREQ=YEARLY" not in rule for rule in rules):
        raise NotUnderstood("its clocks do not change once a year")
    icalendar.Timezone.from_ical(block.text())


def count_busy_list(found: Found, block: Block) -> None:
    """Count the periods of a VFREEBUSY; what is of no known kind is busy, as RFC 5545 (3.2.9) wants."""
    for name, line in block.lines:
        head, _, periods = line.partition(":")
        kind = _FREEBUSY_KIND.search(head.upper())
        if name == "FREEBUSY" and not (kind and kind[1] == "FREE"):
            for period in periods.split(","):
                starts, ends = vPeriod.from_ical(period.strip())  # type: ignore[no-untyped-call]
                ends = starts + ends if isinstance(ends, timedelta) else ends
                _check_order(found, starts, ends)
                found.count(starts, ends, free=False)


def may_lie_within(block: Block, found: Found) -> bool:
    """False for an event of long ago or far ahead, told by the digits of its days alone: most of a calendar is past."""
    starts, ends = _DAY.fullmatch(block.value("DTSTART")), _DAY.fullmatch(block.value("DTEND"))
    before, after = (f"{day:%Y%m%d}" for day in (found.first - MARGIN, found.last + MARGIN))
    return not ((starts and starts[1] > after) or (starts and ends and ends[1] < before))


def understood(found: Found, block: Block) -> Component:
    """The event of a block, its times all with a zone or all whole days. Raises NotUnderstood, or one of TROUBLE."""
    event = icalendar.Event.from_ical(in_zones(found, block).text())
    wrong = [name for name, _ in event.errors if name != "SEQUENCE"]
    if wrong:
        raise NotUnderstood(f"its {wrong[0]} cannot be read" if wrong[0] in TIMES else "a line of it cannot be read")
    if event.errors or isinstance(_property(event, "SEQUENCE"), list):
        event.pop("SEQUENCE", None)
    for name in ONCE:
        if isinstance(_property(event, name), list):
            raise NotUnderstood(f"it has more than one {name}")
    if "DTSTART" not in event:
        raise NotUnderstood("it has no start")
    _check_order(found, *span_of(event))
    for rule in _listed(_property(event, "RRULE")):
        _check_rule(rule)
        if "UNTIL" in rule:
            rule["UNTIL"] = [_until(found, rule["UNTIL"][0], event)]
    if "EXRULE" in event:
        found.unread.append(f"{block.place}: its exceptions by a rule are not read, so too much may count as busy")
    return event


def in_zones(found: Found, block: Block) -> Block:
    """The block with the owner's zone at each time that has none, or one that nobody knows, which `unread` tells."""
    lines, unknown = [], False
    for name, line in block.lines:
        zone = _ZONE.search(line)
        if name in ZONED and zone and not tzp.timezone(zone[1] or zone[2]):
            unknown = True
            line = line[: zone.start()] + f";TZID={found.zone.key}" + line[zone.end() :]
        elif name in ZONED and not zone and _FLOATING.search(line):
            line = line.replace(":", f";TZID={found.zone.key}:", 1)
        lines.append((name, line))
    if unknown:
        found.unread.append(f"{block.place}: its time zone is not known, so {found.zone.key} was taken")
    return Block(block.kind, block.number, lines)


def _until(found: Found, until: datetime | date, event: Component) -> datetime | date:
    """The last moment of a rule, in the kind of time in which the event is written; a day means until its end."""
    starts = _property(event, "DTSTART").dt
    if not isinstance(starts, datetime):
        return found.instant(until).astimezone(found.zone).date() if isinstance(until, datetime) else until
    if not isinstance(until, datetime):
        until = datetime(until.year, until.month, until.day, 23, 59, 59, tzinfo=starts.tzinfo)
    return (until if until.tzinfo else until.replace(tzinfo=starts.tzinfo)).astimezone(UTC)


def _check_order(found: Found, starts: datetime | date, ends: datetime | date) -> None:
    if found.instant(ends) < found.instant(starts):
        raise NotUnderstood("it ends before it starts")


def _property(event: Component, name: str) -> Any:
    """A property as the library read it: of the class that its name asks for, a list where it stands twice, or None."""
    return event.get(name)


def _listed(rules: Any) -> list[vRecur]:
    return rules if isinstance(rules, list) else [] if rules is None else [rules]


def _check_rule(rule: vRecur) -> None:
    """Raises NotUnderstood for a rule that asks for more than one occurrence an hour, or makes no sense."""
    frequency, interval = str(rule["FREQ"][0]).upper(), int(rule.get("INTERVAL", [1])[0])
    if interval < 1:
        raise NotUnderstood("it repeats without an interval")
    if frequency in ("SECONDLY", "MINUTELY"):
        unit = frequency.removesuffix("LY").lower()
        raise NotUnderstood(f"it repeats every {unit}" if interval == 1 else f"it repeats every {interval:,} {unit}s")
    if len(rule.get("BYMINUTE", ())) > 1 or len(rule.get("BYSECOND", ())) > 1:
        raise NotUnderstood("it repeats more often than once an hour")


def span_of(event: Component) -> tuple[datetime | date, datetime | date]:
    """From and until, as they are written. Without an end it is a whole day, or takes no time (RFC 5545, 3.6.1)."""
    starts: datetime | date = _property(event, "DTSTART").dt
    if ends := _property(event, "DTEND"):
        return starts, ends.dt
    duration = _property(event, "DURATION")
    return starts, starts + (duration.dt if duration else timedelta(0) if isinstance(starts, datetime) else DAY)


def is_free(event: Component) -> bool:
    """Whether an event takes nobody's time: transparent, cancelled, or shown as free by Outlook."""
    marks = [str(event.get(name, "")).upper() for name in ("TRANSP", "STATUS", "X-MICROSOFT-CDO-BUSYSTATUS")]
    return marks[0] == "TRANSPARENT" or marks[1] == "CANCELLED" or marks[2] == "FREE"


def series_of(parts: Sequence[tuple[str, Component]]) -> Iterator[Series]:
    """The series of events with one UID. Of those that are no exception the latest count, each as a series."""
    rules = [part for part in parts if "RECURRENCE-ID" not in part[1]]
    exceptions = [event for _, event in parts if "RECURRENCE-ID" in event]
    latest = max((_sequence(event) for _, event in rules), default=0)
    valid = [part for part in rules if _sequence(part[1]) == latest]
    if not valid:
        yield Series(parts[0][0], exceptions)
    for place, event in valid:
        yield Series(place, [event, *exceptions])
        exceptions = []


def _sequence(event: Component) -> int:
    return int(_property(event, "SEQUENCE") or 0)


def count_series(found: Found, series: Series) -> None:
    """Count the occurrences of a series that lie within the bounds."""
    calendar = icalendar.Calendar()
    for event in series.events:
        calendar.add_component(event)
    for own in CalendarQuery(calendar).series:
        for occurrence in own.between(found.first - MARGIN, found.last + MARGIN):
            found.count(occurrence.start, occurrence.end, free=is_free(occurrence.as_component(False)))


if __name__ == "__main__":
    raise SystemExit(main())
