"""A search of nothing, by which the index's loops are there before anybody searches.

They become machine code when they are first used, which takes a processor half a minute on a new installation, and
their code is read from the disk after that. The process that feeds the index does the former, and leaves a mark.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

from guildworks.kernels.talentindex.compiled import MARK
from guildworks.kernels.talentindex.index import State
from guildworks.kernels.talentindex.part import Part
from guildworks.kernels.talentindex.rows import Rows
from guildworks.kernels.talentindex.segment import columns_of, packed
from guildworks.matching.brief_text import brief_text
from guildworks.matching.in_memory import tried_in_memory
from guildworks.matching.ranked import Sought
from guildworks.matching.ranking_policy import policy_in_force
from guildworks.matching.reading import read_brief
from guildworks.matching.search import questions, sought_for
from guildworks.platform import clock

# A requirement of each kind; two stretches of weeks, whose hours lie otherwise in memory; and nothing that rules out.
BRIEFS = (
    """We need somebody for retrieval in Berlin, Germany: Python and pgvector are a must, Docker is nice to have.
32 hours a week for 12 weeks, English C1, 4 hours of overlap with 9:00 to 17:00 in Berlin, at most 120 EUR an hour.""",
    "Python or Go is a must, PyTorch would be nice. 10 hours a week for 3 weeks, then 30 hours a week for 8 weeks.",
    "We want somebody who writes calm, readable code and explains it.",
)
SOME = 10
WAITED_SECONDS = 300.0  # for whoever leaves the mark; then each process compiles by itself
LOOK_SECONDS = 0.5


def try_index(state: State) -> None:
    """Search for next to nothing, in each way in which the index is searched, of a generation and of a delta."""
    parts = (*state.parts, *_as_in_a_delta(state.parts[0]))
    for sought in _sought():
        tried = tried_in_memory(sought, replace(state, parts=parts))
        tried.best(SOME, below=SOME)
        if masks := [mask for mask in tried.masks() if mask]:
            tried.nearest(masks, SOME)


def _sought() -> Iterator[Sought]:
    at = clock.now()
    for brief in BRIEFS:
        requirement = read_brief(brief, today=at.date())
        texts = [brief_text(brief, requirement, asked=question) for question in questions(requirement, at)]
        yield from sought_for(UUID(int=0), texts, requirement=requirement, force=policy_in_force(), at=at)


def _as_in_a_delta(part: Part) -> list[Part]:
    """Some of its rows in memory that can be written, for which loops are compiled apart; none of an empty part."""
    rows = [packed(part.columns, row) for row in range(min(SOME, len(part.columns)))]
    return [Part.whole(columns_of(Rows.of(rows)))] if rows else []


def compile_once(state: State) -> None:
    """Have all loops compiled, where that has not been done for these sources, and leave the mark."""
    if not MARK.exists():
        try_index(state)
        MARK.parent.mkdir(parents=True, exist_ok=True)
        MARK.touch()


def await_compiled() -> None:
    """Wait until the mark is there, for as long as compiling could take."""
    until = time.monotonic() + WAITED_SECONDS
    while not MARK.exists() and time.monotonic() < until:
        time.sleep(LOOK_SECONDS)
