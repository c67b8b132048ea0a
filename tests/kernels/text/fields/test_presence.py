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
        ("PyTorch, remote in Europe, 6 months.", Place("remote", region="Europe"), "remote in Europe"),
        ("Spark, remote from Germany, from May.", Place("remote", country="DE"), "remote from Germany"),
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


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("We need a Python developer, in Vienna at least one day a week.", Place("hybrid", "Vienna", "AT", 1)),
        ("You need to come to Vienna once a week.", Place("hybrid", "Vienna", "AT", 1)),
        ("The developer comes to Vienna two days a week.", Place("hybrid", "Vienna", "AT", 2)),
        ("Twice a week in our Vienna office", Place("hybrid", "Vienna", "AT", 2, near="Vienna")),
        ("One day a week you are in Dublin.", Place("hybrid", "Dublin", "IE", 1)),
        ("Presence in Hamburg: two days per week.", Place("hybrid", "Hamburg", "DE", 2)),
        ("In Oslo on Mon/Wed/Fri, otherwise remote", Place("hybrid", "Oslo", "NO", 3)),
        ("Remote, but we expect you in Antwerp every Tuesday.", Place("hybrid", "Antwerp", "BE", 1, near="Antwerp")),
        ("Remote except for one day a week in Turin", Place("hybrid", "Turin", "IT", 1)),
        ("Two days a week in Ghent, three days from home", Place("hybrid", "Ghent", "BE", 2)),
    ],
)
def test_days_a_week_in_a_city_are_presence_there(text: str, wanted: Place) -> None:
    value, _ = place_of(text)
    assert value == wanted


@pytest.mark.parametrize(
    "text",
    [
        "Our trams run in Vienna at least one day a week without a driver.",
        "Our customers are in Vienna one day a week.",
        "We meet in Vienna once a week.",
        "You build a tool for clinics in Oslo, used one day a week.",
        "We need a developer from March, two days a week in all.",
    ],
)
def test_days_a_week_of_others_in_a_city_ask_for_no_presence(text: str) -> None:
    read = read_place(text).read
    assert read is None or read.value.mode is None


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("On site in Paris Tuesdays and Thursdays, otherwise from home", Place("hybrid", "Paris", "FR", 2)),
        ("On site in Berlin on Mondays, remote otherwise.", Place("hybrid", "Berlin", "DE", 1)),
        ("On site in Berlin Monday to Thursday, Fridays from home.", Place("hybrid", "Berlin", "DE", 4)),
        ("On site in Malmö, Fridays from home", Place("hybrid", "Malmö", "SE", 4)),
        ("On site every Monday and Wednesday in Delft", Place("hybrid", "Delft", "NL", 2)),
        ("On site in Kiel, Monday to Friday.", Place("onsite", "Kiel", "DE", 5)),
        ("You may work from home on Fridays.", Place("hybrid", onsite_days=4)),
        ("On-site presence in Bern is required 60% of the time.", Place("hybrid", "Bern", "CH")),
        ("Hybrid (Warsaw, 2 days)", Place("hybrid", "Warsaw", "PL", 2)),
        ("4 days on site, 1 day remote, in Basel", Place("hybrid", "Basel", "CH", 4)),
    ],
)
def test_named_days_on_site_and_at_home_are_counted(text: str, wanted: Place) -> None:
    value, _ = place_of(text)
    assert value == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Two days a week remote", Place("hybrid", onsite_days=3)),
        ("Two days a week from home", Place("hybrid", onsite_days=3)),
        ("Remote two days a week, from March to May.", Place("hybrid", onsite_days=3)),
        ("At most two days a week from home", Place("hybrid")),
        ("Home office two days a week, otherwise on site in Ulm", Place("hybrid", "Ulm", "DE", 3)),
        ("30 hours a week remote", Place("remote")),
        ("About 25 hours per week from home", Place("remote")),
        ("Four days a week, remote.", Place("remote")),
        ("Remote, two days a week.", Place("remote")),
        ("Part-time remote", Place("remote")),
        ("Five days a week from home.", Place("remote")),
    ],
)
def test_some_days_at_home_are_hybrid_and_a_load_worked_at_home_is_remote(text: str, wanted: Place) -> None:
    value, _ = place_of(text)
    assert value == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Work in our office in Munich", Place("onsite", "Munich", "DE", near="Munich")),
        ("You would work from our Lisbon office", Place("onsite", "Lisbon", "PT", near="Lisbon")),
        ("You'd work out of our London studio", Place("onsite", "London", "GB", near="London")),
        ("You come to our office in Dublin every Tuesday.", Place("hybrid", "Dublin", "IE", 1, near="Dublin")),
        (
            "Work from our office in Prague or from home, as you like.",
            Place("remote_ok", "Prague", "CZ", near="Prague"),
        ),
        ("On site in Berlin or remote", Place("remote_ok", "Berlin", "DE")),
        ("The work is done in Bratislava.", Place(None, "Bratislava", "SK")),
        ("You will be based in Helsinki.", Place(None, "Helsinki", "FI")),
    ],
)
def test_the_reader_is_asked_into_an_office_or_a_city(text: str, wanted: Place) -> None:
    value, _ = place_of(text)
    assert value == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Remote, with a week on site in Oslo every quarter", Place("remote")),
        ("Fully remote, twice a year on site in Rome", Place("remote")),
        ("Remote-first, office in Rome optional", Place("remote")),
        ("Remote within Germany", Place("remote", country="DE")),
        ("Work remotely from within the EU", Place("remote", region="EU")),
        ("Location does not matter.", Place("remote")),
        ("I do not care where you sit.", Place("remote")),
        ("Remote is not a must", Place("remote_ok")),
        ("No remote work", Place("onsite")),
        ("Home office is not possible.", Place("onsite")),
        ("No fully remote work; two days a week on site in Turku", Place("hybrid", "Turku", "FI", 2)),
    ],
)
def test_how_remote_the_work_is(text: str, wanted: Place) -> None:
    value, _ = place_of(text)
    assert value == wanted


