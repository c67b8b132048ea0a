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
        ("We need you more than 20 hours a week.", 20, None, "more than 20 hours a week"),
        ("It will be less than 20 hours a week.", None, 20, "less than 20 hours a week"),
        ("not more than 3 days a week", None, 24, "not more than 3 days a week"),
        ("20+ hours a week", 20, None, "20+ hours a week"),
        ("20 hours a week or more", 20, None, "20 hours a week or more"),
        ("15 h/wk max.", None, 15, "15 h/wk max."),
        ("20 hours a week minimum, remote", 20, None, "20 hours a week minimum"),
        ("at least 20 h/week, max 30", 20, 30, "at least 20 h/week, max 30"),
        ("20 hours a week, minimum 3 months", 20, 20, "20 hours a week"),
        ("20h to 30h a week", 20, 30, "20h to 30h a week"),
        ("3 x 8 hours a week", 24, 24, "3 x 8 hours a week"),
        ("two afternoons a week", 8, 8, "two afternoons a week"),
        ("8 hours every other week", 4, 4, "8 hours every other week"),
        ("two days a fortnight", 8, 8, "two days a fortnight"),
        ("10 days a month", 18.5, 18.5, "10 days a month"),
        ("40 hours a week, but we could live with 20.", 20, 40, "40 hours a week, but we could live with 20"),
        ("one or two days a week", 8, 16, "one or two days a week"),
        ("three full days per week", 24, 24, "three full days per week"),
        ("part-time (20 hours)", 20, 20, "part-time (20 hours"),
        ("Commitment: 20 hours", 20, 20, "Commitment: 20 hours"),
        ("half of a full-time position", 20, 20, "full-time"),
        ("20 hours a week, 30 would be fine too", 20, 30, "20 hours a week, 30 would be fine"),
        ("Two days a week, three in busy weeks", 16, 24, "Two days a week, three in busy weeks"),
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


def phases_of(text: str) -> list[tuple[float | None, int | None]]:
    """The most hours a week of each phase, with its weeks."""
    return [(hours.most, hours.weeks) for hours, _ in loads_of(text)]


@pytest.mark.parametrize(
    ("text", "phases"),
    [
        ("20 hours a week in phase one, 40 in phase two", [(20, None), (40, None)]),
        (
            "phase one: six weeks at 20h/week, phase two: four weeks at 40h/week, then a final week of 10h",
            [(20, 6), (40, 4), (10, 1)],
        ),
        ("20 hours a week, ramping up to 30 hours from the fifth week", [(20, 4), (30, None)]),
        ("20 hours a week, dropping to 10 after the first month", [(20, 4), (10, None)]),
        ("We begin with 10 hours a week and ramp up to 30 hours a week after two months.", [(10, 9), (30, None)]),
        ("30 hours a week, the last two weeks only 10", [(30, None), (10, 2)]),
        ("20 hours a week for 12 weeks, 40 in the last month", [(20, None), (40, 4)]),
        ("20 hours a week at first, 30 hours a week later", [(20, None), (30, None)]),
        ("full time for the first two weeks, half time afterwards", [(40, 2), (20, None)]),
        ("First month full time, then two days a week.", [(40, 4), (16, None)]),
        ("two days a week in the first phase and four in the second phase", [(16, None), (32, None)]),
        ("20 hours a week in summer, 40 in winter", [(20, None), (40, None)]),
        ("Phase 1: 10 h/week. Phase 2: 30 h/week.", [(10, None), (30, None)]),
        ("Half-time until March, then full-time.", [(20, None), (40, None)]),
        ("20 hours a week for 3 months and then 5 hours a week", [(20, 13), (5, None)]),
        ("Phase 1: 40 hours a week, 4 weeks. Phase 2: 10 hours a week, 8 weeks.", [(40, 4), (10, 8)]),
        ("Full time for three weeks, followed by 10 hours a week for six weeks.", [(40, 3), (10, 6)]),
        ("10 hours a week until March, then 20 hours a week for 3 months.", [(10, None), (20, 13)]),
        ("10 hours a week at first, then 30 hours a week for 6 months.", [(10, None), (30, None)]),
    ],
)
def test_hours_that_change_are_phases_in_the_order_of_the_text(
    text: str, phases: list[tuple[float | None, int | None]]
) -> None:
    assert phases_of(text) == phases
    assert read_hours(text).contradictions == ()


