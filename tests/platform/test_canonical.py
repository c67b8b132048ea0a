"""The canonical form is the one of RFC 8785, whoever writes it."""

from __future__ import annotations

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from guildworks.platform.canonical import canonical

numbers = st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(allow_nan=False, allow_infinity=False)
values = st.recursive(
    st.none() | st.booleans() | numbers | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner),
)


@given(values)
def test_every_value_has_the_bytes_that_the_library_gives(value):
    assert canonical(value) == rfc8785.dumps(value)


@pytest.mark.parametrize("number", [-0.0, 0.1 + 0.2, 5e-05, 1e-07, 1e16, 1e21, 123456789012345680.0, -1.5, 100.0])
def test_numbers_at_the_edges(number):
    assert canonical([number]) == rfc8785.dumps([number])


def test_names_are_ordered_by_their_utf_16_units():
    assert canonical({"\ufb01": 1, "\U0001f600": 2, "a": 3}) == '{"a":3,"\U0001f600":2,"\ufb01":1}'.encode()


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 2**53, "\ud800", {"a": {1, 2}}])
def test_what_has_no_form_is_refused(value):
    with pytest.raises(ValueError):
        canonical(value)
