"""A search and its answer, wherever it was searched: in the database or in the index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from guildworks.kernels.talentindex.records import Estimates
from guildworks.kernels.talentindex.scorer import Columns, interval, rounded, tie_breaker
from guildworks.matching.asked import Asked
from guildworks.matching.brief_text import BriefText
from guildworks.matching.hard import Filter, Filtered
from guildworks.matching.ranking_policy import InForce


@dataclass(frozen=True, slots=True)
class Loaded:
    """The columns of n engineers, with their ids in the same order and what their skill estimates rest on."""

    ids: tuple[UUID, ...]
    columns: Columns
    estimates: Estimates
    free_hours: NDArray[np.float64]  # (n,) a week, the least of the weeks asked; NaN: not said


@dataclass(frozen=True, slots=True)
class Placed:
    """Some of the engineers loaded, best first."""

    rows: NDArray[np.int64]  # (k,) positions in `loaded`
    scores: NDArray[np.float64]  # (k,)
    names: tuple[str, ...]  # of the parts
    parts: NDArray[np.float64]  # (k, len(names)), each row sums to its score
    loaded: Loaded

    @property
    def ids(self) -> list[UUID]:
        """Who they are, best first."""
        return [self.loaded.ids[row] for row in self.rows]


@dataclass(frozen=True, slots=True)
class Ranked(Placed):
    """The same with the ranges of their scores."""

    low: NDArray[np.float64]  # (k,)
    high: NDArray[np.float64]  # (k,)

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
    by: Filter
    at: datetime  # the list's own time


class Tried(Protocol):
    """All requirements of one role, tried on everybody."""

    @property
    def filtered(self) -> Filtered:
        """What each of them ruled out."""

    def masks(self) -> Mapping[int, int]:
        """How many engineers fail exactly these requirements, as bits; 0 tells who passes."""

    def best(self, top: int, *, below: int) -> tuple[Ranked, Placed]:
        """The best of those who pass, and so many who come next."""

    def nearest(self, masks: Sequence[int], most: int) -> tuple[Ranked, Mapping[UUID, int]]:
        """Those who fail exactly one of these sets of requirements, fewest first, then by score; and their sets."""


def ranked(loaded: Loaded, rows: NDArray[np.int64], parts: NDArray[np.float64], sought: Sought) -> Ranked:
    """Those in these rows, in this order, with the ranges of their scores. `parts` are those of all loaded."""
    kept = parts[rows]
    low, high = interval(loaded.columns.take(rows), sought.asked.question, sought.force.policy, parts=kept)
    return Ranked(rows, rounded(kept.sum(axis=1)), sought.force.policy.parts, kept, loaded, low, high)


def listed(
    loaded: Loaded, rows: NDArray[np.int64], parts: NDArray[np.float64], sought: Sought, *, top: int
) -> tuple[Ranked, Placed]:
    """Of those in these rows, in this order, the list and those below it."""
    below = parts[rows[top:]]
    return (
        ranked(loaded, rows[:top], parts, sought),
        Placed(rows[top:], rounded(below.sum(axis=1)), sought.force.policy.parts, below, loaded),
    )


def nearest_first(
    fails: Sequence[int], totals: NDArray[np.float64], ids: Sequence[UUID], *, brief_id: UUID
) -> NDArray[np.int64]:
    """The order of near misses."""

    def place(row: int) -> tuple[int, float, bytes]:
        return fails[row].bit_count(), -totals[row], tie_breaker(brief_id.bytes, ids[row].bytes)

    return np.array(sorted(range(len(ids)), key=place), np.int64)
