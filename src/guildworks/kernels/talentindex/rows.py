"""One engineer as the index knows them: packed bytes that hold all that a filter, a score and a replay need.

The same bytes stand in a generation and in its delta. Numbers are little-endian; times are microseconds since 1970,
weeks are counted from the one of 1970-01-05, hours are quarters. A row begins with what the score reads of the few that
may be listed: the head ends in the vector, then come skills and words, so that one read brings all of it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from guildworks.kernels.talentindex.records import SKILL

DIMENSIONS = 384
NEVER = np.iinfo(np.int64).max  # the end of what does not end
UNSAID = 0xFFFF  # of years and capacity
FIRST_MONDAY = date(1970, 1, 5)
LANGUAGE = 1 << 15  # a mark with this bit is a language at a level, else a skill that is met

HEAD = np.dtype(
    [
        ("id", "S16"),
        ("seq", "<u8"),
        ("confirmed", "<i8"),
        ("city", "<u8"),
        ("pattern", "<i4"),
        ("years", "<u2"),
        ("capacity", "<u2"),
        ("attention", "<u2"),
        ("country", "<u2"),
        ("skills", "<u2"),  # how many of each follow, in the order of RAGGED
        ("rates", "<u2"),
        ("hours", "<u2"),
        ("marks", "<u2"),
        ("terms", "<u4"),
        ("vector", "<f2", (DIMENSIONS,)),
    ]
)
RATE = np.dtype([("currency", "<u2"), ("minor", "<i8")])
# Some weeks of one engineer: their own capacity, or what is taken of it until a moment.
HOURS = np.dtype([("until", "<i8"), ("week", "<i2"), ("weeks", "u1"), ("is_capacity", "u1"), ("quarters", "<i2")])
MARK = np.dtype("<u2")
TERM_BYTES = 5
TERM = np.dtype(f"V{TERM_BYTES}")  # a row's terms as `lexical.pack_terms` has them: all hashes, then all counts
RAGGED = {"skills": SKILL, "terms": TERM, "rates": RATE, "hours": HOURS, "marks": MARK}


@dataclass(frozen=True, slots=True)
class Row:
    """What is known of one listed engineer, at a place of their event chain."""

    id: UUID
    seq: int  # events of their chain that this has seen
    confirmed: datetime | None
    city: str  # in lower case, as the database lowers it
    country: str
    pattern: int  # number of the working pattern; 0: not said
    years: float | None  # to a tenth
    capacity: int | None  # quarter hours of the usual week
    attention: int  # lists that they stood on lately, as counted last
    rates: Sequence[tuple[str, int]]  # currency, minor units
    hours: Sequence[tuple[int, int, int, bool, int]]  # `HOURS`: until, week, weeks, is_capacity, quarters
    skills_met: bytes  # bit n, from the lowest of the first byte, is skill number n
    languages_met: Sequence[int]
    skills: bytes  # of `records.pack_skills`
    terms: bytes  # of `lexical.pack_terms`
    vector: bytes  # 384 float16, of unit length

    def packed(self) -> bytes:
        """The row as bytes."""
        met = np.flatnonzero(np.unpackbits(np.frombuffer(self.skills_met, np.uint8), bitorder="little"))
        marks = np.concatenate([met, np.array(self.languages_met, np.int64) | LANGUAGE]).astype(MARK)
        head = np.zeros(1, HEAD)
        head["id"], head["seq"] = self.id.bytes, self.seq
        head["confirmed"] = microseconds(self.confirmed) if self.confirmed else 0
        head["city"], head["country"], head["pattern"] = city_key(self.city), code_number(self.country), self.pattern
        head["years"] = UNSAID if self.years is None else round(self.years * 10)
        head["capacity"] = UNSAID if self.capacity is None else self.capacity
        head["attention"] = self.attention
        head["vector"] = np.frombuffer(self.vector, np.float16)
        rates = np.array([(code_number(code), minor) for code, minor in self.rates], RATE)
        hours, skills = np.array(list(self.hours), HOURS), np.frombuffer(self.skills, SKILL)
        return Apart(head, skills, np.frombuffer(self.terms, TERM), rates, hours, marks).packed()


@dataclass(frozen=True, slots=True)
class Apart:
    """One packed row, taken apart."""

    head: NDArray[Any]  # (1,) HEAD; how many there are of the others is told when it is packed
    skills: NDArray[Any]  # the others as RAGGED has them, in its order
    terms: NDArray[np.void]
    rates: NDArray[Any]
    hours: NDArray[Any]
    marks: NDArray[np.uint16]

    @classmethod
    def of(cls, packed: bytes) -> Apart:
        """A packed row."""
        found = unpack(Rows.of([packed]))
        return cls(found.head, *(found.parts[name][0] for name in RAGGED))

    def packed(self) -> bytes:
        """The row as bytes."""
        head = self.head.copy()
        parts = [getattr(self, name) for name in RAGGED]
        for name, part in zip(RAGGED, parts, strict=True):
            head[name] = len(part)
        return b"".join(part.tobytes() for part in (head, *parts))


@dataclass(frozen=True, slots=True)
class Rows:
    """n packed rows side by side."""

    data: NDArray[np.uint8]
    offsets: NDArray[np.int64]  # (n + 1,) where each begins, and where the last ends

    @classmethod
    def of(cls, packed: Sequence[bytes]) -> Rows:
        """These rows in this order."""
        lengths = np.fromiter(map(len, packed), np.int64, len(packed))
        return cls(np.frombuffer(b"".join(packed), np.uint8), _offsets(lengths))

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def batches(self, count: int) -> Iterator[Rows]:
        """All of them, so many at once; of nobody one batch of nobody."""
        for first in range(0, max(len(self), 1), count):
            offsets = self.offsets[first : first + count + 1]
            yield Rows(self.data[offsets[0] : offsets[-1]], offsets - offsets[0])

    def at(self, place: int) -> bytes:
        """One of them."""
        return self.data[self.offsets[place] : self.offsets[place + 1]].tobytes()


@dataclass(frozen=True, slots=True)
class Unpacked:
    """The parts of n rows: one head each, and ragged parts with (n + 1,) offsets."""

    head: NDArray[Any]  # (n,) HEAD
    parts: dict[str, tuple[NDArray[Any], NDArray[np.int64]]]  # by the names of RAGGED

    def of(self, name: str, row: int) -> NDArray[Any]:
        """A ragged part of one row."""
        values, offsets = self.parts[name]
        return values[offsets[row] : offsets[row + 1]]


def unpack(rows: Rows) -> Unpacked:
    """Take rows apart, all at once."""
    starts = rows.offsets[:-1]
    head = _bytes_at(rows.data, starts, np.full(len(rows), HEAD.itemsize)).view(HEAD)
    at, parts = starts + HEAD.itemsize, {}
    for name, kind in RAGGED.items():
        counts = head[name].astype(np.int64)
        values = _bytes_at(rows.data, at, counts * kind.itemsize).view(kind)
        parts[name] = values, _offsets(counts)
        at = at + counts * kind.itemsize
    return Unpacked(head, parts)


def _offsets(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.concatenate((np.zeros(1, np.int64), np.cumsum(counts)))


def microseconds(moment: datetime) -> int:
    """A moment as a number, exactly."""
    whole = int(moment.replace(microsecond=0).timestamp())
    return whole * 1_000_000 + moment.microsecond


def week_number(monday: date) -> int:
    """A week as a number."""
    return (monday - FIRST_MONDAY).days // 7


def code_number(code: str) -> int:
    """A country or currency as a number that fits in 16 bits; 0 where there is none."""
    return int(code, 36) if code else 0


def city_key(lowered: str) -> int:
    """A city as a number; 0 where there is none."""
    return int.from_bytes(hashlib.blake2b(lowered.encode(), digest_size=8).digest(), "little") if lowered else 0


def _bytes_at(data: NDArray[np.uint8], starts: NDArray[np.int64], lengths: NDArray[np.int64]) -> NDArray[np.uint8]:
    """The bytes of all these stretches, one after another."""
    whole, ends = data.data, starts + lengths
    some = bytearray().join([whole[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)])
    return np.frombuffer(some, np.uint8)
