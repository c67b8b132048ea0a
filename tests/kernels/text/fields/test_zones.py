"""Shared working hours."""

from __future__ import annotations

import pytest

from guildworks.kernels.text.fields import read_overlap
from guildworks.kernels.text.requirement import Overlap

NINE_TO_FIVE = (9 * 60, 17 * 60)


def overlap_of(text: str) -> tuple[Overlap, str]:
    read = read_overlap(text).read
    assert read is not None, f"no overlap was read from {text!r}"
    return read.value, read.span.of(text)


@pytest.mark.parametrize(
    ("text", "wanted", "words"),
    [
        ("4h overlap with CET", Overlap(4, zone="Europe/Berlin"), "4h overlap with CET"),
        ("US East Coast hours", Overlap(zone="America/New_York"), "US East Coast hours"),
        ("9-5 London", Overlap(window=NINE_TO_FIVE, zone="Europe/London"), "9-5 London"),
        ("You work on Pacific time.", Overlap(zone="America/Los_Angeles"), "Pacific time"),
        (
            "at least 4 hours overlap with 9:00-17:00 Europe/Berlin",
            Overlap(4, NINE_TO_FIVE, "Europe/Berlin"),
            "at least 4 hours overlap with 9:00-17:00 Europe/Berlin",
        ),
        ("9-5 america/new_york", Overlap(window=NINE_TO_FIVE, zone="America/New_York"), "9-5 america/new_york"),
        ("Zone: Asia/Kolkata", Overlap(zone="Asia/Kolkata"), "Asia/Kolkata"),
        ("CET +/- 2 hours", Overlap(zone_from="UTC-01:00", zone_to="UTC+03:00"), "CET +/- 2 hours"),
        ("within 3 hours of CET", Overlap(zone_from="UTC-02:00", zone_to="UTC+04:00"), "within 3 hours of CET"),
        (
            "Time zone between UTC-1 and UTC+3.",
            Overlap(zone_from="UTC-01:00", zone_to="UTC+03:00"),
            "Time zone between UTC-1 and UTC+3",
        ),
        ("time zones from UTC+5:30 to UTC+8", Overlap(zone_from="UTC+05:30", zone_to="UTC+08:00"), None),
        (
            "Remote, with at least four hours between 9:00 and 17:00 Berlin time.",
            Overlap(4, NINE_TO_FIVE, "Europe/Berlin"),
            "at least four hours between 9:00 and 17:00 Berlin time",
        ),
        ("Core hours are 10-16 CET.", Overlap(window=(600, 960), zone="Europe/Berlin"), "10-16 CET"),
        ("We meet 9am to 11am Eastern time.", Overlap(window=(540, 660), zone="America/New_York"), None),
        ("4 hours of overlap with New York", Overlap(4, zone="America/New_York"), "4 hours of overlap with New York"),
        ("an overlap of three hours with Singapore time", Overlap(3, zone="Asia/Singapore"), None),
        (
            "four hours together within 8:30 to 16:30 in Leipzig",
            Overlap(4, (510, 990), "Europe/Berlin"),
            "four hours together within 8:30 to 16:30 in Leipzig",
        ),
        ("Three hours in common with Nairobi, 8 to 17", Overlap(3, (480, 1020), "Africa/Nairobi"), None),
        ("Remote, four hours with Lagos, 9 am to 5 pm.", Overlap(4, NINE_TO_FIVE, "Africa/Lagos"), None),
        ("at least two hours of the Lithuanian working day", Overlap(2, zone="Europe/Vilnius"), None),
        ("any three hours between nine and five Prague time", Overlap(3, NINE_TO_FIVE, "Europe/Prague"), None),
        ("You should work in a Central European time zone.", Overlap(zone="Europe/Berlin"), None),
        ("Working hours: UK time", Overlap(zone="Europe/London"), "UK time"),
        ("Time zone: UTC+2", Overlap(zone="Etc/GMT-2"), "UTC+2"),
    ],
)
def test_an_overlap_is_read_in_the_ways_people_write_it(text: str, wanted: Overlap, words: str | None) -> None:
    value, quote = overlap_of(text)
    assert value == wanted
    assert words in (None, quote)


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("We sit in Austin, Texas and want you awake for at least 3 hours of our working day.", "America/Chicago"),
        ("We are a start-up from Lyon. Please be there for at least 3 hours of our working day.", "Europe/Paris"),
        ("Our team is based in Kraków. 3 hours overlap with our working hours.", "Europe/Warsaw"),
    ],
)
def test_our_working_day_lies_in_the_zone_of_the_client(text: str, zone: str) -> None:
    value, _ = overlap_of(text)
    assert (value.hours, value.zone, value.zone_inferred) == (3, zone, True)


def test_who_works_on_site_shares_the_zone_of_that_place() -> None:
    value, words = overlap_of("On site in Milan two days a week, the rest from home.")
    assert value == Overlap(zone="Europe/Rome", zone_inferred=True)
    assert words == "On site in Milan two days a week"


def test_hours_without_a_zone_are_asked_about() -> None:
    assert [note.field for note in read_overlap("overlap of 3 hours").vague] == ["overlap"]


