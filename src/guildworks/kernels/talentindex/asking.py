"""What is asked of the index: conditions that rule engineers out, and what the score of the others is made of."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from guildworks.kernels.talentindex.lexical import TermStatistics
from guildworks.kernels.talentindex.scorer import Policy, Question


@dataclass(frozen=True, slots=True)
class Confirmed:
    """Hours that were confirmed after this moment, in microseconds."""

    after: int


@dataclass(frozen=True, slots=True)
class Marked:
    """One of these skills, or levels of languages."""

    marks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class WorksAt:
    """One of these working patterns."""

    allowed: NDArray[np.bool_]  # by their numbers, as far as there are any


@dataclass(frozen=True, slots=True)
class Lives:
    """This city and country; 0: any."""

    city: int
    country: int


@dataclass(frozen=True, slots=True)
class PaidAtMost:
    """No rate in this currency above so many minor units."""

    currency: int
    minor: int


@dataclass(frozen=True, slots=True)
class Free:
    """So many quarter hours in each week of a stretch."""

    stretch: int
    quarters: int


Condition = Confirmed | Marked | WorksAt | Lives | PaidAtMost | Free


@dataclass(frozen=True, slots=True)
class Weeks:
    """A stretch of the work: its first and last week, and the quarter hours asked in each; 0: not asked."""

    first: int
    last: int
    quarters: int


@dataclass(frozen=True, slots=True)
class Sought:
    """One search: who is ruled out, and by what the others are ranked."""

    at: int  # the list's own time, in microseconds: what ends later is taken
    today: date
    conditions: tuple[tuple[Condition, ...], ...]  # each a bit: whoever fails any of its conditions fails it
    stretches: tuple[Weeks, ...]
    question: Question
    policy: Policy
    skills: tuple[str, ...]  # (k,) the asked skills
    below: Mapping[str, Collection[str]]  # of each, those that meet it
    half_life_years: Mapping[str, float]
    terms: Mapping[str, float]  # weights that were divided by what they are worth together
    statistics: TermStatistics
    vector: NDArray[np.float64]  # (384,) of float16 values
    currency: int  # of the budget; 0: none
    sub_unit: int  # minor units in one of it
    shared: NDArray[np.float64]  # hours a day that each working pattern shares with the client, by its number, or NaN
    hours_per_week: float | None
    tie: bytes  # equal scores fall by a hash of this and the engineer
