"""A shortlist as its page shows it: the brief with numbered words, what was read, what ruled people out, and people."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.urls import reverse

from guildworks.matching import wording
from guildworks.matching.addresses import list_address, why_address
from guildworks.matching.listed import COMPARED_LEAST, Person, RoleList, role_lists
from guildworks.matching.models import Shortlist
from guildworks.matching.ranking_policy import get_policy
from guildworks.matching.shown.brief import reading_shown
from guildworks.matching.shown.holds import NO_HOLDING, Holding
from guildworks.matching.shown.people import Scales, as_equals, person_shown, scales
from guildworks.web import charts


def shortlist_shown(made: Shortlist, *, holding: Holding = NO_HOLDING) -> dict[str, Any]:
    """All that the page shows of a shortlist. No SQL query beyond the policy, which is read once per process."""
    requirement = made.requirement
    weights = get_policy(made.policy_id).policy.weights
    roles = role_lists(made)
    listed = {person["id"] for role in roles for person in role.people}
    return {
        "shortlist": made,
        "title": made.brief.title,
        **reading_shown(made.brief.text, requirement),
        "roles": [_role(made, role, weights, holding) for role in roles],
        "held_beside": [held for engineer, held in holding.held.items() if engineer not in listed],
        "parts": ", ".join(wording.PART_WORDS[name] for name in weights),
        "made_on": made_on(made),
        "erased": len({person["id"] for role in roles for person in role.people if person.get("erased")}),
    }


def made_on(made: Shortlist) -> str:
    """`Mon 23 Nov 2026, 14:06 UTC`: which list it is, in its own words."""
    return f"{made.made_at:%a %-d %b %Y, %H:%M} UTC"


def _role(made: Shortlist, role: RoleList, weights: Mapping[str, float], holding: Holding) -> dict[str, Any]:
    found, requirement = role.found, made.requirement
    by = scales(found, weights, requirement=requirement, at=made.made_at)
    equals = as_equals(found["engineers"])
    return {
        "role": found["role"],
        "head": _head(found),
        "facts": _facts(found, requirement),
        "candidates": f"{found['candidates']:,}",
        "survivors": found["survivors"],
        "is_short": found["survivors"] < made.top,
        "nobody": wording.nobody_text(found["candidates"], found["excluded"]),
        "equals": equals if equals > 1 else 0,
        "people": [_person(made, role, person, by, holding) for person in found["engineers"]],
        "near_misses": [_person(made, role, person, by, holding) for person in found["near_misses"]],
        "back": list_address(made, role),
        "hold": reverse("new-hold", args=[made.brief.shown_id]) if holding.brief else "",
        "near_is_held": any(person["id"] in holding.held for person in found["near_misses"]),
        "has_holds": holding.brief is not None or any(person["id"] in holding.held for person in role.people),
        "compare": reverse("compare", args=[made.shown_id]) if len(role.people) >= COMPARED_LEAST else "",
        "number": "" if role.is_only else role.number,
        "is_shared": any(person["overlap_hours"] is not None for person in role.people),
        "scale": f"{by.score[0]:g} to 1",
        "free_head": f"Free {wording.weeks_span(date.fromisoformat(found['starts']), found['weeks'])}",
        "free_asked": found["hours_per_week"] and f"{found['hours_per_week']:g} h asked",
        **_funnel(found, by),
    }


def _person(made: Shortlist, role: RoleList, person: Person, by: Scales, holding: Holding) -> dict[str, Any]:
    beside = holding.beside(person, back=list_address(made, role))
    return {**person_shown(person, by), "why": why_address(made, role, person["id"]), **beside}


def _head(role: Mapping[str, Any]) -> str:
    fit, listed = role["survivors"], len(role["engineers"])
    if not fit:
        return "Nobody fits all of it"
    engineers = "1 engineer fits" if fit == 1 else f"{fit:,} engineers fit"
    return engineers if listed >= fit else f"{engineers}, the first {listed}"


def _facts(role: Mapping[str, Any], requirement: Mapping[str, Any]) -> str:
    """What the list was made for, in one line."""
    starts = date.fromisoformat(role["starts"])
    hours = f"{role['hours_per_week']:g} h a week for " if role["hours_per_week"] else ""
    facts = [f"{hours}{wording.weeks_text(role['weeks'])} from {starts:%a %-d %b %Y}"]
    if overlap := requirement.get("overlap"):
        facts.append(wording.overlap_text(overlap["value"]).replace("h or more", "h or more together"))
    facts += [
        wording.hard_text(row["requirement"]) for row in role["excluded"] if row["requirement"].startswith("budget ")
    ]
    return " · ".join(fact for fact in facts if fact)


def _funnel(role: Mapping[str, Any], by: Scales) -> dict[str, Any]:
    """What each requirement ruled out, in the order applied, and what one change would bring."""
    before, total, rows = role["candidates"], max(role["candidates"], 1), []
    for each in role["excluded"]:
        ruled_out, name = before - each["left"], wording.step_text(each["requirement"])
        picture = charts.left_chart(
            before / total, each["left"] / total, said=f"{name}: {each['left']:,} left, {ruled_out:,} ruled out"
        )
        rows.append(
            {
                "name": name,
                "left": f"{each['left']:,}",
                "ruled_out": f"−{ruled_out:,}" if ruled_out else "0",
                "only": f"{each['only']:,}" if each["only"] else "",
                "fail": wording.failing_text(each),
                "chart": picture,
            }
        )
        before = each["left"]
    asked = wording.loosened(role["excluded"])
    helps = max(asked, key=lambda each: each["only"], default=None)
    strictest = max(asked, key=lambda each: each["engineers"], default=None)
    return {
        "funnel": rows,
        "helps": _change(helps) if helps and helps["only"] else None,
        "strictest": _strictest(strictest, role["candidates"]) if strictest and strictest["engineers"] else None,
    }


def _change(each: Mapping[str, Any]) -> dict[str, str]:
    more = each["only"]
    return {
        "name": wording.hard_text(each["requirement"]),
        "more": "1 more engineer" if more == 1 else f"{more:,} more",
    }


def _strictest(each: Mapping[str, Any], candidates: int) -> dict[str, str]:
    return {"name": wording.hard_text(each["requirement"]), "fail": f"{each['engineers']:,} of {candidates:,}"}
