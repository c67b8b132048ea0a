"""Hours a week, whole or in phases."""

from __future__ import annotations

import pytest

from guildworks.kernels.text.fields import read_hours
from guildworks.kernels.text.requirement import Hours


def loads_of(text: str) -> list[tuple[Hours, str]]:
    reading = read_hours(text)
    return [(entry.value, entry.span.of(text)) for entry in reading.read or ()]


@pytest.mark.parametrize(
    ("text", "least", "most", "words"),
    [
        ("20 h/week", 20, 20, "20 h/week"),
        ("10 hours weekly", 10, 10, "10 hours weekly"),
        ("It needs 20-30 hrs per week from January.", 20, 30, "20-30 hrs per week"),
        ("up to 10 hours a week", None, 10, "up to 10 hours a week"),
        ("at least 25 hours each week", 25, None, "at least 25 hours each week"),
        ("forty hours a week", 40, 40, "forty hours a week"),
        ("twenty-five hours per week", 25, 25, "twenty-five hours per week"),
        ("a 35-hour week", 35, 35, "35-hour week"),
        ("2 days per week", 16, 16, "2 days per week"),
        ("Two or three days a week", 16, 24, "Two or three days a week"),
        ("12 weeks, 3 days each", 24, 24, "3 days each"),
        ("4 hours a day", 20, 20, "4 hours a day"),
        ("half time", 20, 20, "half time"),
        ("full time", 40, 40, "full time"),
        ("Full-time (38.5 h)", 38.5, 38.5, "Full-time (38.5 h)"),
        ("50 %", 20, 20, "50 %"),
        ("Workload: 80-100%", 32, 40, "80-100%"),
        ("0.5 FTE", 20, 20, "0.5 FTE"),
        ("Load: 30h/wk", 30, 30, "30h/wk"),
        ("Hours per week: 20", 20, 20, "Hours per week: 20"),
        ("Weekly hours: 16", 16, 16, "16"),
    ],
)
def test_hours_are_read_in_the_ways_people_write_them(
    text: str, least: float | None, most: float | None, words: str
) -> None:
    assert loads_of(text) == [(Hours(least, most), words)]


def test_phases_keep_their_weeks() -> None:
    assert loads_of("A two week audit (full time), then up to ten weeks at 2 days per week.") == [
        (Hours(40, 40, 2), "two week audit (full time)"),
        (Hours(16, 16, 10), "2 days per week"),
    ]


def test_a_first_month_with_other_hours_is_a_phase() -> None:
    assert loads_of("3 days/week for the first month, then 1 day") == [
        (Hours(24, 24, 4), "3 days/week for the first month"),
        (Hours(8, 8), "1 day"),
    ]


def test_a_ceiling_below_the_least_in_the_first_month_is_a_contradiction() -> None:
    reading = read_hours("Load: 20-30 h/week, max 15 h in the first month")
    assert reading.read is not None
    assert reading.read[0].value == Hours(20, 30, first_month_most=15)
    assert "20" in reading.contradictions[0].message
    assert "15" in reading.contradictions[0].message


def test_a_ceiling_above_the_least_in_the_first_month_is_none() -> None:
    assert read_hours("10-30 h/week, max 15 h in the first month").contradictions == ()


def test_full_time_beside_a_few_hours_is_a_contradiction() -> None:
    assert [note.field for note in read_hours("We look for somebody full time. 10 hours a week.").contradictions] == [
        "hours_per_week"
    ]


@pytest.mark.parametrize(
    "text", ["part time is fine", "full-time or part-time", "we can talk about hours", "Hours: flexible"]
)
def test_hours_without_a_figure_are_asked_about(text: str) -> None:
    assert [note.field for note in read_hours(text).vague] == ["hours_per_week"]


@pytest.mark.parametrize(
    "text",
    [
        "On site in Milan two days a week, the rest from home",
        "hybrid, 2 days a week in the office",
        "at least 3 hours of overlap a day",
        "Job type:\nFull-time\nExperience level:\nSenior",
        "Our support works 24/7.",
        "30 req/s at peak",
        "accuracy is 95 % and should be 99 %",
        "5 years of full-time experience",
        "We rent 40 GPU hours a week.",
        "two weeks of work",
        "4 hours/week for trainings",
        "",
    ],
)
def test_what_is_no_load_is_not_read_as_one(text: str) -> None:
    assert loads_of(text) == []


def test_weeks_at_so_many_hours_and_a_day_a_week_after_them_are_two_phases() -> None:
    phases = read_hours("Five weeks at 32 hours, then a day a week.").read
    assert phases is not None
    assert [(phase.value.least, phase.value.weeks) for phase in phases] == [(32, 5), (8, None)]


@pytest.mark.parametrize(
    "text",
    [
        "Our chemist sits with you for three hours each week. We think of 18 hours a week.",
        "18 hours a week. A foreman will stand beside you two hours a week.",
    ],
)
def test_the_hours_that_somebody_else_gives_are_not_those_of_the_work(text: str) -> None:
    phases = read_hours(text).read
    assert phases is not None
    assert [phase.value.most for phase in phases] == [18]


@pytest.mark.parametrize(
    ("text", "least", "words"),
    [
        ("30 hours a week remote", 30, "30 hours a week"),
        ("30 hours per week fully remote", 30, "30 hours per week"),
        ("30 hours a week on site in Berlin", 30, "30 hours a week"),
        ("Remote 25 h/week", 25, "25 h/week"),
        ("5 days a week in our office", 40, "5 days a week"),
        ("10 hours a week on site and 32 hours a week altogether", 32, "32 hours a week"),
        ("8 weeks @ 40h", 40, "40h"),
        ("half a day daily", 20, "half a day daily"),
        ("half a day each week", 4, "half a day each week"),
        ("4 hours daily", 20, "4 hours daily"),
        ("160 hours a month", 36.9, "160 hours a month"),
        ("26h/month", 6, "26h/month"),
    ],
)
def test_hours_are_those_of_a_week_whatever_stands_behind_them(text: str, least: float, words: str) -> None:
    assert loads_of(text) == [(Hours(least, least), words)]


@pytest.mark.parametrize(
    "text",
    [
        "You come to our office 4 hours a week.",
        "8 hours a week on site, the rest from home",
        "3 days a week remote",
        "Our clerks spend 120 hours a month on this.",
        "It will save the team 20 hours a week.",
    ],
)
def test_hours_of_presence_and_hours_of_others_are_no_load(text: str) -> None:
    assert loads_of(text) == []