@pytest.mark.parametrize(
    "text",
    [
        "Applications until 5 pm CET on Friday",
        "25 hours a week",
        "It is the best time to join us.",
        "est. 2012",
        "The series has 9-12 columns.",
        "from 9 to 12 machines",
        "Our office is in Paris.",
        "response times under 200 ms",
        "We meet some time in spring.",
        "",
    ],
)
def test_what_is_no_overlap_is_not_read_as_one(text: str) -> None:
    assert read_overlap(text).read is None


@pytest.mark.parametrize(
    ("text", "wanted", "words"),
    [
        ("You live within ±2 h of Vienna.", ("UTC-01:00", "UTC+03:00"), "within ±2 h of Vienna"),
        ("Anywhere within two hours of Halifax is fine.", ("UTC-06:00", "UTC-02:00"), "within two hours of Halifax"),
        ("Your desk: Lisbon ± 1 hour", ("UTC-01:00", "UTC+01:00"), "Lisbon ± 1 hour"),
    ],
)
def test_hours_around_a_city_are_a_range_of_zones(text: str, wanted: tuple[str, str], words: str) -> None:
    overlap, said = overlap_of(text)
    assert (overlap.zone_from, overlap.zone_to) == wanted
    assert said == words


@pytest.mark.parametrize(
    ("text", "window", "zone"),
    [
        ("Must overlap with Warsaw 10-14h", (600, 840), "Europe/Warsaw"),
        ("Overlap with Lisbon from 9h to 13h, please.", (540, 780), "Europe/Lisbon"),
        ("Core hours 10-14h Warsaw time", (600, 840), "Europe/Warsaw"),
        ("Available between 9am and noon Central European Time", (540, 720), "Europe/Berlin"),
        ("Online from noon to 5pm London", (720, 1020), "Europe/London"),
        ("1-5pm UK time", (780, 1020), "Europe/London"),
    ],
)
def test_times_of_the_day_are_a_window_and_no_number_of_hours(text: str, window: tuple[int, int], zone: str) -> None:
    value, _ = overlap_of(text)
    assert value == Overlap(window=window, zone=zone)


@pytest.mark.parametrize("text", ["4-6h overlap with CET", "We need 4 to 6h overlap with CET."])
def test_hours_that_fit_into_a_working_day_are_no_window(text: str) -> None:
    value, _ = overlap_of(text)
    assert value == Overlap(4, zone="Europe/Berlin")


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("6 hours overlap with ET", "America/New_York"),
        ("4h overlap with PT.", "America/Los_Angeles"),
        ("9am to 1pm CT", "America/Chicago"),
        ("Available 9-5 MT", "America/Denver"),
        ("Remote. 9-5 ET", "America/New_York"),
    ],
)
def test_the_short_names_of_us_zones_count_beside_times(text: str, zone: str) -> None:
    assert overlap_of(text)[0].zone == zone


@pytest.mark.parametrize("text", ["You know MT and CT scans.", "10 hours a week with MT engines"])
def test_scans_and_translations_are_no_zones(text: str) -> None:
    assert read_overlap(text).read is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Any European time zone", "Any European time zone"),
        ("You should work in European time zones.", "European time zones"),
        ("Remote, in an EU timezone", "EU timezone"),
        ("Remote, LATAM or US time zones.", "LATAM or US time zones"),
        ("US time zones preferred", "US time zones"),
        ("Timezone doesn't matter", "Timezone doesn't matter"),
        ("You can work from any time zone.", "any time zone"),
        ("No overlap needed.", "No overlap needed"),
    ],
)
def test_where_no_single_zone_is_asked_for_none_is_named_and_nothing_asked_back(text: str, words: str) -> None:
    assert overlap_of(text) == (Overlap(), words)


def test_hours_shared_with_one_of_several_zones_are_asked_about() -> None:
    reading = read_overlap("4 hours overlap with any US time zone")
    assert reading.read is not None
    assert reading.read.value == Overlap(4)
    assert [note.field for note in reading.vague] == ["overlap"]


@pytest.mark.parametrize("text", ["The app shows events in any time zone.", "There is no overlap of the two sets."])
def test_zones_and_overlaps_of_data_are_no_answer(text: str) -> None:
    assert read_overlap(text).read is None


@pytest.mark.parametrize(
    ("text", "window"),
    [
        ("Must overlap 10-14h.", (600, 840)),
        ("Please overlap with us from 9 to 12.", (540, 720)),
        ("Core hours 10:00-16:00", (600, 960)),
    ],
)
def test_a_window_without_a_zone_is_read_and_its_zone_asked_about(text: str, window: tuple[int, int]) -> None:
    reading = read_overlap(text)
    assert reading.read is not None
    assert reading.read.value == Overlap(window=window)
    assert ["In which zone" in note.message for note in reading.vague] == [True]


@pytest.mark.parametrize(
    "text",
    ["Available from 9 to 12 machines", "Flexible working hours (start 7-10 am)", "The shop is open 9:00-18:00."],
)
def test_a_window_of_something_else_is_no_overlap(text: str) -> None:
    assert read_overlap(text).read is None


def test_of_two_numbers_of_shared_hours_the_lower_one_is_enough() -> None:
    assert overlap_of("four or five hours of overlap with Madrid")[0] == Overlap(4, zone="Europe/Madrid")


def test_the_length_of_a_working_day_is_no_overlap() -> None:
    assert read_overlap("The contractor works 7.5 hours per day.").read is None
    assert read_overlap("You work 6 hours each day.").read is None
    assert read_overlap("It is 10 hours in the first week.").read is None
