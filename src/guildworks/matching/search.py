"""From a brief that was read to a ranked list with all that explains it. Reads only; `actions` keeps the result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from guildworks.availability.queries import shared_hours_by_pattern
from guildworks.kernels.text.requirement import Requirement
from guildworks.matching.asked import Asked, asked
from guildworks.matching.brief_text import BriefText, brief_text
from guildworks.matching.hard import Filtered, Hard, hard_filter
from guildworks.matching.in_database import tried_in_database
from guildworks.matching.ranked import Placed, Ranked, Sought, Tried
from guildworks.matching.ranking_policy import InForce
from guildworks.matching.spent import Spent
from guildworks.platform.limits import limit
from guildworks.skills.queries import graph

if TYPE_CHECKING:
    from guildworks.kernels.talentindex.index import State


BELOW = 10  # of those who come next, as many are kept with what they were judged by


@dataclass(frozen=True, slots=True)
class RoleResult:
    """What was found for one role."""

    asked: Asked
    text: BriefText
    hard: tuple[Hard, ...]
    filtered: Filtered
    ranked: Ranked
    below: Placed
    near: Ranked  # empty unless fewer passed than were asked for
    near_fails: Mapping[UUID, int]  # bits of `hard`


def search(
    brief_id: UUID,
    text: str,
    *,
    requirement: Requirement,
    top: int,
    force: InForce,
    at: datetime,
    spent: Spent,
    index: State | None = None,
    read: Requirement | None = None,
    below: int = BELOW,
) -> list[RoleResult]:
    """Rank the listed engineers for each role of a brief, with the hours that nobody had taken at the moment `at`.

    `below` is how many of those who come next are told too, without the ranges of their scores, which cost the most.
    `read` is the requirement as it was read, where somebody has corrected it: it tells which words are about the work.

    In the index as of one position, or in the database, with the same answer. What was taken before `at` is seen: the
    index has come further than that, and every query here takes its snapshot later.
    """
    with spent.on("embed"):
        texts = [brief_text(text, read or requirement, asked=question) for question in questions(requirement, at)]
    with spent.on("search"):
        return search_for(
            brief_id, texts, requirement=requirement, top=top, force=force, at=at, index=index, below=below
        )


def search_for(
    brief_id: UUID,
    texts: Sequence[BriefText],
    *,
    requirement: Requirement,
    top: int,
    force: InForce,
    at: datetime,
    index: State | None = None,
    below: int = BELOW,
) -> list[RoleResult]:
    """The same, where terms and direction of each role's text are known already."""
    roles = sought_for(brief_id, texts, requirement=requirement, force=force, at=at)
    return [_result(tried(sought, index), sought, top, below=below) for sought in roles]


def sought_for(
    brief_id: UUID, texts: Sequence[BriefText], *, requirement: Requirement, force: InForce, at: datetime
) -> list[Sought]:
    """What each role looks for at a moment."""
    found = []
    for question, text in zip(questions(requirement, at), texts, strict=True):
        day = question.client_day
        shared = shared_hours_by_pattern(day, question.mondays) if day else {}
        by = hard_filter(requirement, question, graph=graph(), shared=shared, at=at)
        found.append(Sought(brief_id, question, text, shared, force, by, at))
    return found


def questions(requirement: Requirement, at: datetime) -> list[Asked]:
    """What each role of a brief asks, or the one role that it speaks of."""
    roles = [read.value for read in requirement.roles] if len(requirement.roles) > 1 else [None]
    return [asked(requirement, role=role, today=at.date()) for role in roles]


def tried(sought: Sought, index: State | None) -> Tried:
    """Who meets what is looked for, in the index or in the database."""
    if index is None:
        return tried_in_database(sought)
    from guildworks.matching.in_memory import tried_in_memory  # it brings a compiler

    return tried_in_memory(sought, index)


def _result(tried: Tried, sought: Sought, top: int, *, below: int) -> RoleResult:
    best, next_ones = tried.best(top, below=below)
    fails: Mapping[UUID, int] = {}
    near = best.none()
    if tried.filtered.survivors < top and limit("near_misses"):
        masks = _nearest(tried.masks(), limit("near_misses"))
        if masks:
            near, fails = tried.nearest(masks, limit("near_misses"))
    return RoleResult(sought.asked, sought.text, sought.by.hard, tried.filtered, best, next_ones, near, fails)


def _nearest(masks: Mapping[int, int], wanted: int) -> list[int]:
    """The sets of failed requirements with the fewest members, until they hold as many engineers as wanted.

    Not those with the first bit: whose hours are not confirmed is near to nothing.
    """
    chosen: list[int] = []
    found = 0
    nearby = (fails for fails in masks if fails and not fails & 1)
    for fails in sorted(nearby, key=lambda fails: (fails.bit_count(), fails)):
        if found >= wanted and fails.bit_count() > chosen[-1].bit_count():
            break
        chosen.append(fails)
        found += masks[fails]
    return chosen
