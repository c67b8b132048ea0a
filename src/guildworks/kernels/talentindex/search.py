"""Searching parts of the index: who passes, and who of them is best. Exact: nobody is left out who could be listed.

Those who pass get an upper bound of their score from the columns. The best by it are scored by `scorer` itself, which
tells what a place on the list takes; then whoever's bound reaches that is scored, and nobody else needs to be.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from guildworks.kernels.talentindex import loops
from guildworks.kernels.talentindex.asking import (
    Condition,
    Confirmed,
    Free,
    Lives,
    Marked,
    PaidAtMost,
    Sought,
    Weeks,
    WorksAt,
)
from guildworks.kernels.talentindex.curves import doublings
from guildworks.kernels.talentindex.lexical import K1, B, weights_by_hash
from guildworks.kernels.talentindex.part import Part, rows_of
from guildworks.kernels.talentindex.records import EPOCH, Estimates
from guildworks.kernels.talentindex.rows import UNSAID
from guildworks.kernels.talentindex.scorer import Columns as ScoreColumns
from guildworks.kernels.talentindex.scorer import (
    attention_fit,
    availability_fit,
    best,
    cosines,
    group_weights,
    level_fit,
    levels_wanted,
    overlap_fit,
    rounded,
    score,
    seniority_fit,
)
from guildworks.kernels.talentindex.segment import LEVEL_STEP, Columns

Floats = NDArray[np.float64]
Done = TypeVar("Done")
ASKED_MOST = 64  # skills that bounds are made of; where a brief asks for more, their part counts as whole
THREADED_FROM = 50_000  # rows: below it a second thread costs more than it does
VECTORS_LAST_FROM = 20_000  # rows: of so many only those are compared by their vectors that may reach the list then
SCORED_FIRST = 2  # times the places of the list
SCORED_NEXT = 512  # at once, until nobody who is left can reach the list
SCORED_WHOLE = 4  # up to so many times the places everybody is scored: bounds would cost more
HUGE = 1e9
YEARS_MOST = 700  # tenths
QUARTERS_MOST = 672
LISTS_MOST = 1024  # whoever stood on more of them is bounded as if it were so many
UNSPARED = 1 << 20  # spare quarter hours where none are asked
DOUBLINGS = doublings()


@dataclass(frozen=True, slots=True)
class Judged:
    """Some rows of one part, and how they meet the conditions."""

    part: Part
    rows: NDArray[np.uint32]  # (n,)
    fails: NDArray[np.uint64]  # (n,) the conditions failed, as bits
    least: NDArray[np.int32]  # (stretches, n) quarter hours, the least of each stretch's weeks

    def where(self, wanted: NDArray[Any]) -> Judged:
        """Those of them that are wanted, told by flags or by their places."""
        if wanted.dtype == np.bool_:
            wanted = np.flatnonzero(wanted)
            if len(wanted) == len(self.rows):
                return self
        return Judged(self.part, self.rows[wanted], self.fails[wanted], self.least[:, wanted])


@dataclass(frozen=True, slots=True)
class Scored:
    """n engineers with all that their score is made of."""

    ids: tuple[bytes, ...]
    columns: ScoreColumns
    estimates: Estimates
    free_hours: Floats  # (n,) a week, the least of the weeks asked
    parts: Floats  # (n, len(policy.parts))
    totals: Floats  # (n,)


def passing(part: Part, sought: Sought) -> Judged:
    """Who fails nothing. Marks are compared for sixty-four rows at once, and hours only of those who pass the rest."""
    words = part.alive.copy()
    rest: list[tuple[Condition, ...]] = []
    for each in sought.conditions:
        for condition in each:
            if isinstance(condition, Marked):
                words &= part.lookups.marked(condition.marks)
            elif not isinstance(condition, Free):
                rest.append((condition,))
    rows = rows_of(words)
    if rest:
        others, _ = _judge(part, rows, replace(sought, conditions=tuple(rest), stretches=()), every=False)
        rows = rows[others.fails == 0]
    hours = tuple((one,) for each in sought.conditions for one in each if isinstance(one, Free))
    judged, _ = _judge(part, rows, replace(sought, conditions=hours), every=False)
    return judged.where(judged.fails == 0)


def tried(part: Part, sought: Sought) -> tuple[Judged, NDArray[np.int64]]:
    """All conditions tried on every living row, and (3, conditions) how many fail each, only it, and it first."""
    return _judge(part, part.rows, sought, every=True)


def rank(found: Sequence[Judged], sought: Sought, *, top: int) -> tuple[Scored, NDArray[np.int64]]:
    """Those of these engineers that may be among the best `top`, scored, and the rows of the best, best first."""
    if sum(len(each.rows) for each in found) <= SCORED_WHOLE * top:
        everybody = scored_whole(found, sought)
        return everybody, _best(everybody, sought, top)
    scored: Scored | None = None
    needed = -np.inf
    if sum(len(each.rows) for each in found) >= VECTORS_LAST_FROM:
        scored, found = _without_vectors(found, sought, top=top)
        needed = _needed(scored, top)
    highest = [_bounds(each, sought, with_vectors=True) for each in found]
    while (some := _highest(highest, needed, SCORED_FIRST * top if scored is None else SCORED_NEXT)) is not None:
        more = scored_whole([each.where(rows) for each, rows in zip(found, some, strict=True)], sought)
        scored = more if scored is None else joined([scored, more])
        needed = _needed(scored, top)
        for bounds, rows in zip(highest, some, strict=True):
            bounds[rows] = -np.inf
    assert scored is not None
    return scored, _best(scored, sought, top)


def _without_vectors(found: Sequence[Judged], sought: Sought, *, top: int) -> tuple[Scored, list[Judged]]:
    """Of many, the best by a bound that needs no vectors, scored; and who else may reach the list after that."""
    bounds = [_bounds(each, sought, with_vectors=False) for each in found]
    some = _highest(bounds, -np.inf, SCORED_FIRST * top) or []
    scored = scored_whole([each.where(rows) for each, rows in zip(found, some, strict=True)], sought)
    for highest, rows in zip(bounds, some, strict=True):
        highest[rows] = -np.inf
    needed = _needed(scored, top)
    return scored, [each.where(highest >= needed) for each, highest in zip(found, bounds, strict=True)]


def _needed(scored: Scored, top: int) -> float:
    """The score that a place on the list takes at least."""
    return float(np.partition(scored.totals, len(scored.totals) - top)[len(scored.totals) - top])


def _highest(bounds: Sequence[Floats], needed: float, count: int) -> list[NDArray[np.int64]] | None:
    """The rows with the `count` highest bounds of all that reach what is needed, by part; None where there are none."""
    left = bounds[0] if len(bounds) == 1 else np.concatenate(bounds)
    cut = max(loops.cut_of(left, needed, count), -HUGE)  # who was scored has a bound of -inf
    rows = [np.flatnonzero(each >= cut) for each in bounds]
    return rows if any(map(len, rows)) else None


def _best(scored: Scored, sought: Sought, top: int) -> NDArray[np.int64]:
    return best(scored.totals, scored.ids.__getitem__, tie=sought.tie, top=top)


def scored_whole(found: Sequence[Judged], sought: Sought) -> Scored:
    """The scores of all these engineers."""
    return joined([_scored(each, sought) for each in found if len(each.rows)] or [_scored(found[0], sought)])


def joined(some: Sequence[Scored]) -> Scored:
    """All of these as one."""
    if len(some) == 1:
        return some[0]
    return Scored(
        ids=tuple(one for each in some for one in each.ids),
        columns=_side_by_side([each.columns for each in some]),
        estimates=_side_by_side([each.estimates for each in some]),
        free_hours=np.concatenate([each.free_hours for each in some]),
        parts=np.concatenate([each.parts for each in some]),
        totals=np.concatenate([each.totals for each in some]),
    )


def _side_by_side(some: Sequence[Any]) -> Any:
    names = some[0].__slots__
    return replace(some[0], **{name: np.concatenate([getattr(each, name) for each in some]) for name in names})


def _judge(part: Part, rows: NDArray[np.uint32], sought: Sought, *, every: bool) -> tuple[Judged, NDArray[np.int64]]:
    columns = part.columns
    encoded = _encoded(part, sought)

    def judge(some: slice) -> tuple[NDArray[Any], ...]:
        tally = np.zeros((3, max(len(sought.conditions), 1)), np.int64)
        hours = [_least_free(columns, rows[some], weeks, sought.at) for weeks in sought.stretches]
        least = np.stack(hours) if hours else np.zeros((0, len(rows[some])), np.int32)
        fails = loops.judge(rows[some], least, *encoded, every, tally, columns.line, columns.rates)
        return fails, least, tally

    halves = _halves(judge, len(rows))
    fails, least = (np.concatenate([half[place] for half in halves], axis=-1) for place in (0, 1))
    return Judged(part, rows, fails, least), np.sum([half[2] for half in halves], axis=0)


def _least_free(columns: Columns, rows: NDArray[np.uint32], weeks: Weeks, at: int) -> NDArray[np.int32]:
    found: NDArray[np.int32] = loops.least_free(rows, weeks.first, weeks.last, at, columns.line, columns.hours)
    return found


def _free(found: Judged) -> NDArray[np.int32]:
    """(n,) quarter hours a week, the least of all the weeks asked."""
    free: NDArray[np.int32] = np.maximum(found.least.min(axis=0), 0)
    return free


def _spare(found: Judged, sought: Sought) -> NDArray[np.int32]:
    """(n,) the least by which they exceed what is asked; UNSPARED where nothing is."""
    asked = [least - each.quarters for least, each in zip(found.least, sought.stretches, strict=True) if each.quarters]
    return np.min(asked, axis=0) if asked else np.full(len(found.rows), UNSPARED, np.int32)


def _halves(work: Callable[[slice], Done], count: int) -> list[Done]:
    """Do the work for all rows: many of them in two threads, which the loops let run side by side."""
    if count < THREADED_FROM:
        return [work(slice(0, count))]
    middle = count // 2
    return list(_threads().map(work, (slice(0, middle), slice(middle, count))))


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(2, "talentindex")


os.register_at_fork(after_in_child=_threads.cache_clear)  # threads are not copied


def _encoded(part: Part, sought: Sought) -> tuple[NDArray[Any], ...]:
    """The conditions as `loops.judge` takes them."""
    kinds, bits, first, second = [], [], [], []
    words: list[NDArray[np.uint64]] = []
    allowed: list[NDArray[np.uint8]] = []
    for bit, each in enumerate(sought.conditions):
        for condition in each:
            kind, one, two = 0, 0, 0
            match condition:
                case Confirmed(after):
                    kind, one = loops.CONFIRMED, after
                case Marked(marks):
                    kind, one = loops.MARKED, len(words)
                    words.append(part.lookups.marked(marks))
                case WorksAt(patterns):
                    kind, one = loops.WORKS_AT, len(allowed)
                    allowed.append(_flags(patterns, part.lookups.patterns))
                case Lives(city, country):
                    kind, one, two = loops.LIVES, int(np.uint64(city).astype(np.int64)), country
                case PaidAtMost(currency, minor):
                    kind, one, two = loops.RATE, currency, minor
                case Free(stretch, quarters):
                    kind, one, two = loops.FREE, stretch, quarters
            kinds.append(kind)
            bits.append(bit)
            first.append(one)
            second.append(two)
    return (
        *(np.array(values, np.int64) for values in (kinds, bits, first, second)),
        np.stack(words) if words else np.zeros((1, 1), np.uint64),
        np.stack(allowed) if allowed else np.zeros((1, 1), np.uint8),
    )


def _flags(numbers: Sequence[int], count: int) -> NDArray[np.uint8]:
    flags = np.zeros(count, np.uint8)
    inside = np.array(numbers, np.int64)
    flags[inside[inside < count]] = 1
    return flags


def _shared(sought: Sought, count: int) -> Floats:
    """Shared hours by the number of the working pattern; NaN where they are not known."""
    hours = np.full(count, np.nan)
    numbers = np.fromiter(sought.shared.keys(), np.int64, len(sought.shared))
    values = np.fromiter(sought.shared.values(), np.float64, len(sought.shared))
    hours[numbers[numbers < count]] = values[numbers < count]
    return hours


def _bounds(found: Judged, sought: Sought, *, with_vectors: bool = True) -> Floats:
    """(n,) at least the score of each of these engineers."""
    columns, question, policy = found.part.columns, sought.question, sought.policy
    weights = policy.weights
    years = np.append(np.arange(YEARS_MOST + 1) / 10, np.nan)
    free = np.arange(QUARTERS_MOST + 1) / 4 + (sought.hours_per_week or 0.0)
    vector = np.max(np.abs(sought.vector), initial=1e-6) / 32767
    wanted = np.rint(sought.vector / vector).astype(np.int16)
    constant = rounded(np.array(weights["reputation"] * policy.reputation_mean)) + weights["lexical"]
    is_bound = 0 < len(sought.skills) <= ASKED_MOST
    serves, own = (
        _serves(found.part, sought) if is_bound else (np.zeros(len(columns.keys), np.uint64), np.zeros(0, int))
    )
    wanted_levels = levels_wanted(question, policy) if is_bound else np.zeros(0)
    levels = np.repeat(np.arange(128)[:, None] * LEVEL_STEP, len(own), axis=1)
    unknown = level_fit(np.full(len(own), policy.unknown_mean), wanted_levels, policy.level_step)
    group_weight = group_weights(question, policy) if is_bound else np.zeros(1)
    arguments = (
        float(constant) + (0.0 if is_bound else weights["skills"]) + _rate_constant(sought),
        weights["seniority"] * seniority_fit(years, question, policy),
        weights["overlap"] * overlap_fit(_shared(sought, found.part.lookups.patterns), question, policy),
        weights["availability"] * availability_fit(free, question, policy),
        weights.get("attention", 0.0) * attention_fit(np.arange(LISTS_MOST + 1.0), policy),
        _rate(sought),
        serves,
        own,
        np.ascontiguousarray(level_fit(levels, wanted_levels, policy.level_step).T),
        unknown,
        np.array(question.group if is_bound else (), np.int64),
        group_weight / max(group_weight.sum(), 1e-9),
        weights["skills"],
        wanted,
        np.float64(vector),
        np.array(
            [
                weights["semantic"],
                policy.semantic_mean,
                policy.semantic_deviation,
                np.linalg.norm(sought.vector),
                np.linalg.norm(sought.vector - wanted * vector),
            ]
        ),
        columns.line,
        columns.rates,
        columns.levels,
        columns.codes,
    )  # fmt: skip
    spare = _spare(found, sought)
    halves = _halves(
        lambda some: loops.bounds(found.rows[some], spare[some], with_vectors, *arguments), len(found.rows)
    )
    found_bounds: Floats = np.concatenate(halves)
    return found_bounds


def _rate_constant(sought: Sought) -> float:
    return 0.0 if sought.question.rate_ceiling is not None else sought.policy.weights["rate"]


def _rate(sought: Sought) -> Floats:
    """The part of a rate as a falling line; -1 where the brief names no ceiling."""
    policy, ceiling, floor = sought.policy, sought.question.rate_ceiling, sought.question.rate_floor
    weight = policy.weights["rate"]
    if ceiling is None:
        return np.array([-1.0, 0, 0, 0, 0, 0])
    floor = min(ceiling * policy.rate_floor if floor is None else floor, ceiling)
    ends = np.array([floor, ceiling]) * sought.sub_unit
    return np.array([sought.currency, *ends, weight, weight * policy.rate_at_ceiling, weight * policy.unknown_fit])


def _serves(part: Part, sought: Sought) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """For each skill of a part the asked ones that it meets, as bits; for each asked one its own place, or -1."""
    serves, own = np.zeros(len(part.columns.keys), np.uint64), np.full(len(sought.skills), -1)
    for column, slug in enumerate(sought.skills):
        at = part.lookups.skills_at([slug, *sought.below[slug]])
        serves[at[at >= 0]] |= np.uint64(1 << column)
        own[column] = at[0]
    return serves, own


def _scored(found: Judged, sought: Sought) -> Scored:
    """The scores of these engineers, from what the score itself is made of."""
    rows, all_columns = found.rows, found.part.columns
    estimates = _estimates(found, sought)
    line = all_columns.line[rows]
    pattern, years = line["pattern"], line["years"]
    spare = _spare(found, sought)
    columns = ScoreColumns(
        level_mean=estimates.mean,
        level_error=estimates.error,
        level_key=estimates.key,
        lexical=_lexical(found, sought),
        semantic=cosines(all_columns.vectors[rows], sought.vector),
        years=np.where(years == UNSAID, np.nan, years / 10),
        rate=_rates(all_columns, rows, sought),
        overlap=_shared(sought, int(pattern.max(initial=0)) + 1)[pattern],
        free_hours=np.where(spare == UNSPARED, np.nan, spare / 4) + (sought.hours_per_week or 0.0),
        attention=line["attention"].astype(np.float64),
    )
    parts = score(columns, sought.question, sought.policy)
    raw = np.ascontiguousarray(all_columns.ids[rows]).view(np.uint8).reshape(-1, 16)
    ids = tuple(row.tobytes() for row in raw)
    return Scored(ids, columns, estimates, _free(found) / 4, parts, rounded(parts.sum(axis=1)))


def _estimates(found: Judged, sought: Sought) -> Estimates:
    """`records.estimate` of these rows, in the columns' own order."""
    columns, asked = found.part.columns, len(sought.skills)
    today = (sought.today - EPOCH).days
    some = [
        loops.estimates(
            found.rows,
            *_serves(found.part, replace(sought, skills=sought.skills[first : first + ASKED_MOST])),
            min(asked - first, ASKED_MOST),
            found.part.lookups.lives(sought.half_life_years),
            today,
            *DOUBLINGS,
            columns.keys,
            columns.line,
            columns.levels,
            columns.skills,
        )
        for first in range(0, max(asked, 1), ASKED_MOST)
    ]  # fmt: skip
    return Estimates(*(np.concatenate(values, axis=1) for values in zip(*some, strict=True)))


def _lexical(found: Judged, sought: Sought) -> Floats:
    """`lexical.score_packed` of these rows."""
    columns, weights = found.part.columns, weights_by_hash(sought.terms, sought.statistics)
    hashes = np.array(sorted(weights), np.uint32)
    near = np.zeros(1 << 16, np.bool_)
    near[hashes & 0xFFFF] = True
    raw: Floats = loops.shared_terms(
        found.rows, hashes, np.array([weights[number] for number in hashes.tolist()]), near, K1, B,
        sought.statistics.length_unit, columns.terms_from, columns.term, columns.term_count,
    )  # fmt: skip
    return raw


def _rates(columns: Columns, rows: NDArray[np.uint32], sought: Sought) -> Floats:
    """(n,) an hour, in the currency of the budget; NaN where there is none in it."""
    minor: Floats = loops.rates_in(sought.currency, rows, columns.line, columns.rates)
    return minor / sought.sub_unit
