"""Filters for days and moments: every template has them without loading."""

from __future__ import annotations

from datetime import date, datetime

from django import template

from guildworks.platform import dates

register = template.Library()


@register.filter
def day(at: date | None) -> str:
    """`Mon 11 Jan 2027`."""
    return dates.day_text(at) if at else ""


@register.filter
def plain_day(at: date | None) -> str:
    """`11 Jan 2027`."""
    return dates.plain_day_text(at) if at else ""


@register.filter
def moment(at: datetime | None) -> str:
    """`Mon 11 Jan 2027, 14:06 UTC`: the database's times are in UTC."""
    return f"{dates.moment_text(at)} UTC" if at else ""
