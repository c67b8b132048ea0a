"""How long the work lasts."""

from __future__ import annotations

from datetime import date

import pytest

from guildworks.kernels.text.fields import read_duration
from guildworks.kernels.text.requirement import Duration

TODAY = date(2026, 11, 23)


def duration_of(text: str) -> tuple[Duration, str]:
    read = read_duration(text, TODAY).read
    assert read is not None, f"no duration was read from {text!r}"
    return read.value, read.span.of(text)


@pytest.mark.parametrize(
    ("text", "least", "most", "words"),
    [
        ("Duration: six weeks", 6, 6, "six weeks"),
        ("3-6 months", 13, 26, "3-6 months"),
        ("half a year", 26, 26, "half a year"),
        ("The work takes about four months.", 17, 17, "about four months"),
        ("one and a half months", 6, 7, "one and a half months"),
        ("12 weeks, 3 days each", 12, 12, "12 weeks"),
        ("We need help for three months.", 13, 13, "three months"),
        ("It is a 6-month contract.", 26, 26, "a 6-month"),
        ("Should be done in 4 to 6 weeks", 4, 6, "4 to 6 weeks"),
        ("Length: up to 10 weeks", None, 10, "up to 10 weeks"),
        ("The engagement lasts at least 2 months.", 9, None, "at least 2 months"),
        ("Duration: 6+ months", 26, None, "6+ months"),
        ("Data engineer, 3 months from Jan, remote.", 13, 13, "3 months"),
        ("Contract for one year", 52, 52, "one year"),
        ("Duration: 10 days", 2, 2, "10 days"),
        ("Contract of six months, extendable to twelve.", 26, 52, "six months, extendable to twelve"),
        ("Duration: 2 months, option to extend by 3", 9, 22, "2 months, option to extend by 3"),
        ("First a two week audit, then up to ten weeks of work", 2, 12, "a two week audit, then up to ten weeks"),
        ("Timeline: 3 mths", 13, 13, "3 mths"),
        ("The work takes 2.5 weeks.", 2, 3, "2.5 weeks"),
        ("Duration: 2.4 weeks", 2, 2, "2.4 weeks"),
        ("Half a week of work, then done", 1, 1, "Half a week"),
        ("We need you for 10 days.", 2, 2, "10 days"),
        ("We look for an ML engineer for about 15 days in March.", 3, 3, "about 15 days"),
        ("Help us for ten days.", 2, 2, "ten days"),
        ("We need you for two years, 20 hours a week.", 104, 104, "two years"),
        ("We are looking for an engineer for two years.", 104, 104, "two years"),
        ("10 working days", 2, 2, "10 working days"),
        ("10 workdays from 3 March", 2, 2, "10 workdays"),
        ("The work takes about ten working weeks.", 10, 10, "about ten working weeks"),
        ("The work takes a quarter.", 13, 13, "a quarter"),
        ("We need you for a fortnight.", 2, 2, "a fortnight"),
        ("It lasts a month and a half.", 6, 7, "a month and a half"),
        ("The work takes less than 3 months.", None, 13, "less than 3 months"),
        ("Duration: a maximum of 3 months", None, 13, "a maximum of 3 months"),
        ("two and a half months", 11, 11, "two and a half months"),
        ("a six-to-nine-month contract", 26, 39, "a six-to-nine-month"),
        ("Phase one takes 6 weeks. Phase two takes 4 weeks.", 10, 10, "6 weeks. Phase two takes 4 weeks"),
        ("The whole project takes 12 weeks: phase one six weeks, phase two six weeks.", 12, 12, "12 weeks"),
        ("Our last project lasted 8 months. This project takes 3 months.", 13, 13, "3 months"),
        ("Two week sprint starting next Monday, Python", 2, 2, "Two week"),
        ("We need a developer for a two-week sprint in January.", 2, 2, "a two-week"),
        ("We need a Python developer for a three-week project.", 3, 3, "a three-week"),
        ("A 2-month engagement for a data engineer.", 9, 9, "A 2-month"),
        ("Fixed term of three years, Python.", 156, 156, "three years"),
        ("ML engineer, contract of two years, remote.", 104, 104, "two years"),
        ("We need an ML engineer over the next two years.", 104, 104, "two years"),
        ("ML engineer, 20 hours a week for two years.", 104, 104, "two years"),
        ("ML engineer needed for at least two years.", 104, None, "at least two years"),
        ("The role is funded for three years.", 156, 156, "three years"),
        (
            "For 3 months, may be renewed for a further 3 months.",
            13,
            26,
            "3 months, may be renewed for a further 3 months",
        ),
        ("ML engineer needed, 1 year, remote.", 52, 52, "1 year"),
        ("ML engineer, 5-7 years, for 6 months.", 26, 26, "6 months"),
        (
            "An engineer for six months, extendable for one more year.",
            26,
            78,
            "six months, extendable for one more year",
        ),
        ("12 weeks in total, first a two week audit, then ten weeks of work", 12, 12, "12 weeks"),
        ("First 4 weeks of set-up, then 6 weeks of work. 12 weeks in all.", 12, 12, "12 weeks"),
        ("6 weeks: set up, then 4 weeks: build.", 10, 10, "6 weeks: set up, then 4 weeks"),
    ],
)
def test_a_duration_is_read_in_weeks(text: str, least: int | None, most: int | None, words: str) -> None:
    value, quote = duration_of(text)
    assert (value.weeks_least, value.weeks_most) == (least, most)
    assert quote == words


