"""Why one engineer stands on a list, on a page of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildworks.matching.addresses import compare_address, why_address
from guildworks.matching.listed import Person, RoleList
from guildworks.matching.models import Shortlist
from guildworks.matching.ranking_policy import get_policy
from guildworks.matching.shown.funnel import fit_text
from guildworks.matching.shown.holds import NO_HOLDING, Holding
from guildworks.matching.shown.hours import day_shown, weeks_shown
from guildworks.matching.shown.people import person_shown, scale_text, scales
from guildworks.platform.enumeration import enumerated
from guildworks.platform.figures import figure


def engineer_shown(
    made: Shortlist, role: RoleList, place: int, *, holding: Holding = NO_HOLDING, is_exact: bool = False
) -> dict[str, Any]:
    """All that the page shows of whoever stands at a place of a role's list, and the ways to those beside."""
    people = role.people
    person = people[place]
    weights = get_policy(made.policy_id).policy.weights
    by = scales(role.found, weights, requirement=made.requirement, at=made.made_at)
    return {
        "person": person_shown(person, by),
        **holding.beside(person, back=why_address(made, role, person["id"])),
        "scale": scale_text(by),
        "place": _place(role, person, is_exact=is_exact),
        "day": day_shown(role.found, person),
        "weeks": weeks_shown(role.found, person),
        "asked_hours": _asked(role.found["hours_per_week"]),
        "hours_said": _hours_said(made),
        "before": _beside(made, role, people[place - 1]) if place else None,
        "after": _beside(made, role, people[place + 1]) if place + 1 < len(people) else None,
        "compare": _compare(made, role, people[max(place - 1, 0) : place + 2], besides=person),
    }


def _place(role: RoleList, person: Person, *, is_exact: bool) -> str:
    """`Rank 2 of 4 who fit`, `Near miss 1`."""
    if "fails" in person:
        return _("Near miss %(rank)s") % {"rank": person["rank"]}
    said = ngettext("The only one who fits", "Rank %(rank)s of %(count)s who fit", role.found["survivors"])
    return said % {"rank": person["rank"], "count": fit_text(role.found, is_exact=is_exact)}


def _asked(hours: float | None) -> str:
    return _("%(hours)s h a week asked") % {"hours": figure(hours, "g")} if hours else ""


def _hours_said(made: Shortlist) -> bool:
    """Whether the brief says when its client works; else office hours are laid beside the engineer's."""
    overlap = made.requirement["overlap"]
    return bool(overlap and overlap["value"].get("window"))


def _beside(made: Shortlist, role: RoleList, person: Person) -> dict[str, str]:
    return {"name": person["name"], "address": why_address(made, role, person["id"])}


def _compare(made: Shortlist, role: RoleList, people: Sequence[Person], *, besides: Person) -> dict[str, str] | None:
    """The way to put somebody beside their neighbours on the list; None where they stand alone."""
    names = [person["name"] for person in people if person is not besides]
    if not names:
        return None
    address = compare_address(made, role, [person["id"] for person in people])
    return {"name": _("Compare with %(names)s") % {"names": enumerated(names)}, "address": address}
