"""Profiles in words: levels, months, amounts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from guildworks.kernels.text.language import language_name
from guildworks.platform import money
from guildworks.platform.dates import month_text
from guildworks.platform.figures import figure

LEVELS = {
    1: gettext_noop("basic"),
    2: gettext_noop("intermediate"),
    3: gettext_noop("advanced"),
    4: gettext_noop("expert"),
}


def level_text(level: int | None) -> str:
    """`advanced`; empty where it is not said."""
    return _(LEVELS[level]) if level else ""


def years_text(years: Decimal | float | None) -> str:
    """`5 years`; empty where it is not said."""
    if years is None:
        return ""
    told = figure(float(years), "g")
    return ngettext("%(years)s year", "%(years)s years", 1 if told == "1" else 2) % {"years": told}


def language_text(code: str, level: str) -> str:
    """`German, C1`."""
    name = _(language_name(code))
    return f"{name}, {level}" if level else name


def rate_text(hourly_minor: int, currency: str) -> str:
    """`€95`, `95.50 CHF`."""
    return money.amount_text(money.from_minor(hourly_minor, currency).amount, currency)


def time_text(starts: date | None, ends: date | None, *, is_current: bool) -> str:
    """`March 2020 to today`; empty where neither is known."""
    if starts and is_current:
        return _("%(first)s to today") % {"first": month_text(starts)}
    if starts and ends:
        return _("%(first)s to %(last)s") % {"first": month_text(starts), "last": month_text(ends)}
    if starts:
        return _("from %(first)s") % {"first": month_text(starts)}
    return _("until %(last)s") % {"last": month_text(ends)} if ends else ""
