"""Bringing an index as far as the event log has come: by the feeder, or by a command where nobody feeds it."""

from __future__ import annotations

import hashlib
import time
from datetime import datetime
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

import psycopg
from django.conf import settings

from guildworks.kernels.talentindex import delta
from guildworks.kernels.talentindex.generation import Generation
from guildworks.kernels.talentindex.reached import Position
from guildworks.kernels.talentindex.rows import microseconds
from guildworks.matching.index.files import index_folder, made_at
from guildworks.matching.index.rows import BATCH, changes_of, frontier_now, moved_since

TRANSACTIONS_BEHIND = 100  # after which the frontier is told anew: a search asks for all events after it
WAIT_SECONDS = 0.1  # for the feeder to come as far as a search; then the database answers
LOOK_SECONDS = 0.002

Place = TypeVar("Place", bound=Position, covariant=True)


class Followed(Protocol, Generic[Place]):
    """A generation with its delta, whatever is known of what stands in them."""

    generation: Generation
    delta: Path

    def catch_up(self) -> Place:
        """Read what the delta has grown by."""


def follow(raw: psycopg.Connection[Any], index: Followed[Position]) -> int:
    """Write everything that this index does not know yet to its delta. Returns how many engineers that were."""
    state = index.catch_up()
    frontier = frontier_now(raw)  # before the events are asked for: what is missing then lies after it
    engineers = list(moved_since(raw, state))
    for first in range(0, len(engineers), BATCH):
        is_last = first + BATCH >= len(engineers)
        changes = changes_of(raw, engineers[first : first + BATCH])
        delta.append(index.delta, delta.framed(changes, frontier if is_last else state.frontier))
    if not engineers and frontier - state.frontier > TRANSACTIONS_BEHIND:
        delta.append(index.delta, delta.framed([], frontier))
    index.catch_up()
    return len(engineers)


def come_as_far(raw: psycopg.Connection[Any], index: Followed[Place], at: datetime) -> Place | None:
    """The index with all that was committed before this moment; None where it does not come so far.

    A command brings it there itself, if nobody feeds it. A server does not.
    """
    if microseconds(at) < made_at(index.generation.folder):
        return None
    state = index.catch_up()
    moved = moved_since(raw, state)
    if not all(moved.values()):  # some are of this transaction, which may yet be taken back: no file may hear of them
        return None
    if moved and settings.INDEX_WAITS:
        _follow_unless_fed(raw, index)
    until = time.monotonic() + WAIT_SECONDS
    while any(state.seq_of(engineer) < seq for engineer, seq in moved.items()):
        if time.monotonic() > until:
            return None
        time.sleep(LOOK_SECONDS)
        state = index.catch_up()
    return state


def _follow_unless_fed(raw: psycopg.Connection[Any], index: Followed[Position]) -> None:
    """Follow once, if no feeder does; the right to do so is held until the transaction ends."""
    if raw.execute("SELECT pg_try_advisory_xact_lock(%s)", [feeders_lock()]).fetchone() == (True,):
        follow(raw, index)


def feeders_lock() -> int:
    """Number of the advisory lock: of this database there is one index on each machine, in a folder of its own."""
    return int.from_bytes(hashlib.sha256(str(index_folder()).encode()).digest()[:8], "big", signed=True)
