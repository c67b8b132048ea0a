"""Taking over the times at which a calendar says that an engineer is busy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from guildworks.availability import policies
from guildworks.availability.actions.hours import HoursNotSaid, except_weeks
from guildworks.availability.alone import alone
from guildworks.availability.busy_hours import hours_left
from guildworks.availability.events import BUSY_TIMES_IMPORTED
from guildworks.availability.load import monday_of
from guildworks.availability.models import WEEKS_AHEAD, CapacityException, Workweek
from guildworks.availability.zones import require_zone
from guildworks.kernels.text.calendar import Calendar, CalendarLimits, UnreadableCalendar, read_calendar
from guildworks.platform import clock, events
from guildworks.platform.actor import Actor
from guildworks.platform.errors import BadInput, GuildworksError
from guildworks.platform.limits import limit
from guildworks.platform.policies import require
from guildworks.talent.models import Engineer


class BadCalendar(BadInput):
    """This calendar cannot be read; code, message and hint are the reader's."""

    def __init__(self, unreadable: UnreadableCalendar) -> None:
        super().__init__(unreadable.message, hint=unreadable.hint)
        self.code = unreadable.code


class NoWorkingHours(GuildworksError):
    """They have not said when they work, so nobody can tell what a calendar leaves of it."""

    code = "working_hours_not_said"
    hint = "Say the usual week first: the zone, and from when to when."
    at_terminal = "`guildworks availability set ENGINEER --zone Europe/Berlin --day 09:00-17:00` says it."


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of a calendar."""

    events: int  # at which they are busy
    free: int  # that leave them free
    unread: tuple[str, ...]
    lowered: tuple[date, ...]  # weeks that have fewer hours than usual because of it
    restored: tuple[date, ...]  # weeks that an earlier calendar had lowered
    kept: tuple[date, ...]  # weeks that it would have lowered, and for which they have said other hours themselves


@transaction.atomic
def import_busy_times(actor: Actor, engineer: Engineer, *, content: bytes, accepts_excess: bool = False) -> Imported:
    """Lower the weeks ahead to the working time that a calendar leaves, where that is less than the usual hours.

    A calendar takes the place of the one before it; weeks for which the engineer has said hours themselves stay.
    Raises NotAllowed, BadCalendar, HoursNotSaid, NoWorkingHours, UnknownZone, or HoursAreReserved unless the excess is
    accepted.
    """
    require(policies.may_set_hours(actor, engineer))
    week = Workweek.objects.select_related("pattern").filter(engineer=engineer).first()
    if week is None or week.quarter_hours is None:
        raise HoursNotSaid.of(engineer)
    if (day := week.day) is None:
        raise NoWorkingHours(_("%(name)s has not said when they work") % {"name": engineer.public_name})
    require_zone(day.zone)  # kept while it was one
    this_week = monday_of(clock.today())
    mondays = [this_week + timedelta(weeks=number) for number in range(WEEKS_AHEAD)]
    calendar = _read(content, zone=day.zone, first=mondays[0], last=mondays[-1] + timedelta(days=7))
    left = dict(zip(mondays, hours_left(calendar.busy, day, mondays), strict=True))
    usual = alone([engineer.id])[engineer.id] or 0  # only now: nobody should wait while a calendar is read
    said = CapacityException.objects.filter(engineer=engineer, week__gte=this_week, quarter_hours__isnull=False)
    own = set(said.exclude(reason="calendar").values_list("week", flat=True))
    before = set(said.filter(reason="calendar").values_list("week", flat=True))
    lowered = {week: Decimal(quarters) / 4 for week, quarters in left.items() if quarters < usual and week not in own}
    restored = sorted(before - lowered.keys())
    changed = {**lowered, **dict.fromkeys(restored)}
    except_weeks(actor, engineer, changed, reason="calendar", accepts_excess=accepts_excess)
    events.record(
        BUSY_TIMES_IMPORTED,
        engineer.ref,
        actor,
        chain=engineer.chain,
        events=calendar.events,
        free=calendar.free,
        unread=len(calendar.unread),
        weeks=len(lowered),
    )
    kept = tuple(week for week in sorted(own) if left.get(week, usual) < usual)
    return Imported(calendar.events, calendar.free, calendar.unread, tuple(sorted(lowered)), tuple(restored), kept)


def _read(content: bytes, *, zone: str, first: date, last: date) -> Calendar:
    limits = CalendarLimits(bytes=limit("calendar_bytes"), occurrences=limit("calendar_events"))
    try:
        return read_calendar(content, zone=zone, first=first, last=last, limits=limits)
    except UnreadableCalendar as unreadable:
        raise BadCalendar(unreadable) from unreadable
