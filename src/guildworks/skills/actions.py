"""Bringing the skills' rows to the state of the graph."""

from __future__ import annotations

from itertools import count

import numpy as np

from guildworks.kernels.text.graph import SkillGraph
from guildworks.skills.meaning import MEANT, embedder, meanings, told
from guildworks.skills.models import Skill
from guildworks.skills.queries import skill_numbers


def sync_skills(graph: SkillGraph, *, using: str) -> None:
    """Insert and update the rows of all skills; those that left the graph are marked. Called after migrations."""
    kept = dict(Skill.objects.using(using).values_list("slug", "number"))
    fresh = count(max(kept.values(), default=-1) + 1)
    rows = [
        Skill(slug=slug, number=kept[slug] if slug in kept else next(fresh), name=skill.name, kind=skill.kind)
        for slug, skill in graph.skills.items()
    ]
    Skill.objects.using(using).exclude(slug__in=graph.skills).update(in_graph=False)
    Skill.objects.using(using).bulk_create(
        rows, update_conflicts=True, unique_fields=["slug"], update_fields=["name", "kind", "in_graph"]
    )
    _sync_directions(graph, using=using)
    skill_numbers.cache_clear()
    meanings.cache_clear()


def _sync_directions(graph: SkillGraph, *, using: str) -> None:
    """Embed the skills that may be suggested, where their words have changed: some seconds, the first time."""
    kept = dict(Skill.objects.using(using).values_list("slug", "told"))
    now = {slug: told(skill) if skill.kind in MEANT else "" for slug, skill in graph.skills.items()}
    changed = [slug for slug, words in now.items() if words != kept[slug]]
    rows = [Skill(slug=slug, told=now[slug], direction=_direction(now[slug])) for slug in changed]
    Skill.objects.using(using).bulk_update(rows, ["told", "direction"])


def _direction(words: str) -> bytes | None:
    return embedder().embed([words])[0].astype(np.float16).tobytes() if words else None