def test_the_length_of_the_schedule_wins_over_that_of_one_step() -> None:
    text = (
        "Compare it with the old software for four weeks. About 24 hours a week from 1 February 2027, for five months."
    )
    assert duration_of(text)[0].weeks_most == 22


def test_about_makes_it_approximate() -> None:
    assert duration_of("The work takes about 3 months")[0].approximate
    assert not duration_of("The work takes 3 months")[0].approximate


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("until end of June", date(2027, 6, 30)),
        ("The contract runs until 15 May 2027.", date(2027, 5, 15)),
        ("It must be finished by end of the year.", date(2026, 12, 31)),
        ("Deadline: 2027-03-31", date(2027, 3, 31)),
        ("To be delivered by the end of Q1 2027", date(2027, 3, 31)),
        ("Time frame: 01/2027 - 06/2027", date(2027, 6, 30)),
        ("The contract runs until the end of Q2 2027.", date(2027, 6, 30)),
    ],
)
def test_a_stated_end_is_read_without_a_duration(text: str, ends: date) -> None:
    value, _ = duration_of(text)
    assert (value.weeks_least, value.weeks_most, value.ends) == (None, None, ends)


def test_a_duration_keeps_the_end_in_its_brackets() -> None:
    value, words = duration_of("* Duration: 4 months (ends 31 March 2027)")
    assert (value.weeks_most, value.ends) == (17, date(2027, 3, 31))
    assert words == "4 months (ends 31 March 2027)"


def test_a_few_days_is_asked_about() -> None:
    reading = read_duration("we think it is small, a few days maybe, and then it runs", TODAY)
    assert reading.read is not None
    assert reading.read.value.weeks_most is None
    assert [note.field for note in reading.vague] == ["duration"]