@pytest.mark.parametrize("text", ["Users shop from home.", "It does not matter where you are from."])
def test_home_and_origin_are_no_place_of_work(text: str) -> None:
    assert read_place(text).read is None


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Fully remote. You must be based in Canada.", Place("remote", country="CA")),
        ("Remote, must be UK-based.", Place("remote", country="GB")),
        ("Remote; candidates must be located in the EU.", Place("remote", region="EU")),
        ("Remote. All data must be located in the EU.", Place("remote")),
        ("Remote. You must be based in Germany or Austria.", Place("remote")),
        ("Remote within the EU or Switzerland", Place("remote")),
        ("Remote, European time zones", Place("remote")),
        ("You can be anywhere.", Place("remote")),
        ("You can do it from home.", Place("remote")),
        ("Hybrid, 1x week in the Warsaw office", Place("hybrid", "Warsaw", "PL", 1, near="Warsaw")),
        ("Hybrid, 3 days from office", Place("hybrid", onsite_days=3)),
        (
            "You work from our Leeds office a minimum of two days per week.",
            Place("hybrid", "Leeds", "GB", 2, near="Leeds"),
        ),
        ("Location: Ulm, on site approx. 50 %, rest remote", Place("hybrid", "Ulm", "DE")),
        ("5 days working, work from office", Place("onsite")),
        ("Ask Tim. Location: Graz", Place(None, "Graz", "AT")),
        ("Three days of presence per week in Lyon", Place("hybrid", "Lyon", "FR", 3)),
        ("You work at the campus one day a week.", Place("hybrid", onsite_days=1)),
        ("On site in Porto for the first two weeks, afterwards remote is OK", Place("remote_ok", "Porto", "PT")),
    ],
)
def test_where_a_person_must_be_is_read_with_the_days_and_the_limits(text: str, wanted: Place) -> None:
    assert place_of(text)[0] == wanted


def test_a_visit_once_a_month_is_no_work_on_site() -> None:
    assert read_place("Attendance at our offices may be required once a month.").read is None
    assert read_place("On-site about twice a month").read is None


def test_what_a_product_lets_its_users_do_from_home_is_no_place_of_work() -> None:
    assert read_place("With our app you can do it from home.").read is None
