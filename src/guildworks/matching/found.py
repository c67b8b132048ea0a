"""A shortlist as it is kept: JSON that holds all that a person is shown about it, so that it can be shown again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import numpy as np
from django.db import connection

from guildworks.availability.overlap import WorkingDay
from guildworks.kernels.talentindex.records import skill_key
from guildworks.matching.asked import Asked
from guildworks.matching.ranked import Ranked
from guildworks.matching.search import RoleResult
from guildworks.matching.working_hours import hours_json
from guildworks.platform import money
from guildworks.platform.ids import shown
from guildworks.skills.queries import graph, skill_name

# Of a profile, what is shown, and only of those skills that the lists rest on. JSON keeps the very bits of a number.
PEOPLE = """
SELECT e.id, e.public_name, e.headline, e.city, e.country, e.is_demo,
  (SELECT json_build_array(p.zone, p.starts, p.ends, p.weekdays) FROM availability_workingpattern p
    WHERE p.id = w.pattern_id), w.confirmed_at,
  coalesce((SELECT json_object_agg(currency, hourly_minor) FROM talent_rate WHERE engineer_id = e.id), '{}'),
  coalesce((SELECT json_object_agg(skill_id, level) FROM talent_claim
    WHERE engineer_id = e.id AND skill_id = ANY(%(skills)s)), '{}'),
  coalesce((SELECT json_agg(json_build_array(skill_id, source_kind, observed_on, mean, standard_error)
    ORDER BY observed_on DESC, id) FROM talent_evidence WHERE engineer_id = e.id AND skill_id = ANY(%(skills)s)), '[]')
FROM talent_engineer e LEFT JOIN availability_workweek w ON w.engineer_id = e.id WHERE e.id = ANY(%(people)s)
"""


@dataclass(frozen=True, slots=True)
class _Profile:
    """What is shown of one engineer."""

    public_name: str
    headline: str
    city: str
    country: str
    is_demo: bool
    day: tuple[str, int, int, int] | None  # of a `WorkingDay`; None where they have not said when they work
    confirmed_at: datetime | None  # when they last said that their hours still hold
    rates: Mapping[str, int]  # minor units by currency
    claimed: Mapping[str, int | None]  # the level said, by skill
    seen: Sequence[tuple[str, str, str, float, float]]  # skill, source, day, mean, error; newest first


@dataclass(frozen=True, slots=True)
class _Facts:
    """What is shown of the people on the lists, read for all of them at once."""

    names_by_key: Mapping[int, str]
    profiles: Mapping[UUID, _Profile]


def found(results: Sequence[RoleResult]) -> dict[str, Any]:
    """All roles' results as JSON values. One SQL query, however many people and skills."""
    facts = _facts(results)
    return {"roles": [_role(result, facts) for result in results]}


def names_by_key(results: Sequence[RoleResult]) -> dict[int, str]:
    """The skills that an estimate can rest on, by the keys under which they are packed."""
    slugs = {skill.wish.skill for result in results for skill in result.asked.skills}
    return {skill_key(low): low for slug in slugs for low in (slug, *graph().below(slug))}


def _facts(results: Sequence[RoleResult]) -> _Facts:
    names = names_by_key(results)
    lists = [ranked for result in results for ranked in (result.ranked, result.near)]
    people = {ranked.loaded.ids[row] for ranked in lists for row in ranked.rows}
    keys = {int(key) for ranked in lists for key in np.unique(ranked.loaded.estimates.key[ranked.rows])}
    skills = [names[key] for key in keys if key in names]
    with connection.cursor() as cursor:
        cursor.execute(PEOPLE, {"people": list(people), "skills": skills})
        rows = cursor.fetchall()
    return _Facts(names, {engineer: _Profile(*about) for engineer, *about in rows})


