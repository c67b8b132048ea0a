"""What skills mean, as directions: which skills a text is close to without naming them.

Only a suggestion: it asks nothing of anybody until a person writes the skill down.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from django.conf import settings
from numpy.typing import NDArray

from guildworks.kernels.text.embedding import DIMENSIONS, Embedder
from guildworks.kernels.text.graph import Skill
from guildworks.skills.queries import graph

MEANT = ("domain", "practice", "technique")  # what a text means tells no product by its name
SUGGESTED_MOST = 3
CLOSE = 0.36  # cosine, of directions from the middle of their kind
# The mean direction of a brief: what all briefs share tells nothing. Made by `python -m benchmarks.fit_suggestions`.
BRIEF_CENTRE = Path(__file__).parent / "brief_centre.json"

Directions = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Meanings:
    """n skills and where they point, from the middle of all of them; each row of unit length."""

    slugs: tuple[str, ...]
    directions: Directions  # (n, 384)
    brief_centre: Directions  # (384,)

    @classmethod
    def of(cls, slugs: Sequence[str], directions: Directions) -> Meanings:
        """The skills with their directions as they were embedded, (n, 384)."""
        from_centre = directions - directions.mean(axis=0)
        centre = np.array(json.loads(BRIEF_CENTRE.read_text("utf-8"))["direction"])
        return cls(tuple(slugs), from_centre / np.linalg.norm(from_centre, axis=1, keepdims=True), centre)

    def close_to(self, direction: Directions, *, but_not: Collection[str]) -> tuple[str, ...]:
        """The skills closest to the direction of a brief, best first, at most SUGGESTED_MOST, none below CLOSE."""
        from_centre = direction - self.brief_centre
        cosines = self.directions @ (from_centre / max(float(np.linalg.norm(from_centre)), 1e-12))
        close = [(-cosines[at], self.slugs[at]) for at in np.flatnonzero(cosines >= CLOSE)]
        return tuple(slug for _, slug in sorted(close) if slug not in but_not)[:SUGGESTED_MOST]


@cache
def embedder() -> Embedder:
    """The embedding model, loaded once per process."""
    return Embedder.load(threads=settings.EMBEDDING_THREADS)


@cache
def meanings() -> Meanings:
    """The skills that can be suggested; read once per process."""
    from guildworks.skills.models import Skill as Row  # here: embedding needs no database

    rows = Row.objects.filter(in_graph=True, direction__isnull=False).order_by("slug")
    slugs, directions = zip(*rows.values_list("slug", "direction"), strict=True)
    packed = np.frombuffer(b"".join(map(bytes, directions)), np.float16)
    return Meanings.of(slugs, packed.reshape(-1, DIMENSIONS).astype(np.float64))


def suggested(direction: Directions, *, named: Iterable[str]) -> tuple[str, ...]:
    """Skills that a text of this direction may be about; none that it names, and none above or below one of those."""
    known = set(named)
    for slug in tuple(known):
        known |= graph().above(slug) | graph().below(slug)
    return meanings().close_to(direction, but_not=known)


def told(skill: Skill) -> str:
    """The words whose direction stands for a skill."""
    return f"{skill.name}: {skill.about}"
