"""The skill graph, and finding its skills in a text."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from guildworks.kernels.text.gazetteer import Gazetteer
from guildworks.kernels.text.graph import HALF_LIFE_YEARS, Skill, SkillGraph
from guildworks.platform.errors import NotFound

GRAPH_FOLDER = Path(__file__).parent / "graph"


@cache
def graph() -> SkillGraph:
    """The skill graph, read once per process."""
    return SkillGraph.load(GRAPH_FOLDER)


@cache
def gazetteer() -> Gazetteer:
    """Finds the graph's skills in a text; built once per process."""
    return Gazetteer.build(graph())


@cache
def skill_numbers(using: str = "default") -> dict[str, int]:
    """The number of each skill, by its slug; read once per process, since a number never changes."""
    from guildworks.skills.models import Skill as Row  # here: reading the graph needs no database

    return dict(Row.objects.using(using).values_list("slug", "number"))


def skill_name(slug: str) -> str:
    """The name of a skill; the slug itself of one that has left the graph, which old claims still hold."""
    return graph()[slug].name if slug in graph() else slug


def named(words: str) -> list[Skill]:
    """The skills of which the name, the slug or another spelling holds these words; all without words."""
    wanted = words.casefold()
    return [
        skill
        for skill in graph().skills.values()
        if wanted in "\n".join((skill.name, skill.slug, *(alias.text for alias in skill.aliases))).casefold()
    ]


def get_skill(slug: str) -> Skill:
    """The skill of the graph with this slug. Raises NotFound."""
    if slug not in graph():
        raise NotFound(
            _("There is no skill %(slug)s in the graph") % {"slug": repr(slug[:60])},
            hint=_("The page of skills has all of them."),
            at_terminal="`guildworks skills list` shows all of them.",
        )
    return graph()[slug]


def skill_json(skill: Skill) -> dict[str, Any]:
    """A skill for a program."""
    return {
        "skill": skill.slug,
        "name": skill.name,
        "aliases": [alias.text for alias in skill.aliases],
        "kind": skill.kind,
        "broader": list(skill.broader),
        "esco": skill.esco,
    }


@cache
def half_lives() -> dict[str, float]:
    """The half-life of knowledge of each skill of the graph, in years."""
    return {slug: HALF_LIFE_YEARS[skill.half_life] for slug, skill in graph().skills.items()}
