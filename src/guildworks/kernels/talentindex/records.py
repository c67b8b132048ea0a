"""The skills of an engineer as packed bytes, and what they say about the skills of a brief."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

CLAIM = -1  # in `day`: what the engineer says; else the day on which the platform saw it
DAYS_IN_A_YEAR = 365.25
# One row for each claim and each piece of evidence; `day` counts from 1970-01-01.
SKILL = np.dtype([("skill", "<u4"), ("day", "<i4"), ("mean", "<f8"), ("error", "<f8")])

CLAIM_STEP = 1.0  # a claim enters one level below what is claimed ...
CLAIM_ERROR = 1.0  # ... with this standard error
UNSAID_LEVEL = 2  # a claim that does not say how well is read as intermediate


@dataclass(frozen=True, slots=True)
class Seen:
    """Evidence: a level 1..4 with its standard error on the day it was observed."""

    skill: str
    mean: float
    error: float
    day: date


@dataclass(frozen=True, slots=True)
class Said:
    """A claim: a level 1..4, or None where the engineer does not say how well."""

    skill: str
    level: int | None


@dataclass(frozen=True, slots=True)
class Estimates:
    """What n engineers' records say about k asked skills."""

    mean: NDArray[np.float64]  # (n, k) on the scale 1..4; NaN: neither claim nor evidence
    error: NDArray[np.float64]  # (n, k) standard error, aged to the day asked for; NaN likewise
    key: NDArray[np.int64]  # (n, k) key of the skill that the estimate rests on, -1 where there is none
    seen: NDArray[np.bool_]  # (n, k) whether it rests on evidence, not on a claim alone


@lru_cache(maxsize=100_000)
@lru_cache(maxsize=10_000)
def skill_key(slug: str) -> int:
    """The 32-bit key under which a skill is packed: stable, whatever the order of the graph."""
    return int.from_bytes(hashlib.blake2b(slug.encode(), digest_size=4).digest(), "little")


def pack_skills(seen: Iterable[Seen], said: Iterable[Said]) -> bytes:
    """All evidence and claims of one engineer as bytes of `SKILL` rows, in a fixed order."""
    rows = [(skill_key(item.skill), item.day.toordinal() - _EPOCH, item.mean, item.error) for item in seen]
    rows += [
        (skill_key(item.skill), CLAIM, float(item.level or UNSAID_LEVEL) - CLAIM_STEP, CLAIM_ERROR) for item in said
    ]
    return np.array(sorted(rows), dtype=SKILL).tobytes()


def estimate(
    records: Sequence[bytes],
    asked: Sequence[str],
    *,
    below: Mapping[str, Collection[str]],
    half_life_years: Mapping[str, float],
    today: date,
) -> Estimates:
    """What packed records say about each asked skill.

    For an asked skill the estimate rests, in this order, on evidence for the skill itself, on the best evidence for a
    skill below it, on a claim for itself, on the best claim below. Several pieces of evidence for one skill are joined
    by their precision. Evidence keeps its mean and widens: its variance doubles with each half-life.
    """
    rows, table = _unpack(records)
    keys = {slug: skill_key(slug) for slug in {*asked, *(low for slug in asked for low in below[slug])}}
    wanted = np.isin(table["skill"], np.fromiter(keys.values(), np.uint32, len(keys)))
    rows, table = rows[wanted], table[wanted]
    lives = {keys[slug]: half_life_years[slug] for slug in keys}
    joined = _join(rows, table, lives, today.toordinal() - _EPOCH)
    shape = (len(records), len(asked))
    found = Estimates(np.full(shape, np.nan), np.full(shape, np.nan), np.full(shape, -1), np.zeros(shape, bool))
    for column, slug in enumerate(asked):
        _choose(found, column, joined, keys[slug], [keys[low] for low in below[slug]])
    return found


_EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class _Joined:
    """One row for each engineer and skill: the joined evidence, or the claim where there is no evidence."""

    row: NDArray[np.int64]
    skill: NDArray[np.int64]
    mean: NDArray[np.float64]
    error: NDArray[np.float64]
    seen: NDArray[np.bool_]


def _unpack(records: Sequence[bytes]) -> tuple[NDArray[np.int64], NDArray[np.void]]:
    counts = np.fromiter((len(record) // SKILL.itemsize for record in records), np.int64, len(records))
    return np.repeat(np.arange(len(records)), counts), np.frombuffer(b"".join(records), SKILL)


def _join(rows: NDArray[np.int64], table: NDArray[np.void], lives: Mapping[int, float], today: int) -> _Joined:
    skill = table["skill"].astype(np.int64)
    seen = table["day"] != CLAIM
    known = np.array(sorted(lives), np.int64)
    life = np.array([lives[key] for key in sorted(lives)])[np.searchsorted(known, skill)] if len(known) else skill
    years = np.where(seen, np.maximum(today - table["day"], 0), 0) / DAYS_IN_A_YEAR
    precision = 1.0 / (table["error"] ** 2 * np.exp2(years / life))
    # Evidence first within each engineer and skill, so that the first row tells whether there is any.
    order = np.lexsort((~seen, skill, rows))
    rows, skill, seen, precision, mean = rows[order], skill[order], seen[order], precision[order], table["mean"][order]
    first = np.ones(len(rows), bool)
    first[1:] = (rows[1:] != rows[:-1]) | (skill[1:] != skill[:-1])
    group = np.cumsum(first) - 1
    counted = seen | ~seen[first][group] if len(rows) else seen  # a claim counts only where nothing was seen
    weight = np.where(counted, precision, 0.0)
    total = np.bincount(group, weight, minlength=int(first.sum()))
    joined_mean: NDArray[np.float64] = np.bincount(group, weight * mean, len(total)) / total
    joined_error: NDArray[np.float64] = np.sqrt(1.0 / total)
    return _Joined(rows[first], skill[first], joined_mean, joined_error, seen[first])


def _choose(found: Estimates, column: int, joined: _Joined, own: int, below: Sequence[int]) -> None:
    """Fill one column of `found`: the best basis of each engineer for the skill `own`."""
    fits = np.isin(joined.skill, np.array([own, *below], np.int64))
    row, skill, mean, error, seen = (
        values[fits] for values in (joined.row, joined.skill, joined.mean, joined.error, joined.seen)
    )
    # Best last in each row, so that plain assignment keeps it; the key settles what is equal in all else.
    order = np.lexsort((skill, np.negative(error), mean, skill == own, seen, row))
    at = row[order]
    found.mean[at, column] = mean[order]
    found.error[at, column] = error[order]
    found.key[at, column] = skill[order]
    found.seen[at, column] = seen[order]
