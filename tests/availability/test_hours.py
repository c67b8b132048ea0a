"""Setting hours: what the database refuses, what is recorded, and that the next shortlist follows."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from guildworks.availability.actions.hours import (
    BadHours,
    BadWorkingHours,
    set_capacity,
    set_working_hours,
)
from guildworks.availability.models import Workweek
from guildworks.availability.overlap import WorkingDay
from guildworks.availability.queries import working_patterns
from guildworks.availability.zones import UnknownZone
from guildworks.platform.actor import Actor
from guildworks.platform.models import Event
from tests.cast import make_engineer

pytestmark = pytest.mark.django_db


@pytest.fixture
def rosa(db):
    return make_engineer("Rosa", hours=30)


def test_hours_replace_those_before_and_are_recorded_on_the_engineers_chain(operator, rosa):
    set_capacity(operator, {rosa: Decimal("37.5")})
    assert Workweek.objects.get().hours == Decimal("37.5")
    event = Event.objects.filter(name="capacity.set").latest("at")
    assert (event.chain, event.subject_id, event.facts) == (
        rosa.chain,
        rosa.id,
        {"quarter_hours": 150, "accepted_quarter_hours": 0},
    )
    assert (event.actor_kind, event.actor_id) == ("operator", operator.id)


def test_an_engineer_sets_their_own_hours_and_the_event_says_who(rosa):
    set_capacity(Actor("engineer", rosa.id), {rosa: Decimal(12)})
    event = Event.objects.filter(name="capacity.set").latest("at")
    assert (event.actor_kind, event.actor_id) == ("engineer", rosa.id)


@pytest.mark.parametrize("hours", ["-0.25", "168.25", "3.333", "NaN", "Infinity", "1e9", "1e999", "0.1"])
def test_hours_that_fit_in_no_week_are_refused_for_all(operator, rosa, hours):
    other = make_engineer("Other", hours=20)
    with pytest.raises(BadHours), transaction.atomic():
        set_capacity(operator, {other: Decimal(8), rosa: Decimal(hours)})
    assert sorted(week.hours for week in Workweek.objects.all()) == [20, 30]


@pytest.mark.parametrize("hours", ["0", "0.25", "168"])
def test_hours_at_the_bounds(operator, rosa, hours):
    set_capacity(operator, {rosa: Decimal(hours)})
    assert Workweek.objects.get().hours == Decimal(hours)


@pytest.mark.parametrize(
    "day",
    [
        WorkingDay("UTC", -1, 60),
        WorkingDay("UTC", 1440, 1500),
        WorkingDay("UTC", 600, 600),
        WorkingDay("UTC", 600, 540),
        WorkingDay("UTC", 600, 600 + 1441),
        WorkingDay("UTC", 0, 60, 0),
        WorkingDay("UTC", 0, 60, 128),
    ],
)
def test_a_day_that_is_none_is_refused_by_the_database_in_our_words(operator, rosa, day):
    with pytest.raises(BadWorkingHours), transaction.atomic():
        set_working_hours(operator, {rosa: day})
    assert Workweek.objects.get().day.zone == "Europe/Berlin"


@pytest.mark.parametrize("zone", ["Mars/Base", "", "..", "/etc/localtime", "Europe", "Europe/Berlin\x00", "x" * 9999])
def test_a_zone_that_is_none_is_refused(operator, rosa, zone):
    with pytest.raises(UnknownZone), transaction.atomic():
        set_working_hours(operator, {rosa: WorkingDay(zone, 540, 1020)})


def pattern(*, starts: int = 540, ends: int = 1020, weekdays: int = 31) -> str:
    return (
        "INSERT INTO availability_workingpattern (zone, starts, ends, weekdays)"
        f" VALUES ('UTC', {starts}, {ends}, {weekdays})"
    )


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("UPDATE availability_workweek SET quarter_hours = 673", "capacity_fits_in_a_week"),
        (pattern(starts=1440, ends=1500), "working_hours_start_within_a_day"),
        (pattern(starts=540, ends=540), "working_hours_end_after_they_start"),
        (pattern(weekdays=0), "working_hours_have_a_weekday"),
    ],
)
def test_the_database_holds_the_rules_whoever_writes(rosa, change, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_engineers_with_the_same_day_share_its_pattern(rosa):
    make_engineer("Same", hours=10)
    make_engineer("Other", day=WorkingDay("Asia/Tokyo", 600, 900))
    days = working_patterns().days
    assert list(zip(days.zones, days.starts, days.ends, days.weekdays, strict=True)) == [
        ("Europe/Berlin", 540, 1020, 31),
        ("Asia/Tokyo", 600, 900, 31),
    ]


def test_raw_sql_cannot_change_the_day_of_everybody_who_shares_it(rosa):
    for change in ("UPDATE availability_workingpattern SET starts = 0", "DELETE FROM availability_workingpattern"):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(change)
