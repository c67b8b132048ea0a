"""A shortlist as its page shows it: the brief with numbered words, what was read, what ruled people out, and people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from guildworks.kernels.talentindex.scorer import PARTS
from guildworks.matching import wording
from guildworks.matching.models import Shortlist
from guildworks.matching.ranking_policy import policy_in_force

MARKS_SHOWN = 4
FIELDS = (
    ("Start", "starts", wording.start_text),
    ("Duration", "duration_weeks", wording.duration_text),
    ("Overlap", "overlap", wording.overlap_text),
    ("Budget", "budget", wording.budget_text),
    ("Place", "place", wording.place_text),
    ("Level", "seniority", wording.seniority_text),
)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that was read: its number stands in the text and in the list."""

    number: int
    label: str
    value: str
    tag: str  # must, nice, not, named, unclear, or nothing
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the brief's text; with a number where it is the words of an item."""

    text: str
    number: int | None = None
    tag: str = ""


def shortlist_shown(made: Shortlist) -> dict[str, Any]:
    """All that the page shows of a shortlist. No SQL query beyond the policy, which is read once per process."""
    requirement = made.brief.requirement
    items = numbered_items(requirement)
    weights = policy_in_force(made.policy_id).policy.weights
    return {
        "shortlist": made,
        "brief": made.brief,
        "words": requirement["words"],
        "pieces": pieces(made.brief.text, items),
        "items": items,
        "doubts": [doubt for doubt in wording.doubts(requirement) if doubt.kind != "missing"],
        "unsaid": [doubt for doubt in wording.doubts(requirement) if doubt.kind == "missing"],
        "roles": [_role(role, weights) for role in made.found["roles"]],
        "parts": [(name, weights[name]) for name in PARTS],
    }


def numbered_items(requirement: Mapping[str, Any]) -> list[Item]:
    """What was read, in the order of the list."""
    order = list(wording.IMPORTANCE)
    wishes = sorted(requirement["skills"], key=lambda wish: order.index(wish["importance"]))
    found = [("Skill", wording.skill_text(wish), wording.IMPORTANCE[wish["importance"]], wish) for wish in wishes]
    found += [("Role", read["value"], "", read) for read in requirement["roles"]]
    found += [("Hours", wording.hours_text(read["value"]), "", read) for read in requirement["hours_per_week"]]
    found += [
        (label, words(read["value"]), "", read) for label, name, words in FIELDS if (read := requirement.get(name))
    ]
    found += [("Language", wording.language_text(read["value"]), "", read) for read in requirement["languages"]]
    found += [("Delivers", read["value"], "", read) for read in requirement["deliverables"]]
    return [
        Item(number, label, value, tag, read["start"], read["end"])
        for number, (label, value, tag, read) in enumerate(found, start=1)
    ]


def pieces(text: str, items: Sequence[Item]) -> list[Piece]:
    """The text cut at the words of the items; where two items share words, the one that starts first keeps them."""
    found: list[Piece] = []
    at = 0
    for item in sorted(items, key=lambda item: (item.start, -item.end)):
        if item.start < at or item.end <= item.start:
            continue
        found.append(Piece(text[at : item.start]))
        found.append(Piece(text[item.start : item.end], item.number, item.tag))
        at = item.end
    return [piece for piece in (*found, Piece(text[at:])) if piece.text]


def _role(role: Mapping[str, Any], weights: Mapping[str, float]) -> dict[str, Any]:
    return {
        "role": role["role"],
        "candidates": role["candidates"],
        "survivors": role["survivors"],
        "asked": _asked_text(role),
        "funnel": _funnel(role),
        "people": [_person(person, weights) for person in role["engineers"]],
        "near_misses": [_person(person, weights) for person in role["near_misses"]],
    }


def _asked_text(role: Mapping[str, Any]) -> str:
    starts = date.fromisoformat(role["starts"])
    hours = f"{role['hours_per_week']:g} h a week, " if role["hours_per_week"] else ""
    return f"{hours}{wording.weeks_text(role['weeks'])} from {starts:%a %-d %b %Y}"


def _funnel(role: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What each requirement ruled out, with the shares of all as whole percents for the bars."""
    before, total = role["candidates"], max(role["candidates"], 1)
    rows = []
    for each in role["excluded"]:
        ruled_out = before - each["left"]
        rows.append(
            {**each, "ruled_out": ruled_out, "left_percent": round(100 * each["left"] / total), "before": before}
        )
        before = each["left"]
    return rows


def _person(person: Mapping[str, Any], weights: Mapping[str, float]) -> dict[str, Any]:
    rate, cost = person["rate"], person["cost"]
    return {
        **person,
        "rate_text": wording.amount_text(rate["amount"], rate["currency"]) + "/h" if rate else "rate not said",
        "cost_text": wording.amount_text(cost["amount"], cost["currency"]) if cost else "",
        "marks": wording.skill_marks(person["skills"])[:MARKS_SHOWN],
        "loses_on": wording.loses_on(person["parts"], weights),
        "part_rows": [
            {"name": name, "value": person["parts"][name], "possible": weights[name]} for name in PARTS
        ],
        "low_percent": round(person["low"] * 100, 1),
        "high_percent": round(person["high"] * 100, 1),
        "score_percent": round(person["score"] * 100, 1),
    }
