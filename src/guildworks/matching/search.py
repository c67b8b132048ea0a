"""From a brief that was read to a ranked list with all that explains it. Reads only; `actions` keeps the result."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from guildworks.availability.queries import shared_hours_by_pattern
from guildworks.kernels.talentindex.scorer import interval, rounded, score
from guildworks.kernels.text.requirement import Requirement
from guildworks.matching.asked import Asked, asked
from guildworks.matching.brief_text import BriefText, brief_text
from guildworks.matching.columns import Loaded, load_columns
from guildworks.matching.hard import Filtered, Found, Hard, failing, filtered, hard_filter
from guildworks.matching.ranking_policy import InForce
from guildworks.matching.spent import Spent
from guildworks.platform.limits import limit
from guildworks.skills.queries import graph


@dataclass(frozen=True, slots=True)
class Ranked:
    """The best engineers of those loaded, best first."""

    rows: NDArray[np.int64]  # (k,) positions in `loaded`
    scores: NDArray[np.float64]  # (k,)
    parts: NDArray[np.float64]  # (k, len(PARTS)), each row sums to its score
    low: NDArray[np.float64]  # (k,)
    high: NDArray[np.float64]  # (k,)
    loaded: Loaded

    def none(self) -> Ranked:
        """A list of nobody."""
        return replace(self, **{name: getattr(self, name)[:0] for name in ("rows", "scores", "parts", "low", "high")})


@dataclass(frozen=True, slots=True)
class Sought:
    """What one role of a brief looks for, and by which policy."""

    brief_id: UUID
    asked: Asked
    text: BriefText
    shared: Mapping[int, float]  # hours a day that each working pattern shares with the client
    force: InForce
    at: datetime  # the list's own time


@dataclass(frozen=True, slots=True)
class RoleResult:
    """What was found for one role."""

    asked: Asked
    hard: tuple[Hard, ...]
    filtered: Filtered
    ranked: Ranked
    near: Ranked  # empty unless fewer passed than were asked for
    near_fails: Mapping[UUID, int]  # bits of `hard`


def search(
    brief_id: UUID, text: str, *, requirement: Requirement, top: int, force: InForce, at: datetime, spent: Spent
) -> list[RoleResult]:
    """Rank the listed engineers for each role of a brief, with the hours that nobody had taken at the moment `at`.

    What was taken before it is seen, because every query here takes its snapshot later.
    """
    roles = [read.value for read in requirement.roles] if len(requirement.roles) > 1 else [None]
    results = []
    for role in roles:
        question = asked(requirement, role=role, today=at.date())
        with spent.on("embed"):
            told = brief_text(text, requirement, asked=question)
        with spent.on("search"):
            day = question.client_day
            shared = shared_hours_by_pattern(day, question.mondays) if day else {}
            sought = Sought(brief_id, question, told, shared, force, at)
            results.append(_search_role(requirement, sought, top=top))
    return results


def _search_role(requirement: Requirement, sought: Sought, *, top: int) -> RoleResult:
    by = hard_filter(requirement, sought.asked, graph=graph(), shared=sought.shared, at=sought.at)
    passed = filtered(by)
    ranked = rank(passed.found, sought, top=top)
    fails: Mapping[UUID, int] = {}
    near = ranked.none()
    if passed.survivors < top and limit("near_misses"):
        fails, found = failing(by, _nearest(passed.masks, limit("near_misses")))
        near = _rank_near(fails, found, sought=sought) if fails else near
    return RoleResult(sought.asked, by.hard, passed, ranked, near, fails)


def rank(found: Found, sought: Sought, *, top: int) -> Ranked:
    """Score these engineers and keep the best `top`; equal scores fall by a hash of brief and engineer."""
    loaded, parts, totals = _scored(found, sought)
    rows = best(totals, loaded.ids, brief_id=sought.brief_id, top=top)
    return _ranked(loaded, rows, parts, sought=sought)


def _scored(found: Found, sought: Sought) -> tuple[Loaded, NDArray[np.float64], NDArray[np.float64]]:
    """Columns, parts (n, len(PARTS)) and scores (n,) of these engineers."""
    statistics, policy = sought.force.statistics, sought.force.policy
    loaded = load_columns(found, sought.asked, text=sought.text, statistics=statistics, shared=sought.shared)
    parts = score(loaded.columns, sought.asked.question, policy)
    return loaded, parts, rounded(parts.sum(axis=1))


def best(totals: NDArray[np.float64], ids: Sequence[UUID], *, brief_id: UUID, top: int) -> NDArray[np.int64]:
    """The positions of the best `top`, best first."""
    if len(totals) > top:
        cut = np.partition(totals, len(totals) - top)[len(totals) - top]
        places = np.flatnonzero(totals >= cut)
    else:
        places = np.arange(len(totals))
    ordered = sorted(places.tolist(), key=lambda place: (-totals[place], tie_breaker(brief_id, ids[place])))
    return np.array(ordered[:top], np.int64)


def tie_breaker(brief_id: UUID, engineer_id: UUID) -> bytes:
    """Which of two equal scores comes first: by chance, but the same chance at each replay."""
    return hashlib.blake2b(brief_id.bytes + engineer_id.bytes, digest_size=8).digest()


def _ranked(loaded: Loaded, rows: NDArray[np.int64], parts: NDArray[np.float64], *, sought: Sought) -> Ranked:
    kept = parts[rows]
    low, high = interval(loaded.columns.take(rows), sought.asked.question, sought.force.policy, parts=kept)
    return Ranked(rows, rounded(kept.sum(axis=1)), kept, low, high, loaded)


def _nearest(masks: Mapping[int, int], wanted: int) -> list[int]:
    """The sets of failed requirements with the fewest members, until they hold as many engineers as wanted.

    Not those with the first bit: whose hours are not confirmed is near to nothing.
    """
    chosen: list[int] = []
    found = 0
    nearby = (fails for fails in masks if fails and not fails & 1)
    for fails in sorted(nearby, key=lambda fails: (fails.bit_count(), fails)):
        if found >= wanted and fails.bit_count() > chosen[-1].bit_count():
            break
        chosen.append(fails)
        found += masks[fails]
    return chosen


def _rank_near(fails: Mapping[UUID, int], found: Found, *, sought: Sought) -> Ranked:
    """Near misses: fewest failed requirements first, then by score."""
    loaded, parts, totals = _scored(found, sought)

    def place(row: int) -> tuple[int, float, bytes]:
        engineer = loaded.ids[row]
        return fails[engineer].bit_count(), -totals[row], tie_breaker(sought.brief_id, engineer)

    rows = np.array(sorted(range(len(loaded.ids)), key=place)[: limit("near_misses")], np.int64)
    return _ranked(loaded, rows, parts, sought=sought)
