"""Periods of a resume: "Mar 2019 – present", "03/2019-05/2021", "2018 to 2020", "since 2020"."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from guildworks.kernels.text.span import Span

_MONTHS = {
    name: number
    for number in range(1, 13)
    for name in (calendar.month_name[number].lower(), calendar.month_abbr[number].lower())
} | {"sept": 9}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_YEAR = r"(?:19[5-9]\d|20[0-4]\d)"
_DAY = r"(?:\d{1,2}(?:st|nd|rd|th)?\s+)?"


def _point(name: str) -> str:
    return (
        rf"(?:{_DAY}(?P<{name}word>{_MONTH})(?:\b|(?=\d))\.?\s*(?:\d{{1,2}}(?:st|nd|rd|"
        rf"th)?,\s*)?[,'’-]?\s*(?P<{name}y1>{_YEAR}|(?<=['’])\d\d)|"
        rf"(?P<{name}num>0?[1-9]|1[0-2])\s?[/.-]\s?(?P<{name}y2>{_YEAR})|"
        rf"(?P<{name}y3>{_YEAR})\s?[/-]\s?(?P<{name}num3>0[1-9]|1[0-2])(?!\d)|"
        rf"(?P<{name}y4>{_YEAR}))"
    )


_NOW = (
    r"(?P<now>present|presently|current(?:ly)?|now|today|ongoing|still|(?:till|until|to|up ?to|"
    r"til)(?:\s{0,3}[-–]?\s{0,3})(?:date|now|still|"
    r"today|present)|date)"
)
_DASH = r"\s{0,9}(?:[-–—−~]{1,3}|(?:\b|(?<=\d))to\b|\buntil\b|\btill?\b|\bthrough\b)\s{0,9}"
_RANGE = re.compile(
    rf"(?<![\w/.])(?:from\s+)?{_point('a')}(?:{_DASH}){{1,2}}(?:{_NOW}\b|{_point('b')}(?!\d))", re.IGNORECASE
)
_SINCE = re.compile(rf"\b(?:since|from)\s+{_point('a')}(?!\d)(?!\s*(?:[-–—]|to\b|until\b|till\b))", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time; the end of a year without a month is its first day, so that 2018 to 2020 are two years."""

    starts: date
    ends: date | None  # None: still going on
    span: Span


def periods(text: str, today: date) -> Iterator[Period]:
    """The periods that a text names, in order; those that begin in the future or end before they begin are left out."""
    taken = -1
    for found in sorted(
        [*_RANGE.finditer(text), *_SINCE.finditer(text)], key=lambda found: (found.start(), -found.end())
    ):
        if found.start() < taken:
            continue
        period = _period(found, today)
        if period and period.starts <= today and (period.ends is None or period.starts <= period.ends):
            taken = found.end()
            yield period


def years_covered(stretches: Iterable[tuple[date, date]]) -> float | None:
    """Years that the union of (first, last) days covers, to a tenth; None for none."""
    total, reach = 0, date.min
    count = 0
    for first, last in sorted(stretches):
        begin = max(first, reach)
        total += max((last - begin).days, 0)
        reach = max(reach, last)
        count += 1
    return round(total / 365.25, 1) if count else None


def _period(found: re.Match[str], today: date) -> Period | None:
    groups = found.groupdict()
    starts = _first_day(groups, "a")
    if starts is None:
        return None
    span = Span(*found.span())
    if groups.get("now") or not any(groups.get(f"b{part}") for part in ("y1", "y2", "y3", "y4")):
        return Period(starts, None, span)
    ends = _last_day(groups, "b", starts)
    return Period(starts, None if ends and ends > today else ends, span)


def _year_and_month(groups: dict[str, str | None], name: str) -> tuple[int, int | None] | None:
    year = next((value for part in ("y1", "y2", "y3", "y4") if (value := groups.get(name + part))), None)
    if year is None:
        return None
    number = int(year) + (2000 if len(year) == 2 else 0)
    word = groups.get(name + "word")
    month = groups.get(name + "num") or groups.get(name + "num3")
    return number, _MONTHS[word.lower()] if word else int(month) if month else None


def _first_day(groups: dict[str, str | None], name: str) -> date | None:
    found = _year_and_month(groups, name)
    return date(found[0], found[1] or 1, 1) if found else None


def _last_day(groups: dict[str, str | None], name: str, starts: date) -> date | None:
    found = _year_and_month(groups, name)
    if found is None:
        return None
    year, month = found
    if month:
        return date(year, month, calendar.monthrange(year, month)[1])
    return date(year, 12, 31) if year == starts.year or starts.month > 1 else date(year, 1, 1)
