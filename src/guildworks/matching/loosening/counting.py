"""How many fit a brief, and how many would if it asked for less: all ways in one search.

Each way has requirements of its own; most of them it shares with the others. Everybody is tried on all of them at once,
and a way's people are those who fail none of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

import numpy as np

from guildworks.availability.queries import shared_hours_by_pattern
from guildworks.kernels.text.corrections import Correction, corrected
from guildworks.kernels.text.embedding import DIMENSIONS
from guildworks.kernels.text.requirement import Requirement
from guildworks.matching.asked import Asked, Stretch
from guildworks.matching.brief_text import BriefText
from guildworks.matching.correcting import correction_draft
from guildworks.matching.corrections import AskedFor, by_hand
from guildworks.matching.hard import CONDITIONS_MOST, Condition, Filter, Hard, HasFree, hard_filter
from guildworks.matching.index.freshness import fresh_index
from guildworks.matching.loosening.ways import Way
from guildworks.matching.ranked import Sought
from guildworks.matching.ranking_policy import policy_in_force
from guildworks.matching.search import questions, tried
from guildworks.skills.queries import graph


def loosened(asks: AskedFor, way: Way) -> Requirement:
    """What the brief would ask for."""
    last = {each.item: each for each in by_hand(asks.corrections)}
    for typed in way.typed:
        draft = correction_draft(typed)
        last[draft.item] = Correction(draft.item, draft.value)
    return corrected(asks.read, list(last.values()), text=asks.brief.text)


def count_fitting(asks: AskedFor, some: Sequence[Way], *, at: datetime) -> list[tuple[int, list[int]]]:
    """For each role of a brief, how many fit it now, and how many would in each of these ways.

    One search a role. A way that needs more conditions than one search can try is counted as bringing nobody.
    """
    requirements = [asks.requirement, *(loosened(asks, way) for way in some)]
    asked_by = [questions(each, at) for each in requirements]
    found = []
    for role in range(len(asked_by[0])):
        filters = [_filter(each, asked[role], at=at) for each, asked in zip(requirements, asked_by, strict=True)]
        base, *others = _passing(asks, asked_by[0][role], filters, at=at)
        found.append((base, others))
    return found


def _filter(requirement: Requirement, asked: Asked, *, at: datetime) -> Filter:
    day = asked.client_day
    shared = shared_hours_by_pattern(day, asked.mondays) if day else {}
    return hard_filter(requirement, asked, graph=graph(), shared=shared, at=at)


def _passing(asks: AskedFor, asked: Asked, filters: Sequence[Filter], *, at: datetime) -> list[int]:
    union = _Union()
    sets = [union.add(each) for each in filters]
    by = Filter(tuple(union.hard), tuple(union.stretches), at)
    nothing = BriefText({}, np.zeros(DIMENSIONS))  # who fits does not depend on the words
    sought = Sought(asks.brief.id, asked, nothing, {}, policy_in_force(), by, at)
    masks = tried(sought, fresh_index(at)).masks()
    return [0 if bits is None else _count(masks, bits) for bits in sets]


def _count(masks: Mapping[int, int], bits: int) -> int:
    return sum(people for fails, people in masks.items() if not fails & bits)


class _Union:
    """The requirements of several filters, each once, and the stretches of weeks that they speak of."""

    def __init__(self) -> None:
        self.hard: list[Hard] = []
        self.stretches: list[Stretch] = []
        self._places: dict[tuple[Condition, ...], int] = {}

    def add(self, by: Filter) -> int | None:
        """The bits of this filter's requirements; None where there is no room for them."""
        stretches = [self._stretch(each) for each in by.stretches]
        wanted = [replace(each, conditions=_moved(each.conditions, stretches)) for each in by.hard]
        new = {each.conditions: each for each in wanted if each.conditions not in self._places}
        if len(self.hard) + len(new) > CONDITIONS_MOST:
            return None
        for place, (conditions, each) in enumerate(new.items(), start=len(self.hard)):
            self._places[conditions] = place
            self.hard.append(each)
        return sum({1 << self._places[each.conditions] for each in wanted})

    def _stretch(self, wanted: Stretch) -> int:
        weeks = [(each.starts, each.weeks) for each in self.stretches]
        if (wanted.starts, wanted.weeks) not in weeks:
            self.stretches.append(wanted)
            return len(self.stretches) - 1
        return weeks.index((wanted.starts, wanted.weeks))


def _moved(conditions: Sequence[Condition], stretches: Sequence[int]) -> tuple[Condition, ...]:
    """The same, where the stretches have other places."""
    return tuple(
        HasFree(stretches[each.stretch], each.quarters) if isinstance(each, HasFree) else each for each in conditions
    )
