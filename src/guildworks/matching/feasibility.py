"""What the market has for a brief before anybody is listed: how many fit, what they ask, what rules most people out.

It tells of no single person: counts are rounded to 5 % and begin at 3, rates are told of ten or more, as the range in
which eight of ten lie, rounded too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from math import floor, log10
from typing import Any

import numpy as np

from guildworks.matching.corrections import AskedFor
from guildworks.matching.few import FEWEST
from guildworks.matching.hard import NOT_CONFIRMED, Excluded
from guildworks.matching.index.freshness import fresh_index
from guildworks.matching.models import Brief, FeasibilityCheck
from guildworks.matching.ranking_policy import policy_in_force
from guildworks.matching.search import RoleResult, search
from guildworks.matching.spent import Spent

RATES_FROM = 10  # people of whom a range of rates tells nothing about one
LOOKED_AT = 200  # of those who fit, the best: what they ask is what a client will be asked
STEPS = (1, 2, 5)
SAME_ANSWER = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class RoleFeasibility:
    """The same of one role; counts as `rounded` tells them, None: fewer than three."""

    role: str | None
    candidates: int | None
    fit: int | None
    rates: tuple[int, int] | None  # an hour, in whole units of `currency`
    currency: str | None
    total_hours: float | None  # of the whole work, where the brief says them
    strictest: str | None  # the requirement that most people fail, and how many
    fail: int | None
    helps: str | None  # the requirement without which most more would fit, and how many
    more: int | None


def feasibility(asks: AskedFor, *, at: datetime) -> list[dict[str, Any]]:
    """What each role of a brief would find at a moment, as JSON.

    Nobody is listed: those who fit are all among who comes next, for whom no range of a score is worked out.
    """
    results = search(
        asks.brief.id,
        asks.brief.text,
        requirement=asks.requirement,
        top=0,
        below=LOOKED_AT,
        force=policy_in_force(),
        at=at,
        spent=Spent(),
        index=fresh_index(at),
        read=asks.read,
    )
    return [asdict(_of_role(result)) for result in results]


def find_feasibility(brief: Brief, *, question: bytes, since: datetime) -> FeasibilityCheck | None:
    """What was told for a brief that asked for the same, after this moment."""
    return brief.feasibility_checks.filter(question=question, checked_at__gt=since).order_by("-checked_at").first()


def rounded(count: int) -> int | None:
    """A count to 5 %: in steps of 1, 2, 5, 10, 20 … of which the largest is taken that is no more; None below three."""
    if count < FEWEST:
        return None
    step = _step(count / 20)
    return round(count / step) * step


def _step(most: float) -> int:
    if most < 1:
        return 1
    ten: int = 10 ** floor(log10(most))
    return max(step * ten for step in STEPS if step * ten <= most)


def _of_role(result: RoleResult) -> RoleFeasibility:
    asked = result.asked
    strictest = _most(result.filtered.excluded, lambda each: each.engineers)
    helps = _most(result.filtered.excluded, lambda each: each.only)
    return RoleFeasibility(
        role=asked.role,
        candidates=rounded(result.filtered.candidates),
        fit=rounded(result.filtered.survivors),
        rates=_rates(result),
        currency=asked.currency,
        total_hours=asked.total_hours,
        strictest=strictest.requirement if strictest else None,
        fail=rounded(strictest.engineers) if strictest else None,
        helps=helps.requirement if helps else None,
        more=rounded(helps.only) if helps else None,
    )


def _most(excluded: Sequence[Excluded], people: Callable[[Excluded], int]) -> Excluded | None:
    """The requirement of the brief that this is true of most people of; None where it is of fewer than three."""
    told = [each for each in excluded if each.requirement != NOT_CONFIRMED and people(each) >= FEWEST]
    return max(told, key=people, default=None)


def _rates(result: RoleResult) -> tuple[int, int] | None:
    """Between which rates an hour eight of ten lie, to 5 %; None where too few have one in the brief's currency."""
    rates = result.below.loaded.columns.rate[result.below.rows]
    known = rates[~np.isnan(rates)]
    if len(known) < RATES_FROM:
        return None
    low, high = np.quantile(known, (0.1, 0.9))
    return _to_step(float(low)), _to_step(float(high))


def _to_step(amount: float) -> int:
    step = _step(amount / 20)
    return round(amount / step) * step


def costs(role: Mapping[str, Any]) -> tuple[int, int] | None:
    """What the whole work would come to at these rates; None where hours or rates are not known."""
    if not role["rates"] or not role["total_hours"]:
        return None
    low, high = (_to_step(rate * role["total_hours"]) for rate in role["rates"])
    return low, high
