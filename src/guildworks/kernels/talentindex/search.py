"""Searching parts of the index: who passes, and who of them is best. Exact: nobody is left out who could be listed.

Those who pass get an upper bound of their score from the columns. The best by it are scored by `scorer` itself, which
tells what a place on the list takes; then whoever's bound reaches that is scored, and nobody else needs to be.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
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
    WorksAt,
)
from guildworks.kernels.talentindex.curves import doublings
from guildworks.kernels.talentindex.measures import Measures, PartMeasures
from guildworks.kernels.talentindex.part import Part
from guildworks.kernels.talentindex.records import Estimates
from guildworks.kernels.talentindex.rows import DIMENSIONS, UNSAID
from guildworks.kernels.talentindex.scorer import Columns as ScoreColumns
from guildworks.kernels.talentindex.scorer import best, cosines, rounded, score
from guildworks.kernels.talentindex.segment import WORD

Floats = NDArray[np.float64]
Done = TypeVar("Done")
THREADED_FROM = 50_000  # rows: below it a second thread costs more than it does
VECTORS_LAST_FROM = 20_000  # rows: of so many only those are compared by their vectors that may reach the list then
SCORED_FIRST = 2  # times the places of the list
BOUNDS_EXCEED = 0.006  # the score by so much or less, for most, once their lexical part is known
SCORED_WHOLE = 1  # up to so many times the places everybody is scored: bounds would cost more
HUGE = 1e9
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
    """Who fails nothing: by bits for sixty-four rows at once, by narrow columns row after row, then by their lines."""
    words = part.alive
    for condition in _all(sought):
        if isinstance(condition, Marked):
            words = words & part.lookups.marked(condition.marks)
    rows = _sieved(part, words, sought)
    conditions, hours, *sets = _encoded(part, sought, every=False)
    if len(conditions):
        others, _ = _judge(part, rows, replace(sought, stretches=()), (conditions, hours[:0], *sets), every=False)
        rows = rows[others.fails == 0]
    judged, _ = _judge(part, rows, sought, (conditions[:0], hours, *sets), every=False)
    return judged.where(judged.fails == 0)


def _all(sought: Sought) -> Iterator[Condition]:
    return (condition for each in sought.conditions for condition in each)


def _sieved(part: Part, words: NDArray[np.uint64], sought: Sought) -> NDArray[np.uint32]:
    """The rows whose bits are set, but for most of those that are ruled out by hours or town, or working pattern."""
    quarters, town, allowed = 0, -1, np.zeros(0, np.uint8)
    for condition in _all(sought):
        match condition:
            case Free(_, asked):
                quarters = max(quarters, asked)
            case WorksAt(patterns):
                flags = _flags(patterns, part.lookups.patterns)
                allowed = allowed & flags if len(allowed) else flags
            case Lives(city, _) if city:
                town = city & 0xFFFF
    columns = (part.columns.most, part.columns.pattern, part.columns.town)
    count = int(np.bitwise_count(words).sum())

    def sieve(some: slice) -> NDArray[np.uint32]:
        found: NDArray[np.uint32] = loops.sieve(
            words[some], some.start * WORD, count, quarters, allowed, town, *columns
        )
        return found

    return _side(_halves(sieve, len(words), rows=count))


def tried(part: Part, sought: Sought) -> tuple[Judged, NDArray[np.int64]]:
    """All conditions tried on every living row, and (3, conditions) how many fail each, only it, and it first."""
    return _judge(part, part.rows, sought, _encoded(part, sought, every=True), every=True)


def rank(found: Sequence[Judged], sought: Sought, *, top: int) -> tuple[Scored, NDArray[np.int64]]:
    """Those of these engineers that may be among the best `top`, scored, and the rows of the best, best first."""
    measures, count = Measures(sought), sum(len(each.rows) for each in found)
    if count <= SCORED_WHOLE * top:
        everybody = _scored_whole(found, measures)
        return everybody, _best(everybody, sought, top)
    scored: Scored | None = None
    needed = -np.inf
    if count >= VECTORS_LAST_FROM:
        scored, found = _without_vectors(found, measures, top=top)
        needed = _needed(scored, top)
    waiting = [_Waiting(each, measures) for each in found]
    needed = max(needed, _guessed(waiting, top))
    while more := _next(waiting, needed):
        some = joined(more)
        scored = some if scored is None else joined([scored, some])
        needed = _needed(scored, top)
    assert scored is not None
    return scored, _best(scored, sought, top)


class _Waiting:
    """Engineers of one part who are not scored yet, and what their scores are at most."""

    def __init__(self, found: Judged, measures: Measures) -> None:
        self.found, self.measures = found, measures
        self.bounds = _bounds(found, measures)
        self.lexical = np.full(len(found.rows), np.nan)  # the raw score; not worked out yet

    def come_close(self, needed: float) -> None:
        """Work out the lexical part, which bounds count as whole, of all who reach what is needed."""
        policy = self.measures.sought.policy
        rows = np.flatnonzero((self.bounds >= needed) & np.isnan(self.lexical))
        if len(rows):
            self.lexical[rows] = raw = _lexical(self.found.where(rows), self.measures)
            loops.count_lexical(
                self.bounds, rows, raw, policy.weights["lexical"], policy.lexical_mean, policy.lexical_deviation
            )

    @property
    def close(self) -> Floats:
        """The bounds of those whose lexical part was worked out."""
        found: Floats = self.bounds[~np.isnan(self.lexical)]
        return found

    def scored(self, needed: float) -> Scored | None:
        """Score all who reach what is needed; None where nobody does."""
        rows = np.flatnonzero(self.bounds >= max(needed, -HUGE))  # who was scored has a bound of -inf
        if not len(rows):
            return None
        self.bounds[rows] = -np.inf
        return _scored(self.found.where(rows), self.measures, lexical=self.lexical[rows])


def _guessed(waiting: Sequence[_Waiting], top: int) -> float:
    """What a place on the list is likely to take. A wrong guess costs time, and nobody a place."""
    needed = loops.cut_of(_side([each.bounds for each in waiting]), -np.inf, SCORED_FIRST * top)
    for _ in range(2):
        for each in waiting:
            each.come_close(needed)
        needed = loops.cut_of(_side([each.close for each in waiting]), -np.inf, top) - BOUNDS_EXCEED
    return float(needed)


def _next(waiting: Sequence[_Waiting], needed: float) -> list[Scored]:
    """The scores of all who reach what is needed and have none yet."""
    for each in waiting:
        each.come_close(needed)
    return [scored for each in waiting if (scored := each.scored(needed)) is not None]


def _without_vectors(found: Sequence[Judged], measures: Measures, *, top: int) -> tuple[Scored, list[Judged]]:
    """Of many, the best by a bound that needs no vectors, scored; and who else may reach the list after that."""
    bounds = [_bounds(each, measures, with_vectors=False) for each in found]
    cut = loops.cut_of(_side(bounds), -np.inf, SCORED_FIRST * top)
    scored = _scored_whole([each.where(highest >= cut) for each, highest in zip(found, bounds, strict=True)], measures)
    needed = _needed(scored, top)
    left = [(highest < cut) & (highest >= needed) for highest in bounds]
    return scored, [each.where(rows) for each, rows in zip(found, left, strict=True)]


def _needed(scored: Scored, top: int) -> float:
    """The score that a place on the list takes at least."""
    return float(np.partition(scored.totals, len(scored.totals) - top)[len(scored.totals) - top])


def _best(scored: Scored, sought: Sought, top: int) -> NDArray[np.int64]:
    return best(scored.totals, scored.ids.__getitem__, tie=sought.tie, top=top)


def scored_whole(found: Sequence[Judged], sought: Sought) -> Scored:
    """The scores of all these engineers."""
    return _scored_whole(found, Measures(sought))


def _scored_whole(found: Sequence[Judged], measures: Measures) -> Scored:
    return joined([_scored(each, measures) for each in found if len(each.rows)] or [_scored(found[0], measures)])


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


def _judge(
    part: Part, rows: NDArray[np.uint32], sought: Sought, encoded: tuple[NDArray[Any], ...], *, every: bool
) -> tuple[Judged, NDArray[np.int64]]:
    columns = part.columns

    def judge(some: slice) -> tuple[NDArray[Any], ...]:
        tally = np.zeros((3, max(len(sought.conditions), 1)), np.int64)
        least = np.empty((len(sought.stretches), len(rows[some])), np.int32)
        for place, weeks in enumerate(sought.stretches):
            least[place] = loops.least_free(rows[some], weeks.first, weeks.last, sought.at, columns.line, columns.hours)
        return loops.judge(rows[some], least, *encoded, every, tally, columns.line, columns.rates), least, tally

    halves = _halves(judge, len(rows), rows=len(rows))
    fails, least = (_side([half[place] for half in halves]) for place in (0, 1))
    return Judged(part, rows, fails, least), sum((half[2] for half in halves[1:]), halves[0][2])


def _free(found: Judged) -> NDArray[np.int32]:
    """(n,) quarter hours a week, the least of all the weeks asked."""
    free: NDArray[np.int32] = np.maximum(found.least.min(axis=0), 0)
    return free


def _spare(found: Judged, sought: Sought) -> NDArray[np.int32]:
    """(n,) the least by which they exceed what is asked; UNSPARED where nothing is."""
    asked = [least - each.quarters for least, each in zip(found.least, sought.stretches, strict=True) if each.quarters]
    return np.min(asked, axis=0) if asked else np.full(len(found.rows), UNSPARED, np.int32)


def _halves(work: Callable[[slice], Done], count: int, *, rows: int) -> list[Done]:
    """Do `count` pieces of work: where they are many rows, in two threads, which the loops let run side by side."""
    if rows < THREADED_FROM:
        return [work(slice(0, count))]
    middle = count // 2
    return list(_threads().map(work, (slice(0, middle), slice(middle, count))))


def _side(halves: Sequence[NDArray[Any]]) -> NDArray[Any]:
    return halves[0] if len(halves) == 1 else np.concatenate(halves, axis=-1)


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(2, "talentindex")


os.register_at_fork(after_in_child=_threads.cache_clear)  # threads are not copied


def _encoded(part: Part, sought: Sought, *, every: bool) -> tuple[NDArray[Any], ...]:
    """The conditions as `loops.judge` takes them; unless `every`, without those on marks and working patterns."""
    found, hours = [], []
    words: list[NDArray[np.uint64]] = []
    allowed: list[NDArray[np.uint8]] = []
    for bit, each in enumerate(sought.conditions):
        for condition in each:
            match condition:
                case Confirmed(after):
                    found.append((loops.CONFIRMED, bit, after, 0))
                case Marked(some) if every:
                    found.append((loops.MARKED, bit, len(words), 0))
                    words.append(part.lookups.marked(some))
                case WorksAt(patterns) if every:
                    found.append((loops.WORKS_AT, bit, len(allowed), 0))
                    allowed.append(_flags(patterns, part.lookups.patterns))
                case Lives(city, country):
                    found.append((loops.LIVES, bit, int(np.uint64(city).astype(np.int64)), country))
                case PaidAtMost(currency, minor):
                    found.append((loops.RATE, bit, currency, minor))
                case Free(stretch, quarters):
                    hours.append((bit, stretch, quarters))
    return (
        np.array(found, np.int64).reshape(-1, 4),
        np.array(hours, np.int64).reshape(-1, 3),
        np.stack(words) if words else np.zeros((1, 1), np.uint64),
        np.stack(allowed) if allowed else np.zeros((1, 1), np.uint8),
    )


def _flags(numbers: Sequence[int], count: int) -> NDArray[np.uint8]:
    flags = np.zeros(count, np.uint8)
    inside = np.array(numbers, np.int64)
    flags[inside[inside < count]] = 1
    return flags


def _bounds(found: Judged, measures: Measures, *, with_vectors: bool = True) -> Floats:
    """(n,) at least the score of each of these engineers."""
    arguments = measures.of(found.part).bounds
    spare = _spare(found, measures.sought)
    count = len(found.rows)
    return _side(
        _halves(lambda some: loops.bounds(found.rows[some], spare[some], with_vectors, *arguments), count, rows=count)
    )


def _scored(found: Judged, measures: Measures, *, lexical: Floats | None = None) -> Scored:
    """The scores of these engineers, from what the score itself is made of; their lexical scores may be known."""
    sought, own = measures.sought, measures.of(found.part)
    rows, all_columns = found.rows, found.part.columns
    estimates = _estimates(found, own)
    years = all_columns.line["years"][rows]
    spare = _spare(found, sought)
    vectors = found.part.lookups.vectors.read(rows.astype(np.int64), np.ones(len(rows), np.int64))
    columns = ScoreColumns(
        level_mean=estimates.mean,
        level_error=estimates.error,
        level_key=estimates.key,
        lexical=_lexical(found, measures) if lexical is None else lexical,
        semantic=cosines(vectors.reshape(-1, DIMENSIONS), sought.vector),
        years=np.where(years == UNSAID, np.nan, years / 10),
        rate=loops.rates_in(sought.currency, rows, all_columns.line, all_columns.rates) / sought.sub_unit,
        overlap=own.shared[all_columns.pattern[rows]],
        free_hours=np.where(spare == UNSPARED, np.nan, spare / 4) + (sought.hours_per_week or 0.0),
        attention=all_columns.line["attention"][rows].astype(np.float64),
    )
    parts = score(columns, sought.question, sought.policy)
    raw = all_columns.ids[rows].tobytes()
    ids = tuple(raw[first : first + 16] for first in range(0, len(raw), 16))
    return Scored(ids, columns, estimates, _free(found) / 4, parts, rounded(parts.sum(axis=1)))


def _lexical(found: Judged, measures: Measures) -> Floats:
    """`lexical.score_packed` of these rows."""
    ends = found.part.columns.terms_from
    first = ends[found.rows]
    sizes = ends[found.rows + np.uint32(1)] - first
    raw: Floats = loops.shared_terms(sizes, found.part.lookups.terms.read(first, sizes), *measures.lexical)
    return raw


def _estimates(found: Judged, measures: PartMeasures) -> Estimates:
    """`records.estimate` of these rows, in the columns' own order."""
    columns, lookups, search = found.part.columns, found.part.lookups, measures.all
    line = columns.line[found.rows]
    skills = lookups.skills.read(line["skills_at"].astype(np.int64), line["skills"].astype(np.int64))
    some = [
        loops.estimates(
            found.rows, serves, own, len(own), lookups.lives(search.sought.half_life_years), search.today,
            *DOUBLINGS, columns.keys, columns.line, columns.levels, skills,
        )
        for serves, own in measures.serving
    ]  # fmt: skip
    return Estimates(*(_side(values) for values in zip(*some, strict=True)))
