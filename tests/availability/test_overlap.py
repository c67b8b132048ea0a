"""Hours that two places share, also in the weeks in which only one of them has changed its clocks."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guildworks.availability.overlap import DAY, WorkingDay, laid_beside, offset_minutes, shared_hours

ZONES = (
    "UTC", "Europe/Berlin", "America/New_York", "America/Los_Angeles", "Asia/Kolkata", "Asia/Kathmandu",
    "Australia/Adelaide", "Australia/Lord_Howe", "Pacific/Auckland", "Pacific/Kiritimati", "Pacific/Pago_Pago",
)  # fmt: skip

days = st.builds(
    lambda zone, starts, length, weekdays: WorkingDay(zone, starts, starts + length, weekdays),
    st.sampled_from(ZONES),
    st.integers(0, 1439),
    st.integers(1, 1440),
    st.integers(1, 127),
)
mondays = st.lists(
    st.integers(0, 520).map(lambda week: date(2024, 1, 1) + timedelta(weeks=week)), min_size=1, max_size=6
)


def day(zone: str, starts: float = 9, ends: float = 17, weekdays: int = 0b0011111) -> WorkingDay:
    return WorkingDay(zone, int(starts * 60), int(ends * 60), weekdays)


@pytest.mark.parametrize(
    ("monday", "hours"),
    [
        (date(2027, 1, 11), 2),  # six hours apart: 15:00 to 17:00 in Berlin
        (date(2027, 3, 8), 2),  # New York changes on Sunday the 14th
        (date(2027, 3, 15), 3),  # for two weeks they are five hours apart
        (date(2027, 3, 22), 3),  # Berlin changes on Sunday the 28th
        (date(2027, 3, 29), 2),
        (date(2027, 10, 25), 2),  # Berlin changed the week before, on the 31st
        (date(2027, 11, 1), 3),  # New York follows on the 7th
        (date(2027, 11, 8), 2),
    ],
)
def test_berlin_and_new_york_in_the_weeks_in_which_their_clocks_change(monday, hours):
    if monday == date(2027, 10, 25):
        assert offset_minutes("Europe/Berlin", monday) == 120
    assert shared_hours(day("Europe/Berlin"), day("America/New_York"), [monday]) == hours


def test_the_week_with_the_least_counts():
    berlin, new_york = day("Europe/Berlin"), day("America/New_York")
    weeks = [date(2027, 3, 8), date(2027, 3, 15), date(2027, 3, 22), date(2027, 3, 29)]
    assert shared_hours(berlin, new_york, weeks) == 2
    assert shared_hours(berlin, new_york, weeks[1:3]) == 3


@pytest.mark.parametrize(
    ("one", "other", "hours"),
    [
        (day("UTC"), day("Asia/Kolkata"), 2.5),
        (day("UTC"), day("Asia/Kathmandu"), 2.25),
        (day("Europe/Berlin"), day("America/Los_Angeles"), 0),
        (day("Europe/Berlin", 22, 30), day("America/Los_Angeles"), 8 - 4),
        (day("Europe/Berlin", 0, 24), day("America/Los_Angeles"), 8),
        (day("UTC", 20, 28), day("UTC", 2, 10), 2),
        (day("Pacific/Kiritimati"), day("Pacific/Pago_Pago"), 7),
        (day("UTC"), day("UTC", weekdays=0b1100000), 0),
    ],
    ids=[
        "half an hour", "three quarters", "none", "a night in Berlin", "round the clock", "past midnight",
        "across the line of the date", "no weekday shared",
    ],
)  # fmt: skip
def test_hours_shared_in_january(one, other, hours):
    assert shared_hours(one, other, [date(2027, 1, 11)]) == hours


@given(days, days, mondays)
def test_what_one_shares_with_the_other_the_other_shares_with_the_one(one, other, weeks):
    assert shared_hours(one, other, weeks) == shared_hours(other, one, weeks)


@given(days, days, mondays)
def test_nobody_shares_more_than_they_work(one, other, weeks):
    shared = shared_hours(one, other, weeks) * 60
    assert 0 <= shared <= min(one.ends - one.starts, other.ends - other.starts) + 1e-9


@given(days, mondays)
def test_everybody_shares_their_whole_day_with_themself(one, weeks):
    assert shared_hours(one, one, weeks) * 60 == pytest.approx(one.ends - one.starts)


@given(days, days, mondays, st.data())
def test_more_weeks_never_share_more(one, other, weeks, data):
    some = data.draw(st.lists(st.sampled_from(weeks), min_size=1))
    assert shared_hours(one, other, weeks) <= shared_hours(one, other, some)


@given(days, days, mondays)
def test_days_laid_beside_each_other_are_as_long_and_share_as_much_as_was_said(one, other, weeks):
    beside = laid_beside(one, other, weeks)
    minutes = [sum(last - first for first, last in spans) for spans in (beside.one, beside.other, beside.shared)]
    assert minutes == [one.ends - one.starts, other.ends - other.starts, round(60 * shared_hours(one, other, weeks))]
    assert all(0 <= first < last <= DAY for spans in (beside.one, beside.other, beside.shared) for first, last in spans)


@given(days, days, mondays)
def test_what_two_share_lies_within_the_day_of_each(one, other, weeks):
    beside = laid_beside(one, other, weeks)
    shared, *both = ({minute for span in spans for minute in range(*span)} for spans in (
        beside.shared, beside.one, beside.other,
    ))  # fmt: skip
    assert shared <= both[0] & both[1]


def test_a_night_that_passes_midnight_lies_at_both_ends_of_the_day():
    beside = laid_beside(day("Europe/Berlin", 22, 30), day("Asia/Kolkata"), [date(2027, 1, 11)])
    assert beside.one == ((0, 6 * 60), (22 * 60, DAY))
    assert beside.other == ((4 * 60 + 30, 12 * 60 + 30),)
    assert beside.shared == ((4 * 60 + 30, 6 * 60),)
    assert (beside.ahead, beside.varies) == (270, False)


def test_where_the_clocks_change_the_week_that_shares_the_least_is_shown():
    weeks = [date(2027, 3, 8), date(2027, 3, 15)]  # America's clocks go forward between them, Europe's do not yet
    beside = laid_beside(day("Europe/Berlin"), day("America/New_York"), weeks)
    assert beside.shared == ((15 * 60, 17 * 60),)
    assert beside.varies
