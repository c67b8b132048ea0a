"""Saying the hours that an engineer works: usually, in single weeks, within the day, and whether it still holds."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence, Set
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildworks.availability import policies
from guildworks.availability.alone import alone
from guildworks.availability.events import (
    AVAILABILITY_CONFIRMED,
    AVAILABILITY_PAUSED,
    AVAILABILITY_RESUMED,
    CAPACITY_EXCEPTED,
    CAPACITY_RESTORED,
    CAPACITY_SET,
    WORKING_HOURS_SET,
)
from guildworks.availability.models import REASONS, WEEKS_AHEAD, CapacityException, WorkingPattern, Workweek
from guildworks.availability.overlap import WorkingDay
from guildworks.availability.queries import Week, weeks_of
from guildworks.availability.zones import require_zone
from guildworks.platform import clock, events
from guildworks.platform.actor import Actor
from guildworks.platform.errors import BadInput, GuildworksError
from guildworks.platform.ids import shown
from guildworks.platform.policies import require
from guildworks.platform.refusals import refusals
from guildworks.talent.erased import UNLESS_ERASED
from guildworks.talent.models import Engineer

QUARTER = Decimal("0.25")
HOURS_MOST = 168


class BadHours(BadInput):
    """A week has 0 to 168 hours, in quarters of an hour."""

    code = "bad_hours"
    hint = "Give 0 to 168 hours, such as 32 or 37.5."


class BadWorkingHours(BadInput):
    """A working day starts at 00:00 to 23:59, ends after that and within 24 hours, on at least one weekday."""

    code = "bad_working_hours"
    hint = "Give the local hours of a working day, such as 09:00-17:00."


class BadWeek(BadInput):
    """A week is named by its Monday, and lies within the next 104 weeks."""

    code = "bad_week"
    hint = "Give a Monday such as 2027-05-03, and each week once."


class BadReason(BadInput):
    """This is not a reason why a week is not the usual one."""

    code = "bad_reason"
    hint = f"One of {', '.join(REASONS)}."


class HoursNotSaid(GuildworksError):
    """They have not said how many hours a week they work, which comes first."""

    code = "hours_not_said"
    hint = "Say how many hours the usual week has: that confirms them at once."
    at_terminal = "`guildworks availability set ENGINEER --hours 32` says it."

    @classmethod
    def of(cls, engineer: Engineer) -> HoursNotSaid:
        """The same by name."""
        return cls(_("%(name)s has not said how many hours a week they work") % {"name": engineer.public_name})


class HoursAreReserved(GuildworksError):
    """More hours are reserved than would be left."""

    code = "capacity_covers_what_is_reserved"
    hint = "Leave at least these hours, or decline the hold that has them first. A booking stays."
    at_terminal = "--accept-excess of `guildworks availability` accepts the excess."


class ChangedMeanwhile(GuildworksError):
    """What was reserved has changed at this very moment."""

    code = "changed_meanwhile"
    hint = "Nothing was changed; do it again."


@transaction.atomic
@UNLESS_ERASED
def set_capacity(actor: Actor, hours: Mapping[Engineer, Decimal], *, accepts_excess: bool = False) -> None:
    """Set the usual hours a week of engineers, which confirms them.

    Raises NotAllowed, EngineerErased, BadHours for what does not fit in a week, or HoursAreReserved for what is less
    than is reserved, unless the excess is accepted: then it is recorded for each week, and nobody can reserve more of
    that week.
    """
    _alone(actor, list(hours))
    quarters = {engineer: _quarters(value) for engineer, value in hours.items()}
    accepted = {one: _accept_excess(actor, one, count) for one, count in quarters.items()} if accepts_excess else {}
    now = clock.now()
    rows = [Workweek(engineer=one, quarter_hours=count, confirmed_at=now) for one, count in quarters.items()]
    with refusals({HoursAreReserved.code: _reserved(list(hours))}, capacity_fits_in_a_week=BadHours):
        _write(rows, "quarter_hours", "confirmed_at")
    for engineer, count in quarters.items():
        events.record(
            CAPACITY_SET,
            engineer.ref,
            actor,
            chain=engineer.chain,
            quarter_hours=count,
            accepted_quarter_hours=accepted.get(engineer, 0),
        )


@transaction.atomic
@UNLESS_ERASED
def except_weeks(
    actor: Actor,
    engineer: Engineer,
    weeks: Mapping[date, Decimal | None],
    *,
    reason: str = "other",
    accepts_excess: bool = False,
) -> None:
    """Say for single weeks, by their Mondays, how many hours they have; None or the usual number: as usual again.

    Raises NotAllowed, EngineerErased, BadHours, BadWeek, BadReason, or HoursAreReserved unless the excess is accepted
    and recorded.
    """
    require(policies.may_set_hours(actor, engineer))
    if reason not in REASONS:
        said = _("%(given)s is not a reason why a week is not the usual one")
        raise BadReason(said % {"given": repr(reason[:40])})
    quarters = {week: None if hours is None else _quarters(hours) for week, hours in weeks.items()}
    if odd := next((week for week in weeks if not _can_be_excepted(week)), None):
        said = _("%(day)s is not a Monday within the next %(weeks)s weeks")
        raise BadWeek(said % {"day": odd, "weeks": WEEKS_AHEAD}, hint=_hint_of(odd))
    usual = alone([engineer.id]).get(engineer.id)
    excess = _excess(engineer, quarters) if accepts_excess else {}
    quarters = {week: None if count == usual and not excess.get(week) else count for week, count in quarters.items()}
    rows = [
        CapacityException(
            engineer=engineer, week=week, quarter_hours=count, reason=reason, accepted_quarter_hours=excess.get(week, 0)
        )
        for week, count in sorted(quarters.items())
    ]
    _write_exceptions(engineer, rows)
    for row in rows:
        if row.quarter_hours is None:
            events.record(CAPACITY_RESTORED, engineer.ref, actor, chain=engineer.chain, week=row.week)
        else:
            _record_exception(actor, engineer, row)


@transaction.atomic
@UNLESS_ERASED
def confirm_availability(actor: Actor, engineers: Sequence[Engineer]) -> None:
    """Say that these engineers' hours still hold, so that searches find them.

    Raises NotAllowed, EngineerErased or HoursNotSaid.
    """
    said = _alone(actor, engineers)
    if unsaid := next((engineer for engineer in engineers if said.get(engineer.id) is None), None):
        raise HoursNotSaid.of(unsaid)
    Workweek.objects.filter(engineer__in=engineers).update(confirmed_at=clock.now())
    for engineer in engineers:
        events.record(AVAILABILITY_CONFIRMED, engineer.ref, actor, chain=engineer.chain)


@transaction.atomic
@UNLESS_ERASED
def pause_engineers(actor: Actor, engineers: Sequence[Engineer]) -> None:
    """Take these engineers out of all searches until they resume; what is reserved stays.

    Raises NotAllowed or EngineerErased.
    """
    _alone(actor, engineers)
    _write([Workweek(engineer=engineer, paused_at=clock.now()) for engineer in engineers], "paused_at")
    for engineer in engineers:
        events.record(AVAILABILITY_PAUSED, engineer.ref, actor, chain=engineer.chain)


@transaction.atomic
def resume_engineers(actor: Actor, engineers: Sequence[Engineer]) -> None:
    """Have these engineers found again, once their hours are confirmed. Raises NotAllowed."""
    _alone(actor, engineers)
    Workweek.objects.filter(engineer__in=engineers).update(paused_at=None)
    for engineer in engineers:
        events.record(AVAILABILITY_RESUMED, engineer.ref, actor, chain=engineer.chain)


@transaction.atomic
@UNLESS_ERASED
def set_working_hours(actor: Actor, days: Mapping[Engineer, WorkingDay]) -> None:
    """Set the local working hours of engineers. Raises NotAllowed, EngineerErased, UnknownZone or BadWorkingHours."""
    for engineer, day in days.items():
        require(policies.may_set_hours(actor, engineer))
        require_zone(day.zone)
    with refusals(
        working_hours_start_within_a_day=BadWorkingHours,
        working_hours_end_after_they_start=BadWorkingHours,
        working_hours_have_a_weekday=BadWorkingHours,
    ):
        patterns = _patterns(set(days.values()))
    alone([engineer.id for engineer in days])
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


def _alone(actor: Actor, engineers: Sequence[Engineer]) -> dict[UUID, int | None]:
    """Have the hours of these engineers to oneself, if one may change them; their usual quarter hours."""
    for engineer in engineers:
        require(policies.may_set_hours(actor, engineer))
    return alone([engineer.id for engineer in engineers])


def _quarters(hours: Decimal) -> int:
    if not hours.is_finite() or not 0 <= hours <= HOURS_MOST or hours % QUARTER:
        said = _("%(hours)s hours are not a part of a week in whole quarters of an hour")
        raise BadHours(said % {"hours": str(hours)[:20]})
    return int(hours / QUARTER)


def _can_be_excepted(week: date) -> bool:
    ahead = (week - clock.today()).days
    return week.weekday() == 0 and -7 < ahead <= 7 * WEEKS_AHEAD


def _hint_of(day: date) -> str:
    """The Monday that was meant, where it can have been."""
    monday = day - timedelta(days=day.weekday()) if day > date.min + timedelta(days=6) else day
    if monday == day or not _can_be_excepted(monday):
        return BadWeek.hint
    return _("Its week is named %(monday)s.") % {"monday": monday}


def _accept_excess(actor: Actor, engineer: Engineer, usual: int) -> int:
    """Keep the weeks in which more is reserved than `usual` as exceptions, with the excess; how much it is together.

    Written before the usual capacity falls, so that each week is covered at any moment.
    """
    over = {week.week: usual for week in _weeks_to_cover(engineer) if not week.excepted}
    excess = {week: more for week, more in _excess(engineer, over).items() if more}
    rows = [
        CapacityException(
            engineer=engineer, week=week, quarter_hours=usual, reason="other", accepted_quarter_hours=more
        )
        for week, more in sorted(excess.items())
    ]
    _write_exceptions(engineer, rows)
    for row in rows:
        _record_exception(actor, engineer, row)
    return sum(excess.values())


def _weeks_to_cover(engineer: Engineer) -> list[Week]:
    """All weeks in which hours can be reserved: from the first that is not over anywhere on earth to the last ahead."""
    now = clock.now()
    return weeks_of(engineer.id, (now - timedelta(hours=12)).date(), WEEKS_AHEAD + 2, at=now)


def _excess(engineer: Engineer, quarters: Mapping[date, int | None]) -> dict[date, int]:
    """By how much what is reserved in these weeks exceeds the hours that they would have."""
    usual = Workweek.objects.filter(engineer=engineer).values_list("quarter_hours", flat=True).first() or 0
    weeks = {week.week: week.held + week.booked for week in _weeks_to_cover(engineer)}
    return {week: max(weeks.get(week, 0) - (usual if count is None else count), 0) for week, count in quarters.items()}


def _write_exceptions(engineer: Engineer, rows: Sequence[CapacityException]) -> None:
    with refusals(
        {HoursAreReserved.code: _reserved([engineer])},
        accepted_excess_is_there=ChangedMeanwhile,
        capacity_exception_within_104_weeks=BadWeek,
        capacity_is_said_before_it_is_excepted=lambda: HoursNotSaid.of(engineer),
    ):
        CapacityException.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["engineer", "week"],
            update_fields=["quarter_hours", "accepted_quarter_hours", "reason"],
        )


def _record_exception(actor: Actor, engineer: Engineer, row: CapacityException) -> None:
    events.record(
        CAPACITY_EXCEPTED,
        engineer.ref,
        actor,
        chain=engineer.chain,
        week=row.week,
        quarter_hours=row.quarter_hours or 0,
        accepted_quarter_hours=row.accepted_quarter_hours,
        reason=row.reason,
    )


def _reserved(engineers: Sequence[Engineer]) -> Callable[[str], HoursAreReserved]:
    """The refusal made from what the database tells: which weeks stand in the way, and by how much."""
    names = {str(engineer.id): engineer.public_name for engineer in engineers}

    def refusal(detail: str) -> HoursAreReserved:
        weeks = json.loads(detail)
        error = HoursAreReserved(_reserved_text(names[weeks[0]["engineer"]], weeks[0], more=len(weeks) - 1))
        error.facts = {"weeks": [_week_facts(week) for week in weeks]}
        return error

    return refusal


def _reserved_text(name: str, week: Mapping[str, Any], *, more: int) -> str:
    """Which week stands in the way, and how many others do."""
    if more:
        said = ngettext(
            "%(name)s has %(reserved)s hours reserved in the week of %(week)s, more than the %(capacity)s it would "
            "have, and so in %(count)s more",
            "%(name)s has %(reserved)s hours reserved in the week of %(week)s, more than the %(capacity)s it would "
            "have, and so in %(count)s more",
            more,
        )
    else:
        said = _(
            "%(name)s has %(reserved)s hours reserved in the week of %(week)s, more than the %(capacity)s it would have"
        )
    figures = {"reserved": f"{week['reserved'] / 4:g}", "capacity": f"{week['capacity'] / 4:g}", "count": more}
    return said % {"name": name, "week": week["week"], **figures}


def _week_facts(week: Mapping[str, Any]) -> dict[str, Any]:
    """A week that stands in the way, as JSON."""
    return {
        "engineer": shown("eng", UUID(week["engineer"])),
        "week": week["week"],
        "capacity": week["capacity"] / 4,
        "reserved": week["reserved"] / 4,
    }


def _write(weeks: Sequence[Workweek], *fields: str) -> None:
    """Write these fields of weeks, in the order of their engineers, so that two such acts do not deadlock."""
    ordered = sorted(weeks, key=lambda week: week.engineer_id)
    Workweek.objects.bulk_create(ordered, update_conflicts=True, unique_fields=["engineer"], update_fields=fields)


def _patterns(days: Set[WorkingDay]) -> dict[WorkingDay, WorkingPattern]:
    """The pattern of each working day; those that nobody had yet are made, in one order, so that none deadlock."""
    WorkingPattern.objects.bulk_create(
        [WorkingPattern(zone=d.zone, starts=d.starts, ends=d.ends, weekdays=d.weekdays) for d in sorted(days)],
        ignore_conflicts=True,  # somebody else may make the same one at this moment
    )
    found = WorkingPattern.objects.filter(zone__in={day.zone for day in days})
    by_day = {WorkingDay(one.zone, one.starts, one.ends, one.weekdays): one for one in found}
    return {day: by_day[day] for day in days}
