"""Charts: what is drawn stands where the numbers say, and no word from outside becomes markup."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guildworks.web import charts

shares = st.floats(0, 1)


def drawn(svg: str, kind: str) -> list[dict[str, str]]:
    return [element.attrib for element in ElementTree.fromstring(svg) if element.get("class") == kind]


def test_a_range_lies_where_its_scale_puts_it():
    svg = charts.range_chart(0.75, 0.8, 1.0, scale=(0.5, 1.0), said="Score 0.80")
    (band,), (tick,) = drawn(svg, "band"), drawn(svg, "tick")
    assert (band["x"], band["width"]) == ("60.0", "60.0")
    assert float(tick["x"]) + float(tick["width"]) / 2 == pytest.approx(72, abs=0.1)
    assert ElementTree.fromstring(svg).get("aria-label") == "Score 0.80"


@given(shares, shares, shares)
def test_nothing_is_drawn_outside_of_a_chart(low: float, value: float, high: float):
    low, value, high = sorted((low, value, high))
    (band,) = drawn(charts.range_chart(low, value, high, scale=(0.5, 1.0), said=""), "band")
    assert float(band["x"]) >= 0
    assert float(band["x"]) + float(band["width"]) <= 121


def test_what_was_only_said_is_dashed_and_has_no_band():
    assert drawn(charts.level_chart(2, 3, 4, seen=True, said=""), "band")
    said = charts.level_chart(2, 3, 4, seen=False, said="")
    assert not drawn(said, "band")
    assert drawn(said, "claimed")


def test_weak_parts_are_drawn_apart():
    svg = charts.parts_chart([1.0, 0.69, 0.7], said="")
    assert [path["d"].count("M") for path in drawn(svg, "fill") + drawn(svg, "weak")] == [2, 1]


def test_hours_asked_are_a_line_and_none_where_none_are_asked():
    assert drawn(charts.hours_chart(20, 40, most=40, said=""), "asked")[0]["d"].startswith("M96.0")
    assert not drawn(charts.hours_chart(20, None, most=40, said=""), "asked")


@given(st.text())
def test_a_sentence_never_becomes_markup(said: str):
    svg = charts.left_chart(1, 0.5, said=f'"><script>{said}')
    assert svg.count("<script") == 0
    assert svg.count('role="img"') == 1
