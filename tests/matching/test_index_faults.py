"""The index when something breaks: processes that are killed, bytes that change, a full disk. Never a wrong answer."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import Random
from subprocess import Popen

import pytest
from django.db import connection

from benchmarks.changing_people import Writer
from benchmarks.index_against import Question, as_bytes
from guildworks.kernels.talentindex import delta
from guildworks.kernels.talentindex.generation import DamagedGeneration, generations, open_generation
from guildworks.kernels.talentindex.index import TalentIndex
from guildworks.matching.index.building import IndexNotWritten, build
from guildworks.matching.index.checking import verify
from guildworks.matching.index.feeder import feed, follow
from guildworks.matching.index.files import index_folder, newest
from guildworks.matching.index.freshness import fresh_index
from guildworks.matching.index.rows import moved_since
from guildworks.platform import clock
from guildworks.project.demo.network import load
from guildworks.talent.models import Engineer
from tests.cli.program import start_program

pytestmark = pytest.mark.own_database

PEOPLE = 60
TEXTS = (
    "Python is a must, RAG would be nice. 20 hours a week for 8 weeks, at most 110 EUR an hour.",
    "We want somebody who writes calm, readable code and explains it.",
    "Rust, Kubernetes and COBOL are a must. Japanese at C1. 60 hours a week for 20 weeks.",
)
TEN_OR_A_HUNDRED = pytest.mark.parametrize("kills", [10, pytest.param(100, marks=pytest.mark.long)])
SEED = 20261128
WITHIN_SECONDS = 30.0


@pytest.fixture
def home(own_database, tmp_path, settings) -> Path:
    """A demo network, and a folder for its index, as a server sees them."""
    load(PEOPLE, seed=1, progress=lambda there: None)
    settings.INDEX_FOLDER = tmp_path / "index"
    settings.INDEX_WORTH_FROM, settings.INDEX_WAITS = 0, False
    return tmp_path


@pytest.fixture
def start(home, own_database) -> Iterator[Callable[..., Popen[str]]]:
    """`start("index", "feed")`: the program as a process of its own, ended after the test."""
    started: list[Popen[str]] = []

    def begin(*words: str) -> Popen[str]:
        process = start_program(*words, GUILDWORKS_DATABASE_URL=own_database, GUILDWORKS_HOME=str(home))
        started.append(process)
        return process

    yield begin
    for process in started:
        kill(process)


@pytest.fixture
def questions(home) -> list[Question]:
    return [Question.of(text) for text in TEXTS]


@pytest.fixture
def writer(home) -> Writer:
    return Writer(list(Engineer.objects.order_by("id")), Random(SEED))


@TEN_OR_A_HUNDRED
def test_a_feeder_that_is_killed_leaves_no_wrong_answer_and_the_next_one_goes_on(kills, start, questions, writer):
    random = Random(SEED)
    for number in range(kills):
        feeder = start("index", "feed")
        if number % 2:  # while it feeds, else while it starts
            until(lambda: writer.change() and by_index(questions) > 0)
        keep_changing(writer, seconds=random.uniform(0, 0.3 if number % 2 else 2.5))
        kill(feeder)
        if number % 3 == 1:  # as the end of the whole machine would
            tear(TalentIndex(newest()).delta, random)
        by_index(questions)
        assert problems() == [], f"after kill {number} of seed {SEED}"
    start("index", "feed")
    until(lambda: by_index(questions) == len(questions))
    assert problems() == []


@TEN_OR_A_HUNDRED
def test_a_builder_that_is_killed_leaves_the_old_index_in_use(kills, start, questions, writer):
    random, cut_short = Random(SEED), 0
    before = build()
    for number in range(kills):
        builder = start("index", "build")
        until(lambda process=builder: unfinished() or process.poll() is not None)
        keep_changing(writer, seconds=random.uniform(0, 0.1))
        kill(builder)
        cut_short += bool(unfinished())
        whole = list(generations(index_folder()))
        assert before.folder in whole and all(open_generation(folder) for folder in whole), f"kill {number}"
        mend()
        until(lambda: by_index(questions) == len(questions))
    assert cut_short, f"of {kills} kills with seed {SEED} none came while files were written"
    build()
    assert unfinished() == [], "what was left of them is gone"
    assert problems() == []


def test_a_changed_byte_in_any_file_is_found_and_the_index_is_made_anew(home, questions):
    for name in sorted(file.name for file in build().folder.iterdir()):
        for place in (0, 0.5, 1) if (newest().folder / name).stat().st_size else ():
            folder = newest().folder
            flip(folder / name, place)
            with pytest.raises(DamagedGeneration):
                open_generation(folder)
            assert not verify().holds
            mend()
            assert not folder.exists(), f"{name} at {place}: what is damaged is put out of the way"
            assert open_generation(newest().folder)
    until(lambda: by_index(questions) == len(questions))
    assert problems() == []


@pytest.mark.parametrize("place", [0, 0.5, 1])
def test_a_changed_byte_in_the_delta_is_found_and_the_index_is_made_anew(place, home, questions, writer):
    build()
    keep_changing(writer, seconds=0.2)
    mend()
    index = TalentIndex(newest())
    flip(index.delta, place)
    assert delta.read(index.delta, position=0).rest != "none"
    by_index(questions)
    mend()
    assert is_up_to_date()
    until(lambda: by_index(questions) == len(questions))
    assert problems() == []


def test_a_disk_that_fills_up_leaves_the_old_index_in_use(home, questions, small_disk):
    random, before = Random(SEED), build()
    for number in range(20):
        with small_disk.filled(room=random.randrange(before.size)), pytest.raises(IndexNotWritten):
            build()
        assert [folder.name for folder in index_folder().iterdir()] == [before.name], f"attempt {number} of seed {SEED}"
        until(lambda: by_index(questions) == len(questions))
    assert build().name > before.name
    assert problems() == []


def test_a_full_disk_is_told_and_when_there_is_room_the_index_is_built(start, questions, small_disk):
    before = build()
    with small_disk.filled(room=0):
        refused = start("index", "build", "--json")
        told, _ = refused.communicate(timeout=WITHIN_SECONDS)
        assert (refused.returncode, json.loads(told)["error"]["code"]) == (1, "index_not_written")
        assert newest().name == before.name
    assert start("index", "build").wait(WITHIN_SECONDS) == 0
    assert newest().name > before.name
    until(lambda: by_index(questions) == len(questions))


def test_a_feeder_whose_disk_is_full_goes_on_when_there_is_room(start, questions, small_disk, writer):
    build()
    with small_disk.filled(room=0):
        feeder = start("index", "feed")
        until(lambda: writer.change() and feeder.poll() is not None)
        assert by_index(questions) == 0, "the database answers"
    start("index", "feed")
    until(lambda: by_index(questions) == len(questions))
    assert problems() == []


def by_index(questions: Sequence[Question]) -> int:
    """How many of these are answered by the index, each with the very bytes of the database."""
    count = 0
    for question in questions:
        at = clock.now()
        index = fresh_index(at)
        if index is not None:
            assert as_bytes(question.answer(at, index)) == as_bytes(question.answer(at, None))
            count += 1
    return count


def problems() -> list[str]:
    """What of the newest generation and its delta is not as in the database, but for what is not fed yet."""
    return [] if newest() is None else list(verify().problems)


def is_up_to_date() -> bool:
    """Whether who opens the index now finds all in it."""
    return not moved_since(connection.connection, TalentIndex(newest()).catch_up())


def mend() -> None:
    """What a feeder does when it starts: it cuts or makes anew what is not whole; then all is followed once."""
    over = iter([False, True])
    feed(is_over=lambda: next(over))
    follow(connection.connection, TalentIndex(newest()))


def keep_changing(writer: Writer, *, seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        writer.change()


def until(comes: Callable[[], object]) -> None:
    end = time.monotonic() + WITHIN_SECONDS
    while not comes():
        assert time.monotonic() < end


def unfinished() -> list[Path]:
    return list(index_folder().glob("*.building"))


def kill(process: Popen[str]) -> None:
    process.kill()
    process.communicate()


def flip(file: Path, place: float) -> None:
    """Change one bit of the byte at this share of a file."""
    content = bytearray(file.read_bytes())
    content[int(place * (len(content) - 1))] ^= 1
    file.write_bytes(bytes(content))


def tear(file: Path, random: Random) -> None:
    """Add a part of a row, as of one that was being written when all ended."""
    row = delta.framed([b"x" * 900], 1)
    with file.open("ab") as opened:
        opened.write(row[: random.randrange(1, 900)])


class SmallDisk:
    """A file system of its own under the folder of the index."""

    def __init__(self, folder: Path) -> None:
        self._ballast = folder / "ballast"

    @contextmanager
    def filled(self, *, room: int) -> Iterator[None]:
        """Full but for some bytes."""
        free = shutil.disk_usage(self._ballast.parent).free
        self._ballast.write_bytes(bytes(max(free - room, 0)))
        try:
            yield
        finally:
            self._ballast.unlink()


@pytest.fixture
def small_disk(home, settings) -> Iterator[SmallDisk]:
    folder = home / "index"
    folder.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "none", folder], check=False).returncode:
        pytest.skip("a small disk can only be mounted by root")
    try:
        yield SmallDisk(folder)
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)
