"""The delta of a generation: whole frames or none, the last change of an engineer, and parts that are joined."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from uuid import UUID

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.invented_rows import invented
from guildworks.kernels.talentindex import delta
from guildworks.kernels.talentindex.delta import Left
from guildworks.kernels.talentindex.generation import (
    DamagedGeneration,
    Generation,
    GenerationWriter,
    generations,
    open_generation,
)
from guildworks.kernels.talentindex.index import TalentIndex
from guildworks.kernels.talentindex.rows import HEAD, Rows

PEOPLE = 60
FAR_WEEK = 1 << 14  # no hours lie so late: they are compared elsewhere


@pytest.fixture(scope="module")
def people() -> list[bytes]:
    return [rows.at(place) for rows in invented(PEOPLE, seed=3) for place in range(len(rows))]


@pytest.fixture(scope="module")
def generation(people, tmp_path_factory) -> Generation:
    folder = tmp_path_factory.mktemp("generations")
    with GenerationWriter(folder, "1.generation") as writer:
        for first in range(0, PEOPLE, 7):
            writer.add(Rows.of(people[first : first + 7]))
        writer.finish({"frontier": 5})
    return open_generation(folder / "1.generation")


@pytest.fixture
def index(generation, tmp_path) -> TalentIndex:
    found = TalentIndex(generation)
    found.delta = tmp_path / "delta.log"
    return found


def changed(row: bytes, seq: int) -> bytes:
    """The row after one more event: confirmed at that moment."""
    head = np.frombuffer(row, HEAD, 1).copy()
    head["seq"], head["confirmed"] = seq, seq
    return head.tobytes() + row[HEAD.itemsize :]


def living(index: TalentIndex) -> dict[UUID, int]:
    """Who can be found, with the events that they are as of."""
    return {
        UUID(bytes=np.ascontiguousarray(part.columns.ids[row : row + 1]).tobytes()): int(part.columns.seq[row])
        for part in index.state.parts
        for row in part.rows.tolist()
    }


def test_batches_of_any_size_make_one_generation(generation, people):
    assert len(generation.columns) == PEOPLE
    state = TalentIndex(generation).state
    assert state.differing(Rows.of(people), at=0, week=FAR_WEEK) == []
    assert state.differing(Rows.of([changed(people[4], 2)]), at=0, week=FAR_WEEK) == [UUID(bytes=people[4][:16])]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(st.tuples(st.integers(0, PEOPLE - 1), st.booleans()), max_size=9), max_size=12))
def test_the_last_change_of_each_counts_however_they_come(generation, people, tmp_path_factory, batches):
    index = TalentIndex(generation)
    index.delta = tmp_path_factory.mktemp("delta") / "delta.log"
    expected = {UUID(bytes=row[:16]): 1 for row in people}
    seq = 1
    for batch in batches:
        changes: list[bytes | Left] = []
        for who, leaves in batch:
            seq += 1
            engineer = UUID(bytes=people[who][:16])
            expected.pop(engineer, None)
            if leaves:
                changes.append(Left(engineer, seq))
            else:
                changes.append(changed(people[who], seq))
                expected[engineer] = seq
        delta.append(index.delta, delta.framed(changes, seq))
        state = index.catch_up()
        assert living(index) == expected
        assert len(state) == len(expected)
        assert state.frontier == seq
        assert all(state.seq_of(engineer) == number for engineer, number in expected.items())
    again = TalentIndex(generation)
    again.delta = index.delta
    again.catch_up()
    assert living(again) == expected, "read at once it is the same"


def test_a_position_gives_what_was_there_then(index, people):
    positions = []
    for number in range(2, 6):
        delta.append(index.delta, delta.framed([changed(people[0], number)], number))
        positions.append(index.catch_up().position)
    for number, position in enumerate(positions, 2):
        then = TalentIndex(index.generation)
        then.delta = index.delta
        assert then.catch_up(until=position).seq_of(UUID(bytes=people[0][:16])) == number
        assert then.state.position == position


def test_a_frame_is_whole_or_not_there_wherever_it_is_cut_off(index, people):
    delta.append(index.delta, delta.framed([changed(people[0], 2)], 2))
    first = delta.read(index.delta, position=0).position
    delta.append(index.delta, delta.framed([changed(people[1], 3), Left(UUID(bytes=people[2][:16]), 4)], 4))
    whole = index.delta.read_bytes()
    for length in range(first, len(whole)):
        index.delta.write_bytes(whole[:length])
        found = delta.read(index.delta, position=first)
        assert found.position <= length
        assert (found.rest == "none") == (found.position == length)
        assert found.rest != "damaged"


def test_every_changed_bit_is_found(index, people):
    delta.append(index.delta, delta.framed([changed(people[0], 2), Left(UUID(bytes=people[2][:16]), 4)], 4))
    whole = index.delta.read_bytes()
    for at in range(0, len(whole), 3):
        wrong = bytearray(whole)
        wrong[at] ^= 1 << at % 8
        index.delta.write_bytes(bytes(wrong))
        assert delta.read(index.delta, position=0).rest != "none", at


def test_what_was_not_finished_is_no_generation(tmp_path, people):
    with GenerationWriter(tmp_path, "2.generation") as writer:
        writer.add(Rows.of(people[:5]))
    assert list(generations(tmp_path)) == []
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(DamagedGeneration):
        open_generation(tmp_path / "2.generation")


@pytest.mark.skipif(os.geteuid() != 0, reason="a small disk can only be mounted by root")
def test_a_disk_that_was_full_for_a_moment_leaves_no_hole(tmp_path, people):
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "none", tmp_path], check=False).returncode:
        pytest.skip("this root may not mount a small disk")
    try:
        ballast = tmp_path / "ballast"
        with GenerationWriter(tmp_path, "4.generation") as writer, pytest.raises(OSError, match="No space left"):
            ballast.write_bytes(bytes(shutil.disk_usage(tmp_path).free))
            writer.add(Rows.of(people[:1]))
            writer.finish({"frontier": 0})
        assert list(tmp_path.iterdir()) == [ballast]
    finally:
        subprocess.run(["umount", "--lazy", tmp_path], check=True)


def test_nobody_is_a_generation_too(tmp_path: Path):
    with GenerationWriter(tmp_path, "3.generation") as writer:
        writer.finish({"frontier": 1})
    assert len(TalentIndex.open(tmp_path / "3.generation").state) == 0
