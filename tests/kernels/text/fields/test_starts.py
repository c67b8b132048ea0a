"""When the work begins. The clock stands at 23 November 2026, a Monday."""

from __future__ import annotations

from datetime import date

import pytest

from guildworks.kernels.text.fields import read_starts
from guildworks.kernels.text.requirement import Start

TODAY = date(2026, 11, 23)


def start_of(text: str) -> tuple[Start, str]:
    read = read_starts(text, TODAY).read
    assert read is not None, f"no start was read from {text!r}"
    return read.value, read.span.of(text)


@pytest.mark.parametrize(
    ("text", "earliest", "precision"),
    [
        ("2027-02-01", date(2027, 2, 1), "day"),
        ("Start: 15.01.2027", date(2027, 1, 15), "day"),
        ("Begin on 3 Feb. 2027", date(2027, 2, 3), "day"),
        ("Start date: March 3rd, 2027", date(2027, 3, 3), "day"),
        ("The project starts on 13/2/2027.", date(2027, 2, 13), "day"),
        ("The project starts on 2/13/2027.", date(2027, 2, 13), "day"),
        ("from 1 Feb", date(2027, 2, 1), "day"),
        ("You can begin on the 1st of December.", date(2026, 12, 1), "day"),
        ("available from 4 January", date(2027, 1, 4), "day"),
        ("Kick-off next Monday", date(2026, 11, 30), "day"),
        ("Beginning of Q2 2027", date(2027, 4, 1), "month"),
        ("Start: Q1", date(2027, 1, 1), "quarter"),
        ("We want to start in the second quarter of 2027", date(2027, 4, 1), "quarter"),
        ("mid-February", date(2027, 2, 15), "week"),
        ("start in early March", date(2027, 3, 1), "week"),
        ("Start: beginning of May 2027", date(2027, 5, 1), "week"),
        ("from March", date(2027, 3, 1), "month"),
        ("Start: 01/2027", date(2027, 1, 1), "month"),
        ("Start mid of January", date(2027, 1, 15), "week"),
        ("Start in the first week of March", date(2027, 3, 1), "week"),
        ("Start in the second half of January", date(2027, 1, 16), "week"),
        ("You begin in the last week of January.", date(2027, 1, 25), "week"),
        ("We start in May.", date(2027, 5, 1), "month"),
        ("The work begins in December", date(2026, 12, 1), "month"),
        ("next month", date(2026, 12, 1), "month"),
        ("Start: next week", date(2026, 11, 30), "week"),
        ("in two weeks", date(2026, 12, 7), "week"),
        ("You would start in about 3 weeks.", date(2026, 12, 14), "week"),
        ("start: KW 7", date(2027, 2, 15), "week"),
        ("start in week 7", date(2027, 2, 15), "week"),
        ("start in calendar week 50", date(2026, 12, 7), "week"),
        ("Starting in the new year", date(2027, 1, 1), "month"),
        ("start: 2027", date(2027, 1, 1), "year"),
        ("Begin: spring 2027", date(2027, 3, 1), "quarter"),
        ("Three days a week, 15 weeks, from 1 February 2027, 60 to 90 euros an hour.", date(2027, 2, 1), "day"),
        (
            "One person for three weeks in May 2027 who knows chemistry and also sits on a panel",
            date(2027, 5, 1),
            "month",
        ),
        ("The investors come on 18 January 2027. Start: the Friday before, 15 January.", date(2027, 1, 15), "day"),
    ],
)
def test_a_start_is_read_in_the_ways_people_write_it(text: str, earliest: date, precision: str) -> None:
    value, _ = start_of(text)
    assert (value.earliest, value.precision) == (earliest, precision)


@pytest.mark.parametrize(
    ("text", "inferred"),
    [
        ("from March", True),
        ("from March 2027", False),
        ("start on 1 Feb", True),
        ("Start: Q1 2027", False),
        ("in two weeks", False),
    ],
)
def test_a_year_that_is_not_written_is_said_to_be_inferred(text: str, inferred: bool) -> None:
    assert start_of(text)[0].year_inferred is inferred


