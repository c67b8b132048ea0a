"""Where the work is done."""

from __future__ import annotations

import pytest

from guildworks.kernels.text.fields import read_place
from guildworks.kernels.text.requirement import Place


def place_of(text: str) -> tuple[Place, str]:
    read = read_place(text).read
    assert read is not None, f"no place was read from {text!r}"
    return read.value, read.span.of(text)


@pytest.mark.parametrize(
    ("text", "wanted", "words"),
    [
        ("remote", Place("remote"), "remote"),
        ("Fully remote.", Place("remote"), "Fully remote"),
        ("100% remote", Place("remote"), "100% remote"),
        ("You can work from anywhere.", Place("remote"), "work from anywhere"),
        ("This is a remote role.", Place("remote"), "remote role"),
        ("remote ok", Place("remote_ok"), "remote ok"),
        ("Remote work is possible", Place("remote_ok"), "Remote work is possible"),
        ("Location options: Remote", Place("remote_ok"), "Remote"),
        ("remote within the EU", Place("remote", region="EU"), "remote within the EU"),
        ("Remote (Europe only)", Place("remote", region="Europe"), None),
        ("Remote (US only)", Place("remote", country="US"), "Remote (US only)"),
        ("You must be located in Canada.", Place(None, country="CA"), "Canada"),
        ("Remote from Germany", Place("remote", country="DE"), "Remote from Germany"),
        ("on-site Munich", Place("onsite", "Munich", "DE"), "on-site Munich"),
        ("The role is on-site in Zürich.", Place("onsite", "Zurich", "CH"), "on-site in Zürich"),
        ("no remote", Place("onsite"), "no remote"),
        ("hybrid", Place("hybrid"), "hybrid"),
        ("hybrid, 2 days in the office", Place("hybrid", onsite_days=2), "hybrid, 2 days in the office"),
        (
            "On site in Milan two days a week, the rest from home",
            Place("hybrid", "Milan", "IT", onsite_days=2),
            "On site in Milan two days a week",
        ),
        (
            "3 days per week at our office in Vienna, Austria",
            Place("hybrid", "Vienna", "AT", 3, near="Vienna, Austria"),
            None,
        ),
        ("Up to 2 days a week remote work", Place("hybrid"), None),
        ("remote or on-site in Berlin", Place("remote_ok", "Berlin", "DE"), None),
        ("We sit in Austin, Texas.", Place(None, near="Austin, Texas"), "We sit in Austin, Texas"),
        ("Location: Kraków, Poland", Place(None, "Kraków", "PL"), "Kraków, Poland"),
        ("Fully remote with four hours of overlap", Place("remote"), "Fully remote"),
        ("You may live wherever you like.", Place("remote"), "live wherever you like"),
        (
            "You join us in our kitchen in Denver two days a week.",
            Place("hybrid", "Denver", "US", 2, near="Denver"),
            None,
        ),
        ("On site in Oslo five days a week. Remote work is not possible.", Place("onsite", "Oslo", "NO", 5), None),
        ("We need someone on site in Lyon.", Place("onsite", "Lyon", "FR"), "on site in Lyon"),
    ],
)
def test_a_place_is_read_in_the_ways_people_write_it(text: str, wanted: Place, words: str | None) -> None:
    value, quote = place_of(text)
    assert value == wanted
    assert words in (None, quote)


def test_remote_is_inferred_from_shared_hours_with_a_client_elsewhere() -> None:
    value, _ = place_of("We sit in Austin, Texas and would like you awake for 3 hours of our working day.")
    assert value == Place("remote", near="Austin, Texas", inferred=True)


def test_remote_and_a_day_in_the_office_contradict() -> None:
    text = "* Fully remote. You must be in our Lisbon office every Tuesday.\n* Portuguese is not needed."
    reading = read_place(text)
    assert reading.read is not None
    assert (reading.read.value.mode, reading.read.value.city) == ("contradictory", "Lisbon")
    assert [note.spans[0].of(text) for note in reading.contradictions] == [
        "Fully remote. You must be in our Lisbon office every Tuesday."
    ]


def test_somebody_from_the_region_is_asked_about() -> None:
    text = "someone from the region would be good but remote is ok too"
    reading = read_place(text)
    assert reading.read is not None
    assert reading.read.value == Place("remote_ok", prefer_local=True)
    assert reading.read.span.of(text) == text
    assert [note.field for note in reading.vague] == ["place"]


@pytest.mark.parametrize(
    "text",
    [
        "We build hybrid search and hybrid cloud systems.",
        "remote sensing with satellites",
        "You lead a remote team of five.",
        "On-site fitness centre and on-site parking",
        "Remote procedure calls, remote debugging",
        "All our people are working from home at the moment.",
        "Customers order anything from anywhere.",
        "A nice office in the heart of town",
        "regular onsite socials",
        "",
    ],
)
def test_what_is_no_place_of_work_is_not_read_as_one(text: str) -> None:
    assert read_place(text).read is None


@pytest.mark.parametrize(
    "text",
    [
        "We need an ML engineer in our Munich office.",
        "We look for a data scientist who knows Python in our Munich office.",
        "This is a role in our Munich office.",
        "Ten weeks, 20 hours a week, in our Munich office.",
        "Place: in our Munich office",
        "Join the team in our Munich office.",
    ],
)
def test_the_office_that_the_wanted_person_is_asked_into_is_the_place_of_work(text: str) -> None:
    assert place_of(text) == (Place("onsite", "Munich", "DE", near="Munich"), "in our Munich office")


@pytest.mark.parametrize(
    "text",
    [
        "Our colleagues in our Munich office use Python.",
        "The servers stand in our Munich office.",
        "In our Munich office, we read letters all day.",
        "We need an engineer who helps the people in our Munich office.",
        "Every spring we meet, in our Munich office.",
    ],
)
def test_an_office_that_is_only_spoken_of_asks_for_no_presence(text: str) -> None:
    read = read_place(text).read
    assert read is None or read.value.mode is None


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("We work on site at our mill in Graz three times a month.", "hybrid"),
        ("Please write only if you can commute daily to Graz.", "onsite"),
        ("Remote, so no daily commute.", "remote"),
    ],
)
def test_presence_by_visits_and_by_commuting(text: str, mode: str) -> None:
    read = read_place(text).read
    assert read is not None
    assert read.value.mode == mode
