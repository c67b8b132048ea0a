"""From a brief that was read to a ranked list with all that explains it. Reads only; `actions` keeps the result."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from guildworks.kernels.talentindex.scorer import interval, rounded, score
from guildworks.kernels.text.gazetteer import sentences
from guildworks.kernels.text.requirement import Requirement
from guildworks.matching.asked import Asked, asked
from guildworks.matching.columns import BriefText, Loaded, load_columns
from guildworks.matching.hard import Filtered, Hard, failing, filtered, hard_requirements
from guildworks.matching.ranking_policy import InForce
from guildworks.matching.spent import Spent
from guildworks.platform import clock
from guildworks.platform.limits import limit
from guildworks.skills.queries import gazetteer, graph
from guildworks.talent.search import direction, terms


@dataclass(frozen=True, slots=True)
class Ranked:
    """The best engineers of those loaded, best first."""

    rows: NDArray[np.int64]  # (k,) positions in `loaded`
    scores: NDArray[np.float64]  # (k,)
    parts: NDArray[np.float64]  # (k, len(PARTS)), each row sums to its score
    low: NDArray[np.float64]  # (k,)
    high: NDArray[np.float64]  # (k,)
    loaded: Loaded


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
    brief_id: UUID, text: str, *, requirement: Requirement, top: int, force: InForce, spent: Spent
) -> list[RoleResult]:
    """Rank the listed engineers for each role of a brief."""
    roles = [read.value for read in requirement.roles] if len(requirement.roles) > 1 else [None]
    results = []
    for role in roles:
        question = asked(requirement, role=role, today=clock.today())
        with spent.on("embed"):
            brief_text = read_text(text, question)
        with spent.on("search"):
            found = _search_role(brief_id, requirement, question=question, text=brief_text, top=top, force=force)
        results.append(found)
    return results


def read_text(text: str, asked: Asked) -> BriefText:
    """The terms and the direction of a brief: its words without skill names, and the skills that it asks for.

    A sentence with a wish that may not be used is left out: it must not move a score.
    """
    slugs = [skill.wish.skill for skill in asked.skills]
    if asked.unused:
        told = [span for span in sentences(text) if not any(span.overlaps(unused) for unused in asked.unused)]
        text = "\n\n".join(span.of(text) for span in told)
    plain = gazetteer().without_skills(text)
    return BriefText(terms=terms(plain, slugs), vector=direction([plain], slugs))


def _search_role(
    brief_id: UUID, requirement: Requirement, *, question: Asked, text: BriefText, top: int, force: InForce
) -> RoleResult:
    hard = hard_requirements(requirement, question, graph=graph())
    passed = filtered(hard)
    ranked = rank(brief_id, passed.survivor_ids, asked=question, text=text, top=top, force=force)
    fails: Mapping[UUID, int] = {}
    if passed.survivors < top:
        fails = failing(hard, _nearest(passed.masks, limit("near_misses")))
    near = _rank_near(brief_id, fails, asked=question, text=text, force=force)
    return RoleResult(question, hard, passed, ranked, near, fails)


def rank(brief_id: UUID, ids: str, *, asked: Asked, text: BriefText, top: int, force: InForce) -> Ranked:
    """Score these engineers and keep the best `top`; equal scores fall by a hash of brief and engineer."""
    loaded = load_columns(ids, asked, text=text, statistics=force.statistics, graph=graph())
    parts = score(loaded.columns, asked.question, force.policy)
    totals = rounded(parts.sum(axis=1))
    return _ranked(loaded, best(totals, loaded.ids, brief_id=brief_id, top=top), parts, asked=asked, force=force)


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


def _ranked(
    loaded: Loaded, rows: NDArray[np.int64], parts: NDArray[np.float64], *, asked: Asked, force: InForce
) -> Ranked:
    kept = parts[rows]
    low, high = interval(loaded.columns.take(rows), asked.question, force.policy, parts=kept)
    return Ranked(rows, rounded(kept.sum(axis=1)), kept, low, high, loaded)


def _nearest(masks: Mapping[int, int], wanted: int) -> list[int]:
    """The sets of failed requirements with the fewest members, until they hold as many engineers as wanted."""
    chosen: list[int] = []
    found = 0
    for fails in sorted((fails for fails in masks if fails), key=lambda fails: (fails.bit_count(), fails)):
        if found >= wanted and fails.bit_count() > chosen[-1].bit_count():
            break
        chosen.append(fails)
        found += masks[fails]
    return chosen


def _rank_near(brief_id: UUID, fails: Mapping[UUID, int], *, asked: Asked, text: BriefText, force: InForce) -> Ranked:
    """Near misses: fewest failed requirements first, then by score."""
    ids = "{" + ",".join(map(str, fails)) + "}"
    loaded = load_columns(ids, asked, text=text, statistics=force.statistics, graph=graph())
    parts = score(loaded.columns, asked.question, force.policy)
    totals = rounded(parts.sum(axis=1))

    def place(row: int) -> tuple[int, float, bytes]:
        engineer = loaded.ids[row]
        return fails[engineer].bit_count(), -totals[row], tie_breaker(brief_id, engineer)

    rows = np.array(sorted(range(len(loaded.ids)), key=place)[: limit("near_misses")], np.int64)
    return _ranked(loaded, rows, parts, asked=asked, force=force)
