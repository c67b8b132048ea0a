"""Bringing the skills' rows to the state of the graph."""

from __future__ import annotations

from guildworks.kernels.text.graph import SkillGraph
from guildworks.skills.models import Skill


def sync_skills(graph: SkillGraph, *, using: str) -> None:
    """Insert and update the rows of all skills; those that left the graph are marked. Called after migrations."""
    rows = [Skill(slug=skill.slug, name=skill.name, kind=skill.kind) for skill in graph.skills.values()]
    Skill.objects.using(using).exclude(slug__in=graph.skills).update(in_graph=False)
    Skill.objects.using(using).bulk_create(
        rows, update_conflicts=True, unique_fields=["slug"], update_fields=["name", "kind", "in_graph"]
    )
