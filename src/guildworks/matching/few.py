"""Counts of people as a client may know them: of those who are not on a list none below three, also by a difference."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

FEWEST = 3  # people: below, nobody but the operator is told how many
Found = Mapping[str, Any]  # of one role


def is_few(people: int) -> bool:
    """Whether so many are told to nobody but the operator."""
    return 0 < people < FEWEST


def end_of(found: Found) -> int:
    """Those who fit, or those of them who are on the list where nearly all are: what every count is told apart from."""
    fit, listed = found["survivors"], len(found["engineers"])
    return listed if is_few(fit - listed) else fit


def counts_told(found: Found, *, is_exact: bool) -> dict[str, Any]:
    """How many were looked at, and what each requirement ruled out; for a client null where it would tell of few."""
    if is_exact:
        return {"candidates": found["candidates"], "excluded": found["excluded"]}
    end, before = end_of(found), found["candidates"]
    steps = []
    for each in found["excluded"]:
        is_told = not (is_few(each["left"] - end) or is_few(before - each["left"]))
        before = each["left"] if is_told else before
        counts = {name: None if is_few(each[name]) else each[name] for name in ("engineers", "only")}
        steps.append({"requirement": each["requirement"], **counts, "left": each["left"] if is_told else None})
    candidates = found["candidates"]
    return {"candidates": None if is_few(candidates - end) else candidates, "excluded": steps}
