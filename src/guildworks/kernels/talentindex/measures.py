"""What a search asks, as the arrays that the loops take: each is made once for a search, or for one of its parts."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from guildworks.kernels.talentindex.asking import Sought
from guildworks.kernels.talentindex.curves import doublings, one_doubling
from guildworks.kernels.talentindex.lexical import K1, B, weights_by_hash
from guildworks.kernels.talentindex.part import Part
from guildworks.kernels.talentindex.records import EPOCH
from guildworks.kernels.talentindex.scorer import (
    Policy,
    Question,
    attention_fit,
    availability_fit,
    group_weights,
    level_fit,
    levels_wanted,
    overlap_fit,
    rounded,
    seniority_fit,
)
from guildworks.kernels.talentindex.segment import LEVEL_STEP

Floats = NDArray[np.float64]
Serving = tuple[NDArray[np.uint64], NDArray[np.int64]]
ASKED_MOST = 64  # skills that bounds are made of; where a brief asks for more, their part counts as whole
LEVELS = 128  # of seven bits
DOUBLINGS = doublings()
CURVE = (one_doubling(), *DOUBLINGS)
YEARS = np.append(np.arange(701) / 10, np.nan)
QUARTERS = np.arange(673) / 4
LISTS = np.arange(1025.0)  # whoever stood on more of them is bounded as if it were so many


class Measures:
    """What the scores of one search are measured by."""

    def __init__(self, sought: Sought) -> None:
        self.sought = sought
        self.today = (sought.today - EPOCH).days
        self._parts: dict[int, PartMeasures] = {}

    def of(self, part: Part) -> PartMeasures:
        """The same for one part."""
        key = id(part.columns)
        if key not in self._parts:
            self._parts[key] = PartMeasures(part, self)
        return self._parts[key]

    @cached_property
    def lexical(self) -> tuple[Any, ...]:
        """What `loops.shared_terms` takes of the query."""
        weights = weights_by_hash(self.sought.terms, self.sought.statistics)
        hashes = np.array(sorted(weights), np.uint32)
        near = np.zeros(1 << 16, np.bool_)
        near[hashes & 0xFFFF] = True
        values = np.array([weights[number] for number in hashes.tolist()])
        return hashes, values, near, K1, B, self.sought.statistics.length_unit

    @cached_property
    def bounds(self) -> tuple[Any, ...]:
        """What `loops.bounds` takes of the search alone: its arguments from `constant` on, but for those of a part."""
        sought, question, policy = self.sought, self.sought.question, self.sought.policy
        weights = policy.weights
        constant = float(rounded(np.array(weights["reputation"] * policy.reputation_mean))) + weights["lexical"]
        constant += 0.0 if question.rate_ceiling is not None else weights["rate"]
        constant += 0.0 if self.bounds_skills else weights["skills"]
        step = np.max(np.abs(sought.vector), initial=1e-6) / 32767
        wanted = np.rint(sought.vector / step).astype(np.int16)
        left = sought.vector - wanted * step
        lengths = (float(np.sqrt(sought.vector @ sought.vector)), float(np.sqrt(left @ left)))
        semantic = (weights["semantic"], policy.semantic_mean, policy.semantic_deviation, *lengths)
        return (
            constant,
            *self._tables,
            _rate(sought),
            *self._skills,
            weights["skills"],
            wanted,
            float(step),
            np.array(semantic),
        )

    @cached_property
    def numbers(self) -> tuple[Any, ...]:
        """What `closest.scored` takes of the search alone, but for the parts of shared hours, which stand fifth."""
        question, policy = self.sought.question, self.sought.policy
        weights = np.array(list(policy.weights.values()))
        wanted = levels_wanted(question, policy)
        groups = group_weights(question, policy)
        skills = (
            wanted, np.array(question.group, np.int64), groups, float(groups.sum()), policy.unknown_mean,
            policy.level_step,
        )  # fmt: skip
        years, hours, _ = self._tables
        reputation = float(rounded(np.array(policy.weights["reputation"] * policy.reputation_mean)))
        return (
            weights,
            skills,
            (policy.lexical_mean, policy.lexical_deviation),
            (policy.semantic_mean, policy.semantic_deviation, np.ascontiguousarray(self.sought.vector)),
            _rate_of(self.sought),
            (years, hours, bool(question.hours_per_week), reputation, policy.attention_half),
            CURVE,
        )

    @cached_property
    def _tables(self) -> tuple[Floats, Floats, Floats]:
        question, policy = self.sought.question, self.sought.policy
        hours = self.sought.hours_per_week or 0.0
        return _fits_of_numbers(_Numbers(policy), question.years, question.hours_per_week, hours)

    @property
    def bounds_skills(self) -> bool:
        """Whether there are skills to make bounds of, and not too many."""
        return 0 < len(self.sought.skills) <= ASKED_MOST

    @property
    def _skills(self) -> tuple[NDArray[Any], ...]:
        """The fit of each asked skill at each level, and where it is unknown; its group, and what each group weighs."""
        question, policy = self.sought.question, self.sought.policy
        if not self.bounds_skills:
            return np.zeros((0, LEVELS)), np.zeros(0), np.zeros(0, np.int64), np.zeros(0)
        wanted = levels_wanted(question, policy)
        fits = np.stack([_level_fits(level, policy.level_step) for level in wanted.tolist()])
        unknown = level_fit(np.full(len(wanted), policy.unknown_mean), wanted, policy.level_step)
        weight = group_weights(question, policy)
        return fits, unknown, np.array(question.group, np.int64), weight / max(weight.sum(), 1e-9)


class PartMeasures:
    """What the scores of one search are measured by in one part."""

    def __init__(self, part: Part, measures: Measures) -> None:
        self.part, self.all = part, measures

    @cached_property
    def shared(self) -> Floats:
        """Shared hours by the number of the working pattern; NaN where they are not known."""
        shared = self.all.sought.shared
        hours = np.full(self.part.lookups.patterns, np.nan)
        numbers = np.fromiter(shared.keys(), np.int64, len(shared))
        inside = numbers < len(hours)
        hours[numbers[inside]] = np.fromiter(shared.values(), np.float64, len(shared))[inside]
        return hours

    @cached_property
    def overlap(self) -> Floats:
        """The part of shared hours, by the number of the working pattern."""
        sought = self.all.sought
        part: Floats = sought.policy.weights["overlap"] * overlap_fit(self.shared, sought.question, sought.policy)
        return part

    @cached_property
    def numbers(self) -> tuple[Any, ...]:
        """What `closest.scored` takes of the search."""
        *before, (years, *tables), curve = self.all.numbers
        return (*before, (years, self.overlap, *tables), curve)

    @cached_property
    def skills(self) -> list[tuple[Any, ...]]:
        """What `closest.known` takes of the search, of sixty-four asked skills each."""
        lives = self.part.lookups.lives(self.all.sought.half_life_years)
        keys = self.part.columns.keys
        return [(serves, own, len(own), lives, self.all.today, *DOUBLINGS, keys) for serves, own in self.serving]

    @cached_property
    def hot(self) -> tuple[Any, ...]:
        """The columns in memory that `closest` reads."""
        columns = self.part.columns
        return columns.line, columns.rates, columns.levels, columns.terms_from

    @cached_property
    def cold(self) -> tuple[Any, ...]:
        """Those that it reads from their files."""
        lookups = self.part.lookups
        return lookups.terms.column, lookups.skills.column, lookups.vectors.column

    @cached_property
    def serving(self) -> list[Serving]:
        """For each skill of the part the asked ones that it meets, as bits; for each asked one its own place, or -1.

        Of sixty-four asked skills each; none are asked: one of none.
        """
        skills = self.all.sought.skills
        return [self._serves(skills[first : first + ASKED_MOST]) for first in range(0, max(len(skills), 1), ASKED_MOST)]

    @cached_property
    def bounds(self) -> tuple[Any, ...]:
        """What `loops.bounds` takes from `constant` on."""
        columns = self.part.columns
        serves, own = self.serving[0] if self.all.bounds_skills else self._serves(())
        constant, years, free, lists, rate, *rest = self.all.bounds
        arrays = (columns.line, columns.rates, columns.levels, columns.codes)
        return constant, years, self.overlap, free, lists, rate, serves, own, *rest, *arrays

    def _serves(self, skills: Sequence[str]) -> Serving:
        below = self.all.sought.below
        lower = [(slug, column) for column, asked in enumerate(skills) for slug in below[asked]]
        at = self.part.lookups.skills_at([*skills, *(slug for slug, _ in lower)])
        bits = np.uint64(1) << np.array([*range(len(skills)), *(column for _, column in lower)], np.uint64)
        serves = np.zeros(len(self.part.columns.keys), np.uint64)
        np.bitwise_or.at(serves, at[at >= 0], bits[at >= 0])
        return serves, at[: len(skills)]


class _Numbers:
    """A policy as a key: the same one is the same object, whatever its weights, which no hash is made of."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy

    def __hash__(self) -> int:
        return id(self.policy)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Numbers) and self.policy is other.policy


