"""Days, weeks, months and quarters that a text names, with the year that is meant."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from guildworks.kernels.text.fields.grammar import matches, pattern
from guildworks.kernels.text.fields.numbers import COUNT, number
from guildworks.kernels.text.span import Span

Precision = Literal["day", "week", "month", "quarter", "year"]


@dataclass(frozen=True, slots=True)
class DateMention:
    """A stretch of days named by the text. `other` is the second reading of an ambiguous 1/2/2027."""

    first: date
    last: date
    precision: Precision
    span: Span
    year_inferred: bool = False
    other: date | None = None


_MONTHS = {name.casefold(): at for at, name in enumerate(calendar.month_name) if at}
_MONTHS |= {name.casefold(): at for at, name in enumerate(calendar.month_abbr) if at} | {"sept": 9}
_LONG = "|".join(sorted(_MONTHS, key=len, reverse=True))
_MONTH = rf"(?P<month>\b(?:{_LONG})\b\.?)"
_YEAR = r"(?P<year>20\d\d)\b"
_OF_YEAR = rf"(?:~(?:,|\bof\b)?~{_YEAR}|,?~(?P<relative>this|next) year\b)?"
_PART = pattern(
    r"(?P<part>(?:\b(?:the|at) )?\b(?:(?:early|mid|late)\b(?:~-~| in | of(?: the)? | )|(?:beginning|begin|start|"
    r"middle|end)\b(?: of(?: the)? )|(?:first|second|third|last) (?:week|half) (?:of|in)(?: the)? "
    r"|(?:beginning|end) (?!\d)))$"
)
_QUARTERS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
_WEEKDAYS = {name.casefold(): at for at, name in enumerate(calendar.day_name)}


def add_months(day: date, months: int) -> date:
    """The same day `months` later, or the last day of that month where it has none."""
    at = day.month - 1 + months
    year, month = day.year + at // 12, at % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _year(found: re.Match[str], today: date, *, month: int, day: int | None = None) -> tuple[int, bool]:
    """The year that is meant, and whether it was inferred: without one, the next time that this date comes."""
    groups = found.groupdict()
    if groups.get("year"):
        return int(groups["year"]), False
    if groups.get("relative"):
        return today.year + (groups["relative"].casefold() == "next"), False
    passed = (month, day or 31) < (today.month, today.day if day else 1)
    return today.year + passed, True


def _iso(found: re.Match[str], today: date, _part: str) -> DateMention:
    day = date(int(found["y"]), int(found["m"]), int(found["d"]))
    return DateMention(day, day, "day", Span(*found.span()))


def _dotted(found: re.Match[str], today: date, _part: str) -> DateMention:
    month, day = int(found["m"]), int(found["d"])
    year, inferred = (int(found["y"]), False) if found["y"] else _year(found, today, month=month, day=day)
    read = date(year + 2000 if year < 100 else year, month, day)
    return DateMention(read, read, "day", Span(*found.span()), inferred)


def _slashed(found: re.Match[str], today: date, _part: str) -> DateMention:
    first, second, year = int(found["a"]), int(found["b"]), int(found["y"])
    year += 2000 if year < 100 else 0
    span = Span(*found.span())
    if first > 12:
        read = date(year, second, first)
    elif second > 12 or first == second:
        read = date(year, first, second)
    else:
        return DateMention(
            date(year, second, first), date(year, second, first), "day", span, other=date(year, first, second)
        )
    return DateMention(read, read, "day", span)


_A_SENTENCE_ENDS = re.compile(r"(?:[a-z]{5}|june|july|may)\.$", re.IGNORECASE)


_ANOTHER_MONTH = pattern(rf"\b(?:{_LONG})\.? (?:the )?$")


def _named_day(found: re.Match[str], today: date, _part: str) -> DateMention:
    month, day = _MONTHS[found["month"].casefold().rstrip(".")], int(found["d"])
    if found.start("d") > found.start("month") and _A_SENTENCE_ENDS.search(found["month"]):
        raise ValueError("a sentence ends between the month and the number: 'from January. 8 years of experience'")
    if found.start("d") < found.start("month") and _ANOTHER_MONTH.search(
        found.string, max(found.start("d") - 16, 0), found.start("d")
    ):
        raise ValueError("the day belongs to the month before it: 'Jan 11 - Mar 26'")
    year, inferred = _year(found, today, month=month, day=day)
    read = date(year, month, day)
    return DateMention(read, read, "day", Span(*found.span()), inferred)


def _day_range(found: re.Match[str], today: date, _part: str) -> DateMention:
    month = _MONTHS[found["month"].casefold().rstrip(".")]
    year, inferred = _year(found, today, month=month, day=int(found["until"]))
    first, last = date(year, month, int(found["d"])), date(year, month, int(found["until"]))
    return DateMention(first, last, "day", Span(*found.span()), inferred)


def _in_week_or_half(first: date, last: date, words: str) -> tuple[date, date]:
    """ "The second week" or "the last half" of a stretch."""
    long = timedelta(weeks=1) if "week" in words else (last - first) // 2
    if "last" in words:
        return last - long + timedelta(days=1), last
    begin = first + long * next((at for at, word in enumerate(("first", "second", "third")) if word in words), 0)
    return begin, min(begin + long - timedelta(days=1), last)


def _in_part(first: date, last: date, part: str) -> tuple[date, date, bool]:
    """The early, middle or late part of a stretch, and whether one was named."""
    words = part.casefold()
    third = (last - first) // 3
    if "week" in words or "half" in words:
        return *_in_week_or_half(first, last, words), True
    if re.search(r"early|begin|start", words):
        return first, first + third, True
    if re.search(r"late|end", words):
        return last - third, last, True
    if "mid" in words:
        middle = first + (last - first) // 2
        middle = middle.replace(day=15) if (last - first).days < 31 else middle
        return middle, middle + timedelta(days=6), True
    return first, last, False


def _named_month(found: re.Match[str], today: date, part: str) -> DateMention:
    month = _MONTHS[found["month"].casefold().rstrip(".")]
    year, inferred = _year(found, today, month=month)
    first, last, partly = _in_part(date(year, month, 1), _month_end(date(year, month, 1)), part)
    return DateMention(first, last, "week" if partly else "month", Span(*found.span()), inferred)


def _numbered_month(found: re.Match[str], today: date, _part: str) -> DateMention:
    first = date(int(found["year"]), int(found["m"]), 1)
    return DateMention(first, _month_end(first), "month", Span(*found.span()))


def _quarter(found: re.Match[str], today: date, part: str) -> DateMention:
    at = int(found["q"]) if found["q"] else _QUARTERS[found["ordinal"].casefold()]
    year, inferred = _year(found, today, month=3 * at)
    first = date(year, 3 * at - 2, 1)
    first, last, partly = _in_part(first, _month_end(add_months(first, 2)), part)
    return DateMention(first, last, "month" if partly else "quarter", Span(*found.span()), inferred)


def _half_year(found: re.Match[str], today: date, _part: str) -> DateMention:
    at = int(found["h"])
    year, inferred = _year(found, today, month=6 * at)
    first = date(year, 6 * at - 5, 1)
    return DateMention(first, _month_end(add_months(first, 5)), "quarter", Span(*found.span()), inferred)


_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}


def _season(found: re.Match[str], today: date, _part: str) -> DateMention:
    first = date(int(found["year"]), _SEASONS[found["season"].casefold()], 1)
    return DateMention(first, _month_end(add_months(first, 2)), "quarter", Span(*found.span()))


def _calendar_week(found: re.Match[str], today: date, _part: str) -> DateMention:
    week = int(found["week"])
    year, inferred = (int(found["year"]), False) if found["year"] else (today.year, True)
    first = date.fromisocalendar(year, week, 1)
    if inferred and first + timedelta(days=6) < today:
        first = date.fromisocalendar(year + 1, week, 1)
    return DateMention(first, first + timedelta(days=6), "week", Span(*found.span()), inferred)


def _this_or_next(found: re.Match[str], today: date, part: str) -> DateMention:
    step, unit = (
        int(bool(re.search("next|coming|following", found["which"] or "", re.IGNORECASE))),
        found["unit"].casefold(),
    )
    first, last, precision = _stretch(unit, today, step=step)
    first, last, _ = _in_part(first, last, part)
    return DateMention(first, last, precision, Span(*found.span()))


def _stretch(unit: str, today: date, *, step: int) -> tuple[date, date, Precision]:
    if unit == "week":
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=step)
        return monday, monday + timedelta(days=6), "week"
    if unit == "month":
        first = add_months(today.replace(day=1), step)
        return first, _month_end(first), "month"
    if unit == "quarter":
        first = add_months(today.replace(month=today.month - (today.month - 1) % 3, day=1), 3 * step)
        return first, _month_end(add_months(first, 2)), "quarter"
    return date(today.year + step, 1, 1), date(today.year + step, 12, 31), "year"


def _from_now(found: re.Match[str], today: date, _part: str) -> DateMention:
    count, unit = round(number(found["n"])), found["unit"].casefold()
    if unit == "day":
        day, precision = today + timedelta(days=count), "day"
    elif unit == "week":
        day, precision = today + timedelta(weeks=count), "week"
    else:
        day, precision = add_months(today, count), "month"
    return DateMention(day, day, precision, Span(*found.span()))  # type: ignore[arg-type]


def _weekday(found: re.Match[str], today: date, _part: str) -> DateMention:
    ahead = (_WEEKDAYS[found["weekday"].casefold()] - today.weekday() - 1) % 7 + 1
    day = today + timedelta(days=ahead)
    return DateMention(day, day, "day", Span(*found.span()))


def _near_day(found: re.Match[str], today: date, _part: str) -> DateMention:
    day = today + timedelta(days=int(found["near"].casefold() == "tomorrow"))
    return DateMention(day, day, "day", Span(*found.span()))


def _new_year(found: re.Match[str], today: date, _part: str) -> DateMention:
    day = date(today.year + 1, 1, 1)
    return DateMention(day, day, "month", Span(*found.span()), True)


def _whole_year(found: re.Match[str], today: date, part: str) -> DateMention:
    year = int(found["year"])
    first, last, partly = _in_part(date(year, 1, 1), date(year, 12, 31), part)
    return DateMention(first, last, "quarter" if partly else "year", Span(*found.span()))


_COUNTS_SOMETHING = r"\+|~-?~(?:hours?|hrs?|h|days?|weeks?|months?|years?)\b"  # "in January 20 hours a week"
_DAY = r"(?P<d>\d{1,2})(?:st|nd|rd|th)?\b"
_ITS_DATE = rf",?~(?:the )?(?:\d{{1,2}}(?![:\d]|~(?:[ap]\.?m|h)\b)|(?:{_LONG})\b)"  # behind a weekday
_NOT_INSIDE = r"(?<![\w.,/:-])"
_MONTH_WORDS = tuple(name.casefold() for name in calendar.month_abbr if name)
_Words = tuple[str, ...]  # the text holds one of them, or the pattern is not tried
_Reader = tuple[re.Pattern[str], Callable[[re.Match[str], date, str], DateMention], _Words]
_READERS: tuple[_Reader, ...] = (
    (pattern(rf"{_NOT_INSIDE}(?P<y>20\d\d)[-/.](?P<m>\d\d?)[-/.](?P<d>\d\d?)(?![\w/-])"), _iso, ("20",)),
    (pattern(rf"{_NOT_INSIDE}(?P<d>\d\d?)\. ?(?P<m>\d\d?)\. ?(?P<y>20\d\d|\d\d)?(?![\d%/-]|\.\d)"), _dotted, ()),
    (pattern(rf"{_NOT_INSIDE}(?P<a>\d\d?)[/-](?P<b>\d\d?)[/-](?P<y>20\d\d|\d\d)(?![\w/-])"), _slashed, ("/", "-")),
    (pattern(rf"{_NOT_INSIDE}(?P<m>0?[1-9]|1[0-2])/{_YEAR}(?![\w/-]|[.,]\d)"), _numbered_month, ("/20",)),
    (
        pattern(
            rf"(?<![\w.,/-]){_DAY}~(?:-|–|and|or|to)~(?P<until>\d{{1,2}})(?:st|nd|rd|"
            rf"th)? (?:of )?{_MONTH}(?:~[,-]?~{_YEAR})?"
        ),
        _day_range,
        _MONTH_WORDS,
    ),
    (
        pattern(rf"(?<![\w.,/-]){_DAY}(?: of)?~[-.]?~{_MONTH}(?:~[,-]?~{_YEAR}|,? (?P<relative>this|next) year)?"),
        _named_day,
        _MONTH_WORDS,
    ),
    (pattern(rf"{_MONTH} (?:the )?{_DAY}(?![:.,]?\d|~%|{_COUNTS_SOMETHING})(?:,?~{_YEAR})?"), _named_day, _MONTH_WORDS),
    (pattern(rf"\bq(?P<q>[1-4])\b(?P<ordinal>(?!))?{_OF_YEAR}"), _quarter, ("q1", "q2", "q3", "q4", "quarter")),
    (
        pattern(rf"\b(?P<q>(?!))?(?P<ordinal>{'|'.join(_QUARTERS)}) quarter\b{_OF_YEAR}"),
        _quarter,
        ("q1", "q2", "q3", "q4", "quarter"),
    ),
    (pattern(rf"\b(?P<season>{'|'.join(_SEASONS)})(?: of)? {_YEAR}"), _season, tuple(_SEASONS)),
    (pattern(rf"\bh(?P<h>[12]) {_YEAR}"), _half_year, ("h1", "h2")),
    (
        pattern(
            rf"\b(?:kw|cw|calendar week|week(?: (?:no\.?|number|#))?)~(?P<week>[1-9]|[1-4]\d|"
            rf"5[0-3])\b(?!~[-%.]~\d)(?:~[,/]?~(?:of )?{_YEAR})?"
        ),
        _calendar_week,
        ("week", "kw", "cw"),
    ),
    (
        pattern(
            r"(?P<which>\b(?:this|next|the|the coming|coming|the following|"
            r"following) )?\b(?P<unit>year|quarter|month|week)\b(?!-)"
        ),
        _this_or_next,
        ("year", "quarter", "month", "week"),
    ),
    (
        pattern(rf"\bin(?: about| around| approx\.?)? (?P<n>{COUNT}|a) (?P<unit>day|week|month)s?\b(?:'?s time)?"),
        _from_now,
        ("day", "week", "month"),
    ),
    (
        pattern(rf"(?P<n>{COUNT}|\ba) (?P<unit>day|week|month)s? from (?:now|today)\b"),
        _from_now,
        ("day", "week", "month"),
    ),
    (pattern(rf"\b(?:next|this|coming|on) (?P<weekday>{'|'.join(_WEEKDAYS)})\b(?!{_ITS_DATE})"), _weekday, ("day",)),
    (pattern(r"\b(?P<near>today|tomorrow)\b"), _near_day, ("today", "tomorrow")),
    (pattern(r"\b(?:the )?new year(?:'s)?\b"), _new_year, ("new year",)),
    (pattern(rf"{_MONTH}{_OF_YEAR}"), _named_month, _MONTH_WORDS),
    (pattern(rf"(?<![\w.,/$€£-]){_YEAR}(?![\w%/-]|[.,]\d)"), _whole_year, ("20",)),
)
_A_MONTH_COMES = pattern(
    r"\b(?:in|from|until|till|by|of|since|to|through|mid|early|late|end|before|after|starting|for|between|"
    rf"next|this|(?:{_LONG})\.?(?: 20\d\d)? (?:and|or|&)|[-–:/(])~-?~$"
)
_IN_A_MONTH = pattern(r"\b(?:in|from|until|till|by|of|since|to|through|mid|early|late|end|next|this)~-?~$")
_A_VERB_GOES_ON = pattern(
    r" (?!(?:and|or|to|until|till|at|for|with|on|onwards?|if|then|as|is|are|works?|suits?)\b)[a-z]"
)


@lru_cache(maxsize=8)
def date_mentions(text: str, today: date) -> tuple[DateMention, ...]:
    """Every stretch of days that `text` names, in the order of the text, without overlaps."""
    found: list[DateMention] = []
    taken: set[int] = set()
    for reader, build, words in _READERS:
        for match in matches(reader, text, words=words):
            if not taken.isdisjoint(range(*match.span())):
                continue
            mention = _built(text, match, build, today=today)
            if mention:
                found.append(mention)
                taken.update(range(mention.span.start, mention.span.end))
    return tuple(sorted(found, key=lambda mention: mention.span))


_WITH_PART = (_named_month, _quarter, _this_or_next, _whole_year)


def _built(
    text: str, match: re.Match[str], build: Callable[[re.Match[str], date, str], DateMention], *, today: date
) -> DateMention | None:
    """The mention with "early", "mid" or "end of" before it; None for 31.02. and for words that are no date."""
    start = match.start()
    part = _PART.search(text, max(start - 34, 0), start) if build in _WITH_PART else None
    words = part["part"] if part else ""
    if not _is_date(text, match, words):
        return None
    try:
        mention = build(match, today, words)
    except (ValueError, OverflowError):
        return None
    first = part.start() if part else start
    whole = text[first : match.end()].removesuffix(".")
    span = Span(first + len(whole) - len(whole.lstrip()), first + len(whole.rstrip()))
    return replace(mention, span=span)


def _is_date(text: str, match: re.Match[str], part: str) -> bool:
    """Whether the words are a date and not the verbs may and march, nor a bare "month" or "year"."""
    groups = match.groupdict()
    if groups.get("unit") and "which" in groups:
        return bool(part) or (groups["which"] or "").strip().casefold() not in ("", "the")
    bare_month = (groups.get("month") or "").casefold() in ("may", "march", "mar", "sun") and "d" not in groups
    if not bare_month or groups.get("year") or part:
        return True
    if not _A_MONTH_COMES.search(text, max(match.start() - 20, 0), match.start()):
        return False
    is_small = match.group().islower() and not _IN_A_MONTH.search(text, max(match.start() - 20, 0), match.start())
    return not (is_small and _A_VERB_GOES_ON.match(text, match.end()))
