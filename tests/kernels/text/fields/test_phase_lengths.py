"""The length of the work where its hours change."""

from __future__ import annotations

from datetime import date

import pytest

from guildworks.kernels.text.fields import FieldReading, contradictions, read_duration, read_hours, with_phases
from guildworks.kernels.text.requirement import Duration, Hours, Read

TODAY = date(2026, 11, 23)


def reading_of(text: str) -> tuple[tuple[Read[Hours], ...], FieldReading[Read[Duration]]]:
    hours = read_hours(text).read or ()
    return hours, with_phases(text, read_duration(text, TODAY), hours)


@pytest.mark.parametrize(
    ("text", "phases", "weeks"),
    [
        ("40 hours a week for the first four weeks, then 10 hours a week for eight weeks", [(40, 4), (10, 8)], 12),
        ("20 hours a week for the first 6 weeks, 8 hours a week for the 12 weeks after that", [(20, 6), (8, 12)], 18),
        ("First month full time, then 10 hours a week for two months", [(40, 4), (10, 9)], 13),
        ("For the first four weeks 40 hours a week, then for eight weeks 10 hours a week.", [(40, 4), (10, 8)], 12),
        ("4 weeks at 40 hours a week, then 8 weeks at 10 hours a week.", [(40, 4), (10, 8)], 12),
        ("Two weeks full time, then a day a week for three months.", [(40, 2), (8, 13)], 15),
        (
            "20 hours a week for the first two months and 10 hours a week for the following four months.",
            [(20, 9), (10, 17)],
            26,
        ),
        (
            "30 hours a week for 6 weeks, after that 10 hours a week for 4 weeks, then 5 hours a week for 2 weeks.",
            [(30, 6), (10, 4), (5, 2)],
            12,
        ),
        (
            "Start with 10 hours a week for two weeks, then ramp up to 30 hours a week for ten weeks.",
            [(10, 2), (30, 10)],
            12,
        ),
        (
            "Five days a week in the first month, then one day a week for the next five months.",
            [(40, 4), (8, 22)],
            26,
        ),
        (
            "40 hours a week for the first 4 weeks and 10 hours a week for the remaining 8 weeks.",
            [(40, 4), (10, 8)],
            12,
        ),
        (
            "40 hours a week during the first month, 16 hours a week for two months afterwards.",
            [(40, 4), (16, 9)],
            13,
        ),
        ("40 hours a week for 6 weeks, 10 hours a week for 8 weeks.", [(40, 6), (10, 8)], 14),
        ("The first 2 months are full time, the 4 months after that are 10 hours a week.", [(40, 9), (10, 17)], 26),
        ("12 weeks in total: 40 hours a week for the first 4 weeks, then 10 hours a week.", [(40, 4), (10, None)], 12),
        ("ML engineer for 6 months: full time for two months, then 16 hours a week.", [(40, 9), (16, None)], 26),
        ("8 weeks: 40 hours a week for the first 4 weeks, then 10 hours a week for 4 weeks.", [(40, 4), (10, 4)], 8),
        ("Three days a week for a month, then one day a week for half a year.", [(24, 4), (8, None)], 30),
        ("12 weeks: 30 hours a week for the first month, then 8 hours a week for the rest.", [(30, 4), (8, None)], 12),
        ("20h/week x 8 weeks, then 5h/week x 8 weeks", [(20, 8), (5, 8)], 16),
        ("The first month is full time. After that it is 10 hours a week for two months.", [(40, 4), (10, 9)], 13),
        ("20 hours a week for 12 weeks, 40 in the last month.", [(20, None), (40, 4)], 12),
    ],
)
def test_phases_with_their_own_weeks_add_up_to_the_work(
    text: str, phases: list[tuple[float, int | None]], weeks: int
) -> None:
    hours, duration = reading_of(text)
    assert [(phase.value.most, phase.value.weeks) for phase in hours] == phases
    assert duration.read is not None
    assert (duration.read.value.weeks_least, duration.read.value.weeks_most) == (weeks, weeks)
    assert contradictions(text, starts=None, duration=duration.read, hours=hours, budget=None) == ()


def test_the_weeks_of_one_phase_are_not_those_of_work_with_a_last_day() -> None:
    text = "Full-time for two months, then two days a week until the end of June"
    hours, duration = reading_of(text)
    assert [(phase.value.most, phase.value.weeks) for phase in hours] == [(40, 9), (16, None)]
    assert duration.read is not None
    assert duration.read.value == Duration(None, None, date(2027, 6, 30), ends_span=duration.read.span)
    assert duration.read.span.of(text) == "until the end of June"


@pytest.mark.parametrize(
    "text", ["20 hours a week for 3 months and then 5 hours a week", "Five weeks at 32 hours, then a day a week."]
)
def test_how_long_the_work_lasts_behind_a_phase_is_asked(text: str) -> None:
    _, duration = reading_of(text)
    assert duration.read is None
    assert ["the length of one phase only" in note.message for note in duration.vague] == [True]


def test_phases_that_are_longer_than_the_whole_still_contradict_it() -> None:
    text = "The project takes 10 weeks: 40 hours a week for the first 8 weeks, then 10 hours a week for 8 weeks."
    hours, duration = reading_of(text)
    (note,) = contradictions(text, starts=None, duration=duration.read, hours=hours, budget=None)
    assert "8 + 8 = 16 weeks, the whole only 10" in note.message
