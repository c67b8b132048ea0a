"""The index as it was: a generation that is still kept, at an earlier position."""

from __future__ import annotations

from guildworks.kernels.talentindex.generation import DamagedGeneration
from guildworks.kernels.talentindex.index import State, TalentIndex
from guildworks.matching.index.files import index_folder


def state_at(generation: str, position: int) -> State | None:
    """The index at this position; None where the generation is gone, or its delta does not reach so far."""
    folder = next((each for each in index_folder().glob("*.generation") if each.name == generation), None)
    if folder is None:
        return None
    try:
        state = TalentIndex.open(folder).catch_up(until=position)
    except DamagedGeneration:
        return None
    return state if state.position == position else None
