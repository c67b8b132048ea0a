"""The feeder: follows the event log and writes what has changed to the delta, so that every process can read it.

One process feeds the index of a machine; an advisory lock of the database says which. Whoever waits for it takes over
when the other ends, however it ends: what the other left behind is whole, or cut off.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Thread
from uuid import UUID

import psycopg
from django.db import connection, connections

from guildworks.kernels.talentindex import delta
from guildworks.kernels.talentindex.index import State, TalentIndex
from guildworks.matching.index.building import build
from guildworks.matching.index.files import holds_any, index_folder, newest, put_aside
from guildworks.matching.index.following import feeders_lock, follow
from guildworks.matching.index.rows import CHAIN
from guildworks.matching.index.trial import compile_once
from guildworks.talent.queries import erased_among

CHANNEL = "guildworks_events"
IDLE_SECONDS = 1.0  # a notification only wakes: whoever missed one looks again
REBUILT_AT = 0.2  # of the generation, in its delta
REBUILT_FROM = 5_000  # changes, however small the generation
COUNTED_SECONDS = 600.0
FED_ON_SECONDS = 30.0  # the generation before: others are still opening the new one


def feed(
    *,
    is_over: Callable[[], bool],
    rebuild: Callable[[], None] | None = None,
    count: Callable[[], object] = lambda: None,
) -> None:
    """Feed the index until `is_over`. `rebuild` begins a new generation elsewhere; without it, it is built here.

    `count` is called at once and then every ten minutes: what it records is fed next.
    """
    connection.ensure_connection()
    raw: psycopg.Connection[object] = connection.connection
    if not _alone(raw, is_over):
        return
    raw.execute(f"LISTEN {CHANNEL}")
    fed = _Fed()
    Thread(target=_compile, args=(fed.newest.state,), daemon=True, name="compile the loops").start()
    counted_at = float("-inf")
    while not is_over():
        if time.monotonic() - counted_at >= COUNTED_SECONDS:
            count()
            counted_at = time.monotonic()
        for index in fed.indexes():
            follow(raw, index)
        if _is_long(fed.newest) or fed.holds_erased():
            (rebuild or build)()
        _wait(raw)


def _compile(state: State) -> None:
    """Beside the feeding, which cannot wait half a minute: lists are told how far the index has come."""
    try:
        compile_once(state)
    finally:
        connections.close_all()  # those of this thread


def _alone(raw: psycopg.Connection[object], is_over: Callable[[], bool]) -> bool:
    """Wait until this process is the one that feeds; False where it is over before."""
    while not is_over():
        row = raw.execute("SELECT pg_try_advisory_lock(%s)", [feeders_lock()]).fetchone()
        if row == (True,):
            return True
        time.sleep(IDLE_SECONDS)
    return False


def _opened() -> TalentIndex:
    """The newest generation with its delta mended: what was cut off is taken away, what was changed is made anew."""
    found = newest() or build()
    index = TalentIndex(found)
    rest = delta.read(index.delta, position=0)
    if rest.rest == "damaged":
        put_aside(found.folder)
        return _opened()
    if rest.rest == "torn":
        delta.cut(index.delta, rest.position)
    return index


def _wait(raw: psycopg.Connection[object]) -> None:
    """Until something has happened to an engineer; events of others, of which each list has some, wake nobody."""
    until = time.monotonic() + IDLE_SECONDS
    while (left := until - time.monotonic()) > 0:
        if any(each.payload.startswith(CHAIN) for each in raw.notifies(timeout=left, stop_after=1)):
            return


class _Fed:
    """The generations that are being fed: the newest, and for a while the one before, which others still read."""

    def __init__(self) -> None:
        self.newest = _opened()
        self._before: list[tuple[TalentIndex, float]] = []
        self._seen = -1  # when the folder last changed
        self._looked_at: tuple[TalentIndex, int] | None = None
        self._holds_erased = False

    def indexes(self) -> list[TalentIndex]:
        """All of them, after a look for one that has been finished meanwhile."""
        changed = index_folder().stat().st_mtime_ns if index_folder().exists() else 0
        if changed != self._seen:
            self._seen = changed
            self._look()
        now = time.monotonic()
        self._before = [
            (index, until) for index, until in self._before if until > now and index.generation.folder.exists()
        ]
        return [self.newest, *(index for index, _ in self._before)]

    def holds_erased(self) -> bool:
        """Whether the newest generation still has what was known of somebody who was erased since it was begun."""
        left = self.newest.state.left
        if (self.newest, len(left)) != self._looked_at:
            self._looked_at = (self.newest, len(left))
            gone = erased_among(UUID(bytes=engineer) for engineer in left)
            self._holds_erased = holds_any(self.newest.generation.folder, gone)
        return self._holds_erased

    def _look(self) -> None:
        latest = newest(verify=False)
        if latest is None:  # somebody has deleted it
            self.newest = _opened()
        elif latest.name != self.newest.generation.name:
            self._before.append((self.newest, time.monotonic() + FED_ON_SECONDS))
            self.newest = _opened()


def _is_long(index: TalentIndex) -> bool:
    state = index.state
    changes = sum(len(part) for part in state.parts[1:]) + len(state.left)
    return changes > max(REBUILT_FROM, REBUILT_AT * len(state.parts[0]))
