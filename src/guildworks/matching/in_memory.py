"""A search in the index: the same requirements and the same scorer, over columns in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from guildworks.kernels.talentindex import asking, search
from guildworks.kernels.talentindex.index import State
from guildworks.kernels.talentindex.prepared import Prepared
from guildworks.kernels.talentindex.rows import LANGUAGE, city_key, code_number, microseconds, week_number
from guildworks.kernels.talentindex.search import Judged, Scored
from guildworks.matching.asked import Stretch
from guildworks.matching.columns import weighed
from guildworks.matching.hard import (
    Condition,
    ConfirmedAfter,
    Excluded,
    Filtered,
    HasFree,
    HasOneOf,
    LivesIn,
    PaidAtMost,
    Speaks,
    WorksAt,
    quarters,
)
from guildworks.matching.ranked import Loaded, Placed, Ranked, Sought, listed, nearest_first, ranked
from guildworks.platform import money
from guildworks.skills.queries import graph, half_lives


@dataclass(frozen=True, slots=True)
class TriedInMemory:
    """How each living row of the index meets the requirements."""

    sought: Sought
    asked: Prepared
    judged: tuple[Judged, ...]
    filtered: Filtered

    def masks(self) -> Mapping[int, int]:
        """How many engineers fail exactly these requirements."""
        fails, counts = np.unique(np.concatenate([each.fails for each in self.judged]), return_counts=True)
        return dict(zip(fails.tolist(), counts.tolist(), strict=True))

    def best(self, top: int, *, below: int) -> tuple[Ranked, Placed]:
        """The best of those who pass, and so many who come next."""
        passing = [each.where(each.fails == 0) for each in self.judged]
        scored, rows = search.rank(passing, self.asked, top=top + below)
        return listed(*_loaded(scored, rows), self.sought, top=top)

    def nearest(self, masks: Sequence[int], most: int) -> tuple[Ranked, Mapping[UUID, int]]:
        """Those who fail exactly one of these sets of requirements, of each size the best, until there are enough."""
        found: list[Scored] = []
        fails: dict[UUID, int] = {}
        for size in sorted({mask.bit_count() for mask in masks}):
            alike = np.array([mask for mask in masks if mask.bit_count() == size], np.uint64)
            near = [each.where(np.isin(each.fails, alike)) for each in self.judged]
            scored, rows = search.rank(near, self.asked, top=most - len(fails))
            found.append(scored.take(rows))
            fails |= {UUID(bytes=one): mask for one, mask in search.fails_of(near, found[-1].ids).items()}
            if len(fails) >= most:
                break
        whole = search.joined(found)
        ids = [UUID(bytes=one) for one in whole.ids]
        order = nearest_first([fails[one] for one in ids], whole.totals, ids, brief_id=self.sought.brief_id)
        return ranked(*_loaded(whole, order), self.sought), fails


def tried_in_memory(sought: Sought, index: State) -> TriedInMemory:
    """Try all requirements on everybody in the index."""
    asked = Prepared(question_of(sought))
    found = [search.tried(part, asked) for part in index.parts]
    failed, alone, first = np.sum([tally for _, tally in found], axis=0)
    left = len(index) - np.cumsum(first)
    counts = zip(sought.by.hard, failed.tolist(), alone.tolist(), left.tolist(), strict=True)
    excluded = [Excluded(hard.name, engineers, only, rest) for hard, engineers, only, rest in counts]
    filtered = Filtered(len(index), tuple(excluded), int(left[-1]))
    return TriedInMemory(sought, asked, tuple(judged for judged, _ in found), filtered)


def question_of(sought: Sought) -> asking.Sought:
    """What is sought, as the index takes it."""
    asked, by = sought.asked, sought.by
    slugs = tuple(skill.wish.skill for skill in asked.skills)
    return asking.Sought(
        at=microseconds(sought.at),
        today=sought.at.date(),
        conditions=tuple(tuple(_condition(each) for each in hard.conditions) for hard in by.hard),
        stretches=tuple(_weeks(each) for each in by.stretches),
        question=asked.question,
        policy=sought.force.policy,
        skills=slugs,
        below={slug: graph().below(slug) for slug in slugs},
        half_life_years=half_lives(),
        terms=weighed(sought.text.terms, sought.force.statistics),
        statistics=sought.force.statistics,
        vector=sought.text.vector,
        currency=code_number(asked.currency or ""),
        sub_unit=money.currency(asked.currency).sub_unit if asked.currency else 1,
        shared=_by_number(sought.shared),
        hours_per_week=asked.hours_per_week,
        tie=sought.brief_id.bytes,
    )


def _loaded(scored: Scored, rows: NDArray[np.int64]) -> tuple[Loaded, NDArray[np.int64], NDArray[np.float64]]:
    """Those in these rows alone, their new rows, and their parts."""
    some = scored.take(rows)
    ids = tuple(UUID(bytes=one) for one in some.ids)
    return Loaded(ids, some.columns, some.estimates, some.free_hours), np.arange(len(rows)), some.parts


def _weeks(stretch: Stretch) -> asking.Weeks:
    first, last = week_number(stretch.mondays[0]), week_number(stretch.mondays[-1])
    return asking.Weeks(first, last, quarters(stretch.hours_per_week or 0))


def _condition(condition: Condition) -> asking.Condition:
    match condition:
        case ConfirmedAfter(moment):
            return asking.Confirmed(microseconds(moment))
        case HasOneOf(skills):
            return asking.Marked(skills)
        case Speaks(number):
            return asking.Marked((LANGUAGE | number,))
        case LivesIn(city, country):
            return asking.Lives(city_key(_lowered(city)), code_number(country))
        case WorksAt(patterns):
            return asking.WorksAt(np.bincount(patterns) > 0)
        case PaidAtMost(currency, minor):
            return asking.PaidAtMost(code_number(currency), minor)
        case HasFree(stretch, wanted):
            return asking.Free(stretch, wanted)


def _by_number(values: Mapping[int, float]) -> NDArray[np.float64]:
    """Values at the places that their keys tell; NaN at others."""
    found = np.full(max(values, default=-1) + 1, np.nan)
    found[np.fromiter(values, np.int64, len(values))] = np.fromiter(values.values(), np.float64, len(values))
    return found


def _lowered(city: str) -> str:
    """The city as the database lowers it, which is how the index was filled."""
    if not city:
        return ""
    with connection.cursor() as cursor:
        cursor.execute("SELECT lower(%s)", [city])
        (lowered,) = cursor.fetchone()
    return str(lowered)
