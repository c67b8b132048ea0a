"""The score: one pure function over columns, the whole of a ranking policy. Nothing is ranked again afterwards.

Each part is a weight times a fit between 0 and 1. What a brief does not ask for loses nobody anything: its fit is 1.

The same columns give the same bytes on every processor: see `curves` for exponentials, and `cosines` for sums.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from guildworks.kernels.talentindex.curves import logistic

# What a policy can weigh, in the order of its parts; the last one came with version 2.
PARTS = ("skills", "lexical", "semantic", "seniority", "rate", "overlap", "availability", "reputation", "attention")
Floats = NDArray[np.float64]
DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Policy:
    """The numbers of a ranking policy; their meaning stands in docs/ranking.md."""

    version: str
    weights: Mapping[str, float]  # of its parts, in the order of PARTS, the last of which it may leave out; sum 1
    nice_weight: float  # of a nice-to-have, where a must-have weighs 1
    level_unsaid: float  # the level looked for where the brief names none
    level_step: float  # two of these steps below the level wanted, a skill's fit is .5
    unknown_mean: float  # the level of a skill that is neither claimed nor seen ...
    unknown_error: float  # ... and its standard error: unknown is not nothing
    lexical_mean: float
    lexical_deviation: float
    semantic_mean: float
    semantic_deviation: float
    unknown_fit: float  # of seniority and rate, where the engineer's is not known
    rate_at_ceiling: float  # fit of a rate just at the ceiling; 1 at the floor and below
    rate_floor: float  # the floor as a share of the ceiling, where the brief names a ceiling alone
    overlap_spare: float  # shared hours beyond those asked that still add
    availability_at_asked: float  # fit of exactly the hours asked ...
    availability_spare: float  # ... 1 at this share more
    reputation_mean: float  # before any outcome: the population's mean ...
    reputation_error: float  # ... with its whole uncertainty
    attention_half: float = math.inf  # who stood on so many lists lately has half a fit of attention

    def __post_init__(self) -> None:
        if self.parts not in (PARTS, PARTS[:-1]) or abs(sum(self.weights.values()) - 1) > 1e-9:
            raise ValueError(f"a policy weighs {PARTS} and the weights sum to 1, got {dict(self.weights)}")

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of its parts, in their order."""
        return tuple(self.weights)


@dataclass(frozen=True, slots=True)
class Question:
    """What a brief asks, as numbers. None: not asked.

    The k asked skills stand in groups; one skill of a group is enough.
    """

    group: tuple[int, ...]  # (k,) the group of each asked skill, 0, 1, 2 ... without gaps
    level: tuple[float | None, ...]  # (k,) 1..4
    must: tuple[bool, ...]  # (k,) must-have or nice-to-have; the same within a group
    years: float | None = None
    rate_floor: float | None = None  # an hour, in the brief's currency
    rate_ceiling: float | None = None
    overlap_hours: float | None = None  # a day
    hours_per_week: float | None = None


@dataclass(frozen=True, slots=True)
class Columns:
    """What is known of n engineers, for k asked skills. NaN: not known, or not asked."""

    level_mean: Floats  # (n, k)
    level_error: Floats  # (n, k)
    level_key: NDArray[np.int64]  # (n, k) the skill that the estimate rests on; -1: none
    lexical: Floats  # (n,) raw score of the lexical kernel
    semantic: Floats  # (n,) cosine
    years: Floats  # (n,)
    rate: Floats  # (n,) an hour, in the brief's currency
    overlap: Floats  # (n,) shared hours a day, the least of the weeks asked
    free_hours: Floats  # (n,) a week, the least of the weeks asked
    attention: Floats  # (n,) lists that they stood on lately, as counted last

    def take(self, rows: NDArray[np.int64]) -> Columns:
        """The same columns for these rows alone."""
        return Columns(*(getattr(self, name)[rows] for name in self.__slots__))


def score(columns: Columns, question: Question, policy: Policy) -> Floats:
    """The parts (n, len(policy.parts)) of each engineer's score, rounded to 1e-6; a row sums to the score."""
    known = ~np.isnan(columns.level_mean)
    level = np.where(known, columns.level_mean, policy.unknown_mean)
    fits = {
        "skills": _skill_fit(level, question, policy),
        "lexical": standard_fit(columns.lexical, policy.lexical_mean, policy.lexical_deviation),
        "semantic": standard_fit(columns.semantic, policy.semantic_mean, policy.semantic_deviation),
        "seniority": seniority_fit(columns.years, question, policy),
        "rate": _rate_fit(columns.rate, question, policy),
        "overlap": overlap_fit(columns.overlap, question, policy),
        "availability": availability_fit(columns.free_hours, question, policy),
        "reputation": np.full(len(level), policy.reputation_mean),
        "attention": attention_fit(columns.attention, policy),
    }
    return rounded(np.stack([weight * fits[name] for name, weight in policy.weights.items()], 1))


