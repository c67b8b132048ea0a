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
    names = sorted({*asked, *(low for slug in asked for low in below[slug])}, key=skill_key)
    known = np.array([skill_key(slug) for slug in names], np.int64)
    places = {slug: place for place, slug in enumerate(names)}
    rows, table = _unpack(records)
    place = np.searchsorted(known, table["skill"]) if names else np.zeros(len(table), np.int64)
    wanted = np.flatnonzero(np.append(known, -1)[place] == table["skill"])
    life = np.array([half_life_years[slug] for slug in names])
    joined = _join(rows[wanted], place[wanted], table[wanted], life, today.toordinal() - _EPOCH)
    shape = (len(records), len(asked))
    found = Estimates(np.full(shape, np.nan), np.full(shape, np.nan), np.full(shape, -1), np.zeros(shape, bool))
    for column, slug in enumerate(asked):
        fits = np.zeros(len(names), bool)
        fits[[places[slug], *(places[low] for low in below[slug])]] = True
        _choose(found, column, joined, fits, own=places[slug], keys=known)
    return found


_EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class _Joined:
    """One row for each engineer and skill: the joined evidence, or the claim where there is no evidence.

    The better of two rows of one engineer comes later, as far as mean, error and skill tell.
    """

    row: NDArray[np.int64]
    place: NDArray[np.int64]  # of the skill among those looked for, by their keys
    mean: NDArray[np.float64]
    error: NDArray[np.float64]
    seen: NDArray[np.bool_]


def _unpack(records: Sequence[bytes]) -> tuple[NDArray[np.int64], NDArray[np.void]]:
    counts = np.fromiter((len(record) // SKILL.itemsize for record in records), np.int64, len(records))
    return np.repeat(np.arange(len(records)), counts), np.frombuffer(b"".join(records), SKILL)


def _join(
    rows: NDArray[np.int64], place: NDArray[np.int64], table: NDArray[np.void], life: NDArray[np.float64], today: int
) -> _Joined:
    """Join what each record says of a skill; `pack_skills` has put it side by side."""
    seen = table["day"] != CLAIM
    years = np.where(seen, np.maximum(today - table["day"], 0), 0) / DAYS_IN_A_YEAR
    precision = 1.0 / (table["error"] ** 2 * np.exp2(years / life[place]))
    first = np.flatnonzero(np.append(True, (rows[1:] != rows[:-1]) | (place[1:] != place[:-1]))[: len(rows)])
    group = np.repeat(np.arange(len(first)), np.diff(np.append(first, len(rows))))
    any_seen = np.logical_or.reduceat(seen, first) if len(rows) else seen
    weight = np.where(seen | ~any_seen[group], precision, 0.0)  # a claim counts only where nothing was seen
    total = np.bincount(group, weight, minlength=len(first))
    mean, error = np.bincount(group, weight * table["mean"], len(first)) / total, np.sqrt(1.0 / total)
    order = np.lexsort((place[first], np.negative(error), mean))
    return _Joined(rows[first][order], place[first][order], mean[order], error[order], any_seen[order])


def _choose(
    found: Estimates, column: int, joined: _Joined, fits: NDArray[np.bool_], *, own: int, keys: NDArray[np.int64]
) -> None:
    """Fill one column of `found`: each engineer's best basis for the skill at `own`, among the skills that fit."""
    strength = np.where(fits[joined.place], 2 * joined.seen + (joined.place == own), -1)
    best = np.full(len(found.mean), -1)
    for level in range(4):  # a claim below, a claim for itself, evidence below, evidence for itself
        at = np.flatnonzero(strength == level)
        best[joined.row[at]] = at  # of several, the last is kept
    row = np.flatnonzero(best >= 0)
    at = best[row]
    found.mean[row, column] = joined.mean[at]
    found.error[row, column] = joined.error[at]
    found.key[row, column] = keys[joined.place[at]]
    found.seen[row, column] = joined.seen[at]
