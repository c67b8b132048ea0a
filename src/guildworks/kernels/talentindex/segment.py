"""A part of the index: engineers in columns, as a search reads them; the same in a generation and in its delta."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from guildworks.kernels.talentindex.gaps import gaps_of, numbers_of
from guildworks.kernels.talentindex.records import CLAIM
from guildworks.kernels.talentindex.rows import (
    DIMENSIONS,
    TERM_BYTES,
    UNSAID,
    Rows,
    Unpacked,
    unpack,
)

LEVEL_STEP = 0.04  # of the levels that bounds are made of: a mean of 0 .. 5 in seven bits, rounded up
SEEN = 0x80
SPARSE_BELOW = 32  # a mark that fewer than one in so many has is kept as a list of rows, else as bits
WORD = 64
CODED_AT_ONCE = 256
ROWS_AT_ONCE = 1000


# What nearly every search looks at, in one line of a processor's cache. `…_at` and the number beside it tell where the
# ragged parts of a row stand.
LINE = np.dtype(
    {
        "names": [
            "confirmed", "city", "pattern", "rates_at", "hours_at", "skills_at", "words_at", "words", "scale", "slack",
            "years", "capacity", "country", "rates", "hours", "skills", "attention", "length",
        ],
        "formats": ["<i8", "<u8", "<i4", *["<u4"] * 5, "<f4", "<f4", *["<u2"] * 8],
        "itemsize": 64,
    }
)  # fmt: skip
SAID = ("confirmed", "city", "country", "pattern", "years", "capacity", "attention")  # one number each
# What rules most people out, read row after row before lines are: the quarter hours that no week has more of, the lower
# bits of the city's key, and the working pattern.
NARROW = np.dtype([("most", "<u2"), ("town", "<u2"), ("pattern", "<i4")])
LEVEL = np.dtype([("skill", "<u2"), ("level", "u1")])  # place in `keys`; level in steps, rounded up, and the bit SEEN
# Of a term, for bounds: the lower bits of its hash, as often as it stands there, but no more often than this.
WORD_BITS, OFTEN_MOST = 12, 7


@dataclass(frozen=True, slots=True)
class Columns:
    """n engineers. What is ragged stands one after another, and `line` tells where."""

    ids: NDArray[Any]  # (n,) S16, the bytes of their ids, ascending
    narrow: NDArray[Any]  # (n,) NARROW
    line: NDArray[Any]  # (n,) LINE; `scale` and `slack` belong to `codes`, `length` is that of all terms
    rates: NDArray[Any]  # RATE
    hours: NDArray[Any]  # HOURS
    levels: NDArray[Any]  # LEVEL
    words: NDArray[np.uint8]  # the terms of each row as `gaps` of WORD_BITS
    codes: NDArray[np.int8]  # (n, 384) the vector in steps of `scale`; `slack` is the length of what that leaves of it
    keys: NDArray[np.uint32]  # the skills that anybody here has, by `records.skill_key`
    # Marks: those that many have as bits over the rows, the others as gaps of rows.
    bit_marks: NDArray[np.uint16]
    bits: NDArray[np.uint64]  # (len(bit_marks), words)
    row_marks: NDArray[np.uint16]
    mark_rows_from: NDArray[np.uint32]
    mark_rows: NDArray[np.uint8]  # as `gaps`
    rows_from: NDArray[np.int64]  # (n + 1,) the first byte of each of `rows`
    rows: NDArray[np.uint8]  # as they were packed: of these the score itself is made, for the few that may be listed
    seq: NDArray[np.uint64]  # (n,) events of each one's chain that this has seen

    def __len__(self) -> int:
        return len(self.ids)


COLUMN_NAMES = tuple(field.name for field in fields(Columns))
COLD = COLUMN_NAMES[COLUMN_NAMES.index("rows") :]  # read for a few rows of each search
# What the fields of a line point to.
PLACES = {"rates_at": "rates", "hours_at": "hours", "skills_at": "levels", "words_at": "words"}


class Batches:
    """Columns of rows that come in batches, ascending by id: what each one adds to them, and what needs all of them."""

    def __init__(self) -> None:
        self._keys: dict[int, int] = {}
        self._marks: list[tuple[NDArray[np.uint16], NDArray[np.uint32]]] = []
        self._ends = dict.fromkeys([*PLACES.values(), "rows"], 0)  # how much there is of what is ragged
        self.count = 0

    def add(self, rows: Rows) -> dict[str, NDArray[Any]]:
        """What the next batch adds to the columns that have something for each row."""
        apart = unpack(rows)
        added = _per_row(rows, apart, self._keys)
        for field, name in PLACES.items():
            added["line"][field] += self._ends[name]
        added["rows_from"] = added["rows_from"][bool(self.count) :] + self._ends["rows"]
        for name in self._ends:
            self._ends[name] += len(added[name])
        marks, marks_from = apart.parts["marks"]
        self._marks.append((marks, np.repeat(np.arange(len(rows), dtype=np.uint32) + self.count, np.diff(marks_from))))
        self.count += len(rows)
        return added

    def rest(self) -> dict[str, NDArray[Any]]:
        """The other columns, once all are added."""
        marks, owners = (np.concatenate([each[place] for each in self._marks]) for place in (0, 1))
        keys = np.array(sorted(self._keys, key=self._keys.__getitem__), np.uint32)
        return {"keys": keys, **_mark_columns(marks, owners, self.count)}


def columns_of(rows: Rows) -> Columns:
    """The columns of these rows, made in batches: what lies between stays in a processor's cache."""
    batches = Batches()
    added = [batches.add(some) for some in rows.batches(ROWS_AT_ONCE)]
    whole: dict[str, NDArray[Any]] = {"rows": rows.data, "rows_from": rows.offsets}
    found = {name: np.concatenate([each[name] for each in added]) for name in added[0] if name not in whole}
    return Columns(**found, **whole, **batches.rest())