@lru_cache(maxsize=200)
def _fits_of_numbers(
    numbers: _Numbers, years: float | None, asked: float | None, hours: float
) -> tuple[Floats, Floats, Floats]:
    """The parts of seniority, availability and attention for all that an engineer can have of them."""
    policy, weights = numbers.policy, numbers.policy.weights
    question = Question((), (), (), years=years, hours_per_week=asked)
    return (
        weights["seniority"] * seniority_fit(YEARS, question, policy),
        weights["availability"] * availability_fit(QUARTERS + hours, question, policy),
        weights.get("attention", 0.0) * attention_fit(LISTS, policy),
    )


@lru_cache(maxsize=1000)
def _level_fits(wanted: float, step: float) -> Floats:
    """(LEVELS,) how well each level meets the one that is wanted."""
    return level_fit(np.arange(LEVELS, dtype=np.float64) * LEVEL_STEP, np.full(LEVELS, wanted), step)


def _rate_of(sought: Sought) -> tuple[float, ...]:
    """A rate as `closest` scores it; a ceiling of -1 where the brief names none."""
    policy, ceiling, floor = sought.policy, sought.question.rate_ceiling, sought.question.rate_floor
    unit = float(sought.sub_unit)
    if ceiling is None:
        return -1.0, 0.0, 0.0, 0.0, 0.0, 0, unit
    floor = min(ceiling * policy.rate_floor if floor is None else floor, ceiling)
    falls = 1.0 - policy.rate_at_ceiling
    return (
        float(ceiling),
        float(floor),
        float(max(ceiling - floor, 1e-9)),
        falls,
        policy.unknown_fit,
        sought.currency,
        unit,
    )


def _rate(sought: Sought) -> Floats:
    """The part of a rate as a falling line; -1 where the brief names no ceiling."""
    policy, ceiling, floor = sought.policy, sought.question.rate_ceiling, sought.question.rate_floor
    weight = policy.weights["rate"]
    if ceiling is None:
        return np.array([-1.0, 0, 0, 0, 0, 0])
    floor = min(ceiling * policy.rate_floor if floor is None else floor, ceiling)
    ends = (floor * sought.sub_unit, ceiling * sought.sub_unit)
    return np.array([sought.currency, *ends, weight, weight * policy.rate_at_ceiling, weight * policy.unknown_fit])