def best(totals: Floats, id_of: Callable[[int], bytes], *, tie: bytes, top: int) -> NDArray[np.int64]:
    """The rows of the best `top` of these scores (n,), best first; equal ones fall by a hash of `tie` and their id."""
    if len(totals) > 4 * top:  # of fewer, all are ordered sooner than they are parted
        rows = np.flatnonzero(totals >= np.partition(totals, len(totals) - top)[len(totals) - top])
    else:
        rows = np.arange(len(totals))
    rows = rows[np.argsort(-totals[rows], kind="stable")]
    ordered = totals[rows]
    if (ordered[1:] == ordered[:-1]).any():
        rows = np.array(sorted(rows.tolist(), key=lambda row: (-totals[row], tie_breaker(tie, id_of(row)))), np.int64)
    return rows[:top]


def tie_breaker(question: bytes, engineer: bytes) -> bytes:
    """Which of two equal scores comes first: by chance, but the same chance at each replay."""
    return hashlib.blake2b(question + engineer, digest_size=8).digest()


def rounded(values: Floats) -> Floats:
    """Values to the 1e-6, halves upwards: the same in any language that has doubles."""
    halves_up: Floats = np.floor(values * 10**DECIMALS + 0.5) / 10**DECIMALS
    return halves_up


def interval(columns: Columns, question: Question, policy: Policy, *, parts: Floats) -> tuple[Floats, Floats]:
    """The 10 % and 90 % points (n,) of each score under the errors of its skills and of the reputation.

    By 1,024 stratified draws, the same for everybody; estimates that rest on one skill's record move together.
    """
    known = ~np.isnan(columns.level_mean)
    mean = np.where(known, columns.level_mean, policy.unknown_mean)
    error = np.where(known, columns.level_error, policy.unknown_error)
    normal = _normals(mean.shape[1] + 1)  # (k + 1, draws)
    skills, reputation = policy.parts.index("skills"), policy.parts.index("reputation")
    fixed = rounded(np.delete(parts, (skills, reputation), axis=1).sum(axis=1))
    trust = np.clip(policy.reputation_mean + policy.reputation_error * normal[-1], 0, 1) * policy.weights["reputation"]
    same = np.array([_first_of_same(keys) for keys in columns.level_key], np.int64).reshape(mean.shape)
    drawn = mean[:, :, None] + error[:, :, None] * normal[same]  # (n, k, draws)
    engineers, asked, draws = drawn.shape
    levels = drawn.transpose(0, 2, 1).reshape(engineers * draws, asked)
    fits = _skill_fit(levels, question, policy).reshape(engineers, draws)
    low, high = _tenths(fixed[:, None] + trust + policy.weights["skills"] * fits)
    return rounded(low), rounded(high)


def _tenths(drawn: Floats) -> tuple[Floats, Floats]:
    """The 10 % and 90 % points of each row, by straight lines between its values in order."""
    place = (drawn.shape[1] - 1) / 10
    below, share = int(place), place - int(place)
    first, last = below, drawn.shape[1] - 1 - below
    ordered = np.partition(drawn, (first, first + 1, last - 1, last), axis=1)
    low = ordered[:, first] + share * (ordered[:, first + 1] - ordered[:, first])
    high = ordered[:, last] - share * (ordered[:, last] - ordered[:, last - 1])
    return low, high


def cosines(vectors: NDArray[np.float16], direction: Floats) -> Floats:
    """(n,) from unit vectors (n, d) and one direction (d,) that holds float16 values as well.

    Such values are multiples of 2^-24, so that products and partial sums are multiples of 2^-48 of at most about 1:
    doubles hold them exactly, in whatever order a processor adds.
    """
    found: Floats = vectors.astype(np.float64) @ direction
    return found


def level_fit(level: Floats, wanted: Floats, step: float) -> Floats:
    """How well a level meets the one that is wanted: .88 at that level, .5 two steps below it, never quite 1."""
    return logistic((level - wanted) / step + 2.0)