def _per_row(rows: Rows, apart: Unpacked, keys: dict[int, int]) -> dict[str, NDArray[Any]]:
    """What these rows add to each column; skills that are new go to `keys`, which tells their places."""
    head = apart.head
    skills, _ = apart.parts["skills"]
    known = np.unique(skills["skill"])
    levels = np.zeros(len(skills), LEVEL)
    if len(skills):
        places = np.array([keys.setdefault(key, len(keys)) for key in known.tolist()], np.uint16)
        levels["skill"] = places[np.searchsorted(known, skills["skill"])]
    steps = np.ceil(np.clip(skills["mean"], 0.0, 5.0) / LEVEL_STEP).astype(np.uint8)
    levels["level"] = np.where(skills["day"] != CLAIM, steps | SEEN, steps)
    line = np.zeros(len(head), LINE)
    for name in (*SAID, "rates", "hours", "skills"):
        line[name] = head[name]
    for name in ("rates", "hours", "skills"):
        line[f"{name}_at"] = apart.parts[name][1][:-1]
    words, words_from, line["length"] = _words(*apart.parts["terms"])
    line["words"], line["words_at"] = np.diff(words_from), words_from[:-1]
    codes, line["scale"], line["slack"] = coded(head["vector"])
    return {
        "ids": np.ascontiguousarray(head["id"]),
        "seq": np.ascontiguousarray(head["seq"]),
        "narrow": _narrow(apart),
        "line": line,
        "rates": apart.parts["rates"][0],
        "hours": apart.parts["hours"][0],
        "levels": levels,
        "words": words,
        "codes": codes,
        "rows_from": rows.offsets,
        "rows": rows.data,
    }


def _words(terms: NDArray[np.void], terms_from: NDArray[np.int64]) -> tuple[NDArray[Any], ...]:
    """The words of rows with these terms, where those of each begin, and how long each is, as far as that has room."""
    packed, counts = terms.view(np.uint8), np.diff(terms_from)
    first = np.repeat(terms_from[:-1] * TERM_BYTES, counts)
    number = np.arange(len(terms)) - np.repeat(terms_from[:-1], counts)
    at, often = first + 4 * number, packed[first + 4 * np.repeat(counts, counts) + number]
    hashes = (packed[at] | packed[at + 1].astype(np.uint16) << 8) & (1 << WORD_BITS) - 1
    by_row = np.arange(len(counts), dtype=np.min_scalar_type(len(counts) << WORD_BITS)) << WORD_BITS
    times = np.minimum(often, OFTEN_MOST)
    words = np.sort(np.repeat(np.repeat(by_row, counts) | hashes, times)) & (1 << WORD_BITS) - 1
    lengths, times = (np.append(0, np.cumsum(each.astype(np.int64)))[terms_from] for each in (often, times))
    lengths = np.minimum(np.diff(lengths), np.iinfo(np.uint16).max).astype(np.uint16)
    return *gaps_of(words.astype(np.int32), times), lengths


def _narrow(apart: Unpacked) -> NDArray[Any]:
    """(n,) NARROW; most hours has the usual week, or the best one that has its own."""
    capacity, (hours, hours_from) = apart.head["capacity"], apart.parts["hours"]
    most = np.where(capacity == UNSAID, 0, capacity).astype(np.uint16)
    owners = np.repeat(np.arange(len(most)), np.diff(hours_from))
    own = hours["is_capacity"] == 1
    np.maximum.at(most, owners[own], hours["quarters"][own].astype(np.uint16))
    narrow = np.zeros(len(most), NARROW)
    narrow["most"], narrow["town"] = most, apart.head["city"].astype(np.uint16)
    narrow["pattern"] = apart.head["pattern"]
    return narrow


