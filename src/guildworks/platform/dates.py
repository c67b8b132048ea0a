"""Days and moments as everybody here reads them, by the order of day, month and year of the reader's language."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.dateformat import format as formatted
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _


def day_text(day: date, *, beside: date | None = None) -> str:
    """`Mon 11 Jan 2027`; `Mon 11 Jan` where `beside` lies in the same year."""
    return formatted(day, _("D j M") if beside and beside.year == day.year else _("D j M Y"))


def plain_day_text(day: date, *, beside: date | None = None) -> str:
    """`11 Jan 2027`, where no weekday matters; `11 Jan` where `beside` lies in the same year."""
    return formatted(day, _("j M") if beside and beside.year == day.year else _("j M Y"))


def weekday_text(weekday: int) -> str:
    """`Mon`, of a day of the week from Monday, 0, on."""
    return str(WEEKDAYS_ABBR[weekday])


def month_text(day: date) -> str:
    """`January 2027`."""
    return formatted(day, _("F Y"))


def moment_text(moment: datetime, *, beside: date | None = None) -> str:
    """`Mon 11 Jan 2027, 14:06`, by the moment's own clock; without its year where `beside` lies in the same."""
    return f"{day_text(moment, beside=beside)}, {moment:%H:%M}"
