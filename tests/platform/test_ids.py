"""Ids: what is shown leads back, what is not one is refused, and later ones sort later."""

from __future__ import annotations

import contextlib
import time
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guildworks.platform.ids import BadId, parsed, shown, uuid7


@given(st.uuids())
def test_a_shown_id_leads_back_in_either_case_and_with_space_around(value):
    text = shown("eng", value)
    assert len(text) == 30
    assert parsed("eng", text) == value
    assert parsed("eng", f"  eng_{text[4:].lower()}\n") == value


@given(st.uuids(), st.uuids())
def test_shown_ids_sort_as_the_ids_do(one, other):
    assert (one < other) == (shown("eng", one) < shown("eng", other))


def test_letters_that_look_like_digits_are_read_as_those():
    value = parsed("eng", "eng_" + "0" * 24 + "10")
    assert parsed("eng", "eng_" + "O" * 24 + "lo") == value == parsed("eng", "eng_" + "o" * 24 + "IO")


@pytest.mark.parametrize(
    "text",
    ["", "eng", "eng_", "eng_0", "brf_" + "0" * 26, "eng_" + "0" * 25, "eng_" + "0" * 27, "eng_" + "U" * 26,
     "eng_8" + "0" * 25, "eng_" + "é" * 26, "eng_" + "٣" * 26, "eng_0000 000000000000000000000", "x" * 100_000],
)  # fmt: skip
def test_what_is_no_id_is_refused_with_its_form(text):
    with pytest.raises(BadId) as refused:
        parsed("eng", text)
    assert "eng_" in refused.value.message
    assert len(refused.value.message) < 120
    assert refused.value.hint


@given(st.text(max_size=60))
def test_any_text_is_an_id_or_refused(text):
    with contextlib.suppress(BadId):
        assert isinstance(parsed("eng", text), UUID)


def test_ids_made_later_sort_later_and_are_of_version_7():
    made = []
    for _ in range(3):
        made.append(uuid7())
        time.sleep(0.002)
    assert made == sorted(made)
    assert len({uuid7() for _ in range(1000)}) == 1000
    for value in made:
        assert (value.version, value.variant) == (7, "specified in RFC 4122")
        assert abs((value.int >> 80) / 1000 - time.time()) < 5
