"""The skills of an engineer as packed bytes, and what they say about the skills of a brief."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from guildworks.kernels.talentindex.curves import exp2

EPOCH = date(1970, 1, 1)
CLAIM = -1  # in `day`: what the engineer says; else the day on which the platform last saw it
DAYS_IN_A_YEAR = 365.25
# One row for each skill that is claimed or was seen; `day` counts from 1970-01-01.
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


@lru_cache(maxsize=10_000)
def skill_key(slug: str) -> int:
    """The 32-bit key under which a skill is packed: stable, whatever the order of the graph."""
    return int.from_bytes(hashlib.blake2b(slug.encode(), digest_size=4).digest(), "little")


def pack_skills(seen: Iterable[Seen], said: Iterable[Said], *, half_life_years: Mapping[str, float]) -> bytes:
    """What one engineer's evidence and claims say, as bytes of one `SKILL` row for each skill, by the skills' keys.

    All evidence for a skill is joined by its precision on the day of the latest: as all of it ages at one pace, the
    joined mean stays, and the joined error ages. A claim counts only for a skill that was not seen.
    """
    by_skill: dict[str, list[Seen]] = {}
    for item in sorted(seen, key=lambda item: (item.skill, item.day, item.mean, item.error)):
        by_skill.setdefault(item.skill, []).append(item)
    rows = {item.skill: (CLAIM, (item.level or UNSAID_LEVEL) - CLAIM_STEP, CLAIM_ERROR) for item in said}
    # A skill without a half-life has left the graph, and no brief can ask for it.
    rows |= {slug: _joined(items, half_life_years[slug]) for slug, items in by_skill.items() if slug in half_life_years}
    return np.array(sorted((skill_key(slug), *row) for slug, row in rows.items()), dtype=SKILL).tobytes()


def _joined(items: Sequence[Seen], life: float) -> tuple[int, float, float]:
    """The latest day, and the mean and error on it, of evidence for one skill in the order of its days."""
    day = items[-1].day.toordinal()
    if len(items) == 1:
        return day - EPOCH.toordinal(), items[0].mean, items[0].error
    years = np.array([day - item.day.toordinal() for item in items]) / DAYS_IN_A_YEAR
    precision = [1.0 / (item.error**2 * aged) for item, aged in zip(items, exp2(years / life).tolist(), strict=True)]
    total = sum(precision)
    mean = sum(weight * item.mean for weight, item in zip(precision, items, strict=True)) / total
    return day - EPOCH.toordinal(), mean, float(np.sqrt(1.0 / total))


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
    skill below it, on a claim for itself, on the best claim below. Evidence keeps its mean and widens: its variance
    doubles with each half-life.
    """
    counts = np.fromiter((len(record) // SKILL.itemsize for record in records), np.int64, len(records))
    table = np.frombuffer(b"".join(records), SKILL)
    names = sorted({*asked, *(low for slug in asked for low in below[slug])}, key=skill_key)
    known = np.array([skill_key(slug) for slug in names], np.int64)
    places = {slug: place for place, slug in enumerate(names)}
    rows = np.repeat(np.arange(len(counts)), counts)
    place = np.searchsorted(known, table["skill"]) if names else np.zeros(len(table), np.int64)
    wanted = np.flatnonzero(np.append(known, -1)[place] == table["skill"])
    life = np.array([half_life_years[slug] for slug in names])
    held = _aged(rows[wanted], place[wanted], table[wanted], life, (today - EPOCH).days)
    shape = (len(counts), len(asked))
    found = Estimates(np.full(shape, np.nan), np.full(shape, np.nan), np.full(shape, -1), np.zeros(shape, bool))
    for column, slug in enumerate(asked):
        fits = np.zeros(len(names), bool)
        fits[[places[slug], *(places[low] for low in below[slug])]] = True
        _choose(found, column, held, fits, own=places[slug], keys=known)
    return found


@dataclass(frozen=True, slots=True)
class _Held:
    """One row for each engineer and skill looked for: what their evidence says, or their claim.

    The better of two rows of one engineer comes later, as far as mean, error and skill tell.
    """

    row: NDArray[np.int64]
    place: NDArray[np.int64]  # of the skill among those looked for, by their keys
    mean: NDArray[np.float64]
    error: NDArray[np.float64]
    seen: NDArray[np.bool_]


def _aged(
    rows: NDArray[np.int64], place: NDArray[np.int64], table: NDArray[np.void], life: NDArray[np.float64], today: int
) -> _Held:
    seen = table["day"] != CLAIM
    years = np.where(seen, np.maximum(today - table["day"], 0), 0) / DAYS_IN_A_YEAR
    error = table["error"] * exp2(years / life[place] / 2)
    order = np.lexsort((place, np.negative(error), table["mean"]))
    return _Held(rows[order], place[order], table["mean"][order], error[order], seen[order])


def _choose(
    found: Estimates, column: int, held: _Held, fits: NDArray[np.bool_], *, own: int, keys: NDArray[np.int64]
) -> None:
    """Fill one column of `found`: each engineer's best basis for the skill at `own`, among the skills that fit."""
    strength = np.where(fits[held.place], 2 * held.seen + (held.place == own), -1)
    best = np.full(len(found.mean), -1)
    for level in range(4):  # a claim below, a claim for itself, evidence below, evidence for itself
        at = np.flatnonzero(strength == level)
        best[held.row[at]] = at  # of several, the last is kept
    row = np.flatnonzero(best >= 0)
    at = best[row]
    found.mean[row, column] = held.mean[at]
    found.error[row, column] = held.error[at]
    found.key[row, column] = keys[held.place[at]]
    found.seen[row, column] = held.seen[at]