def standard_fit(raw: Floats, mean: float, deviation: float) -> Floats:
    """A raw score as a share of the population, by a logistic curve near the normal one (1.702, Haley 1952)."""
    return logistic(1.702 * (raw - mean) / deviation)


def _skill_fit(level: Floats, question: Question, policy: Policy) -> Floats:
    """(n,) from levels (n, k): the best of each group, weighed by must and nice."""
    if not question.group:
        return np.ones(len(level))
    fit = level_fit(level, levels_wanted(question, policy), policy.level_step)
    weight = group_weights(question, policy)
    best = np.zeros((len(weight), len(level)))
    for column, number in enumerate(question.group):
        np.maximum(best[number], fit[:, column], out=best[number])
    fitted: Floats = (weight[:, None] * best).sum(axis=0) / weight.sum()
    return fitted


def levels_wanted(question: Question, policy: Policy) -> Floats:
    """(k,) the level of each asked skill, also where the brief does not say one."""
    return np.array([policy.level_unsaid if asked is None else asked for asked in question.level])


def group_weights(question: Question, policy: Policy) -> Floats:
    """(groups,) what each group of alternatives weighs: 1 for a must-have."""
    musts = dict(zip(question.group, question.must, strict=True))
    return np.array([1.0 if musts[number] else policy.nice_weight for number in range(len(musts))])


def seniority_fit(years: Floats, question: Question, policy: Policy) -> Floats:
    """(n,) from the years of experience."""
    if not question.years:
        return np.ones(len(years))
    return np.where(np.isnan(years), policy.unknown_fit, np.minimum(years / question.years, 1.0))


def _rate_fit(rate: Floats, question: Question, policy: Policy) -> Floats:
    ceiling = question.rate_ceiling
    if ceiling is None:
        return np.ones(len(rate))
    floor = min(ceiling * policy.rate_floor if question.rate_floor is None else question.rate_floor, ceiling)
    span = max(ceiling - floor, 1e-9)
    falling = 1.0 - (1.0 - policy.rate_at_ceiling) * np.clip((rate - floor) / span, 0.0, 1.0)
    fit = np.where(rate > ceiling, 0.0, falling)
    return np.where(np.isnan(rate), policy.unknown_fit, fit)


def overlap_fit(overlap: Floats, question: Question, policy: Policy) -> Floats:
    """(n,) from the hours a day that are shared."""
    if question.overlap_hours is None:
        return np.ones(len(overlap))
    enough = question.overlap_hours + policy.overlap_spare
    return np.where(np.isnan(overlap), policy.unknown_fit, np.minimum(overlap / enough, 1.0))


def availability_fit(free: Floats, question: Question, policy: Policy) -> Floats:
    """(n,) from the hours a week that are free."""
    asked = question.hours_per_week
    if not asked:
        return np.ones(len(free))
    at_asked = policy.availability_at_asked
    spare = (free - asked) / (policy.availability_spare * asked)
    fit = at_asked + (1.0 - at_asked) * np.clip(spare, 0.0, 1.0)
    return np.where(np.isnan(free), 0.0, np.where(free < asked, 0.0, fit))


def attention_fit(shown: Floats, policy: Policy) -> Floats:
    """(n,) from the lists that somebody stood on lately: 1 on none, and the less the more they were."""
    return 1.0 / (1.0 + shown / policy.attention_half)


def _first_of_same(keys: NDArray[np.int64]) -> list[int]:
    """For each asked skill the first one that rests on the same record; those that rest on none stay apart."""
    first: dict[int, int] = {}
    return [first.setdefault(int(key), at) if key >= 0 else at for at, key in enumerate(keys)]


@lru_cache(maxsize=64)
def _normals(dimensions: int, draws: int = 1024) -> Floats:
    """(dimensions, draws) standard normal values: the same strata in each dimension, each in an order by hash.

    To nine decimals: a logarithm may differ in its last bit from one C library to the next.
    """
    strata = np.array([round(NormalDist().inv_cdf((place + 0.5) / draws), 9) for place in range(draws)])
    return np.stack([strata[_shuffled(draws, axis)] for axis in range(dimensions)])


def _shuffled(count: int, seed: int) -> list[int]:
    """0 .. count-1 in an order that depends on the seed alone, and on no version of a library."""
    return sorted(range(count), key=lambda place: hashlib.blake2b(b"%d|%d" % (seed, place), digest_size=8).digest())
