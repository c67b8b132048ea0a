"""A skill of the graph in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from guildworks.kernels.text.graph import Skill, SkillGraph

KINDS = {
    "language": gettext_noop("programming language"),
    "framework": gettext_noop("framework"),
    "tool": gettext_noop("tool"),
    "platform": gettext_noop("platform"),
    "technique": gettext_noop("technique"),
    "practice": gettext_noop("practice"),
    "domain": gettext_noop("domain"),
}
HALF_LIVES = {
    "one-year": gettext_noop("halves in a year"),
    "two-years": gettext_noop("halves in two years"),
    "four-years": gettext_noop("halves in four years"),
    "eight-years": gettext_noop("halves in eight years"),
    "lasting": gettext_noop("lasts"),
}
Named = tuple[str, str]  # a skill's slug and name


@dataclass(frozen=True, slots=True)
class SkillShown:
    """What the graph says of a skill."""

    slug: str
    name: str
    kind: str
    about: str
    currency: str  # how fast what one knows of it ages
    spellings: list[str]
    broader: list[Named]
    narrower: list[Named]  # at once below it
    related: list[Named]
    esco: str


def skill_shown(skill: Skill, graph: SkillGraph) -> SkillShown:
    """The skill with its neighbours."""
    narrower = (each.slug for each in graph.skills.values() if skill.slug in each.broader)
    return SkillShown(
        slug=skill.slug,
        name=skill.name,
        kind=_(KINDS[skill.kind]),
        about=skill.about,
        currency=_(HALF_LIVES[skill.half_life]),
        spellings=[alias.text for alias in skill.aliases if alias.text != skill.name],
        broader=_named(skill.broader, graph),
        narrower=_named(narrower, graph),
        related=_named(skill.related, graph),
        esco=skill.esco or "",
    )


def _named(slugs: Iterable[str], graph: SkillGraph) -> list[Named]:
    return sorted(((slug, graph[slug].name) for slug in slugs), key=lambda named: named[1].lower())
