"""Searching parts of the index: who passes, and who of them is best. Exact: nobody is left out who could be listed.

Those who pass get an upper bound of their score from what is quick to read of them. The best by it are looked at closer
and scored, in the order of their bounds, which tells what a place on the list takes; then so is whoever's bound reaches
that, and nobody else needs to be.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from guildworks.kernels.talentindex import bounds, closest, filters
from guildworks.kernels.talentindex.delta import ID_BYTES
from guildworks.kernels.talentindex.part import Part
from guildworks.kernels.talentindex.prepared import Prepared, PreparedPart
from guildworks.kernels.talentindex.records import Estimates
from guildworks.kernels.talentindex.scorer import Columns as ScoreColumns
from guildworks.kernels.talentindex.scorer import best
from guildworks.kernels.talentindex.segment import WORD

Floats = NDArray[np.float64]
THREADED_FROM = 50_000  # rows: below it a second thread costs more than it does
LOOKED_AT_FIRST = 4  # times the places of the list


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

    packed_ids: bytes  # 16 of each
    numbers: Floats  # (n, …) as `closest` finds them
    estimates: Estimates

    def id_of(self, row: int) -> bytes:
        """Whose row this is."""
        return self.packed_ids[row * ID_BYTES : (row + 1) * ID_BYTES]

    @property
    def ids(self) -> tuple[bytes, ...]:
        """(n,) who they are."""
        return tuple(self.id_of(row) for row in range(len(self.numbers)))

    @property
    def parts(self) -> Floats:
        """(n, len(policy.parts)) the parts of each score."""
        return self.numbers[:, closest.PARTS_AT :]

    @property
    def totals(self) -> Floats:
        """(n,) the scores."""
        return self.numbers[:, closest.TOTAL]

    @property
    def free_hours(self) -> Floats:
        """(n,) a week, the least of the weeks asked."""
        return self.numbers[:, closest.WEEKLY]

    @property
    def columns(self) -> ScoreColumns:
        """What they were made of, as the scorer takes it."""
        mean, error, key = self.estimates.mean, self.estimates.error, self.estimates.key
        return ScoreColumns(mean, error, key, *self.numbers[:, : closest.TOTAL].T)

    def take(self, rows: NDArray[np.int64]) -> Scored:
        """The same of these rows alone."""
        estimates = Estimates(*(getattr(self.estimates, name)[rows] for name in Estimates.__slots__))
        ids = b"".join([self.id_of(row) for row in rows.tolist()])
        return Scored(ids, self.numbers[rows], estimates)


def passing(part: Part, asked: Prepared) -> Judged:
    """Who fails nothing: by bits for sixty-four rows at once, by a narrow column row after row, then by their lines."""
    own, columns = asked.of(part), part.columns
    words, count = filters.narrowed(part.alive, own.marks, columns.bits, columns.mark_rows)
    read = (columns.line, columns.rates, columns.hours)

    def pass_some(some: slice) -> tuple[NDArray[Any], ...]:
        found: tuple[NDArray[Any], ...] = filters.passing(
            words[some], some.start * WORD, count, own.narrow, *own.rest, asked.stretches, asked.sought.at, read
        )
        return found

    rows, least = _in_halves(pass_some, len(words), rows=count)
    return Judged(part, rows, np.zeros(len(rows), np.uint64), least)


def tried(part: Part, asked: Prepared) -> tuple[Judged, NDArray[np.int64]]:
    """All conditions tried on every living row, and (3, conditions) how many fail each, only it, and it first."""
    rows, columns, at = part.rows, part.columns, asked.sought.at
    conditions, count = asked.of(part).conditions, max(len(asked.sought.conditions), 1)

    def judge(some: slice) -> tuple[NDArray[Any], ...]:
        least = filters.least_free(rows[some], asked.stretches, at, columns.line, columns.hours)
        fails = filters.judge(rows[some], least, *conditions, columns.line, columns.rates)
        return fails, least, filters.tally(fails, count)[..., None]  # side by side, to be summed

    fails, least, tally = _in_halves(judge, len(rows), rows=len(rows))
    counted: NDArray[np.int64] = tally.sum(axis=-1)
    return Judged(part, rows, fails, least), counted


def rank(found: Sequence[Judged], asked: Prepared, *, top: int) -> tuple[Scored, NDArray[np.int64]]:
    """Those of these engineers that may be among the best `top`, scored, and the rows of the best, best first."""
    heap = np.full(top, -np.inf)  # the best scores so far, the lowest on top
    everybody = joined([one for each in found for one in Bounded.of(each, asked).best(heap)])
    return everybody, best(everybody.totals, everybody.id_of, tie=asked.sought.tie, top=top)


@dataclass(frozen=True, slots=True)
class Bounded:
    """Some rows of one part, and what their scores are at most."""

    found: Judged
    own: PreparedPart
    spare: NDArray[np.int32]  # (n,) quarter hours by which they exceed what is asked; UNSPARED where nothing is
    bounds: Floats  # (n,)

    @classmethod
    def of(cls, found: Judged, asked: Prepared) -> Bounded:
        """Bounds from what is quick to read of them."""
        own, spare, count = asked.of(found.part), _spare(found, asked), len(found.rows)
        rows, arguments = found.rows, own.bounds
        (highest,) = _in_halves(lambda some: (bounds.quick(rows[some], spare[some], *arguments),), count, rows=count)
        return cls(found, own, spare, highest)

    def best(self, heap: Floats) -> Iterator[Scored]:
        """Those who may be among the best by `heap`, which learns their scores."""
        rows, first = self.found.rows, LOOKED_AT_FIRST * len(heap)
        own, spare = self.own, self.spare
        rest = (own.closer, own.asked, own.columns)
        scored, far = closest.best(rows, spare, self.found.least, self.bounds, first, THREADED_FROM, heap, *rest)
        yield _scored(self.found, scored)
        if len(far):
            places, highest = self.closer(far, heap[0])
            scored = closest.best_first(places, highest, rows, spare, self.found.least, heap, own.asked, own.columns)
            yield _scored(self.found, scored)

    def closer(self, places: NDArray[np.int64], needed: float) -> tuple[NDArray[np.int64], Floats]:
        """Those in these places who may still reach what is needed, and what they do at most from all that is kept."""
        rows, highest, arguments = self.found.rows, self.bounds, self.own.closer
        left, nearer = _in_halves(
            lambda some: bounds.closer(places[some], rows, highest, needed, *arguments), len(places), rows=len(places)
        )
        return left, nearer


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


def scored_whole(found: Sequence[Judged], asked: Prepared) -> Scored:
    """The scores of all these engineers."""

    def scored(each: Judged) -> Scored:
        count, own, spare = len(each.rows), asked.of(each.part), _spare(each, asked)
        everybody, nobody = (np.arange(count), np.full(count, np.inf)), np.full(1, -np.inf)
        return _scored(
            each, closest.best_first(*everybody, each.rows, spare, each.least, nobody, own.asked, own.columns)
        )

    return joined([scored(each) for each in found])


def joined(some: Sequence[Scored]) -> Scored:
    """All of these as one."""
    if len(some) == 1:
        return some[0]
    names, numbers = Estimates.__slots__, np.concatenate([each.numbers for each in some])
    return Scored(
        b"".join([each.packed_ids for each in some]),
        numbers,
        Estimates(*(np.concatenate([getattr(each.estimates, name) for each in some]) for name in names)),
    )


def _spare(found: Judged, asked: Prepared) -> NDArray[np.int32]:
    spare: NDArray[np.int32] = bounds.spare_of(found.least, asked.quarters)
    return spare


def _in_halves(work: Callable[[slice], tuple[NDArray[Any], ...]], count: int, *, rows: int) -> tuple[NDArray[Any], ...]:
    """Do `count` pieces of work: where they are many rows, in two threads, which the loops let run side by side."""
    if rows < THREADED_FROM:
        return work(slice(0, count))
    middle = count // 2
    halves = _threads().map(work, (slice(0, middle), slice(middle, count)))
    return tuple(_side(both) for both in zip(*halves, strict=True))


def _side(some: Sequence[NDArray[Any]]) -> NDArray[Any]:
    return some[0] if len(some) == 1 else np.concatenate(some, axis=-1)


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(2, "talentindex")


os.register_at_fork(after_in_child=_threads.cache_clear)  # threads are not copied


def _scored(found: Judged, scored: tuple[Any, ...]) -> Scored:
    """What `closest` found of some of these rows."""
    places, numbers, estimates = scored
    return Scored(found.part.columns.ids[found.rows[places]].tobytes(), numbers, Estimates(*estimates))
