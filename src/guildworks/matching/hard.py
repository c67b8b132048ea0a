"""What rules people out, as SQL: one condition for each requirement, all tried on every listed engineer in one query.

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
from typing import Any
from uuid import UUID

from django.db import connection

from guildworks.availability.overlap import offset_minutes
from guildworks.availability.queries import confirmed_since, least_free, working_patterns
from guildworks.kernels.text.graph import SkillGraph
from guildworks.kernels.text.requirement import Requirement
from guildworks.matching.asked import Asked, AskedSkill, Stretch
from guildworks.platform import money
from guildworks.skills.queries import skill_numbers
from guildworks.talent.search import language_number

CONDITIONS_MOST = 60  # they are the bits of one bigint
NOT_CONFIRMED = "not confirmed"  # the first: whoever fails it is on no list at all


@dataclass(frozen=True, slots=True)
class Hard:
    """One requirement that rules people out: a name for programs and people, and SQL that is true for who meets it.

    The SQL speaks of `l` (listing), `e` (engineer), `w` (workweek), and `t0`, what is taken in the first stretch.
    """

    name: str
    sql: str
    params: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Filter:
    """What one role asks of the hours of listed engineers at a moment, and its requirements that rule people out."""

    hard: tuple[Hard, ...]
    stretches: tuple[Stretch, ...]
    at: datetime  # the list's own time: what was held before it and has not expired is taken


@dataclass(frozen=True, slots=True)
class Found:
    """Engineers with their free hours, in the same order, as PostgreSQL writes arrays: they only go back to it."""

    ids: str = "{}"
    free: str = "{}"  # quarter hours, the least of the weeks asked
    spare: str = "{}"  # the least by which they exceed what is asked; null where nothing is


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
    found: Found  # those who pass
    masks: Mapping[int, int]  # how many engineers fail exactly these requirements, as bits


def hard_filter(
    requirement: Requirement, asked: Asked, *, graph: SkillGraph, shared: Mapping[int, float], at: datetime
) -> Filter:
    """The requirements of one role that rule people out at a moment, in the order in which they are counted.

    `shared` holds the hours a day that each working pattern shares with the client.
    """
    found = [Hard(NOT_CONFIRMED, "w.confirmed_at > %s", (confirmed_since(at),))]
    found += [*_skills(asked, graph), *_languages(requirement, asked), *_place(requirement, asked)]
    found += [*_overlap(asked, shared), *_budget(asked), *_hours(asked, at=at)]
    hard = (*found[: CONDITIONS_MOST - 1], *_as_one(found[CONDITIONS_MOST - 1 :]))
    return Filter(hard, asked.stretches, at)


def _as_one(last: Sequence[Hard]) -> Sequence[Hard]:
    """What comes after the last bit but one: whoever fails any of it fails the last."""
    if len(last) < 2:
        return last
    sql = " AND ".join(f"({each.sql})" for each in last)
    return [Hard(f"{len(last)} further requirements", f"({sql})", tuple(_params(last)))]


def filtered(by: Filter) -> Filtered:
    """Try all requirements on every listed engineer who has not paused. One SQL query, and so one snapshot."""
    sql, params = _tried(by)
    passing = [
        f"coalesce(array_agg({name}) FILTER (WHERE fails = 0), '{{}}')::text" for name in ("id", "free", "spare")
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT fails, count(*), {', '.join(passing)} FROM ({sql}) tried GROUP BY fails",  # noqa: S608
            params,
        )
        groups = cursor.fetchall()
    masks = {fails: count for fails, count, *_ in groups}
    found = next((Found(*arrays) for fails, _, *arrays in groups if fails == 0), Found())
    excluded = []
    for place, condition in enumerate(by.hard):
        bit, before = 1 << place, (1 << (place + 1)) - 1
        excluded.append(
            Excluded(
                requirement=condition.name,
                engineers=sum(count for fails, count in masks.items() if fails & bit),
                only=masks.get(bit, 0),
                left=sum(count for fails, count in masks.items() if not fails & before),
            )
        )
    return Filtered(sum(masks.values()), tuple(excluded), masks.get(0, 0), found, masks)


def failing(by: Filter, masks: Sequence[int]) -> tuple[dict[UUID, int], Found]:
    """The engineers that fail exactly one of these sets of requirements, with the set as bits. One SQL query."""
    sql, params = _tried(by)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, fails, free, spare FROM ({sql}) tried WHERE fails = ANY(%s)",  # noqa: S608
            [*params, list(masks)],
        )
        rows = cursor.fetchall()
    columns = [[row[place] for row in rows] for place in (0, 2, 3)]
    return {row[0]: row[1] for row in rows}, Found(*map(_array, columns))


def _array(values: Sequence[object]) -> str:
    return "{" + ",".join("NULL" if value is None else str(value) for value in values) + "}"


def _tried(by: Filter) -> tuple[str, list[Any]]:
    """SQL of everybody: id, the requirements failed as bits, free and spare quarter hours; and its parameters."""
    bits = [f"CASE WHEN {each.sql} THEN 0::bigint ELSE {1 << place}::bigint END" for place, each in enumerate(by.hard)]
    joins, params = [], _params(by.hard)
    free, spare = [], []
    for place, stretch in enumerate(by.stretches):
        least, table, values = least_free(stretch.mondays, at=by.at, name=f"t{place}")
        joins.append(f" LEFT JOIN {table} t{place} ON t{place}.engineer_id = l.engineer_id")
        params += values
        free.append(least)
        if stretch.hours_per_week:
            spare.append(f"{least} - {_quarters(stretch.hours_per_week)}")
    sql = (
        f"SELECT l.engineer_id AS id, {' | '.join(bits)} AS fails,"  # noqa: S608
        f" greatest(least({', '.join(free)}), 0) AS free, least({', '.join(spare) or 'NULL::integer'}) AS spare"
        " FROM talent_listing l LEFT JOIN talent_engineer e ON e.id = l.engineer_id"
        " LEFT JOIN availability_workweek w ON w.engineer_id = l.engineer_id"
        f"{''.join(joins)} WHERE w.paused_at IS NULL"
        " OFFSET 0"  # keeps the planner from working `fails` out again wherever it is named
    )
    return sql, params


def _params(hard: Sequence[Hard]) -> list[Any]:
    return [param for condition in hard for param in condition.params]


def _quarters(hours: float) -> int:
    return math.ceil(hours * 4)


def _skills(asked: Asked, graph: SkillGraph) -> list[Hard]:
    musts = [s for s in asked.skills if s.is_must and f"skills.{s.wish.skill}" not in asked.doubted]
    grouped = groupby(sorted(musts, key=lambda skill: skill.group), key=lambda skill: skill.group)
    return [_has_one_of(list(alternatives), graph) for _, alternatives in grouped]


def _has_one_of(alternatives: Sequence[AskedSkill], graph: SkillGraph) -> Hard:
    """Met by a claim or evidence for one of the alternatives, or for a skill below one in the graph."""
    slugs = [skill.wish.skill for skill in alternatives]
    numbers = tuple(skill_numbers()[slug] for slug in slugs)
    return Hard(
        name=" or ".join(graph[slug].name for slug in slugs),
        sql=f"({' OR '.join(['get_bit(l.skills_met, %s) = 1'] * len(numbers))})",
        params=numbers,
    )


def _languages(requirement: Requirement, asked: Asked) -> list[Hard]:
    if "languages" in asked.doubted:
        return []
    found = []
    for read in requirement.languages:
        wish = read.value
        if wish.importance == "must":
            number = language_number(wish.code, wish.level or "")
            found.append(
                Hard(f"language {wish.code} {wish.level or ''}".strip(), "%s = ANY(l.languages_met)", (number,))
            )
    return found


def _place(requirement: Requirement, asked: Asked) -> list[Hard]:
    place = requirement.place.value if requirement.place else None
    if place is None or place.mode not in ("onsite", "hybrid") or "place" in asked.doubted:
        return []
    if place.city:
        country = "" if place.country is None else " AND e.country = %s"
        params = (place.city, *([place.country] if place.country else []))
        return [Hard(f"place {place.city}", f"(lower(e.city) = lower(%s){country})", params)]
    return [Hard(f"place {place.country}", "e.country = %s", (place.country,))] if place.country else []


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
    # Written out here: hundreds of numbers one by one cost the driver more than the query costs the server.
    return Hard(name, "w.pattern_id = ANY(%s::bigint[])", (f"{{{','.join(map(str, patterns))}}}",))


def _budget(asked: Asked) -> list[Hard]:
    ceiling = asked.question.rate_ceiling
    if ceiling is None or asked.currency is None or "budget" in asked.doubted:
        return []
    most = int(Decimal(str(ceiling)) * money.currency(asked.currency).sub_unit)  # rounded down: a ceiling is a ceiling
    return [
        Hard(
            f"budget {ceiling:.10g} {asked.currency}/h",
            "l.engineer_id NOT IN (SELECT engineer_id FROM talent_rate WHERE currency = %s AND hourly_minor > %s)",
            (asked.currency, most),
        )
    ]


def _hours(asked: Asked, *, at: datetime) -> list[Hard]:
    """Free hours in every week of each stretch of the work."""
    if "hours_per_week" in asked.doubted:
        return []
    found = []
    for place, stretch in enumerate(asked.stretches):
        if stretch.hours_per_week:
            least, *_ = least_free(stretch.mondays, at=at, name=f"t{place}")
            when = f", {stretch.weeks} weeks from {stretch.starts}" if len(asked.stretches) > 1 else ""
            name = f"{stretch.hours_per_week:g} h a week free{when}"
            found.append(Hard(name, f"{least} >= %s", (_quarters(stretch.hours_per_week),)))
    return found
