"""A shortlist as its page shows it: the brief with numbered words, what was read, what ruled people out, and people."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildworks.matching import wording
from guildworks.matching.addresses import list_address, why_address
from guildworks.matching.listed import COMPARED_LEAST, Person, RoleList, role_lists
from guildworks.matching.models import Shortlist
from guildworks.matching.ranking_policy import get_policy
from guildworks.matching.shown.brief import reading_shown
from guildworks.matching.shown.funnel import fit_text, funnel
from guildworks.matching.shown.holds import NO_HOLDING, Holding
from guildworks.matching.shown.people import Scales, as_equals, person_shown, scales
from guildworks.platform.dates import day_text
from guildworks.platform.figures import figure


def shortlist_shown(made: Shortlist, *, holding: Holding = NO_HOLDING, is_exact: bool = False) -> dict[str, Any]:
    """All that the page shows of a shortlist. No SQL query beyond the policy, which is read once per process.

    Counts of people who are not on it are exact for the operator alone.
    """
    requirement = made.requirement
    weights = get_policy(made.policy_id).policy.weights
    roles = role_lists(made)
    listed = {person["id"] for role in roles for person in role.people}
    return {
        "shortlist": made,
        "title": made.brief.title,
        **reading_shown(made.brief.text, requirement),
        "roles": [_role(made, role, weights, holding, is_exact=is_exact) for role in roles],
        "held_beside": [held for engineer, held in holding.held.items() if engineer not in listed],
        "parts": ", ".join(_(wording.PART_WORDS[name]) for name in weights),
        "erased": len({person["id"] for role in roles for person in role.people if person.get("erased")}),
    }


def _role(
    made: Shortlist, role: RoleList, weights: Mapping[str, float], holding: Holding, *, is_exact: bool
) -> dict[str, Any]:
    found, requirement = role.found, made.requirement
    by = scales(found, weights, requirement=requirement, at=made.made_at)
    equals = as_equals(found["engineers"])
    return {
        "role": found["role"],
        "head": _head(found, is_exact=is_exact),
        "facts": _facts(found, requirement),
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
        "scale": _("%(first)s to 1") % {"first": figure(by.score[0], "g")},
        "free_head": _("Free %(weeks)s")
        % {"weeks": wording.weeks_span(date.fromisoformat(found["starts"]), found["weeks"])},
        **funnel(found, is_exact=is_exact),
    }


def _person(made: Shortlist, role: RoleList, person: Person, by: Scales, holding: Holding) -> dict[str, Any]:
    beside = holding.beside(person, back=list_address(made, role))
    return {**person_shown(person, by), "why": why_address(made, role, person["id"]), **beside}


def _head(role: Mapping[str, Any], *, is_exact: bool) -> str:
    fit, listed = role["survivors"], len(role["engineers"])
    if not fit:
        return _("Nobody fits all of it")
    if listed >= fit:
        said = ngettext("%(count)s engineer fits", "%(count)s engineers fit", fit)
    else:
        said = ngettext(
            "%(count)s engineer fits, the first %(listed)s", "%(count)s engineers fit, the first %(listed)s", fit
        )
    return said % {"count": fit_text(role, is_exact=is_exact), "listed": listed}


def _facts(role: Mapping[str, Any], requirement: Mapping[str, Any]) -> str:
    """What the list was made for, in one line."""
    facts = [_work(role)]
    if overlap := requirement.get("overlap"):
        facts.append(_together(overlap["value"]))
    facts += [
        wording.hard_text(row["requirement"]) for row in role["excluded"] if row["requirement"].startswith("budget ")
    ]
    return " · ".join(fact for fact in facts if fact)


def _work(role: Mapping[str, Any]) -> str:
    """`32 h a week for 12 weeks from Mon 11 Jan 2027`."""
    hours, weeks = role["hours_per_week"], role["weeks"]
    if hours:
        said = ngettext(
            "%(hours)s h a week for %(count)s week from %(day)s",
            "%(hours)s h a week for %(count)s weeks from %(day)s",
            weeks,
        )
    else:
        said = ngettext("%(count)s week from %(day)s", "%(count)s weeks from %(day)s", weeks)
    return said % {
        "hours": figure(hours or 0, "g"),
        "count": weeks,
        "day": day_text(date.fromisoformat(role["starts"])),
    }


def _together(overlap: Mapping[str, Any]) -> str:
    """`4 h or more together, 09:00–17:00 Europe/Berlin`."""
    if not overlap.get("hours"):
        return wording.overlap_text(overlap)
    hours = _("%(hours)s h or more together") % {"hours": figure(overlap["hours"], "g")}
    is_placed = any(overlap.get(name) for name in ("zone", "window", "zone_from"))
    return f"{hours}, {wording.overlap_text({**overlap, 'hours': None})}" if is_placed else hours
