"""A shortlist as it is kept: JSON that holds all that a person is shown about it, so that it can be shown again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

import numpy as np

from guildworks.kernels.talentindex.records import skill_key
from guildworks.kernels.talentindex.scorer import PARTS
from guildworks.matching.asked import Asked
from guildworks.matching.search import Ranked, RoleResult
from guildworks.platform import money
from guildworks.platform.ids import shown
from guildworks.skills.queries import graph
from guildworks.talent.models import Claim, Engineer, Evidence, Rate

PROFILE = ("public_name", "headline", "city", "country", "is_demo")


@dataclass(frozen=True, slots=True)
class _Facts:
    """What is shown of the people on the lists, read for all of them at once."""

    names_by_key: Mapping[int, str]
    profiles: Mapping[UUID, dict[str, Any]]
    rates: Mapping[UUID, list[tuple[str, int]]]  # currency, amount in minor units
    claimed: Mapping[tuple[UUID, str], int | None]  # the level said, of those skills that the lists rest on
    seen: Mapping[tuple[UUID, str], list[dict[str, Any]]]  # the same of what was seen, newest first


def found(results: Sequence[RoleResult]) -> dict[str, Any]:
    """All roles' results as JSON values. Four SQL queries, however many people and skills."""
    facts = _facts(results)
    return {"roles": [_role(result, facts) for result in results]}


def _facts(results: Sequence[RoleResult]) -> _Facts:
    names = _names_by_key(results)
    lists = [ranked for result in results for ranked in (result.ranked, result.near)]
    people = [ranked.loaded.ids[row] for ranked in lists for row in ranked.rows]
    keys = {int(key) for ranked in lists for key in np.unique(ranked.loaded.estimates.key[ranked.rows])}
    bases = [names[key] for key in keys if key in names]
    return _Facts(
        names_by_key=names,
        profiles={row.pop("id"): row for row in Engineer.objects.filter(id__in=people).values("id", *PROFILE)},
        rates=_rates(people),
        claimed=_claimed(people, bases),
        seen=_seen(people, bases),
    )


def _rates(people: Sequence[UUID]) -> dict[UUID, list[tuple[str, int]]]:
    rates = defaultdict(list)
    found = Rate.objects.filter(engineer__in=people).values_list("engineer_id", "currency", "hourly_minor")
    for engineer, currency, minor in found:
        rates[engineer].append((currency, minor))
    return rates


def _claimed(people: Sequence[UUID], slugs: Sequence[str]) -> dict[tuple[UUID, str], int | None]:
    found = Claim.objects.filter(engineer__in=people, skill__in=slugs)
    return {(engineer, slug): level for engineer, slug, level in found.values_list("engineer_id", "skill_id", "level")}


def _seen(people: Sequence[UUID], slugs: Sequence[str]) -> dict[tuple[UUID, str], list[dict[str, Any]]]:
    seen = defaultdict(list)
    found = Evidence.objects.filter(engineer__in=people, skill__in=slugs).order_by("-observed_on", "id")
    columns = ("engineer_id", "skill_id", "source_kind", "observed_on", "mean", "standard_error")
    for engineer, slug, kind, day, mean, error in found.values_list(*columns):
        seen[engineer, slug].append({"kind": kind, "on": day.isoformat(), "mean": mean, "error": error})
    return seen


def _names_by_key(results: Sequence[RoleResult]) -> dict[int, str]:
    slugs = {skill.wish.skill for result in results for skill in result.asked.skills}
    return {skill_key(low): low for slug in slugs for low in (slug, *graph().below(slug))}


def _role(result: RoleResult, facts: _Facts) -> dict[str, Any]:
    names = [condition.name for condition in result.hard]
    near = _people(result.near, result.asked, facts)
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
    rate = _rate(facts.rates.get(engineer, []), asked.currency)
    return {
        "id": shown("eng", engineer),
        "name": profile["public_name"],
        "headline": profile["headline"],
        "city": profile["city"],
        "country": profile["country"],
        "is_demo": profile["is_demo"],
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
        "skills": [_skill(ranked, int(row), column, asked=asked, facts=facts) for column in range(len(asked.skills))],
    }


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _rate(rates: Sequence[tuple[str, int]], currency: str | None) -> dict[str, Any] | None:
    """The rate in the brief's currency, else the one in euros, else the first by its code, else None."""
    if not rates:
        return None
    code, minor = min(rates, key=lambda rate: (rate[0] != currency, rate[0] != "EUR", rate[0]))
    return {"amount": float(money.from_minor(minor, code).amount), "currency": code}


def _cost(rate: dict[str, Any] | None, hours: float | None) -> dict[str, Any] | None:
    if rate is None or hours is None:
        return None
    return {"amount": round(rate["amount"] * hours, 2), "currency": rate["currency"]}


def _skill(ranked: Ranked, row: int, column: int, *, asked: Asked, facts: _Facts) -> dict[str, Any]:
    """What the engineer's level in one asked skill rests on."""
    wanted = asked.skills[column]
    estimates = ranked.loaded.estimates
    engineer, basis = ranked.loaded.ids[row], facts.names_by_key.get(int(estimates.key[row, column]))
    through = basis if basis != wanted.wish.skill else None
    is_seen = bool(estimates.seen[row, column])
    return {
        "skill": wanted.wish.skill,
        "name": graph()[wanted.wish.skill].name,
        "group": wanted.group,
        "importance": "must" if wanted.is_must else "nice",
        "level_asked": wanted.wish.level,
        "through": through,
        "through_name": graph()[through].name if through else None,
        "basis": "nothing" if basis is None else "evidence" if is_seen else "claim",
        "mean": None if basis is None else round(float(estimates.mean[row, column]), 3),
        "error": None if basis is None else round(float(estimates.error[row, column]), 3),
        "claimed": facts.claimed.get((engineer, basis)) if basis else None,
        "sources": facts.seen[engineer, basis] if basis and is_seen else [],
    }