@pytest.mark.parametrize(
    "text",
    [
        "A background check is needed before access, which takes 3 weeks.",
        "At least 5 years of experience",
        "3 weeks of holidays and 10 days of sick leave",
        "Our sprint lasts two weeks.",
        "25 hours a week",
        "We start in two weeks.",
        "The notice period is 3 months.",
        "Models are retrained every 2 weeks.",
        "It runs on 12 machines and 40 cameras.",
        "In the last 6 months we had 30 outages.",
        "We keep logs for 90 days of history.",
        "a 10 year old code base",
        "The company has been around for 15 years.",
        "61,000 dollars a month on GPUs",
        "You will get 30 days of annual leave.",
        "",
        "We need you for 2 days every week.",
        "We need an engineer. The logs are kept for 10 days.",
        "An engineer who keeps our data for 30 days",
        "You have used Python for two years.",
        "We need an engineer who has used Python for two years.",
        "We answer within 2 working days.",
        "It takes a week to label one batch.",
        "10 hours a fortnight",
        "Half-time until March, then full-time.",
        "Backend engineer, 5+ years, Python, Postgres, remote.",
        "Senior data engineer (7+ years), Spark.",
        "Data engineer, 5+ years, Spark, Airflow. Salary 80k EUR per year.",
        "Python developer, 3 years, freelance project, remote.",
        "We plan to double our team over the next two years.",
        "ML engineer from March, extendable for one more year.",
        "ML engineer from March, with the option of another six months.",
        "ML engineer from March. A 6-month extension is possible.",
        "We work in two week sprints.",
        "We run a two week sprint cycle.",
        "The data covers 3 months from January 2024. We need Python.",
        "We need Python for 20 hours a week, then a final week.",
    ],
)
def test_what_is_no_duration_is_not_read_as_one(text: str) -> None:
    assert read_duration(text, TODAY).read is None


@pytest.mark.parametrize(
    "text",
    [
        "It takes 3 months. It takes 8 months.",
        "We need an ML engineer. It takes 3 months. The project lasts about 8 months.",
        "Duration: 6 weeks\n\nWe build a search. The work will take us 4 to 5 months.",
    ],
)
def test_two_lengths_of_the_whole_are_a_contradiction(text: str) -> None:
    (note,) = read_duration(text, TODAY).contradictions
    assert note.field == "duration"
    assert "cannot both be the length of the work" in note.message
    assert len(note.spans) == 2


@pytest.mark.parametrize(
    "text",
    [
        "Duration: 12 weeks. The project takes 3 months.",
        "Duration: 3 to 6 months. The project takes about 5 months.",
        "The first phase takes 6 weeks. The second phase takes 4 weeks.",
        "The contract is for 6 months. It can be extended to 12 months.",
        "The project takes 3 months. Our last project took 8 months.",
        "Best case: it takes 3 months. Worst case: it takes 8 months.",
        "Labelling is slow. It takes 3 weeks. The project lasts 8 months.",
        "The work takes 3 months. Training a model takes 2 weeks.",
    ],
)
def test_phases_options_ranges_and_the_past_contradict_nothing(text: str) -> None:
    assert read_duration(text, TODAY).contradictions == ()


def test_an_amount_of_work_is_no_length_and_asked_about() -> None:
    reading = read_duration("It takes about 30 person-days.", TODAY)
    assert reading.read is None
    assert ["over how many weeks" in note.message for note in reading.vague] == [True]


@pytest.mark.parametrize("text", ["Duration: ongoing", "We want a long-term collaboration."])
def test_work_without_an_end_is_asked_about(text: str) -> None:
    reading = read_duration(text, TODAY)
    assert reading.read is None
    assert ["at least?" in note.message for note in reading.vague] == [True]


@pytest.mark.parametrize("text", ["I would say this is eight weeks of work.", "10-20 hrs/wk for the next two months."])
def test_a_length_is_read_beside_the_work_and_its_load(text: str) -> None:
    assert duration_of(text)[0].weeks_least in (8, 9)


def test_a_range_of_days_with_the_month_first_ends_on_its_last_day() -> None:
    assert duration_of("Timeline: Feb 11 - Apr 26, 2027")[0].ends == date(2027, 4, 26)


def test_a_trial_is_not_the_length_of_the_work() -> None:
    assert read_duration("We would try somebody out for two weeks in December.", TODAY).read is None
