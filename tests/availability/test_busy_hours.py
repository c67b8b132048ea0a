"""What a calendar leaves of the working week, also in the weeks in which the clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guildworks.availability.busy_hours import hours_left
from guildworks.availability.overlap import WorkingDay

MONDAY = date(2027, 1, 11)
# Their clocks change between midnight and four, or not at all.
ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Auckland")
CHANGES = [
    date(2027, 3, 8),
    date(2027, 3, 22),
    date(2027, 10, 25),
    date(2027, 11, 1),
    date(2027, 3, 29),
    date(2027, 4, 5),
]


def day(zone: str, starts: float = 9, ends: float = 17, weekdays: int = 0b0011111) -> WorkingDay:
    return WorkingDay(zone, int(starts * 60), int(ends * 60), weekdays)


def local(zone: str, text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def hours(*spans: tuple[str, str], zone: str = "Europe/Berlin", of: WorkingDay | None = None, monday: date = MONDAY):
    busy = [(local(zone, starts), local(zone, ends)) for starts, ends in spans]
    return hours_left(busy, of or day(zone), [monday])[0] / 4


def test_an_empty_calendar_leaves_the_whole_week():
    assert hours_left([], day("Europe/Berlin"), [MONDAY, MONDAY + timedelta(weeks=1)]) == (160, 160)
    assert hours_left([], day("Europe/Berlin"), []) == ()


@pytest.mark.parametrize(
    ("spans", "left"),
    [
        ([("2027-01-12 10:00", "2027-01-12 11:30")], 38.5),
        ([("2027-01-12 16:00", "2027-01-12 20:00")], 39),
        ([("2027-01-12 18:00", "2027-01-12 20:00")], 40),
        ([("2027-01-16 09:00", "2027-01-16 17:00")], 40),  # a Saturday
        ([("2027-01-12 10:00", "2027-01-12 12:00"), ("2027-01-12 11:00", "2027-01-12 13:00")], 37),
        ([("2027-01-12 10:00", "2027-01-12 12:00")] * 3, 38),
        ([("2027-01-12 12:00", "2027-01-12 13:00"), ("2027-01-11 12:00", "2027-01-11 13:00")], 38),
        ([("2027-01-13 00:00", "2027-01-15 00:00")], 24),
        ([("2026-12-01 00:00", "2027-03-01 00:00")], 0),
        ([("2027-01-18 09:00", "2027-01-18 17:00")], 40),  # the next week
        ([("2027-01-12 10:00", "2027-01-12 10:01")], 39.75),
        ([("2027-01-12 10:00", "2027-01-12 10:00")], 40),
        ([("2027-01-12 11:00", "2027-01-12 10:00")], 40),
    ],
)
def test_meetings_are_taken_out_of_the_working_day_once(spans, left):
    assert hours(*spans) == left


def test_hours_of_another_zone_are_taken_out_where_they_fall():
    assert hours(("2027-01-12 09:00", "2027-01-12 12:00"), zone="America/New_York", of=day("Europe/Berlin")) == 38


def test_a_night_belongs_to_the_week_in_which_it_starts():
    nights = day("Europe/Berlin", 22, 30, 0b1000000)  # Sunday to Monday
    on_monday = ("2027-01-18 02:00", "2027-01-18 04:00")
    assert hours(on_monday, of=nights) == 6
    assert hours(on_monday, of=nights, monday=MONDAY + timedelta(weeks=1)) == 8


def test_a_day_has_the_hours_that_its_clocks_give_it():
    round_the_clock = day("Europe/Berlin", 0, 24, 0b1111111)
    assert hours(of=round_the_clock, monday=date(2027, 3, 22)) == 167
    assert hours(of=round_the_clock, monday=date(2027, 10, 25)) == 169
    assert hours(("2027-10-31 00:00", "2027-11-01 00:00"), of=round_the_clock, monday=date(2027, 10, 25)) == 144
    assert hours_left([], day("Europe/Berlin"), CHANGES) == (160,) * len(CHANGES)


def test_a_shift_that_starts_in_hours_that_the_clocks_skip_has_no_negative_time():
    assert hours(of=day("Europe/Berlin", 2.5, 3, 0b1000000), monday=date(2027, 3, 22)) == 0


def by_the_minute(busy, working: WorkingDay, monday: date) -> int:
    """Count the minutes of the week, and of the night after it, that belong to a shift and are not busy."""
    zone, free = ZoneInfo(working.zone), 0
    minute = datetime(monday.year, monday.month, monday.day, tzinfo=UTC) - timedelta(days=1)
    for _ in range(10 * 24 * 60):
        here = minute.astimezone(zone)
        for started, passed in ((here.date(), 0), (here.date() - timedelta(days=1), 1440)):
            of_day = here.hour * 60 + here.minute + passed
            in_week = 0 <= (started - monday).days < 7 and working.weekdays >> started.weekday() & 1
            if in_week and working.starts <= of_day < working.ends:
                free += not any(starts <= minute < ends for starts, ends in busy)
        minute += timedelta(minutes=1)
    return free // 15


# Whole hours that no clock skips or repeats in these zones.
times_of_day = st.sampled_from([0, *range(5 * 60, 1440, 20)])


@st.composite
def working_days(draw) -> WorkingDay:
    starts, ends = draw(times_of_day), draw(times_of_day)
    return WorkingDay(
        draw(st.sampled_from(ZONES)), starts, ends + (1440 if ends <= starts else 0), draw(st.integers(1, 127))
    )


spans = st.tuples(st.integers(-1500, 12_000), st.integers(0, 3000))


@settings(max_examples=25, deadline=None)
@given(working_days(), st.sampled_from([MONDAY, *CHANGES]), st.lists(spans, max_size=5))
def test_it_is_what_one_counts_minute_by_minute(working, monday, minutes):
    zero = datetime(monday.year, monday.month, monday.day, tzinfo=UTC)
    busy = [(zero + timedelta(minutes=at), zero + timedelta(minutes=at + length)) for at, length in minutes]
    assert hours_left(busy, working, [monday]) == (by_the_minute(busy, working, monday),)


def test_two_years_of_a_full_calendar():
    zero = datetime(2027, 1, 4, tzinfo=UTC)
    busy = [
        (zero + timedelta(minutes=100 * number), zero + timedelta(minutes=100 * number + 50))
        for number in range(10_000)
    ]
    weeks = [date(2027, 1, 4) + timedelta(weeks=number) for number in range(104)]
    left = hours_left(busy, day("UTC", 0, 24, 0b1111111), weeks)
    assert set(left[:99]) <= {335, 336}  # half of 672, give or take half a meeting at the edges
    assert left[100:] == (672,) * 4
