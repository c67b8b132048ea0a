"""How far an index has come, told without what only searches need: for whoever cites it, or has it follow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

import numpy as np

from guildworks.kernels.talentindex import delta
from guildworks.kernels.talentindex.delta import Left
from guildworks.kernels.talentindex.generation import DELTA, Generation
from guildworks.kernels.talentindex.rows import HEAD
from guildworks.kernels.talentindex.segment import rows_with


class Position(Protocol):
    """A place in the history of an index, and what is known there."""

    @property
    def generation(self) -> str:
        """The generation's name."""

    @property
    def position(self) -> int:
        """Bytes of its delta."""

    @property
    def frontier(self) -> int:
        """All events of transactions before this one are in it."""

    def seq_of(self, engineer: UUID) -> int:
        """Events of this engineer's chain that are in it; 0: never heard of."""


@dataclass(frozen=True, slots=True)
class Reached:
    """The end of a generation's delta."""

    of: Generation
    position: int
    frontier: int
    seqs: Mapping[UUID, int]  # of whoever is in the delta

    @property
    def generation(self) -> str:
        """The generation's name."""
        return self.of.name

    def seq_of(self, engineer: UUID) -> int:
        """Events of this engineer's chain that are in it; 0: never heard of."""
        if (seq := self.seqs.get(engineer)) is not None:
            return seq
        (row,) = rows_with(self.of.columns, np.frombuffer(engineer.bytes, "S16"))
        return int(self.of.columns.seq[row]) if row >= 0 else 0


class IndexLog:
    """The delta of one generation, as a log."""

    def __init__(self, generation: Generation) -> None:
        self.generation = generation
        self.delta = generation.folder / DELTA

    def catch_up(self) -> Reached:
        """Read the delta to its end."""
        frames = delta.read(self.delta, position=0)
        seqs = {}
        for change in frames.changes:
            if isinstance(change, Left):
                seqs[change.id] = change.seq
            else:
                (head,) = np.frombuffer(change, HEAD, 1)
                seqs[UUID(bytes=change[:16])] = int(head["seq"])
        told = int(self.generation.source["frontier"]) if frames.frontier is None else frames.frontier
        return Reached(self.generation, frames.position, told, seqs)