def coded(vectors: NDArray[np.float16]) -> tuple[NDArray[np.int8], NDArray[np.float32], NDArray[np.float32]]:
    """Vectors (n, 384) as small integers, with their scale, and the length of what that leaves out, rounded up."""
    count = len(vectors)
    codes = np.empty((count, DIMENSIONS), np.int8)
    scale, slack = np.empty(count, np.float32), np.empty(count, np.float32)
    for first in range(0, count, CODED_AT_ONCE):  # so that what is between stays in a processor's cache
        some = slice(first, first + CODED_AT_ONCE)
        exact = vectors[some].astype(np.float32).reshape(-1, DIMENSIONS)
        scale[some] = np.maximum(np.abs(exact).max(axis=1, initial=0.0), np.float32(1e-6)) / np.float32(127)
        codes[some] = np.rint(exact / scale[some, None])
        left = exact.astype(np.float64) - codes[some] * scale[some, None].astype(np.float64)
        slack[some] = np.nextafter(np.sqrt((left * left).sum(axis=1)).astype(np.float32), np.float32(np.inf))
    return codes, scale, slack


def _mark_columns(marks: NDArray[np.uint16], owners: NDArray[np.uint32], count: int) -> dict[str, NDArray[Any]]:
    """The marks of `count` rows, each with the row that has it."""
    order = np.argsort(marks, kind="stable")
    marks, owners = marks[order], owners[order]
    begins = np.ones(len(marks), np.bool_)
    begins[1:] = marks[1:] != marks[:-1]
    first = np.flatnonzero(begins)
    names, ends = marks[first], np.append(first[1:], len(marks))[: len(first)]
    often = (ends - first) * SPARSE_BELOW >= count
    words = -(-count // WORD)
    bits = np.zeros((int(often.sum()), words), np.uint64)
    for place, (start, end) in enumerate(zip(first[often].tolist(), ends[often].tolist(), strict=True)):
        flags = np.zeros(words * WORD, np.uint8)
        flags[owners[start:end]] = 1
        bits[place] = np.packbits(flags, bitorder="little").view(np.uint64)
    seldom = np.repeat(~often, ends - first) if len(first) else np.zeros(0, bool)
    rows, rows_from = gaps_of(owners[seldom].astype(np.int32), np.append(0, np.cumsum((ends - first)[~often])))
    return {
        "bit_marks": names[often],
        "bits": bits,
        "row_marks": names[~often],
        "mark_rows_from": rows_from.astype(np.uint32),
        "mark_rows": rows,
    }


def row_values(columns: Columns, rows: NDArray[np.int64], *, at: int, week: int) -> list[tuple[object, ...]]:
    """All that each of these rows says, to be compared, but for the place on the event chain.

    Of hours only what has not ended at this moment, in this week and later ones.
    """
    marks = _marks_of(columns, rows)
    return [(*_values(columns, row, at, week), marks[place]) for place, row in enumerate(rows.tolist())]


def _values(columns: Columns, row: int, at: int, week: int) -> tuple[object, ...]:
    line = columns.line[row]
    rates, hours, levels, words = (_ragged(columns, field, line) for field in PLACES)
    apart = unpack(Rows.of([packed(columns, row)]))
    return (
        *(line[name].item() for name in SAID),
        rates.tolist(),
        [each for each in hours.tolist() if each[0] > at and each[1] + each[2] > week],
        levels["level"].tolist(),
        columns.keys[levels["skill"]].tolist(),
        words.tobytes(),
        columns.codes[row].tobytes(),
        *(apart.head[name].item() for name in SAID),
        apart.head["vector"].tobytes(),
        *(apart.of(name, 0).tobytes() for name in ("skills", "terms", "rates")),
    )


def rows_with(columns: Columns, engineers: NDArray[np.bytes_]) -> NDArray[np.int64]:
    """(len(engineers),) the row of each of these engineers (S16); -1 where there is none."""
    if not len(columns):
        return np.full(len(engineers), -1)
    rows = np.minimum(np.searchsorted(columns.ids, engineers), len(columns) - 1)
    return np.where(columns.ids[rows] == engineers, rows, -1)


def _ragged(columns: Columns, field: str, line: NDArray[Any]) -> NDArray[Any]:
    """What this field of a line points to."""
    first, count = int(line[field]), int(line[field.removesuffix("_at")])
    part: NDArray[Any] = getattr(columns, PLACES[field])[first : first + count]
    return part


def packed(columns: Columns, row: int) -> bytes:
    """A row as it was packed."""
    first, last = columns.rows_from[row : row + 2].tolist()
    return columns.rows[first:last].tobytes()


def seldom_marks(columns: Columns) -> Iterator[tuple[int, NDArray[np.int64]]]:
    """Each mark that few have, and the rows that have it, ascending."""
    for mark, (first, last) in zip(columns.row_marks.tolist(), pairwise(columns.mark_rows_from.tolist()), strict=True):
        yield mark, numbers_of(columns.mark_rows[first:last])


def _marks_of(columns: Columns, rows: NDArray[np.int64]) -> list[set[int]]:
    """The marks of each of these rows."""
    found: list[set[int]] = [set() for _ in rows]
    for mark, words in zip(columns.bit_marks.tolist(), columns.bits, strict=True):
        for place in np.flatnonzero(words[rows // WORD] >> (rows % WORD).astype(np.uint64) & np.uint64(1)).tolist():
            found[place].add(mark)
    for mark, marked in seldom_marks(columns):
        for place in np.flatnonzero(np.isin(rows, marked)).tolist():
            found[place].add(mark)
    return found