def test_earliest_and_latest_are_read_together_with_their_words() -> None:
    text = "Three people are on it. Earliest begin 1 February 2027, latest 1 March 2027. English is spoken."
    value, words = start_of(text)
    assert (value.earliest, value.latest) == (date(2027, 2, 1), date(2027, 3, 1))
    assert words == "Earliest begin 1 February 2027, latest 1 March 2027"


@pytest.mark.parametrize("text", ["Start no later than 1 March 2027", "The latest start is 1 March 2027"])
def test_a_latest_start_alone(text: str) -> None:
    value, _ = start_of(text)
    assert (value.earliest, value.latest) == (None, date(2027, 3, 1))


def test_a_range_of_days_is_an_earliest_and_a_latest_start() -> None:
    value, _ = start_of("Start between 1 and 15 March 2027")
    assert (value.earliest, value.latest) == (date(2027, 3, 1), date(2027, 3, 15))


@pytest.mark.parametrize(
    "text",
    ["Start asap", "as soon as possible", "Start: immediately", "We need someone A.S.A.P.", "start now", "hiring asap"],
)
def test_as_soon_as_possible_is_read_and_asked_about(text: str) -> None:
    reading = read_starts(text, TODAY)
    assert reading.read is not None
    assert reading.read.value.asap
    assert [note.field for note in reading.vague] == ["starts"]


def test_an_ideal_day_beside_immediately_is_a_wish_and_nothing_vague() -> None:
    reading = read_starts("* Start: immediately, ideally 15.01.2027", TODAY)
    assert reading.read is not None
    assert reading.read.value == Start(preferred=date(2027, 1, 15), asap=True)
    assert reading.vague == ()


def test_a_date_with_two_readings_is_asked_about_and_rules_out_neither() -> None:
    reading = read_starts("Start: 1/2/2027", TODAY)
    assert reading.read is not None
    assert (reading.read.value.earliest, reading.read.value.latest) == (date(2027, 1, 2), date(2027, 2, 1))
    assert "1 February 2027 or 2 January 2027" in reading.vague[0].message


def test_a_start_in_the_past_is_named() -> None:
    reading = read_starts("Start: 1 March 2025", TODAY)
    assert [note.field for note in reading.contradictions] == ["starts"]
    assert "1 March 2025" in reading.contradictions[0].message


@pytest.mark.parametrize(
    "text",
    [
        "It should be done by the end of the year.",
        "The deadline is 31 March 2027.",
        "Date posted: 2026-11-02",
        "We have been building pumps since March 2011.",
        "The company was founded in 2009.",
        "You may march through our backlog.",
        "Please reply as soon as possible.",
        "Join us and build a better tomorrow.",
        "Some people came back to the office from May 2021.",
        "Release 2.4.2027 of the library",
        "Support is available 24/7.",
        "Applications until 15 January 2027",
        "In the first month you learn the code base.",
        "Alerts must be sent immediately.",
        "",
    ],
)
def test_what_is_no_start_is_not_read_as_one(text: str) -> None:
    assert read_starts(text, TODAY).read is None


