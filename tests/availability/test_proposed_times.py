"""Which times are proposed for a talk: always within both working days, whatever the clocks do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from guildworks.availability.overlap import WorkingDay
from guildworks.availability.talks import MINUTES, NOTICE, TIMES_MOST, proposed_times, works_at

ZONES = (
    "UTC",
    "Europe/Berlin",
    "Europe/Lisbon",
    "America/New_York",
    "America/Sao_Paulo",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",  # its summer time is half an hour
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
)
BERLIN = WorkingDay("Europe/Berlin", 9 * 60, 17 * 60)
LISBON = WorkingDay("Europe/Lisbon", 10 * 60, 18 * 60)
HOLD = timedelta(hours=72)
MONDAY = datetime(2026, 11, 30, 9, tzinfo=UTC)

days = st.builds(
    lambda zone, starts, length, weekdays: WorkingDay(zone, starts, starts + length, weekdays),
    st.sampled_from(ZONES),
    st.integers(0, 95).map(lambda quarter: quarter * 15),
    st.integers(1, 96).map(lambda quarter: quarter * 15),
    st.integers(1, 127),
)
# Around the changes of the clocks in Europe and America, spring and autumn, and anywhere else.
moments = st.one_of(
    st.sampled_from([(2026, 3, 8), (2026, 3, 28), (2026, 10, 24), (2026, 10, 31), (2027, 3, 27), (2026, 4, 4)]).map(
        lambda day: datetime(*day, tzinfo=UTC)
    ),
    st.integers(0, 1000).map(lambda day: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=day)),
).flatmap(lambda moment: st.integers(0, 5000).map(lambda minutes: moment + timedelta(minutes=minutes)))


def works_by_the_wall(day: WorkingDay, moment: datetime) -> bool:
    """Whether a clock on the wall of their room says that they work: another way to the same answer."""
    local = moment.astimezone(ZoneInfo(day.zone))
    minute = local.hour * 60 + local.minute
    today = day.weekdays >> local.weekday() & 1 and day.starts <= minute < day.ends
    yesterday = day.weekdays >> (local.weekday() - 1) % 7 & 1 and minute + 24 * 60 < day.ends
    return bool(today or yesterday)


@given(days, days, moments, st.sampled_from(MINUTES), st.sampled_from([24, 72, 400]))
@example(BERLIN, LISBON, datetime(2026, 3, 27, 12, tzinfo=UTC), 30, 72)
@example(
    WorkingDay("Europe/Berlin", 60, 240, 127),
    WorkingDay("America/New_York", 0, 1440, 127),
    datetime(2026, 10, 24, tzinfo=UTC),
    60,
    72,
)
def test_every_proposed_time_lies_within_both_working_days_and_the_hold(client, engineer, at, minutes, hours):
    until = at + timedelta(hours=hours)
    found = proposed_times(client, engineer, after=at, until=until, minutes=minutes)
    assert len(found) <= TIMES_MOST
    assert found == sorted(set(found))
    for start in found:
        assert at < start and start + timedelta(minutes=minutes) <= until
        assert works_at(client, start, minutes=minutes) and works_at(engineer, start, minutes=minutes)
        for minute in range(minutes):
            moment = start + timedelta(minutes=minute)
            assert works_by_the_wall(client, moment) and works_by_the_wall(engineer, moment)
    for one, other in pairwise(found):
        assert other - one >= timedelta(minutes=minutes), "two times overlap"


@given(days, days, moments)
def test_something_is_proposed_wherever_both_work_for_an_hour_that_begins_on_the_clock(client, engineer, at):
    until = at + HOLD
    zone = ZoneInfo(client.zone)
    half_hours = (at.replace(minute=0, second=0, microsecond=0) + timedelta(minutes=15 * step) for step in range(300))
    shared = [
        start
        for start in half_hours
        if at < start and start + timedelta(hours=1) <= until and start.astimezone(zone).minute % 30 == 0
        if works_at(client, start, minutes=60) and works_at(engineer, start, minutes=60)
    ]
    found = proposed_times(client, engineer, after=at, until=until, minutes=60)
    assert bool(found) == bool(shared)
    if any(start >= at + NOTICE for start in shared):
        assert all(start >= at + NOTICE for start in found), "there is time to read the mail"


def test_three_days_have_a_time_each():
    evening = MONDAY + timedelta(hours=7)
    found = proposed_times(BERLIN, LISBON, after=evening, until=evening + HOLD, minutes=30)
    assert [each.strftime("%a %H:%M") for each in found] == ["Tue 13:00", "Wed 13:00", "Thu 13:00"]


def test_where_one_day_is_left_its_three_times_lie_apart():
    friday = datetime(2026, 12, 3, 20, tzinfo=UTC)
    found = proposed_times(BERLIN, BERLIN, after=friday, until=friday + timedelta(hours=48), minutes=30)
    assert [each.strftime("%H:%M") for each in found] == ["08:00", "12:00", "15:30"]


def test_when_the_hold_is_short_a_time_may_come_soon():
    found = proposed_times(BERLIN, BERLIN, after=MONDAY, until=MONDAY + timedelta(hours=4), minutes=30)
    assert found and all(MONDAY < each < MONDAY + timedelta(hours=4) for each in found)


def test_no_shared_time_proposes_nothing():
    night = WorkingDay("Europe/Berlin", 20 * 60, 23 * 60)
    assert proposed_times(BERLIN, night, after=MONDAY, until=MONDAY + HOLD, minutes=30) == []


@pytest.mark.parametrize(
    ("at", "shown"),
    [
        (
            datetime(2026, 3, 27, 12, tzinfo=UTC),
            ["09:00"],
        ),  # on the Monday after, New York and Berlin are 6 hours apart
        (datetime(2026, 3, 20, 12, tzinfo=UTC), ["10:00"]),  # and 5 hours between the changes of their clocks
    ],
)
def test_summer_time_of_each_side_counts(at, shown):
    berlin, york = WorkingDay("Europe/Berlin", 15 * 60, 16 * 60), WorkingDay("America/New_York", 9 * 60, 11 * 60)
    found = proposed_times(berlin, york, after=at, until=at + timedelta(hours=80), minutes=60)
    assert [each.astimezone(ZoneInfo("America/New_York")).strftime("%H:%M") for each in found] == shown
