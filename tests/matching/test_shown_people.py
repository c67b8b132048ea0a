"""People on the page: figures that add up, names of requirements that read well, and who counts as equal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guildworks.matching.shown.people import as_equals, thousandths
from guildworks.matching.wording import hard_text, place_text, utc_text


@given(st.lists(st.floats(0, 0.5).map(lambda part: round(part, 6)), min_size=1, max_size=8))
def test_rounded_parts_add_up_to_the_rounded_score(parts: list[float]):
    total = round(sum(parts), 6)
    shown = thousandths(parts, total)
    assert sum(int(part.replace(".", "")) for part in shown) == round(total * 1000)
    assert all(abs(float(text) - part) < 0.0011 for text, part in zip(shown, parts, strict=True))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("language en B2", "English B2 or better"),
        ("language de", "German"),
        ("budget 130 EUR/h", "€130/h or less"),
        ("budget 137.5 GBP/h", "£137.50/h or less"),
        ("overlap 4 h", "4 h or more together"),
        ("zone UTC-1 to UTC+3", "Zone UTC−1 to UTC+3"),
        ("place Milan", "Place Milan"),
        ("32 h a week free", "32 h a week free"),
        ("Python or C++", "Python or C++"),
        ("Large language models", "Large language models"),
    ],
)
def test_a_requirement_reads_well(name: str, text: str):
    assert hard_text(name) == text


@pytest.mark.parametrize(
    ("minutes", "text"), [(0, "UTC"), (60, "UTC+1"), (330, "UTC+5:30"), (-480, "UTC−8"), (-210, "UTC−3:30")]
)
def test_how_far_a_zone_is_ahead_reads_well(minutes: int, text: str):
    assert utc_text(minutes) == text


def test_those_whose_ranges_all_overlap_are_equals():
    ranges = [(0.84, 0.91), (0.83, 0.90), (0.79, 0.92), (0.70, 0.83)]
    people = [{"low": low, "high": high} for low, high in ranges]
    assert as_equals(people) == 3
    assert as_equals(people[:1]) == 1
    assert as_equals([]) == 0


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ({"mode": "remote", "region": "Europe"}, "remote, from within Europe"),
        (
            {"mode": "hybrid", "city": "Milan", "country": "IT", "onsite_days": 2},
            "partly on site, Milan, 2 days a week",
        ),
        ({"mode": None, "country": "DE"}, "DE"),
    ],
)
def test_a_place_in_words(place, text):
    assert place_text(place) == text
