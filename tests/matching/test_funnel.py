"""The way from everybody to those who fit: a client cannot reckon one or two people from the figures on it."""

from __future__ import annotations

from itertools import accumulate
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from guildworks.matching.shown.funnel import fit_text, funnel


def found(candidates: int, ruled_out: list[int], *, listed: int) -> dict[str, Any]:
    """A role as a list keeps it: so many were looked at, and each requirement in turn ruled so many out."""
    lefts = list(accumulate(ruled_out, lambda left, out: left - out, initial=candidates))[1:]
    excluded = [
        {"requirement": f"skill {number}", "engineers": out, "only": out, "left": left}
        for number, (out, left) in enumerate(zip(ruled_out, lefts, strict=True))
    ]
    survivors = lefts[-1] if lefts else candidates
    people = [{"id": number} for number in range(min(listed, survivors))]
    return {"candidates": candidates, "survivors": survivors, "excluded": excluded, "engineers": people}


def figures(role: dict[str, Any], *, is_exact: bool) -> list[str]:
    shown = funnel(role, is_exact=is_exact)
    return [shown["candidates"], *(step.left for step in shown["funnel"]), shown["fit"]]


few = st.lists(st.integers(0, 6), max_size=6)


@given(ruled_out=few, rest=st.integers(0, 15))
@example(ruled_out=[1], rest=7)  # one of eight
@example(ruled_out=[30, 1, 1, 2], rest=7)
@example(ruled_out=[30, 1], rest=11)  # one who fits is not on the list
def test_no_two_figures_of_a_client_differ_by_one_or_two_people(ruled_out, rest):
    role = found(sum(ruled_out) + rest, ruled_out, listed=10)
    told = [int(said) for said in figures(role, is_exact=False) if said.isdecimal()] + [len(role["engineers"])]
    assert not {abs(one - other) for one in told for other in told} & {1, 2}


@given(ruled_out=few, rest=st.integers(0, 15))
def test_what_is_told_by_a_bound_lies_below_it(ruled_out, rest):
    role = found(sum(ruled_out) + rest, ruled_out, listed=10)
    exact = figures(role, is_exact=True)
    for told, true in zip(figures(role, is_exact=False), exact, strict=True):
        assert told == true or int(true) < int(told.removeprefix("fewer than "))


@given(ruled_out=few, rest=st.integers(0, 15))
def test_no_step_names_one_or_two(ruled_out, rest):
    shown = funnel(found(sum(ruled_out) + rest, ruled_out, listed=10), is_exact=False)
    for step in shown["funnel"]:
        assert step.fail.split()[0] not in ("1", "2") and step.only not in ("1", "2")
        assert step.ruled_out not in ("−1", "−2")
    assert " 1 more" not in shown["helps"] and " 2 more" not in shown["helps"]


def test_the_operator_is_told_all():
    role = found(40, [30, 1, 2], listed=10)
    assert figures(role, is_exact=True) == ["40", "10", "9", "7", "7"]
    assert [step.ruled_out for step in funnel(role, is_exact=True)["funnel"]] == ["−30", "−1", "−2"]
    assert figures(role, is_exact=False) == ["40", "10", "fewer than 10", "7", "7"]


def test_of_those_who_fit_and_are_not_on_the_list_too():
    assert fit_text(found(12, [], listed=10), is_exact=False) == "fewer than 13"
    assert fit_text(found(13, [], listed=10), is_exact=False) == "13"
