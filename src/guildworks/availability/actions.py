"""Setting the hours that an engineer works."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from decimal import Decimal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import transaction

from guildworks.availability import policies
from guildworks.availability.events import CAPACITY_SET, WORKING_HOURS_SET
from guildworks.availability.models import WorkingPattern, Workweek
from guildworks.availability.overlap import WorkingDay
from guildworks.platform import events
from guildworks.platform.actor import Actor
from guildworks.platform.errors import BadInput
from guildworks.platform.policies import require
from guildworks.platform.refusals import refusals
from guildworks.talent.models import Engineer

NO_PLACES = {"Factory", "localtime", "posixrules"}  # files of a zone database that name no zone
QUARTER = Decimal("0.25")


class BadHours(BadInput):
    """A week has 0 to 168 hours, in quarters of an hour."""

    code = "bad_hours"
    hint = "Give 0 to 168 hours, such as 32 or 37.5."


class BadWorkingHours(BadInput):
    """A working day starts at 00:00 to 23:59, ends after that and within 24 hours, on at least one weekday."""

    code = "bad_working_hours"
    hint = "Give the local hours of a working day, such as 09:00-17:00."


class UnknownZone(BadInput):
    """This is not a time zone."""

    code = "unknown_zone"
    hint = "Use a name of the IANA list, such as Europe/Berlin."


@transaction.atomic
def set_capacity(actor: Actor, hours: Mapping[Engineer, Decimal]) -> None:
    """Set the hours a week of engineers. Raises NotAllowed, or BadHours for what does not fit in a week."""
    for engineer, value in hours.items():
        require(policies.may_set_hours(actor, engineer))
        if not value.is_finite() or abs(value) >= 1000 or value % QUARTER:  # far from what the column can hold
            raise BadHours(f"{str(value)[:20]} hours are not a part of a week in whole quarters of an hour")
    quarters = {engineer: int(value / QUARTER) for engineer, value in hours.items()}
    with refusals(capacity_fits_in_a_week=BadHours):
        _write([Workweek(engineer=one, quarter_hours=count) for one, count in quarters.items()], "quarter_hours")
    for engineer, count in quarters.items():
        events.record(CAPACITY_SET, engineer.ref, actor, chain=engineer.chain, quarter_hours=count)


@transaction.atomic
def set_working_hours(actor: Actor, days: Mapping[Engineer, WorkingDay]) -> None:
    """Set the local working hours of engineers. Raises NotAllowed, UnknownZone or BadWorkingHours."""
    for engineer, day in days.items():
        require(policies.may_set_hours(actor, engineer))
        _check_zone(day.zone)
    with refusals(
        working_hours_start_within_a_day=BadWorkingHours,
        working_hours_end_after_they_start=BadWorkingHours,
        working_hours_have_a_weekday=BadWorkingHours,
    ):
        patterns = _patterns(set(days.values()))
    _write([Workweek(engineer=engineer, pattern=patterns[day]) for engineer, day in days.items()], "pattern")
    for engineer, day in days.items():
        events.record(
            WORKING_HOURS_SET,
            engineer.ref,
            actor,
            chain=engineer.chain,
            starts=day.starts,
            ends=day.ends,
            weekdays=day.weekdays,
        )


def _write(weeks: Sequence[Workweek], field: str) -> None:
    """Write one field of these weeks, in the order of their engineers, so that two such acts do not deadlock."""
    ordered = sorted(weeks, key=lambda week: week.engineer_id)
    Workweek.objects.bulk_create(ordered, update_conflicts=True, unique_fields=["engineer"], update_fields=[field])


def _patterns(days: Set[WorkingDay]) -> dict[WorkingDay, WorkingPattern]:
    """The pattern of each working day; those that nobody had yet are made, in one order, so that none deadlock."""
    WorkingPattern.objects.bulk_create(
        [WorkingPattern(zone=d.zone, starts=d.starts, ends=d.ends, weekdays=d.weekdays) for d in sorted(days)],
        ignore_conflicts=True,  # somebody else may make the same one at this moment
    )
    found = WorkingPattern.objects.filter(zone__in={day.zone for day in days})
    by_day = {WorkingDay(one.zone, one.starts, one.ends, one.weekdays): one for one in found}
    return {day: by_day[day] for day in days}


def _check_zone(name: str) -> None:
    try:
        if name in NO_PLACES:
            raise ValueError(name)
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as unknown:
        raise UnknownZone(f"{name[:60]!r} is not a time zone") from unknown
