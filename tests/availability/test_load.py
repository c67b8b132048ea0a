"""The hours of a work, week by week: what a first day within a week, and phases, make of them."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guildworks.availability.load import BadLoad, Phase, load_of

MONDAY = date(2027, 5, 3)
QUARTERS = st.integers(1, 168 * 4).map(lambda quarters: Decimal(quarters) / 4)


def day(number: int) -> date:
    """The days of the week of MONDAY: 0 is the Monday, 5 the Saturday."""
    return MONDAY + timedelta(days=number)


def hours(starts: date, *phases: tuple[str | int, int]) -> list[float]:
    load = load_of(starts, [Phase(Decimal(hours), weeks) for hours, weeks in phases])
    return [quarters / 4 for quarters in load.quarter_hours]


def test_a_work_from_a_monday_on_takes_its_hours_in_each_of_its_weeks():
    load = load_of(MONDAY, [Phase(Decimal("37.5"), 3)])
    assert (load.first_week, load.last_week) == (MONDAY, date(2027, 5, 17))
    assert load.quarter_hours == (150, 150, 150)
    assert load.most == Decimal("37.5")


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (1, [8, 10, 2]),
        (2, [6, 10, 4]),
        (3, [4, 10, 6]),
        (4, [2, 10, 8]),
    ],
    ids=["Tuesday", "Wednesday", "Thursday", "Friday"],
)
def test_a_first_day_within_a_week_takes_the_share_of_the_workdays_that_are_left(number, expected):
    load = load_of(day(number), [Phase(Decimal(10), 2)])
    assert load.first_week == MONDAY
    assert [quarters / 4 for quarters in load.quarter_hours] == expected


@pytest.mark.parametrize("number", [5, 6], ids=["Saturday", "Sunday"])
def test_a_work_that_begins_at_a_weekend_takes_nothing_of_that_week(number):
    load = load_of(day(number), [Phase(Decimal(10), 2)])
    assert (load.first_week, load.quarter_hours) == (date(2027, 5, 10), (40, 40))


def test_a_share_is_rounded_up_to_a_quarter_of_an_hour():
    """Three fifths of 37.5 hours are 22.5, of 32.25 they are 19.35 and two fifths 12.9."""
    assert hours(day(2), ("37.5", 1)) == [22.5, 15]
    assert hours(day(2), ("32.25", 1)) == [19.5, 13]
    assert hours(day(4), ("0.25", 1)) == [0.25, 0.25]


def test_phases_follow_each_other_each_with_its_own_hours():
    assert hours(MONDAY, (10, 2), (32, 1), ("0.5", 2)) == [10, 10, 32, 0.5, 0.5]


def test_two_phases_that_meet_within_a_week_share_it():
    """From a Thursday: three days of the first phase and two of the second."""
    assert hours(day(3), (10, 1), (40, 1)) == [4, 6 + 16, 24]


@given(
    starts=st.dates(date(2026, 1, 1), date(2030, 12, 31)),
    phases=st.lists(st.tuples(QUARTERS, st.integers(1, 13)), min_size=1, max_size=8),
)
def test_no_hour_is_lost_and_rounding_adds_less_than_a_quarter_to_each_part_of_a_week(starts, phases):
    load = load_of(starts, [Phase(*phase) for phase in phases])
    worked = sum(hours * weeks for hours, weeks in phases)
    taken = Decimal(sum(load.quarter_hours)) / 4
    parts = len(phases) + 1  # of weeks that are worked in part: where phases begin, and where the last one ends
    assert worked <= taken < worked + Decimal(parts) / 4
    assert load.first_week.weekday() == 0
    assert all(quarters >= 0 for quarters in load.quarter_hours)
    assert load.last_week <= starts + timedelta(weeks=sum(weeks for _, weeks in phases))


@pytest.mark.parametrize(
    "given",
    [
        "0",
        "-8",
        "168.25",
        "169",
        "3.333",
        "0.1",
        "NaN",
        "sNaN",
        "Infinity",
        "-Infinity",
        "1e999",
        "9e999999",
        "1e-9999999999",
    ],
)
def test_hours_that_are_none_of_a_week_are_refused(given):
    with pytest.raises(BadLoad) as refused:
        Phase(Decimal(given), 4)
    assert refused.value.status == 2
    assert refused.value.hint


@pytest.mark.parametrize("weeks", [0, -1, 105, 10**12])
def test_weeks_that_are_too_few_or_too_many_are_refused(weeks):
    with pytest.raises(BadLoad, match="1 to 104 weeks"):
        Phase(Decimal(8), weeks)


def test_the_bounds_themselves_are_a_work():
    assert hours(MONDAY, (168, 1)) == [168]
    assert hours(MONDAY, ("0.25", 104)) == [0.25] * 104


def test_a_whole_work_has_at_most_104_weeks():
    with pytest.raises(BadLoad, match="at most 104"):
        hours(MONDAY, (8, 60), (8, 45))


def test_a_work_without_phases_is_none():
    with pytest.raises(BadLoad):
        load_of(MONDAY, [])


@pytest.mark.parametrize("starts", [date(9001, 1, 1), date.max])
def test_a_day_at_the_end_of_the_calendar_is_refused(starts):
    with pytest.raises(BadLoad) as refused:
        load_of(starts, [Phase(Decimal(8), 104)])
    assert "two years" in refused.value.hint


def test_a_day_at_the_beginning_of_the_calendar_is_a_day():
    assert load_of(date.min, [Phase(Decimal(8), 1)]).first_week == date.min