@pytest.mark.parametrize(
    "text",
    [
        "From 3 May 2027, 24 hours a week.",
        "14 weeks, from 3 May 2027",
        "The third of the year: 3 May 2027 would suit us.",
    ],
)
def test_a_start_is_found_wherever_its_sentence_puts_it(text: str) -> None:
    read = read_starts(text, TODAY).read
    assert read is not None
    assert read.value.earliest == date(2027, 5, 3)


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("Between February and April.", date(2027, 2, 1), date(2027, 4, 30)),
        ("We need you between February and April.", date(2027, 2, 1), date(2027, 4, 30)),
        ("Six weeks between February and April, 20 hours a week", date(2027, 2, 1), date(2027, 4, 30)),
        ("Start between March and May", date(2027, 3, 1), date(2027, 5, 31)),
        ("We can start in February or March.", date(2027, 2, 1), date(2027, 3, 31)),
        ("The work begins between October and December.", date(2026, 10, 1), date(2026, 12, 31)),
        ("Start between November and March 2028", date(2027, 11, 1), date(2028, 3, 31)),
        ("Start February - April", date(2027, 2, 1), date(2027, 4, 30)),
        ("Start: 1 February to 15 March 2027", date(2027, 2, 1), date(2027, 3, 15)),
        ("start in march or may, 20 hours a week", date(2027, 3, 1), date(2027, 5, 31)),
        ("from February to April", date(2027, 2, 1), None),
        ("Start: 1 February 2027 - End: 30 April 2027", date(2027, 2, 1), None),
        ("We need you between February and may extend.", date(2027, 2, 1), None),
        ("We start in February and may extend the contract.", date(2027, 2, 1), None),
        ("It starts in March - may last longer.", date(2027, 3, 1), None),
    ],
)
def test_a_start_between_two_months_is_earliest_and_latest(text: str, earliest: date, latest: date | None) -> None:
    begin, _ = start_of(text)
    assert (begin.earliest, begin.latest) == (earliest, latest)


@pytest.mark.parametrize(
    "text", ["Sales grew between January and March.", "The conference takes place between February and April."]
)
def test_two_months_of_something_else_are_no_start(text: str) -> None:
    assert read_starts(text, TODAY).read is None


@pytest.mark.parametrize(
    "text",
    ["The start is flexible.", "Start: tbd", "Start after Easter", "You can start once the contract is signed."],
)
def test_a_start_without_a_date_is_asked_about(text: str) -> None:
    reading = read_starts(text, TODAY)
    assert reading.read is None
    assert [note.field for note in reading.vague] == ["starts"]


@pytest.mark.parametrize(
    "text", ["Training starts after the data are cleaned.", "It should start when a user logs in."]
)
def test_what_else_starts_is_not_asked_about(text: str) -> None:
    assert read_starts(text, TODAY).vague == ()


@pytest.mark.parametrize(
    ("text", "earliest"),
    [
        ("We begin on Thursday, 11 February.", date(2027, 2, 11)),
        ("Your first day would be March 3rd.", date(2027, 3, 3)),
        ("We could get going the week of February 8th.", date(2027, 2, 8)),
        ("Beginn: 1.4.2027", date(2027, 4, 1)),
        ("Originally planned for December, it now starts in May.", date(2027, 5, 1)),
        ("Start in April. 6+ years of experience.", date(2027, 4, 1)),
        ("Start in April 30 hours a week.", date(2027, 4, 1)),
        ("Timeline: Feb 11 - Apr 26", date(2027, 2, 11)),
        ("Period: calendar week 3 until calendar week 20", date(2027, 1, 18)),
    ],
)
def test_a_start_is_told_from_what_stands_beside_it(text: str, earliest: date) -> None:
    assert start_of(text)[0].earliest == earliest


def test_a_latest_start_may_stand_behind_a_comma() -> None:
    value, words = start_of("Start immediately, and no later than 25 January.")
    assert (value.asap, value.latest) == (True, date(2027, 1, 25))
    assert words == "Start immediately, and no later than 25 January"


@pytest.mark.parametrize("text", ["We first wanted to begin in March.", "On Monday, 8 February, our fair opens."])
def test_a_plan_that_was_given_up_is_no_start(text: str) -> None:
    assert read_starts(text, TODAY).read is None


@pytest.mark.parametrize("text", ["We'd like to start quite soon.", "Python, starting whenever you have time."])
def test_soon_is_asked_about(text: str) -> None:
    reading = read_starts(text, TODAY)
    assert (reading.read, [note.field for note in reading.vague]) == (None, ["starts"])
