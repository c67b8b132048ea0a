"""A shortlist as it is kept: JSON that holds all that a person is shown about it, so that it can be shown again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

import numpy as np
from django.db.models import Prefetch

from guildworks.kernels.talentindex.records import skill_key
from guildworks.kernels.talentindex.scorer import PARTS
from guildworks.matching.asked import Asked
from guildworks.matching.search import Ranked, RoleResult
from guildworks.platform import money
from guildworks.skills.queries import graph
from guildworks.talent.models import Claim, Engineer, Evidence, Rate


@dataclass(frozen=True, slots=True)
class _People:
    engineers: dict[UUID, Engineer]
    names_by_key: dict[int, str]


def found(results: Sequence[RoleResult]) -> dict[str, Any]:
    """All roles' results as JSON values; one SQL query for people, four for what belongs to them."""
    ids = {
        ranked.loaded.ids[row] for result in results for ranked in (result.ranked, result.near) for row in ranked.rows
    }
    names = _names_by_key(results)
    about = {"skill_id__in": list(names.values())}  # of a profile only what the brief asks about
    engineers = Engineer.objects.filter(id__in=ids).prefetch_related(
        Prefetch("evidence", queryset=Evidence.objects.filter(**about)),
        Prefetch("claims", queryset=Claim.objects.filter(**about)),
        "rates",
    )
    people = _People({engineer.id: engineer for engineer in engineers}, names)
    return {"roles": [_role(result, people) for result in results]}


def _names_by_key(results: Sequence[RoleResult]) -> dict[int, str]:
    slugs = {skill.wish.skill for result in results for skill in result.asked.skills}
    return {skill_key(low): low for slug in slugs for low in (slug, *graph().below(slug))}


def _role(result: RoleResult, people: _People) -> dict[str, Any]:
    names = [condition.name for condition in result.hard]
    near = _people(result.near, result.asked, people)
    for miss, row in zip(near, result.near.rows, strict=True):
        fails = result.near_fails[result.near.loaded.ids[row]]
        miss["fails"] = [name for place, name in enumerate(names) if fails >> place & 1]
    return {
        "role": result.asked.role,
        "starts": result.asked.starts.isoformat(),
        "weeks": len(result.asked.mondays),
        "hours_per_week": result.asked.hours_per_week,
        "total_hours": result.asked.total_hours,
        "zone": result.asked.client_day.zone if result.asked.client_day else None,
        "candidates": result.filtered.candidates,
        "survivors": result.filtered.survivors,
        "excluded": [asdict(excluded) for excluded in result.filtered.excluded],
        "engineers": _people(result.ranked, result.asked, people),
        "near_misses": near,
    }


def _people(ranked: Ranked, asked: Asked, people: _People) -> list[dict[str, Any]]:
    return [
        _person(ranked, place, people.engineers[ranked.loaded.ids[row]], asked=asked, names=people.names_by_key)
        for place, row in enumerate(ranked.rows)
    ]


def _person(ranked: Ranked, place: int, engineer: Engineer, *, asked: Asked, names: dict[int, str]) -> dict[str, Any]:
    row = ranked.rows[place]
    columns = ranked.loaded.columns
    rate = _rate(engineer, asked.currency)
    return {
        "id": engineer.shown_id,
        "name": engineer.public_name,
        "headline": engineer.headline,
        "city": engineer.city,
        "country": engineer.country,
        "is_demo": engineer.is_demo,
        "years": _number(columns.years[row]),
        "rank": place + 1,
        "score": float(ranked.scores[place]),
        "low": float(ranked.low[place]),
        "high": float(ranked.high[place]),
        "parts": {name: float(ranked.parts[place, at]) for at, name in enumerate(PARTS)},
        "rate": rate,
        "rate_is_comparable": bool(rate and (asked.currency in (None, rate["currency"]))),
        "cost": _cost(rate, asked.total_hours),
        "overlap_hours": _number(columns.overlap[row]),
        "free_hours": _number(columns.free_hours[row]) or 0.0,
        "skills": [
            _skill(ranked, int(row), column, engineer, asked=asked, names=names) for column in range(len(asked.skills))
        ],
    }


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _rate(engineer: Engineer, currency: str | None) -> dict[str, Any] | None:
    """The rate in the brief's currency, else the engineer's first one, else None."""
    rates = sorted(engineer.rates.all(), key=lambda rate: (rate.currency != currency, _first(rate)))
    if not rates:
        return None
    amount = money.from_minor(rates[0].hourly_minor, rates[0].currency)
    return {"amount": float(amount.amount), "currency": rates[0].currency}


def _first(rate: Rate) -> tuple[bool, str]:
    return rate.currency != "EUR", rate.currency


def _cost(rate: dict[str, Any] | None, hours: float | None) -> dict[str, Any] | None:
    if rate is None or hours is None:
        return None
    return {"amount": round(rate["amount"] * hours, 2), "currency": rate["currency"]}


def _skill(
    ranked: Ranked, row: int, column: int, engineer: Engineer, *, asked: Asked, names: dict[int, str]
) -> dict[str, Any]:
    """What the engineer's level in one asked skill rests on."""
    wanted = asked.skills[column]
    estimates = ranked.loaded.estimates
    basis = names.get(int(estimates.key[row, column]))
    seen = bool(estimates.seen[row, column])
    return {
        "skill": wanted.wish.skill,
        "name": graph()[wanted.wish.skill].name,
        "group": wanted.group,
        "importance": "must" if wanted.is_must else "nice",
        "level_asked": wanted.wish.level,
        "through": basis if basis != wanted.wish.skill else None,
        "through_name": graph()[basis].name if basis and basis != wanted.wish.skill else None,
        "basis": "nothing" if basis is None else "evidence" if seen else "claim",
        "mean": None if basis is None else round(float(estimates.mean[row, column]), 3),
        "error": None if basis is None else round(float(estimates.error[row, column]), 3),
        "claimed": next((claim.level for claim in engineer.claims.all() if claim.skill_id == basis), None),
        "sources": _sources(engineer, basis) if seen else [],
    }


def _sources(engineer: Engineer, slug: str | None) -> list[dict[str, Any]]:
    seen = sorted((e for e in engineer.evidence.all() if e.skill_id == slug), key=lambda e: e.observed_on, reverse=True)
    return [
        {
            "kind": each.source_kind,
            "on": each.observed_on.isoformat(),
            "mean": each.mean,
            "error": each.standard_error,
        }
        for each in seen
    ]
