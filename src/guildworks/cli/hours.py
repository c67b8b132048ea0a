"""Hours, days and weeks as they are typed on the command line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from guildworks.cli.options import BadOption

if TYPE_CHECKING:
    from guildworks.availability.overlap import WorkingDay
    from guildworks.talent.models import Engineer

WEEKS_MOST = 110  # of one span: more than can be planned
_DAY = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)-([01]?\d|2[0-4]):([0-5]\d)", re.ASCII)


def hours_given(text: str, *, option: str = "--hours") -> Decimal:
    """Hours a week. Raises BadOption."""
    try:
        return Decimal(text)
    except InvalidOperation as wrong:
        raise BadOption(f"{option} {text[:20]!r} is not a number", hint="Give hours a week, such as 32.") from wrong


def date_given(text: str, *, option: str) -> date:
    """A day such as 2027-05-03. Raises BadOption."""
    try:
        return date.fromisoformat(text)
    except ValueError as wrong:
        raise BadOption(f"{option} {text[:30]!r} is not a day", hint="Write it like 2027-05-03.") from wrong


def weeks_given(texts: Sequence[str]) -> dict[date, Decimal]:
    """Hours of single weeks, from `2027-05-03=20` or `2027-05-03..2027-05-24=0`. Raises BadOption."""
    found: dict[date, Decimal] = {}
    for text in texts:
        span, equals, hours = text.partition("=")
        if not equals:
            raise BadOption(f"--week {text[:40]!r} says no hours", hint="Write it like 2027-05-03=20.")
        count = hours_given(hours, option="--week")
        for week in mondays_given(span, option="--week"):
            if week in found:
                raise BadOption(f"The week of {week} is given twice", hint="Give each week once.")
            found[week] = count
    return found


def mondays_given(span: str, *, option: str) -> list[date]:
    """The weeks of `2027-05-03`, or each seventh day of `2027-05-03..2027-05-24`. Raises BadOption."""
    first_text, dots, last_text = span.partition("..")
    first = date_given(first_text, option=option)
    last = date_given(last_text, option=option) if dots else first
    count = (last - first).days // 7 + 1
    if not 1 <= count <= WEEKS_MOST:
        raise BadOption(f"{option} {span[:40]!r} is not a span of weeks", hint="Write it like 2027-05-03..2027-05-24.")
    return [first + timedelta(weeks=number) for number in range(count)]


def day_given(engineer: Engineer, zone: str | None, day: str | None) -> WorkingDay:
    """The engineer's working day with what is changed of it; a first one needs a zone."""
    from guildworks.availability.overlap import WorkingDay

    week = getattr(engineer, "workweek", None)
    now: WorkingDay | None = week.day if week else None
    if now is not None:
        known = now if zone is None else replace(now, zone=zone)
    elif zone is not None:
        known = WorkingDay(zone, 9 * 60, 17 * 60)
    else:
        raise BadOption("--day needs a zone the first time", hint="Add --zone, such as --zone Europe/Berlin.")
    if day is None:
        return known
    starts, ends = _minutes(day)
    return replace(known, starts=starts, ends=ends)


def _minutes(day: str) -> tuple[int, int]:
    span = _DAY.fullmatch(day.replace("–", "-").replace(" ", ""))
    if span is None:
        raise BadOption(f"--day {day[:20]!r} is not a span of the day", hint="Write it like 09:00-17:00.")
    hour, minute, last_hour, last_minute = map(int, span.groups())
    first, last = hour * 60 + minute, last_hour * 60 + last_minute
    if first == last:
        raise BadOption(f"--day {day[:20]!r} has no hours", hint="Write it like 09:00-17:00.")
    return first, last if last > first else last + 24 * 60
