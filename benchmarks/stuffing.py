"""Profiles whose free text is stuffed with every name of a skill, their claims unchanged: they may rank no higher."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

from benchmarks.network import demo_network
from benchmarks.table import Row, at_most

BRIEFS = Path(__file__).parent / "data" / "briefs"


def rows(quick: bool, say: Callable[[str], None]) -> list[Row]:
    """How many of the people in the middle of a list of fifty gain from it, by place or by score."""
    demo_network(2000, say=say)
    from django.db import transaction

    from guildworks.skills.queries import graph

    skills = graph().skills.values()
    names = ", ".join(name for skill in skills for name in (skill.name, *(alias.text for alias in skill.aliases)))
    tried, gained = 0, 0
    for file in sorted(BRIEFS.glob("*.md"))[:: 6 if quick else 1]:
        brief = file.read_text("utf-8")
        before = _ranked(brief)
        if not before:
            continue
        middle = list(before)[len(before) // 2]
        with transaction.atomic():  # taken back: the network is measured again by others
            _stuff(middle, names)
            after = _ranked(brief)
            transaction.set_rollback(True)
        tried += 1
        (place, score), (new_place, new_score) = before[middle], after.get(middle, (len(after), 0.0))
        if new_place < place or new_score > score:
            say(f"{file.name}: place {place} to {new_place}, score {score} to {new_score}")
            gained += 1
    return [
        at_most(
            "stuffed profiles that rank higher",
            gained,
            0,
            note=f"of {tried} that list anybody; every name of a skill added",
        )
    ]


def _ranked(brief: str) -> dict[UUID, tuple[int, float]]:
    """Place and score of the best fifty, best first."""
    from guildworks.matching.ranking_policy import policy_in_force
    from guildworks.matching.reading import brief_reader
    from guildworks.matching.search import search
    from guildworks.matching.spent import Spent
    from guildworks.platform import clock

    at, force = clock.now(), policy_in_force()
    requirement = brief_reader(40_000).read(brief, today=at.date())
    results = search(UUID(int=0), brief, requirement=requirement, top=50, force=force, at=at, spent=Spent())
    found = results[0].ranked
    scored = enumerate(zip(found.rows, found.scores, strict=True))
    return {found.loaded.ids[row]: (place, float(score)) for place, (row, score) in scored}


def _stuff(engineer: UUID, names: str) -> None:
    from guildworks.accounts.queries import local_operator
    from guildworks.talent.actions import ProfileChange, edit_engineer
    from guildworks.talent.models import Engineer

    person: Any = Engineer.objects.get(id=engineer)
    edit_engineer(local_operator(), person, change=ProfileChange(summary=f"{person.summary} {names}."))
