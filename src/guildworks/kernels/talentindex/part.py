"""Columns with what a search looks up in them, and which of their rows are alive."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from guildworks.kernels.talentindex import loops
from guildworks.kernels.talentindex.cold import Cold
from guildworks.kernels.talentindex.records import skill_key
from guildworks.kernels.talentindex.segment import WORD, Columns, rows_with


class Lookups:
    """Where the skills and marks of some columns stand."""

    def __init__(self, columns: Columns) -> None:
        self.columns = columns
        self.vectors, self.skills, self.terms = Cold(columns.vectors), Cold(columns.skills), Cold(columns.terms)
        self._lives: tuple[Mapping[str, float], NDArray[np.float64]] | None = None

    @cached_property
    def key_order(self) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
        """The places of the skills by their keys, and these keys."""
        order = np.argsort(self.columns.keys)
        return order, self.columns.keys[order]

    def skills_at(self, slugs: Sequence[str]) -> NDArray[np.int64]:
        """(len(slugs),) the places of these skills; -1 where nobody here has one."""
        order, keys = self.key_order
        wanted = np.array([skill_key(slug) for slug in slugs], np.uint32)
        if not len(keys):
            return np.full(len(slugs), -1)
        at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        return np.where(keys[at] == wanted, order[at], -1)

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
        return int(self.columns.pattern.max(initial=0)) + 1

    @cached_property
    def bits_at(self) -> dict[int, int]:
        """Where the bits of a mark stand."""
        return {mark: place for place, mark in enumerate(self.columns.bit_marks.tolist())}

    @cached_property
    def rows_at(self) -> dict[int, int]:
        """Where the rows of a mark stand."""
        return {mark: place for place, mark in enumerate(self.columns.row_marks.tolist())}

    def marked(self, marks: Sequence[int]) -> NDArray[np.uint64]:
        """(words,) who has one of these marks."""
        columns = self.columns
        words = np.zeros(columns.bits.shape[1], np.uint64)
        for mark in marks:
            if (place := self.bits_at.get(mark)) is not None:
                words |= columns.bits[place]
            elif (place := self.rows_at.get(mark)) is not None:
                first, last = columns.mark_rows_from[place : place + 2]
                loops.set_bits(words, columns.mark_rows[first:last])
        return words


@dataclass(frozen=True)
class Part:
    """Columns, and which of their rows are alive: the others have a newer one in a later part, or have left."""

    columns: Columns
    lookups: Lookups
    alive: NDArray[np.uint64]  # (words,)
    packed: tuple[bytes, ...] = ()  # of a delta: its rows, to be joined with newer ones

    @classmethod
    def whole(cls, columns: Columns, packed: tuple[bytes, ...] = ()) -> Part:
        """All rows are alive."""
        flags = np.zeros(columns.bits.shape[1] * WORD, np.uint8)
        flags[: len(columns)] = 1
        return cls(columns, Lookups(columns), np.packbits(flags, bitorder="little").view(np.uint64), packed)

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
        loops.set_bits(gone, rows.astype(np.uint32))
        return replace(self, alive=self.alive & ~gone)

    @cached_property
    def rows(self) -> NDArray[np.uint32]:
        """The living rows, ascending."""
        return rows_of(self.alive)

    def __len__(self) -> int:
        return int(np.bitwise_count(self.alive).sum())


def rows_of(words: NDArray[np.uint64]) -> NDArray[np.uint32]:
    """The rows whose bits are set, ascending."""
    found: NDArray[np.uint32] = loops.rows_of(words, int(np.bitwise_count(words).sum()))
    return found
