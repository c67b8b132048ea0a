"""Days and moments as everybody here reads them, by the order of day, month and year of the reader's language."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache

from django.utils import dateformat
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import get_language
from django.utils.translation import gettext as _


def day_text(day: date, *, beside: date | None = None) -> str:
    """`Mon 11 Jan 2027`; `Mon 11 Jan` where `beside` lies in the same year."""
    return _written(day, _("D j M") if beside and beside.year == day.year else _("D j M Y"))


def plain_day_text(day: date, *, beside: date | None = None) -> str:
    """`11 Jan 2027`, where no weekday matters; `11 Jan` where `beside` lies in the same year."""
    return _written(day, _("j M") if beside and beside.year == day.year else _("j M Y"))


def long_day_text(day: date) -> str:
    """`11 January 2027`, within a sentence that proves something by it."""
    return _written(day, _("j F Y"))


def weekday_text(weekday: int) -> str:
    """`Mon`, of a day of the week from Monday, 0, on."""
    return str(WEEKDAYS_ABBR[weekday])


def month_text(day: date) -> str:
    """`January 2027`."""
    return _written(day, _("F Y"))


def moment_text(moment: datetime, *, beside: date | None = None) -> str:
    """`Mon 11 Jan 2027, 14:06`, by the moment's own clock; without its year where `beside` lies in the same."""
    return f"{day_text(moment, beside=beside)}, {moment:%H:%M}"


def clock_text(minute: int) -> str:
    """`09:30`, of a minute of this day or of one beside it."""
    return f"{minute // 60 % 24:02}:{minute % 60:02}"


def _written(day: date, pattern: str) -> str:
    return _kept(date(day.year, day.month, day.day), pattern, get_language())


@lru_cache(4096)
def _kept(day: date, pattern: str, language: str | None) -> str:
    """In a language, whose names of months and weekdays `format` looks up: a list shows one day again and again."""
    return dateformat.format(day, pattern)
