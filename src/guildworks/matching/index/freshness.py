"""The index, for whoever may do without: it is only loaded where there is one, and where that is worth it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings

from guildworks.kernels.talentindex.generation import count_of, generations
from guildworks.matching.index.files import index_folder

if TYPE_CHECKING:
    from guildworks.kernels.talentindex.index import State


def fresh_index(at: datetime) -> State | None:
    """The index with all that was committed before this moment; None where there is none that has come so far."""
    folder = next(generations(index_folder()), None)
    if folder is None or count_of(folder) < settings.INDEX_WORTH_FROM:
        return None
    from guildworks.matching.index.reading import fresh  # it brings a compiler

    return fresh(at)