@pytest.mark.parametrize(
    "text",
    [
        "20 hours a week, from March 15.",
        "20 hours a week, 3 months, start in March",
        "20 hours a week from March. Your colleague works 8 hours a week.",
        "20 hours a week, and two people help in the first phase",
    ],
)
def test_what_stands_beside_hours_is_no_phase(text: str) -> None:
    assert phases_of(text) == [(20, None)]


@pytest.mark.parametrize("text", ["either 20h or 40h a week", "We need you half time or full time."])
def test_one_of_two_loads_is_a_range_and_asked_about(text: str) -> None:
    reading = read_hours(text)
    assert [entry.value for entry in reading.read or ()] == [Hours(20, 40)]
    assert ["which of the two?" in note.message for note in reading.vague] == [True]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Ramping up to 30 hours a week from the fifth week", "before these 30"),
        ("20 hours a week for the first month", "after these 20"),
        ("Total of 120 hours over 6 weeks", "120 hours in all"),
        ("about 200 hours of work", "200 hours in all"),
    ],
)
def test_what_the_hours_leave_open_is_asked(text: str, asked: str) -> None:
    (note,) = read_hours(text).vague
    assert asked in note.message


@pytest.mark.parametrize(
    "text",
    [
        "We need a Python developer. 20 hours a week. It is remote. 35 hours a week.",
        "ML engineer, 20 hours a week, remote. Load: 35 hours a week.",
        "We need an engineer for 2 days a week. We build a search. The work takes 32 hours a week.",
    ],
)
def test_two_loads_of_one_work_are_a_contradiction(text: str) -> None:
    (note,) = read_hours(text).contradictions
    assert note.field == "hours_per_week"
    assert "both said of one work" in note.message
    assert len(note.spans) == 2


@pytest.mark.parametrize(
    "text",
    [
        "20 hours a week from March. Your colleague works 8 hours a week.",
        "20 hours a week in spring. 35 hours a week in summer.",
        "20 hours a week. 35 hours a week is fine too.",
        "ML engineer, 20 hours a week. If it goes well, 35 hours a week.",
        "We want 3 days a week. That is 24 hours a week.",
        "At least 20 hours a week. At most 30 hours a week.",
        "ML engineer. 20 hours a week.\n\nData engineer. 35 hours a week.",
        "20 hours a week. You meet our team 2 hours a week.",
    ],
)
def test_parts_choices_and_other_people_contradict_no_load(text: str) -> None:
    assert read_hours(text).contradictions == ()


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("6 hours a day, 3 days a week", 18, 18),
        ("7 hours per day on not more than four days in any week", None, 28),
        ("5 hours a day for two to three days a week", 10, 15),
        ("4 days a week, 5 hours each", 20, 20),
        ("2 to 3 days in the week", 16, 24),
    ],
)
def test_hours_a_day_are_counted_on_the_days_that_are_said(text: str, least: float | None, most: float) -> None:
    assert [value for value, _ in loads_of(text)] == [Hours(least, most)]


def test_hours_a_day_that_are_shared_are_not_those_of_the_days() -> None:
    assert loads_of("3 days a week, 4 hours a day of overlap with Porto") == [(Hours(24, 24), "3 days a week")]


@pytest.mark.parametrize(
    "text",
    [
        "The agency worked 50 hours a week on it.",
        "Instead of 20 hours a week it is more now.",
        "It is no longer 30 hours a week.",
        "Half a year would be better than full time.",
        "Full-time is not needed.",
        "The shop is open 10 hours a day, 6 days a week.",
    ],
)
def test_hours_that_were_worked_or_given_up_are_no_load(text: str) -> None:
    assert loads_of(text) == []


def test_a_salary_on_a_full_time_basis_is_no_load() -> None:
    assert [value for value, _ in loads_of("0.5 FTE. Gross EUR 4,000 per month on a full-time basis.")] == [
        Hours(20, 20)
    ]
