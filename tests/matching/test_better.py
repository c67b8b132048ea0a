"""Who is really the best of a row, and hours as a list keeps them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guildworks.availability.overlap import WorkingDay
from guildworks.matching.better import best_of_figures, best_of_ranges
from guildworks.matching.working_hours import day_of, hours_json
from guildworks.platform.dates import clock_text


@pytest.mark.parametrize(
    ("ranges", "best"),
    [
        ([(0.84, 0.91), (0.70, 0.83)], [True, False]),
        ([(0.70, 0.83), (0.84, 0.91), (0.1, 0.2)], [False, True, False]),
        ([(0.84, 0.91), (0.70, 0.84)], [False, False]),
        ([(0.84, 0.91), (0.83, 0.90), (0.1, 0.2)], [False, False, False]),
        ([(0.84, 0.91), None], [False, False]),
        ([(0.84, 0.91)], [False]),
        ([], []),
    ],
    ids=["apart", "the middle one", "they touch", "two at the top", "one is unknown", "alone", "nobody"],
)
def test_a_range_is_best_where_it_lies_above_all_others(ranges, best):
    assert best_of_ranges(ranges) == best


@pytest.mark.parametrize(
    ("figures", "least", "best"),
    [
        ([112.0, 108.0, 86.0], True, [False, False, True]),
        ([7.0, 7.0, 8.0], False, [False, False, True]),
        ([86.0, 108.0, 86.0], True, [True, False, True]),
        ([86.0, 86.0], True, [False, False]),
        ([86.0, None, 108.0], True, [False, False, False]),
        ([86.0], True, [False]),
        ([], False, []),
    ],
    ids=["the least", "the most", "shared", "all the same", "one is unknown", "alone", "nobody"],
)
def test_a_figure_is_best_where_it_differs_and_all_are_known(figures, least, best):
    assert best_of_figures(figures, least=least) == best


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)).map(lambda pair: tuple(sorted(pair))), max_size=4))
def test_at_most_one_range_is_best_and_it_overlaps_with_none(ranges):
    best = [place for place, is_best in enumerate(best_of_ranges(ranges)) if is_best]
    assert len(best) <= 1
    for place in best:
        assert all(high < ranges[place][0] for other, (_, high) in enumerate(ranges) if other != place)


@given(st.integers(0, 1439), st.integers(1, 1440), st.integers(1, 127))
def test_hours_are_kept_and_read_again_as_they_were(starts, length, weekdays):
    day = WorkingDay("Asia/Kolkata", starts, starts + length, weekdays)
    assert day_of(hours_json(day), "Asia/Kolkata") == day


def test_hours_that_nobody_said_stay_unknown():
    assert hours_json(None) is None
    assert day_of(None, "Europe/Berlin") is None
    assert day_of(hours_json(WorkingDay("UTC", 540, 1020)), None) is None


@pytest.mark.parametrize(("minute", "text"), [(0, "00:00"), (570, "09:30"), (1440, "00:00"), (-270, "19:30")])
def test_a_minute_reads_as_a_time_of_day(minute, text):
    assert clock_text(minute) == text
