"""Columns with what a search looks up in them, and which of their rows are alive."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from guildworks.kernels.talentindex import filters
from guildworks.kernels.talentindex.cold import Cold
from guildworks.kernels.talentindex.records import skill_key
from guildworks.kernels.talentindex.segment import WORD, Columns, rows_with


class Lookups:
    """Where the skills and marks of some columns stand."""

    def __init__(self, columns: Columns) -> None:
        self.columns = columns
        self.rows = Cold(columns.rows)
        self._lives: tuple[Mapping[str, float], NDArray[np.float64]] | None = None

    @cached_property
    def places(self) -> dict[int, int]:
        """Where the key of a skill stands."""
        return {key: place for place, key in enumerate(self.columns.keys.tolist())}

    def skills_at(self, slugs: Sequence[str]) -> NDArray[np.int64]:
        """(len(slugs),) the places of these skills; -1 where nobody here has one."""
        return np.array([self.places.get(skill_key(slug), -1) for slug in slugs], np.int64)

    def lives(self, half_life_years: Mapping[str, float]) -> NDArray[np.float64]:
        """The half-life of each skill here; 1 for one that has left the graph, and that nobody asks for."""
        if self._lives is None or self._lives[0] is not half_life_years:
            found = np.ones(len(self.columns.keys))
            at = self.skills_at(list(half_life_years))
            found[at[at >= 0]] = np.array(list(half_life_years.values()))[at >= 0]
            self._lives = (half_life_years, found)
        return self._lives[1]

    @cached_property
    def patterns(self) -> int:
        """One more than the highest number of a working pattern here."""
        return int(self.columns.narrow["pattern"].max(initial=0)) + 1

    @cached_property
    def bits_at(self) -> dict[int, int]:
        """Where the bits of a mark stand."""
        return {mark: place for place, mark in enumerate(self.columns.bit_marks.tolist())}

    @cached_property
    def rows_at(self) -> dict[int, int]:
        """Where the rows of a mark stand."""
        return {mark: place for place, mark in enumerate(self.columns.row_marks.tolist())}

    def wanted(self, marks: Sequence[int], which: int) -> Iterator[tuple[int, int, int, int]]:
        """Where these marks stand, as `filters.narrowed` takes them. None of them here: the rows of nobody."""
        columns, none = self.columns, True
        for mark in marks:
            if (place := self.bits_at.get(mark)) is not None:
                none = False
                yield which, place, 0, 0
            elif (place := self.rows_at.get(mark)) is not None:
                none = False
                yield which, -1, int(columns.mark_rows_from[place]), int(columns.mark_rows_from[place + 1])
        if none:
            yield which, -1, 0, 0

    def marked(self, marks: Sequence[int]) -> NDArray[np.uint64]:
        """(words,) who has one of these marks."""
        columns = self.columns
        everybody = np.full(columns.bits.shape[1], ~np.uint64(0))
        wanted = np.array(list(self.wanted(marks, 0)), np.int64)
        words: NDArray[np.uint64] = filters.narrowed(everybody, wanted, columns.bits, columns.mark_rows)[0]
        return words


@dataclass(frozen=True)
class Part:
    """Columns, and which of their rows are alive: the others have a newer one in a later part, or have left."""

    columns: Columns
    lookups: Lookups
    alive: NDArray[np.uint64]  # (words,)

    @classmethod
    def whole(cls, columns: Columns) -> Part:
        """All rows are alive."""
        flags = np.zeros(columns.bits.shape[1] * WORD, np.uint8)
        flags[: len(columns)] = 1
        return cls(columns, Lookups(columns), np.packbits(flags, bitorder="little").view(np.uint64))

    def row_of(self, engineer: bytes) -> int | None:
        """The engineer's row, alive or not."""
        row = int(rows_with(self.columns, np.frombuffer(engineer, "S16"))[0])
        return row if row >= 0 else None

    def living(self, engineers: NDArray[np.bytes_]) -> NDArray[np.int64]:
        """The living rows of those of these engineers (S16) that have one here."""
        rows = rows_with(self.columns, engineers)
        rows = rows[rows >= 0]
        bits = self.alive[rows // WORD] >> (rows % WORD).astype(np.uint64) & np.uint64(1)
        found: NDArray[np.int64] = rows[bits != 0]
        return found

    def lives(self, row: int) -> bool:
        """Whether a row is alive."""
        return bool(int(self.alive[row // WORD]) >> (row % WORD) & 1)

    def without(self, rows: NDArray[np.int64]) -> Part:
        """The same, and these rows are alive no more."""
        gone = np.zeros_like(self.alive)
        filters.set_bits(gone, rows.astype(np.uint32))
        return replace(self, alive=self.alive & ~gone)

    @cached_property
    def rows(self) -> NDArray[np.uint32]:
        """The living rows, ascending."""
        return rows_of(self.alive)

    def __len__(self) -> int:
        return int(np.bitwise_count(self.alive).sum())


def rows_of(words: NDArray[np.uint64]) -> NDArray[np.uint32]:
    """The rows whose bits are set, ascending."""
    found: NDArray[np.uint32] = filters.rows_of(words, int(np.bitwise_count(words).sum()))
    return found
