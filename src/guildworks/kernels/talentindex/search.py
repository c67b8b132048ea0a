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

from guildworks.kernels.talentindex import closest, loops
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
from guildworks.kernels.talentindex.measures import Measures
from guildworks.kernels.talentindex.part import Part
from guildworks.kernels.talentindex.records import Estimates
from guildworks.kernels.talentindex.rows import UNSAID
from guildworks.kernels.talentindex.scorer import Columns as ScoreColumns
from guildworks.kernels.talentindex.scorer import best, rounded
from guildworks.kernels.talentindex.segment import WORD

Floats = NDArray[np.float64]
Done = TypeVar("Done")
THREADED_FROM = 50_000  # rows: below it a second thread costs more than it does
VECTORS_LAST_FROM = 20_000  # rows: of so many only those are compared by their vectors that may reach the list then
IN_A_ROUND = 512  # rows
SCORED_FIRST = 2  # times the places of the list
ORDERED_FIRST = 8  # times the places of the list: mostly nobody else is scored
HUGE = 1e9
UNSPARED = 1 << 20  # spare quarter hours where none are asked


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

    def take(self, rows: NDArray[np.int64]) -> Scored:
        """The same of these rows alone."""
        estimates = Estimates(*(getattr(self.estimates, name)[rows] for name in Estimates.__slots__))
        ids = tuple(self.ids[row] for row in rows.tolist())
        some = (values[rows] for values in (self.free_hours, self.parts, self.totals))
        return Scored(ids, self.columns.take(rows), estimates, *some)


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
    if count <= top:
        everybody = _scored_whole(found, measures)
        return everybody, _best(everybody, sought, top)
    heap = np.full(top, -np.inf)  # the best scores so far, the lowest on top
    if count >= VECTORS_LAST_FROM:
        found = _without_vectors(found, measures, heap)
    told = [_best_first(each, measures, heap) for each in found]
    best_of = [each.where(places[totals >= heap[0]]) for each, (places, totals) in zip(found, told, strict=True)]
    scored = _scored_whole(best_of, measures)
    return scored, _best(scored, sought, top)


def _best_first(found: Judged, measures: Measures, heap: Floats) -> tuple[NDArray[np.int64], Floats]:
    """The places of those in one part who were scored, and their scores: nobody else reaches the top of `heap`."""
    bounds, spare, own = _bounds(found, measures), _spare(found, measures.sought), measures.of(found.part)
    skills, *more = own.skills
    if more:
        return _in_rounds(found, measures, heap, bounds)
    cut = loops.cut_of(bounds, max(heap[0], -HUGE), ORDERED_FIRST * len(heap))
    places, totals = [], []
    for near in (bounds >= cut, bounds < cut):
        rows = np.flatnonzero(near & (bounds >= heap[0]))
        order = rows[np.argsort(-bounds[rows])]
        some, scores = closest.best_first(
            order, found.rows, spare, bounds, heap, own.numbers, measures.lexical, skills, own.hot, own.cold
        )
        places.append(some)
        totals.append(scores)
    return _side(places), _side(totals)


def _in_rounds(found: Judged, measures: Measures, heap: Floats, bounds: Floats) -> tuple[NDArray[np.int64], Floats]:
    """The same for a search with more skills than bits: those with the highest bounds are scored, and the next."""
    places, totals = [np.zeros(0, np.int64)], [np.zeros(0)]
    while len(rows := np.flatnonzero(bounds >= loops.cut_of(bounds, max(heap[0], -HUGE), IN_A_ROUND))):
        scored = _scored(found.where(rows), measures)
        bounds[rows] = -np.inf
        for total in scored.totals[scored.totals > heap[0]].tolist():
            if total > heap[0]:
                loops.push(heap, total)
        places.append(rows)
        totals.append(scored.totals)
    return _side(places), _side(totals)


def _without_vectors(found: Sequence[Judged], measures: Measures, heap: Floats) -> list[Judged]:
    """Of many, those who may reach the list, by a bound that needs no vectors, after the best by it were scored."""
    bounds = [_bounds(each, measures, with_vectors=False) for each in found]
    cut = loops.cut_of(_side(bounds), -np.inf, SCORED_FIRST * len(heap))
    scored = _scored_whole([each.where(highest >= cut) for each, highest in zip(found, bounds, strict=True)], measures)
    needed = np.partition(scored.totals, len(scored.totals) - len(heap))[len(scored.totals) - len(heap)]
    return [each.where(highest >= needed) for each, highest in zip(found, bounds, strict=True)]


def _best(scored: Scored, sought: Sought, top: int) -> NDArray[np.int64]:
    return best(scored.totals, scored.ids.__getitem__, tie=sought.tie, top=top)


def fails_of(found: Sequence[Judged], ids: Sequence[bytes]) -> dict[bytes, int]:
    """The conditions that each of these engineers fails, as bits, by their ids."""
    told = {}
    for each in found:
        for one in ids:
            row = each.part.row_of(one)
            place = -1 if row is None else int(np.searchsorted(each.rows, row))
            if 0 <= place < len(each.rows) and each.rows[place] == row:
                told[one] = int(each.fails[place])
    return told


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


def _scored(found: Judged, measures: Measures) -> Scored:
    """The scores of these engineers, from what the score itself is made of."""
    sought, own, all_columns = measures.sought, measures.of(found.part), found.part.columns
    rows, spare = found.rows, _spare(found, sought)
    line, rates, levels, terms_from = own.hot
    terms, skills, vectors = own.cold
    known = [closest.known(rows, each, line, levels, skills) for each in own.skills]
    estimates = Estimates(*(_side(values) for values in zip(*known, strict=True)))
    raw = closest.raw_lexical(rows, terms_from, terms, measures.lexical)
    numbers = closest.scored(rows, spare, raw, own.numbers, line, rates, estimates.mean, vectors)
    years, parts = line["years"][rows], numbers[:, closest.PARTS_AT :]
    columns = ScoreColumns(
        level_mean=estimates.mean,
        level_error=estimates.error,
        level_key=estimates.key,
        lexical=raw,
        semantic=numbers[:, closest.SEMANTIC],
        years=np.where(years == UNSAID, np.nan, years / 10),
        rate=loops.rates_in(sought.currency, rows, line, rates) / sought.sub_unit,
        overlap=own.shared[all_columns.pattern[rows]],
        free_hours=np.where(spare == UNSPARED, np.nan, spare / 4) + (sought.hours_per_week or 0.0),
        attention=line["attention"][rows].astype(np.float64),
    )
    ids = all_columns.ids[rows].tobytes()
    some = tuple(ids[first : first + 16] for first in range(0, len(ids), 16))
    return Scored(some, columns, estimates, _free(found) / 4, parts, rounded(parts.sum(axis=1)))
