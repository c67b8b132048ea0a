"""The index: a generation with its delta, as of a position. Many threads may search while one catches up."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from uuid import UUID

import numpy as np

from guildworks.kernels.talentindex import delta
from guildworks.kernels.talentindex.delta import Frames, Left
from guildworks.kernels.talentindex.generation import DELTA, Generation, open_generation
from guildworks.kernels.talentindex.part import Part
from guildworks.kernels.talentindex.rows import HEAD, Rows
from guildworks.kernels.talentindex.segment import columns_of, packed, row_values

MERGED_BELOW = 4  # a part that is less than so many times as long as the one after it is joined with it


@dataclass(frozen=True, slots=True)
class State:
    """The index at one position: what a search reads, and nobody changes."""

    generation: str
    position: int
    frontier: int  # all events of transactions before this one are in it
    parts: tuple[Part, ...]  # the generation, then the delta, older first
    left: Mapping[bytes, int]  # who has left since the generation: events of their chain that are in here

    def __len__(self) -> int:
        """How many engineers can be found."""
        return sum(len(part) for part in self.parts)

    def seq_of(self, engineer: UUID) -> int:
        """Events of this engineer's chain that are in here; 0: never heard of."""
        if (seq := self.left.get(engineer.bytes)) is not None:
            return seq
        for part in reversed(self.parts):
            if (row := part.row_of(engineer.bytes)) is not None:
                return int(part.columns.seq[row])
        return 0

    def find(self, engineer: UUID) -> bytes | None:
        """The packed row of an engineer who can be found."""
        part, row = self._living(engineer.bytes)
        return packed(self.parts[part].columns, row) if part >= 0 else None

    def differing(self, rows: Rows, *, at: int, week: int) -> list[UUID]:
        """Of these packed rows, the engineers whose living row says something else of hours after `at` and `week`."""
        found, expected = [], row_values(columns_of(rows), np.arange(len(rows)), at=at, week=week)
        engineers = [rows.at(place)[:16] for place in range(len(rows))]
        living: dict[int, list[tuple[int, int]]] = {}
        for place, engineer in enumerate(engineers):
            part, row = self._living(engineer)
            living.setdefault(part, []).append((place, row))
        for part, places in living.items():
            own = np.array([row for _, row in places])
            values = row_values(self.parts[part].columns, own, at=at, week=week) if part >= 0 else [None] * len(own)
            found += [
                engineers[place] for (place, _), told in zip(places, values, strict=True) if told != expected[place]
            ]
        return [UUID(bytes=engineer) for engineer in found]

    def _living(self, engineer: bytes) -> tuple[int, int]:
        """The part and the row in which an engineer lives; -1 where nowhere."""
        for place, part in enumerate(self.parts):
            row = part.row_of(engineer)
            if row is not None and part.lives(row):
                return place, row
        return -1, -1


class TalentIndex:
    """One open generation and the delta that was read so far."""

    def __init__(self, generation: Generation) -> None:
        self.generation = generation
        self.delta = generation.folder / DELTA
        self._lock = Lock()
        frontier = int(generation.source["frontier"])
        self._state = State(generation.name, 0, frontier, (Part.whole(generation.columns),), {})

    @classmethod
    def open(cls, folder: Path, *, verify: bool = True) -> TalentIndex:
        """Map a generation; nothing of its delta is read yet. Raises DamagedGeneration."""
        return cls(open_generation(folder, verify=verify))

    @property
    def state(self) -> State:
        """As of what was last caught up with."""
        return self._state

    @property
    def size(self) -> int:
        """Bytes of the generation and of its delta at this moment."""
        return self.generation.size + (self.delta.stat().st_size if self.delta.exists() else 0)

    def catch_up(self, *, until: int | None = None) -> State:
        """Read what the delta has grown by, to its end or a position."""
        with self._lock:
            frames = delta.read(self.delta, position=self._state.position, until=until)
            if frames.position > self._state.position:
                self._state = applied(self._state, frames)
            return self._state


def applied(state: State, frames: Frames) -> State:
    """The state after these frames; of several changes of one engineer the last one counts."""
    latest: dict[bytes, bytes | Left] = {}
    for change in frames.changes:
        latest[change.id.bytes if isinstance(change, Left) else change[:16]] = change
    parts = _without(state.parts, latest)
    left = {engineer: seq for engineer, seq in state.left.items() if engineer not in latest}
    left |= {engineer: change.seq for engineer, change in latest.items() if isinstance(change, Left)}
    rows = [change for change in latest.values() if isinstance(change, bytes)]
    while rows and len(parts) > 1 and len(parts[-1].columns) < MERGED_BELOW * len(rows):
        last = parts.pop()
        rows += [packed(last.columns, row) for row in last.rows.tolist()]
    if rows:
        rows.sort()  # by their ids
        parts.append(Part.whole(columns_of(Rows.of(rows))))
    frontier = state.frontier if frames.frontier is None else frames.frontier
    return State(state.generation, frames.position, frontier, tuple(parts), left)


def _without(parts: tuple[Part, ...], engineers: Collection[bytes]) -> list[Part]:
    """The parts, where these engineers are alive no more."""
    ids = np.frombuffer(b"".join(engineers), "S16")
    gone = [part.living(ids) for part in parts]
    return [part.without(rows) if len(rows) else part for part, rows in zip(parts, gone, strict=True)]


assert HEAD.fields is not None and HEAD.fields["id"][1] == 0, "a packed row begins with the engineer's id"
