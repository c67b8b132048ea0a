"""An engineer's opportunities in words: a row for each brief, and why they stand where they stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildworks.matching import wording
from guildworks.matching.considered.queries import MUST, Considered, Stood
from guildworks.matching.considered.reasons import Change, change_of, reasons_text
from guildworks.matching.ranking_policy import InForce
from guildworks.matching.shown.held import OwnHold, own_hold_shown
from guildworks.matching.shown.people import PART_HEADS
from guildworks.matching.why import NOT_LISTED, Explained
from guildworks.platform.dates import day_text, moment_text
from guildworks.platform.enumeration import enumerated
from guildworks.skills.queries import skill_name
from guildworks.talent.models import Engineer
from guildworks.web.charts import WEAK

SKILLS_SHOWN = 5
SAME_FOR_ALL = "reputation"  # before any outcome


@dataclass(frozen=True, slots=True)
class Opportunity:
    """A brief in a row: what it asks, where the engineer stood, and because of what."""

    id: str
    title: str  # the role, or the first skills that it asks
    facts: str  # from Mon 11 Jan, 12 weeks
    client: str  # who holds; empty before that
    stood: str  # Listed 4th of 31
    is_listed: bool
    because: str
    hold: OwnHold | None
    made: str


def opportunities_shown(
    found: Sequence[Considered], engineer: Engineer, *, zone: str, at: datetime
) -> list[Opportunity]:
    """All rows of one page."""
    return [_opportunity(each, engineer, zone=zone, at=at) for each in found]


def title_of(considered: Considered) -> str:
    """What a brief may be called by somebody who does not know its client: its roles, else its first skills."""
    roles = [role["role"] for role in considered.roles if role["role"]]
    return enumerated(roles) if roles else skills_of(considered) or _("A brief that names no skill")


def skills_of(considered: Considered) -> str:
    """The skills that it asks, musts first."""
    slugs = [slug for slug, importance in considered.skills if importance == MUST]
    slugs += [slug for slug, importance in considered.skills if importance != MUST]
    return enumerated([skill_name(slug) for slug in list(dict.fromkeys(slugs))[:SKILLS_SHOWN]]) if slugs else ""


def facts_of(considered: Considered, *, at: datetime) -> str:
    """`from Mon 11 Jan, 12 weeks`."""
    first = day_text(considered.starts, beside=at.date())
    return _("from %(day)s, %(weeks)s") % {"day": first, "weeks": wording.weeks_text(considered.roles[0]["weeks"])}


@dataclass(frozen=True, slots=True)
class RoleWhy:
    """Why an engineer stands where they stand for one role."""

    head: str
    role: str = ""
    reason: str = ""
    change: Change | None = None
    counted: str = ""  # the parts of the score with which they did well
    lost: str = ""  # those on which they lost most
    is_whole: bool = True  # False: what was known when the list was made is not kept any more


def why_shown(explained: Sequence[Explained], engineer: Engineer, *, force: InForce) -> list[RoleWhy]:
    """Each role in words."""
    return [_role_why(each, engineer, force=force) for each in explained]


def kept_why_shown(considered: Considered, engineer: Engineer) -> list[RoleWhy]:
    """The same from the list alone, where what was known at its time is not kept any more."""
    if not considered.stood:
        return [RoleWhy(head=_("You are not on the list"), is_whole=False)]
    return [
        RoleWhy(
            role=considered.roles[stood.role - 1]["role"] or "",
            head=_stood_text(considered, stood),
            reason=_because(considered, stood, engineer),
            is_whole=False,
        )
        for stood in sorted(considered.stood, key=lambda each: each.role)
    ]


def _role_why(each: Explained, engineer: Engineer, *, force: InForce) -> RoleWhy:
    if each.excluded_by == (NOT_LISTED,):
        head = _("You could not be found when the list was made")
    elif each.listed:
        head = _("You are number %(rank)s on the list") % {"rank": each.rank}
    elif each.rank:
        head = _("You met every requirement and came out as number %(rank)s") % {"rank": each.rank}
    else:
        head = _("You are not on the list")
    strong, weak = _parts(each, force.policy.weights)
    return RoleWhy(
        role=each.role or "",
        head=head,
        reason=reasons_text(list(each.excluded_by), engineer) if not each.listed else "",
        change=change_of(each.changes, engineer) if each.changes else None,
        counted=enumerated(strong) if strong else "",
        lost=enumerated(weak) if weak else "",
    )


def _parts(each: Explained, weights: Mapping[str, float]) -> tuple[list[str], list[str]]:
    """The parts in which they reached much of what was possible, and the others; in words.

    Without figures: from that of the rate, whoever knows the policy works out the brief's budget.
    """
    parts = {name: value / weights[name] for name, value in (each.parts or {}).items() if name != SAME_FOR_ALL}
    strong = [_(PART_HEADS[name]) for name, share in parts.items() if share >= WEAK]
    weak = sorted((share, name) for name, share in parts.items() if share < WEAK)
    return strong, [_(PART_HEADS[name]) for _share, name in weak]


def _opportunity(each: Considered, engineer: Engineer, *, zone: str, at: datetime) -> Opportunity:
    best = each.best
    return Opportunity(
        id=each.shown_id,
        title=title_of(each),
        facts=facts_of(each, at=at),
        client=each.client,
        stood=_stood_text(each, best),
        is_listed=bool(best and best.kind == "engineers"),
        because=_because(each, best, engineer),
        hold=own_hold_shown(each.held, each.client, zone=zone, at=at) if each.held else None,
        made=moment_text(each.made_at, beside=at.date()),
    )


def _stood_text(each: Considered, best: Stood | None) -> str:
    if best is None or best.kind == "near_misses":
        return _("Not listed")
    fit = each.roles[best.role - 1]["fit"]
    if best.kind == "below":
        return _("Number %(rank)s of %(fit)s") % {"rank": each.top + best.rank, "fit": fit}
    return _("Listed, number %(rank)s of %(fit)s") % {"rank": best.rank, "fit": fit}


def _because(each: Considered, best: Stood | None, engineer: Engineer) -> str:
    if best is None:
        return ""
    if best.kind == "below":
        places = ngettext("the list has %(count)s place", "the list has %(count)s places", each.top)
        return _("you met every requirement; %(places)s") % {"places": places % {"count": each.top}}
    role: dict[str, Any] = dict(each.roles[best.role - 1])
    return reasons_text(role.get("fails") or [], engineer)
