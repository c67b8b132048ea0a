"""What rules people out: one requirement of a role after the other, as conditions that a database or an index can try.

What the brief does not say, or says in two ways, rules nobody out. A condition that cannot be known of an engineer (no
rate in the brief's currency) does not rule them out either: the shortlist says that it is unknown.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import groupby

from guildworks.availability.overlap import offset_minutes
from guildworks.availability.queries import confirmed_since, working_patterns
from guildworks.kernels.text.graph import SkillGraph
from guildworks.kernels.text.requirement import Requirement
from guildworks.matching.asked import Asked, AskedSkill, Stretch
from guildworks.platform import money
from guildworks.skills.queries import skill_numbers
from guildworks.talent.search import language_number

CONDITIONS_MOST = 60  # they are the bits of one bigint
NOT_CONFIRMED = "not confirmed"  # the first: whoever fails it is on no list at all


@dataclass(frozen=True, slots=True)
class ConfirmedAfter:
    """Their hours were confirmed after this moment."""

    moment: datetime


@dataclass(frozen=True, slots=True)
class HasOneOf:
    """A claim or evidence for one of these skills, by their numbers, or for one below."""

    skills: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Speaks:
    """A language at a level, as `talent.search.language_number` has it."""

    number: int


@dataclass(frozen=True, slots=True)
class LivesIn:
    """A city, a country, or a city of a country; empty: any."""

    city: str
    country: str


@dataclass(frozen=True, slots=True)
class WorksAt:
    """One of these working patterns, by their numbers."""

    patterns: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PaidAtMost:
    """No rate in this currency above so many minor units; a currency without a rate is no obstacle."""

    currency: str
    minor: int


@dataclass(frozen=True, slots=True)
class HasFree:
    """So many free quarter hours in every week of one of the stretches."""

    stretch: int
    quarters: int


Condition = ConfirmedAfter | HasOneOf | Speaks | LivesIn | WorksAt | PaidAtMost | HasFree


@dataclass(frozen=True, slots=True)
class Hard:
    """One requirement that rules people out: a name for programs and people, and conditions that must all hold."""

    name: str
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Filter:
    """What one role asks of the hours of listed engineers at a moment, and its requirements that rule people out."""

    hard: tuple[Hard, ...]
    stretches: tuple[Stretch, ...]
    at: datetime  # the list's own time: what was held before it and has not expired is taken


@dataclass(frozen=True, slots=True)
class Excluded:
    """How many fail one requirement; how many fail nothing else; how many are left after it and those before it."""

    requirement: str
    engineers: int
    only: int
    left: int


@dataclass(frozen=True, slots=True)
class Filtered:
    """Who passes, and what each requirement ruled out."""

    candidates: int  # all listed engineers
    excluded: tuple[Excluded, ...]
    survivors: int


def hard_filter(
    requirement: Requirement, asked: Asked, *, graph: SkillGraph, shared: Mapping[int, float], at: datetime
) -> Filter:
    """The requirements of one role that rule people out at a moment, in the order in which they are counted.

    `shared` holds the hours a day that each working pattern shares with the client.
    """
    found = [Hard(NOT_CONFIRMED, (ConfirmedAfter(confirmed_since(at)),))]
    found += [*_skills(asked, graph), *_languages(requirement, asked), *_place(requirement, asked)]
    found += [*_overlap(asked, shared), *_budget(asked), *_hours(asked)]
    hard = (*found[: CONDITIONS_MOST - 1], *_as_one(found[CONDITIONS_MOST - 1 :]))
    return Filter(hard, asked.stretches, at)


def _as_one(last: Sequence[Hard]) -> Sequence[Hard]:
    """What comes after the last bit but one: whoever fails any of it fails the last."""
    if len(last) < 2:
        return last
    return [Hard(f"{len(last)} further requirements", tuple(each for hard in last for each in hard.conditions))]


def quarters(hours: float) -> int:
    """Hours as quarter hours, rounded up."""
    return math.ceil(hours * 4)


def _skills(asked: Asked, graph: SkillGraph) -> list[Hard]:
    musts = [s for s in asked.skills if s.is_must and f"skills.{s.wish.skill}" not in asked.doubted]
    grouped = groupby(sorted(musts, key=lambda skill: skill.group), key=lambda skill: skill.group)
    return [_has_one_of(list(alternatives), graph) for _, alternatives in grouped]


def _has_one_of(alternatives: Sequence[AskedSkill], graph: SkillGraph) -> Hard:
    """Met by a claim or evidence for one of the alternatives, or for a skill below one in the graph."""
    slugs = [skill.wish.skill for skill in alternatives]
    numbers = tuple(skill_numbers()[slug] for slug in slugs)
    return Hard(" or ".join(graph[slug].name for slug in slugs), (HasOneOf(numbers),))


def _languages(requirement: Requirement, asked: Asked) -> list[Hard]:
    if "languages" in asked.doubted:
        return []
    found = []
    for read in requirement.languages:
        wish = read.value
        if wish.importance == "must":
            number = language_number(wish.code, wish.level or "")
            found.append(Hard(f"language {wish.code} {wish.level or ''}".strip(), (Speaks(number),)))
    return found


def _place(requirement: Requirement, asked: Asked) -> list[Hard]:
    place = requirement.place.value if requirement.place else None
    if place is None or place.mode not in ("onsite", "hybrid") or "place" in asked.doubted:
        return []
    city, country = place.city or "", place.country or ""
    return [Hard(f"place {city or country}", (LivesIn(city, country),))] if city or country else []


def _overlap(asked: Asked, shared: Mapping[int, float]) -> list[Hard]:
    if "overlap" in asked.doubted:
        return []
    found = []
    if asked.zone_range:
        low, high = asked.zone_range
        found.append(_works_at(f"zone UTC{low / 60:+g} to UTC{high / 60:+g}", _within(low, high, asked)))
    if asked.client_day and asked.overlap_hours:
        enough = [pattern for pattern, hours in shared.items() if hours >= asked.overlap_hours]
        found.append(_works_at(f"overlap {asked.overlap_hours:g} h", enough))
    return found


def _within(low: int, high: int, asked: Asked) -> list[int]:
    """The working patterns whose zone lies in a range, in minutes ahead of UTC, in every week of the work."""
    patterns = working_patterns()
    inside = {
        zone: all(low <= offset_minutes(zone, week) <= high for week in asked.mondays)
        for zone in set(patterns.days.zones)
    }
    return [number for number, zone in zip(patterns.numbers, patterns.days.zones, strict=True) if inside[zone]]


def _works_at(name: str, patterns: Sequence[int]) -> Hard:
    return Hard(name, (WorksAt(tuple(patterns)),))


def _budget(asked: Asked) -> list[Hard]:
    ceiling = asked.question.rate_ceiling
    if ceiling is None or asked.currency is None or "budget" in asked.doubted:
        return []
    most = int(Decimal(str(ceiling)) * money.currency(asked.currency).sub_unit)  # rounded down: a ceiling is a ceiling
    return [Hard(f"budget {ceiling:.10g} {asked.currency}/h", (PaidAtMost(asked.currency, most),))]


def _hours(asked: Asked) -> list[Hard]:
    """Free hours in every week of each stretch of the work."""
    if "hours_per_week" in asked.doubted:
        return []
    found = []
    for place, stretch in enumerate(asked.stretches):
        if stretch.hours_per_week:
            when = f", {stretch.weeks} weeks from {stretch.starts}" if len(asked.stretches) > 1 else ""
            name = f"{stretch.hours_per_week:g} h a week free{when}"
            found.append(Hard(name, (HasFree(place, quarters(stretch.hours_per_week)),)))
    return found
