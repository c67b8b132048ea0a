"""A part of the index: engineers in columns, as a search reads them; the same in a generation and in its delta."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from guildworks.kernels.talentindex.records import CLAIM
from guildworks.kernels.talentindex.rows import DIMENSIONS, Rows, Unpacked, unpack

LEVEL_STEP = 0.04  # of the levels that bounds are made of: a mean of 0 .. 5 in seven bits, rounded up
SEEN = 0x80
SPARSE_BELOW = 32  # a mark that fewer than one in so many has is kept as a list of rows, else as bits
WORD = 64


@dataclass(frozen=True, slots=True)
class Columns:
    """n engineers. What is ragged has (n + 1,) offsets beside it."""

    ids: NDArray[Any]  # (n,) S16, the bytes of their ids; ascending in a generation
    seq: NDArray[np.uint64]
    confirmed: NDArray[np.int64]
    city: NDArray[np.uint64]
    country: NDArray[np.uint16]
    pattern: NDArray[np.int32]
    years: NDArray[np.uint16]
    capacity: NDArray[np.uint16]
    rates_from: NDArray[np.uint32]
    rate_currency: NDArray[np.uint16]
    rate_minor: NDArray[np.int64]
    hours_from: NDArray[np.uint32]
    hours_until: NDArray[np.int64]
    hours_week: NDArray[np.int16]
    hours_weeks: NDArray[np.uint8]
    hours_is_capacity: NDArray[np.uint8]
    hours_quarters: NDArray[np.int16]
    skills_from: NDArray[np.uint32]
    skill: NDArray[np.uint16]  # place in `keys`
    skill_level: NDArray[np.uint8]  # in steps, rounded up, and the bit SEEN
    codes: NDArray[np.int8]  # (n, 384) the vector in steps of `scale`
    scale: NDArray[np.float32]
    slack: NDArray[np.float32]  # the length of what that leaves of the vector, rounded up
    keys: NDArray[np.uint32]  # the skills that anybody here has, by `records.skill_key`
    # Marks: those that many have as bits over the rows, the others as their rows.
    bit_marks: NDArray[np.uint16]
    bits: NDArray[np.uint64]  # (len(bit_marks), words)
    row_marks: NDArray[np.uint16]
    mark_rows_from: NDArray[np.uint32]
    mark_rows: NDArray[np.uint32]
    # What the score itself is made of, for the few that may be on a list.
    vectors: NDArray[np.float16]  # (n, 384), of unit length
    skill_day: NDArray[np.int32]  # beside `skill`, as `records.SKILL` has them
    skill_mean: NDArray[np.float64]
    skill_error: NDArray[np.float64]
    terms_from: NDArray[np.int64]
    term: NDArray[np.uint32]  # as `lexical.pack_terms` has them: ascending within a row
    term_count: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.ids)


COLUMN_NAMES = tuple(field.name for field in fields(Columns))
OFFSETS = ("rates_from", "hours_from", "skills_from", "terms_from")


def columns_of(rows: Rows) -> Columns:
    """The columns of these rows."""
    keys: dict[int, int] = {}
    apart = unpack(rows)
    found = per_row(apart, keys)
    marks, marks_from = apart.parts["marks"]
    owners = np.repeat(np.arange(len(rows)), np.diff(marks_from))
    return Columns(**found, **key_column(keys), **mark_columns(marks, owners, len(rows)))


def per_row(apart: Unpacked, keys: dict[int, int]) -> dict[str, NDArray[Any]]:
    """The columns that the next batch of rows adds to; skills that are new go to `keys`, which tells their places."""
    head = apart.head
    rates, rates_from = apart.parts["rates"]
    hours, hours_from = apart.parts["hours"]
    skills, skills_from = apart.parts["skills"]
    known, place = np.unique(skills["skill"], return_inverse=True)
    places = np.array([keys.setdefault(key, len(keys)) for key in known.tolist()], np.uint16)
    level = np.ceil(np.clip(skills["mean"], 0.0, 5.0) / LEVEL_STEP).astype(np.uint8)
    return {
        "ids": np.ascontiguousarray(head["id"]),
        **{name: np.ascontiguousarray(head[name]) for name in ("seq", "confirmed", "city", "country", "pattern")},
        **{name: np.ascontiguousarray(head[name]) for name in ("years", "capacity")},
        "rates_from": rates_from.astype(np.uint32),
        "rate_currency": np.ascontiguousarray(rates["currency"]),
        "rate_minor": np.ascontiguousarray(rates["minor"]),
        "hours_from": hours_from.astype(np.uint32),
        **{
            f"hours_{name}": np.ascontiguousarray(hours[name])
            for name in ("until", "week", "weeks", "is_capacity", "quarters")
        },
        "skills_from": skills_from.astype(np.uint32),
        "skill": places[place.reshape(-1)] if len(places) else np.zeros(0, np.uint16),
        "skill_level": np.where(skills["day"] != CLAIM, level | SEEN, level).astype(np.uint8),
        **coded(head["vector"]),
        "vectors": np.ascontiguousarray(head["vector"]),
        **{f"skill_{name}": np.ascontiguousarray(skills[name]) for name in ("day", "mean", "error")},
        **{"terms_from": apart.terms_from, "term": apart.term, "term_count": apart.term_count},
    }


def coded(vectors: NDArray[np.float16]) -> dict[str, NDArray[Any]]:
    """Vectors (n, 384) as small integers, with what that leaves out."""
    exact = vectors.astype(np.float32).reshape(-1, DIMENSIONS)
    scale = np.maximum(np.abs(exact).max(axis=1, initial=0.0), np.float32(1e-6)) / np.float32(127)
    codes = np.rint(exact / scale[:, None]).astype(np.int8)
    left = np.linalg.norm(exact.astype(np.float64) - codes * scale.astype(np.float64)[:, None], axis=1)
    return {"codes": codes, "scale": scale, "slack": np.nextafter(left.astype(np.float32), np.float32(np.inf))}


def key_column(keys: Mapping[int, int]) -> dict[str, NDArray[Any]]:
    """The column `keys`: each skill at its place."""
    return {"keys": np.array(sorted(keys, key=keys.__getitem__), np.uint32)}


def mark_columns(marks: NDArray[np.uint16], owners: NDArray[np.int64], count: int) -> dict[str, NDArray[Any]]:
    """The marks of `count` rows, each with the row that has it."""
    order = np.argsort(marks, kind="stable")
    marks, owners = marks[order], owners[order]
    names, first = np.unique(marks, return_index=True)
    ends = np.append(first[1:], len(marks)) if len(first) else first
    often = (ends - first) * SPARSE_BELOW >= count
    words = -(-count // WORD)
    bits = np.zeros((int(often.sum()), words), np.uint64)
    for place, (start, end) in enumerate(zip(first[often].tolist(), ends[often].tolist(), strict=True)):
        flags = np.zeros(words * WORD, np.uint8)
        flags[owners[start:end]] = 1
        bits[place] = np.packbits(flags, bitorder="little").view(np.uint64)
    seldom = np.repeat(~often, ends - first) if len(first) else np.zeros(0, bool)
    lengths = (ends - first)[~often]
    return {
        "bit_marks": names[often],
        "bits": bits,
        "row_marks": names[~often],
        "mark_rows_from": np.concatenate(([0], np.cumsum(lengths))).astype(np.uint32),
        "mark_rows": owners[seldom].astype(np.uint32),
    }


_RAGGED = {
    "rates_from": ("rate_currency", "rate_minor"),
    "skills_from": ("skill_day", "skill_mean", "skill_error", "skill_level"),
    "terms_from": ("term", "term_count"),
    "hours_from": ("hours_until", "hours_week", "hours_weeks", "hours_is_capacity", "hours_quarters"),
}


def row_values(columns: Columns, rows: NDArray[np.int64], *, at: int, week: int) -> list[tuple[object, ...]]:
    """All that each of these rows says, to be compared, but for the place on the event chain.

    Of hours only what has not ended at this moment, in this week and later ones.
    """
    marks = _marks_of(columns, rows)
    return [(_values(columns, row, at, week), marks[place]) for place, row in enumerate(rows.tolist())]


def _values(columns: Columns, row: int, at: int, week: int) -> tuple[object, ...]:
    one = ("confirmed", "city", "country", "pattern", "years", "capacity")
    values: list[object] = [getattr(columns, name)[row].item() for name in one]
    lines: list[tuple[int, ...]] = []
    for offsets, names in _RAGGED.items():
        first, last = getattr(columns, offsets)[row : row + 2].tolist()
        lines = list(zip(*(getattr(columns, name)[first:last].tolist() for name in names), strict=True))
        values.append(lines)
    values[-1] = [line for line in lines if line[0] > at and line[1] + line[2] > week]
    first, last = columns.skills_from[row : row + 2].tolist()
    values.append(columns.keys[columns.skill[first:last]].tolist())
    return (*values, columns.vectors[row].tobytes(), columns.codes[row].tobytes())


def _marks_of(columns: Columns, rows: NDArray[np.int64]) -> list[set[int]]:
    """The marks of each of these rows."""
    found: list[set[int]] = [set() for _ in rows]
    for mark, words in zip(columns.bit_marks.tolist(), columns.bits, strict=True):
        for place in np.flatnonzero(words[rows // WORD] >> (rows % WORD).astype(np.uint64) & np.uint64(1)).tolist():
            found[place].add(mark)
    for number, mark in enumerate(columns.row_marks.tolist()):
        first, last = columns.mark_rows_from[number : number + 2].tolist()
        for place in np.flatnonzero(np.isin(rows, columns.mark_rows[first:last])).tolist():
            found[place].add(mark)
    return found
