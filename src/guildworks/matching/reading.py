"""The reader of briefs, with the skill graph."""

from __future__ import annotations

from functools import lru_cache

from guildworks.kernels.text.brief import BriefReader
from guildworks.skills.queries import gazetteer, graph


@lru_cache(maxsize=4)
def brief_reader(characters_max: int) -> BriefReader:
    """The reader for this limit, built once per process."""
    return BriefReader(graph(), gazetteer(), characters_max=characters_max)
