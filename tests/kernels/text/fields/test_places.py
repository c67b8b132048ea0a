"""Cities, countries and zones by name."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from guildworks.kernels.text.fields.places import Places, client_place


@pytest.fixture(scope="module")
def places() -> Places:
    return Places.load()


@pytest.mark.parametrize(
    ("text", "city", "country", "zone"),
    [
        ("Kraków, Poland", "Kraków", "PL", "Europe/Warsaw"),
        ("Krakow", "Kraków", "PL", "Europe/Warsaw"),
        ("München", "Munich", "DE", "Europe/Berlin"),
        ("Wien", "Vienna", "AT", "Europe/Vienna"),
        ("Lisboa", "Lisbon", "PT", "Europe/Lisbon"),
        ("Austin, Texas", "Austin", "US", "America/Chicago"),
        ("Austin, TX", "Austin", "US", "America/Chicago"),
        ("Cambridge, MA", "Cambridge", "US", "America/New_York"),
        ("Cambridge", "Cambridge", "GB", "Europe/London"),
        ("London, Ontario", "London", "CA", "America/Toronto"),
        ("Nice, France", "Nice", "FR", "Europe/Paris"),
        ("Portland, Oregon", "Portland", "US", "America/Los_Angeles"),
        ("São Paulo", "São Paulo", "BR", "America/Sao_Paulo"),
        ("Bangalore (India)", "Bengaluru", "IN", "Asia/Kolkata"),
        ("New\nYork", "New York", "US", "America/New_York"),
        ("somewhere in Germany", None, "DE", "Europe/Berlin"),
        ("based in the UK", None, "GB", "Europe/London"),
    ],
)
def test_a_place_is_found_with_its_country_and_zone(
    places: Places, text: str, city: str | None, country: str, zone: str
) -> None:
    found = places.find_place(text)
    assert found is not None
    assert (found.city, found.country, found.zone) == (city, country, zone)


@pytest.mark.parametrize(
    "text", ["a nice reading of the text", "send us a note", "In or Me", "Nice work", "no in it", ""]
)
def test_common_words_are_no_places(places: Places, text: str) -> None:
    assert places.find_place(text) is None


def test_every_place_has_a_zone_that_exists(places: Places) -> None:
    zones = {spot.zone for spots in places.spots.values() for spot in spots} | {
        zone for zone, _ in places.zones.values()
    }
    assert all(ZoneInfo(zone).key == zone for zone in zones)


def test_there_are_enough_cities(places: Places) -> None:
    assert (
        len({(spot.name, spot.country) for spots in places.spots.values() for spot in spots if spot.kind == "city"})
        >= 400
    )


@pytest.mark.parametrize(
    ("text", "city"),
    [
        ("We sit in Austin, Texas.", "Austin"),
        ("We're in Seattle and want you online during our business hours.", "Seattle"),
        ("Model risk team of a bank, Milan area.", "Milan"),
        ("a start-up from Lyon", "Lyon"),
        ("You must be in our Lisbon office.", "Lisbon"),
        ("Our customers are in Paris and Rome.", None),
        ("We love Berlin.", None),
    ],
)
def test_where_the_client_sits(text: str, city: str | None) -> None:
    place = client_place(text)
    assert (place.city if place else None) == city
