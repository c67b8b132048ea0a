"""Days and moments as everybody here reads them, by the order of day, month and year of the reader's language."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.dateformat import format as formatted
from django.utils.translation import gettext as _


def day_text(day: date, *, beside: date | None = None) -> str:
    """`Mon 11 Jan 2027`; `Mon 11 Jan` where `beside` lies in the same year."""
    return formatted(day, _("D j M") if beside and beside.year == day.year else _("D j M Y"))


def plain_day_text(day: date) -> str:
    """`11 Jan 2027`, where no weekday matters."""
    return formatted(day, _("j M Y"))


def long_day_text(day: date) -> str:
    """`11 January 2027`, within a sentence that proves something by it."""
    return formatted(day, _("j F Y"))


def month_text(day: date) -> str:
    """`January 2027`."""
    return formatted(day, _("F Y"))


def moment_text(moment: datetime, *, beside: date | None = None) -> str:
    """`Mon 11 Jan 2027, 14:06`, by the moment's own clock; without its year where `beside` lies in the same."""
    return f"{day_text(moment, beside=beside)}, {moment:%H:%M}"
