"""What briefs ask for: by skill, how many of them of late, and how many listed engineers meet it.

Counted from time to time by a job, since it reads all briefs of half a year and what every listed engineer meets.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from guildworks.matching.few import FEWEST
from guildworks.matching.models import SkillDemand
from guildworks.platform.paging import page_of
from guildworks.skills.models import Skill
from guildworks.skills.queries import named, skill_name

DAYS = 90


@dataclass(frozen=True, slots=True)
class Demanded:
    """A skill on the board."""

    skill: str
    name: str
    briefs: int
    change: int  # against the window before
    engineers: int | None  # None: fewer than three


def find_demand(*, page: int) -> tuple[list[Demanded], int]:
    """One page of the skills that briefs ask for, the most asked first; and how many."""
    rows, total = page_of(demanded_skills().order_by("-briefs", "skill_id"), page)
    return [demand_told(row) for row in rows], total


def demanded_skills() -> QuerySet[SkillDemand]:
    """The skills that some brief of late asks for, in no order."""
    return SkillDemand.objects.filter(briefs__gt=0)


@dataclass(frozen=True, slots=True)
class Sought:
    """A skill of the graph as the operator sees it, all counts told."""

    skill: str
    name: str
    briefs: int  # that ask for it, of the last DAYS
    engineers: int | None  # listed, who meet it; None: no brief asks for it, so nobody has counted


def find_skills(words: str, *, page: int) -> tuple[list[Sought], int]:
    """One page of the skills of the graph whose name or another spelling holds `words`, the most asked first; how many.

    One SQL query, or two.
    """
    counted = SkillDemand.objects.filter(skill=OuterRef("slug"))
    asked = Coalesce(Subquery(counted.values("briefs")), 0)
    found = Skill.objects.filter(in_graph=True, slug__in=[skill.slug for skill in named(words)]).only("slug", "name")
    told = found.annotate(asked=asked, met=Subquery(counted.values("engineers"))).order_by("-asked", "name", "slug")
    rows, total = page_of(told, page)
    return [Sought(row.slug, row.name, vars(row)["asked"], vars(row)["met"]) for row in rows], total


def find_sought(slug: str) -> Sought | None:
    """What is counted of one skill."""
    row = SkillDemand.objects.filter(skill=slug).first()
    return Sought(slug, skill_name(slug), row.briefs, row.engineers) if row else None


def demand_for(skills: Iterable[str], *, most: int) -> list[Demanded]:
    """Of these skills those that briefs ask for most."""
    rows = demanded_skills().filter(skill__in=set(skills)).order_by("-briefs", "skill_id")
    return [demand_told(row) for row in rows[:most]]


def counted_at() -> datetime | None:
    """When it was counted last."""
    return SkillDemand.objects.order_by("-counted_at").values_list("counted_at", flat=True).first()


def demand_told(row: SkillDemand) -> Demanded:
    """A skill as people and programs are told of it."""
    told = row.engineers if row.engineers >= FEWEST else None
    return Demanded(row.skill_id, skill_name(row.skill_id), row.briefs, row.briefs - row.before, told)
