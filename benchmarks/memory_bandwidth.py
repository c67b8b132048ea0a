"""The limit of memory, and how near to it the widest searches of the index come."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter

import numpy as np
from numba import njit
from numpy.typing import NDArray

from benchmarks.index_kernel import ENGINEERS, FEWER, UNFILTERED, best_of, kept_generation, statistics_of
from benchmarks.invented_rows import Questions
from benchmarks.table import Row, seen
from guildworks.kernels.talentindex.part import Part
from guildworks.kernels.talentindex.prepared import Prepared

BYTES, FEWER_BYTES = 1 << 30, 1 << 27  # far more than a processor keeps beside it
TIMES = 5
SEARCHES_AT_ONCE = 3
LOOKED_AT = ("line", "rates", "hours", "levels")  # of every engineer, where nobody is ruled out; codes only of some


def rows(quick: bool, say: Callable[[str], None]) -> list[Row]:
    """The figures."""
    say("Reading memory")
    memory = np.ones((FEWER_BYTES if quick else BYTES) // 8, np.uint64)
    one, two = (_read_rate(memory, threads) for threads in (1, 2))
    part = Part.whole(kept_generation(FEWER if quick else ENGINEERS, say).columns)
    taken = _widest(part)
    size = sum(getattr(part.columns, name).nbytes for name in LOOKED_AT)
    note = f"{size / 1e6:,.0f} MB of columns in {taken * 1000:.1f} ms, vectors not counted"
    return [
        seen("memory bandwidth, one thread reads, GB/s", one),
        seen("memory bandwidth, two threads read, GB/s", two),
        seen("read by a search without any filter, at least GB/s", size / taken / 1e9, peer=two, note=note),
    ]


@njit(nogil=True, fastmath=True)
def _total(values):
    total = np.uint64(0)
    for place in range(len(values)):
        total += values[place]
    return total


def _read_rate(memory: NDArray[np.uint64], threads: int) -> float:
    """GB a second, the best of some readings."""
    pieces = np.array_split(memory, threads)
    _total(memory[:1])
    seconds = []
    with ThreadPoolExecutor(threads) as pool:
        for _ in range(TIMES):
            began = perf_counter()
            total = sum(int(each) for each in pool.map(_total, pieces))
            seconds.append(perf_counter() - began)
            assert total == len(memory)
    return memory.nbytes / min(seconds) / 1e9


def _widest(part: Part) -> float:
    """Seconds of the quickest of the searches that nobody is ruled out of."""
    questions = Questions(5, statistics_of(part.columns))
    taken = []
    for _ in range(UNFILTERED):
        sought = questions.draw(filtered=False)
        for _ in range(SEARCHES_AT_ONCE):
            began = perf_counter()
            best_of(part, Prepared(sought))
            taken.append(perf_counter() - began)
    return min(taken)