def _role(result: RoleResult, facts: _Facts) -> dict[str, Any]:
    names = [condition.name for condition in result.hard]
    near = _people(result.near, result.asked, facts)
    for miss, row in zip(near, result.near.rows, strict=True):
        fails = result.near_fails[result.near.loaded.ids[row]]
        miss["fails"] = [name for place, name in enumerate(names) if fails >> place & 1]
    return {
        "role": result.asked.role,
        "starts": result.asked.starts.isoformat(),
        "weeks": result.asked.weeks,
        "hours_per_week": result.asked.hours_per_week,
        "total_hours": result.asked.total_hours,
        "zone": result.asked.client_day.zone if result.asked.client_day else None,
        "working_hours": hours_json(result.asked.client_day),
        "candidates": result.filtered.candidates,
        "survivors": result.filtered.survivors,
        "excluded": [asdict(excluded) for excluded in result.filtered.excluded],
        "engineers": _people(result.ranked, result.asked, facts),
        "near_misses": near,
    }


def _people(ranked: Ranked, asked: Asked, facts: _Facts) -> list[dict[str, Any]]:
    return [_person(ranked, place, asked=asked, facts=facts) for place in range(len(ranked.rows))]


def _person(ranked: Ranked, place: int, *, asked: Asked, facts: _Facts) -> dict[str, Any]:
    row = ranked.rows[place]
    columns = ranked.loaded.columns
    engineer = ranked.loaded.ids[row]
    profile = facts.profiles[engineer]
    rate = _rate(profile.rates, asked.currency)
    return {
        "id": shown("eng", engineer),
        "name": profile.public_name,
        "headline": profile.headline,
        "city": profile.city,
        "country": profile.country,
        "zone": profile.day[0] if profile.day else None,
        "working_hours": hours_json(WorkingDay(*profile.day)) if profile.day and asked.client_day else None,
        "is_demo": profile.is_demo,
        "years": _number(columns.years[row]),
        "rank": place + 1,
        "score": float(ranked.scores[place]),
        "low": float(ranked.low[place]),
        "high": float(ranked.high[place]),
        "parts": {name: float(ranked.parts[place, at]) for at, name in enumerate(ranked.names)},
        "rate": rate,
        "rate_is_comparable": bool(rate and (asked.currency in (None, rate["currency"]))),
        "cost": _cost(rate, asked.total_hours),
        "overlap_hours": _number(columns.overlap[row]),
        "free_hours": _number(ranked.loaded.free_hours[row]),
        "confirmed_at": profile.confirmed_at and profile.confirmed_at.isoformat(),
        "skills": [_skill(ranked, int(row), column, asked=asked, facts=facts) for column in range(len(asked.skills))],
    }


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _rate(rates: Mapping[str, int], currency: str | None) -> dict[str, Any] | None:
    """The rate in the brief's currency, else the one in euros, else the first by its code, else None."""
    if not rates:
        return None
    code = min(rates, key=lambda code: (code != currency, code != "EUR", code))
    return {"amount": float(money.from_minor(rates[code], code).amount), "currency": code}


def _cost(rate: dict[str, Any] | None, hours: float | None) -> dict[str, Any] | None:
    if rate is None or hours is None:
        return None
    return {"amount": round(rate["amount"] * hours, 2), "currency": rate["currency"]}


def _skill(ranked: Ranked, row: int, column: int, *, asked: Asked, facts: _Facts) -> dict[str, Any]:
    """What the engineer's level in one asked skill rests on."""
    wanted = asked.skills[column]
    estimates = ranked.loaded.estimates
    profile, basis = facts.profiles[ranked.loaded.ids[row]], facts.names_by_key.get(int(estimates.key[row, column]))
    through = basis if basis != wanted.wish.skill else None
    is_seen = bool(estimates.seen[row, column])
    return {
        "skill": wanted.wish.skill,
        "name": skill_name(wanted.wish.skill),
        "group": wanted.group,
        "importance": "must" if wanted.is_must else "nice",
        "level_asked": wanted.wish.level,
        "through": through,
        "through_name": skill_name(through) if through else None,
        "basis": "nothing" if basis is None else "evidence" if is_seen else "claim",
        "mean": None if basis is None else round(float(estimates.mean[row, column]), 3),
        "error": None if basis is None else round(float(estimates.error[row, column]), 3),
        "claimed": profile.claimed.get(basis) if basis else None,
        "sources": [
            {"kind": kind, "on": day, "mean": mean, "error": error}
            for slug, kind, day, mean, error in profile.seen
            if is_seen and slug == basis
        ],
    }
