"""A search as the arrays that the loops take, made when first asked for: as a database prepares a statement."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from guildworks.kernels.talentindex import bounds, closest, filters
from guildworks.kernels.talentindex.asking import Confirmed, Free, Lives, Marked, PaidAtMost, Sought, WorksAt
from guildworks.kernels.talentindex.curves import doublings, one_doubling
from guildworks.kernels.talentindex.lexical import K1, B, weights_by_hash
from guildworks.kernels.talentindex.once import once
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
    rounded,
    seniority_fit,
)
from guildworks.kernels.talentindex.segment import LEVEL_STEP

Floats = NDArray[np.float64]
LEVELS = 128  # of seven bits
DOUBLINGS = doublings()
CURVE = (one_doubling(), *DOUBLINGS)
YEARS = np.append(np.arange(701) / 10, np.nan)
QUARTERS = np.arange(673) / 4
LISTS = np.arange(1025.0)  # whoever stood on more of them is bounded as if it were so many


class Prepared:
    """One search, whatever part it looks into."""

    def __init__(self, sought: Sought) -> None:
        self.sought = sought
        self.conditions = [condition for each in sought.conditions for condition in each]
        self.today = (sought.today - EPOCH).days
        self._parts: dict[int, PreparedPart] = {}

    def of(self, part: Part) -> PreparedPart:
        """The same for one part."""
        key = id(part.columns)
        if key not in self._parts:
            self._parts[key] = PreparedPart(part, self)
        return self._parts[key]

    @once
    def stretches(self) -> NDArray[np.int64]:
        """(stretches, 2) the first and the last week of each."""
        return lines([(weeks.first, weeks.last) for weeks in self.sought.stretches], 2)

    @once
    def quarters(self) -> NDArray[np.int64]:
        """(stretches,) the quarter hours asked in each week of each."""
        return np.array([weeks.quarters for weeks in self.sought.stretches], np.int64)

    @once
    def lexical(self) -> tuple[Any, ...]:
        """The terms of the query as `closest` takes them."""
        weights = weights_by_hash(self.sought.terms, self.sought.statistics)
        hashes = np.fromiter(weights, np.uint32, len(weights))
        values, order = np.fromiter(weights.values(), np.float64, len(weights)), np.argsort(hashes)
        hashes = hashes[order]
        return hashes, values[order], closest.near_to(hashes), K1, B, self.sought.statistics.length_unit

    @once
    def closer(self) -> tuple[Any, ...]:
        """What `bounds.closer` takes of the search."""
        policy = self.sought.policy
        hashes, values, _, *by = self.lexical
        lexical = (policy.weights["lexical"], policy.lexical_mean, policy.lexical_deviation)
        wanted, step, *lengths = bounds.in_steps(self.sought.vector)
        semantic = (policy.weights["semantic"], policy.semantic_mean, policy.semantic_deviation, *lengths)
        return (*lexical, bounds.worth_of(hashes, values), *by), semantic, wanted, step

    @once
    def bounds(self) -> tuple[Any, ...]:
        """What `bounds.quick` takes of the search alone: its arguments from `constant` on, but for those of a part."""
        sought, question, policy = self.sought, self.sought.question, self.sought.policy
        weights = policy.weights
        constant = weights["reputation"] * policy.reputation_mean + weights["lexical"] + weights["semantic"]
        constant += 0.0 if question.rate_ceiling is not None else weights["rate"]
        constant += 0.0 if sought.skills else weights["skills"]
        return constant, *self._tables, _rate(sought), *self._skills, weights["skills"]

    @once
    def numbers(self) -> tuple[Any, ...]:
        """What `closest` takes of the search alone, but for the parts of shared hours."""
        question, policy = self.sought.question, self.sought.policy
        weights = np.array(list(policy.weights.values()))
        weight, group = self._groups
        skills = (self._wanted, group, weight, float(weight.sum()), policy.unknown_mean, policy.level_step)
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
            (self.sought.currency, float(self.sought.sub_unit), float(self.sought.hours_per_week or 0.0)),
        )

    @once
    def _tables(self) -> tuple[Floats, Floats, Floats]:
        question, policy = self.sought.question, self.sought.policy
        hours = self.sought.hours_per_week or 0.0
        return _fits_of_numbers(_Numbers(policy), question.years, question.hours_per_week, hours)

    @once
    def _wanted(self) -> Floats:
        """(k,) the level of each asked skill."""
        return levels_wanted(self.sought.question, self.sought.policy)

    @once
    def _groups(self) -> tuple[Floats, NDArray[np.int64]]:
        """What each group of alternatives weighs, and the group of each asked skill."""
        question = self.sought.question
        return group_weights(question, self.sought.policy), np.array(question.group, np.int64)

    @property
    def _skills(self) -> tuple[NDArray[Any], ...]:
        """The fits of each asked skill, as `_level_fits` has them, its group, and what each group weighs."""
        policy, (weight, group) = self.sought.policy, self._groups
        fits = np.empty((len(group), LEVELS + 1))
        for place, wanted in enumerate(self._wanted.tolist()):
            fits[place] = _level_fits(wanted, policy.level_step, policy.unknown_mean)
        return fits, group, weight / max(weight.sum(), 1e-9)


class PreparedPart:
    """One search in one part."""

    def __init__(self, part: Part, prepared: Prepared) -> None:
        self.part, self.all = part, prepared

    @once
    def marks(self) -> NDArray[np.int64]:
        """The marks asked for, as `filters.narrowed` takes them."""
        asked = [condition.marks for condition in self.all.conditions if isinstance(condition, Marked)]
        return lines([line for which, marks in enumerate(asked) for line in self.part.lookups.wanted(marks, which)], 4)

    @once
    def narrow(self) -> tuple[Any, ...]:
        """What `filters.sieve` takes: it rules out most of those who have not the hours, the town or the pattern."""
        quarters, town, allowed = 0, -1, np.ones(self.part.lookups.patterns, np.bool_)
        for condition in self.all.conditions:
            match condition:
                case Free(_, asked):
                    quarters = max(quarters, asked)
                case WorksAt(some):
                    allowed &= self._flags(some)
                case Lives(city, _) if city:
                    town = city & 0xFFFF
        return quarters, allowed, town, self.part.columns.narrow

    @once
    def rest(self) -> tuple[NDArray[Any], ...]:
        """The conditions as `filters.judge` takes them, without those on marks and working patterns."""
        return self._encoded(every=False)

    @once
    def conditions(self) -> tuple[NDArray[Any], ...]:
        """All conditions as `filters.judge` takes them."""
        return self._encoded(every=True)

    def _encoded(self, *, every: bool) -> tuple[NDArray[Any], ...]:
        found, hours = [], []
        words: list[NDArray[np.uint64]] = []
        allowed: list[NDArray[np.bool_]] = []
        for bit, each in enumerate(self.all.sought.conditions):
            for condition in each:
                match condition:
                    case Confirmed(after):
                        found.append((filters.CONFIRMED, bit, after, 0))
                    case Marked(some) if every:
                        found.append((filters.MARKED, bit, len(words), 0))
                        words.append(self.part.lookups.marked(some))
                    case WorksAt(patterns) if every:
                        found.append((filters.WORKS_AT, bit, len(allowed), 0))
                        allowed.append(self._flags(patterns))
                    case Lives(city, country):
                        found.append((filters.LIVES, bit, int(np.uint64(city).astype(np.int64)), country))
                    case PaidAtMost(currency, minor):
                        found.append((filters.RATE, bit, currency, minor))
                    case Free(stretch, quarters):
                        hours.append((bit, stretch, quarters))
        return (
            lines(found, 4),
            lines(hours, 3),
            np.stack(words) if words else np.zeros((1, 1), np.uint64),
            np.stack(allowed) if allowed else np.zeros((1, 1), np.bool_),
        )

    def _flags(self, some: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """These working patterns, as far as there are any here, and no others."""
        flags = np.zeros(self.part.lookups.patterns, np.bool_)
        flags[: len(some)] = some[: len(flags)]
        return flags

    @once
    def overlap(self) -> tuple[Floats, Floats]:
        """By the number of the working pattern: the shared hours, NaN where they are not known, and their part."""
        sought, policy = self.all.sought, self.all.sought.policy
        asked = sought.question.overlap_hours
        enough = -1.0 if asked is None else asked + policy.overlap_spare
        found: tuple[Floats, Floats] = bounds.overlaps(
            sought.shared, self.part.lookups.patterns, enough, policy.unknown_fit, policy.weights["overlap"]
        )
        return found

    @once
    def numbers(self) -> tuple[Any, ...]:
        """What `closest` takes of the search."""
        *before, (years, *tables), curve, units = self.all.numbers
        return (*before, (years, *self.overlap, *tables), curve, units)

    @once
    def skills(self) -> tuple[Any, ...]:
        """The asked skills as `closest` takes them."""
        lives = self.part.lookups.lives(self.all.sought.half_life_years)
        return (*self.serving, lives, self.all.today, *DOUBLINGS, self.part.columns.keys)

    @once
    def asked(self) -> tuple[Any, ...]:
        """All that `closest` takes of the search."""
        return self.numbers, self.all.lexical, self.skills

    @once
    def columns(self) -> tuple[Any, ...]:
        """The columns that it reads: those in memory, and the rows in their file."""
        columns = self.part.columns
        return columns.line, columns.rates, columns.levels, columns.rows_from, self.part.lookups.rows.column

    @once
    def serving(self) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int64]]:
        """The asked skills that each skill of the part meets, as `bounds.served` has them; the place of each, or -1."""
        skills, below = self.all.sought.skills, self.all.sought.below
        lower = [(slug, column) for column, asked in enumerate(skills) for slug in below[asked]]
        at = self.part.lookups.skills_at([*skills, *(slug for slug, _ in lower)])
        columns = np.array([*range(len(skills)), *(column for _, column in lower)], np.int64)
        return *bounds.served(at, columns, len(self.part.columns.keys)), at[: len(skills)]

    @once
    def bounds(self) -> tuple[Any, ...]:
        """What `bounds.quick` takes from `constant` on."""
        columns = self.part.columns
        constant, years, free, lists, rate, *rest = self.all.bounds
        arrays = (columns.line, columns.rates, columns.levels)
        return constant, years, self.overlap[1], free, lists, rate, *self.serving, *rest, *arrays

    @once
    def closer(self) -> tuple[Any, ...]:
        """What `bounds.closer` takes from `lexical` on."""
        columns = self.part.columns
        return *self.all.closer, columns.line, columns.words, columns.codes


def lines(values: Sequence[tuple[int, ...]], columns: int) -> NDArray[np.int64]:
    """(len(values), columns), also where there are none."""
    return np.array(values, np.int64).reshape(-1, columns)


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
def _level_fits(wanted: float, step: float, unknown: float) -> Floats:
    """(LEVELS + 1,) how well each level meets the one that is wanted, and at last one that is not known."""
    levels = np.append(np.arange(LEVELS) * LEVEL_STEP, unknown)
    return level_fit(levels, np.full(len(levels), wanted), step)


def _rate_of(sought: Sought) -> tuple[float, ...]:
    """A rate as `closest` scores it; a ceiling of -1 where the brief names none."""
    policy, ceiling, floor = sought.policy, sought.question.rate_ceiling, sought.question.rate_floor
    if ceiling is None:
        return -1.0, 0.0, 0.0, 0.0, 0.0
    floor = min(ceiling * policy.rate_floor if floor is None else floor, ceiling)
    falls = 1.0 - policy.rate_at_ceiling
    return float(ceiling), float(floor), float(max(ceiling - floor, 1e-9)), falls, policy.unknown_fit


def _rate(sought: Sought) -> tuple[float, ...]:
    """The part of a rate as a falling line; -1 where the brief names no ceiling."""
    policy, ceiling, floor = sought.policy, sought.question.rate_ceiling, sought.question.rate_floor
    weight = policy.weights["rate"]
    if ceiling is None:
        return -1.0, 0.0, 0.0, 0.0, 0.0, 0.0
    floor = min(ceiling * policy.rate_floor if floor is None else floor, ceiling)
    ends = (floor * sought.sub_unit, ceiling * sought.sub_unit)
    return float(sought.currency), *ends, weight, weight * policy.rate_at_ceiling, weight * policy.unknown_fit
