"""Hours, days and weeks as somebody types them into a form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from guildworks.availability.actions.hours import BadHours, BadWeek, BadWorkingHours
from guildworks.availability.load import monday_of
from guildworks.availability.models import WEEKS_AHEAD
from guildworks.availability.overlap import DAY, WorkingDay

TYPED_MOST = 20  # characters of a number, a day or a time


def hours_typed(text: str) -> Decimal:
    """Hours a week: `32`, `37.5`, `37,5`. Raises BadHours."""
    try:
        return Decimal(text.strip()[:TYPED_MOST].replace(",", "."))
    except InvalidOperation as wrong:
        raise BadHours(_("%(typed)s is not a number of hours") % {"typed": repr(text[:TYPED_MOST])}) from wrong


def day_typed(text: str) -> date:
    """The Monday of the week of a day such as `2027-01-11`. Raises BadWeek."""
    try:
        return monday_of(date.fromisoformat(text.strip()[:TYPED_MOST]))
    except ValueError as wrong:
        raise BadWeek(_("%(typed)s is not a day") % {"typed": repr(text[:TYPED_MOST])}) from wrong


def span_typed(first: str, last: str) -> list[date]:
    """The Mondays of all weeks from the day `first` to the day `last`. Raises BadWeek."""
    monday, end = day_typed(first), day_typed(last)
    count = (end - monday).days // 7 + 1
    if not 1 <= count <= WEEKS_AHEAD:
        raise BadWeek(
            _("From %(first)s to %(last)s are no weeks that can be said at once") % {"first": monday, "last": end},
            hint=_("The last day comes after the first, and both lie within the next 104 weeks."),
        )
    return [monday + timedelta(weeks=number) for number in range(count)]


def working_day_typed(zone: str, starts: str, ends: str, weekdays: Sequence[str]) -> WorkingDay:
    """A working day from a zone, two times and the weekdays `0` (Monday) to `6`. Raises BadWorkingHours.

    It passes midnight where it ends no later than it starts.
    """
    first, last = _minute(starts), _minute(ends)
    bits = sum(1 << int(day) for day in set(weekdays) if day in {"0", "1", "2", "3", "4", "5", "6"})
    if not bits:
        raise BadWorkingHours(_("No weekday is chosen"), hint=_("Tick the days on which you work."))
    return WorkingDay(zone.strip()[:60], first, last if last > first else last + DAY, bits)


def weeks_typed(sent: Mapping[str, str], before: Mapping[date, Decimal]) -> dict[date, Decimal]:
    """The weeks whose hours differ from those `before`, from fields named `hours-2027-01-11`. Raises BadHours."""
    typed = {week: sent.get(f"hours-{week}", "") for week in before}
    said = {week: hours_typed(text) for week, text in typed.items() if text.strip()}
    return {week: hours for week, hours in said.items() if hours != before[week]}


def _minute(text: str) -> int:
    hour, colon, minute = text.strip()[:TYPED_MOST].partition(":")
    digits = (hour, minute[:2])
    if not colon or not all(each.isascii() and each.isdigit() for each in digits):
        raise BadWorkingHours(_("%(typed)s is not a time of day") % {"typed": repr(text[:TYPED_MOST])})
    return int(hour) * 60 + int(digits[1])
