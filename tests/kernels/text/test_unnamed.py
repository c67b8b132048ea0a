"""Names that stand in one list with skills and are none of the graph."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guildworks.kernels.text.span import Span
from guildworks.kernels.text.unnamed import unnamed


def names(text: str, *skills: str) -> tuple[str, ...]:
    return unnamed(text, [Span(text.index(skill), text.index(skill) + len(skill)) for skill in skills])


@pytest.mark.parametrize(
    ("text", "skills", "found"),
    [
        ("Python, Zilkin and SQL are a must.", ("Python", "SQL"), ("Zilkin",)),
        ("Experience with Zilkin Flow, Python or qBrane", ("Python",), ("Zilkin Flow", "qBrane")),
        ("You know Python and Zilkin 3.2; Quorvex is not in that list.", ("Python",), ("Zilkin 3.2",)),
        ("Zilkin, Python and zilkin again", ("Python",), ()),  # a first word has its capital anyway
        ("We write Python and German, in Berlin or March, on Monday", ("Python",), ()),
        ("Python and good manners", ("Python",), ()),
        ("Zilkin and Quorvex only", (), ()),
    ],
)
def test_what_stands_beside_a_skill(text, skills, found):
    assert names(text, *skills) == found


@given(st.text(max_size=300), st.data())
def test_any_text_with_any_skills_is_read_and_names_come_from_it(text, data):
    ends = data.draw(st.lists(st.tuples(st.integers(0, len(text)), st.integers(0, len(text))), max_size=4))
    found = unnamed(text, [Span(min(pair), max(pair)) for pair in ends])
    assert all(name in text for name in found)
    assert len({name.casefold() for name in found}) == len(found)
