"""Lists from the index while people change: as fresh as their own time, and nobody on them breaks a requirement."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from benchmarks.changing_people import change_until
from benchmarks.index_against import Question, Watch, briefs, wait_for_the_index
from guildworks.project.demo.network import load
from tests.cli.program import start_program

pytestmark = pytest.mark.own_database

PEOPLE, BRIEFS, WRITERS = 200, 20, 2


@pytest.fixture
def fed(own_database, tmp_path, settings) -> Iterator[None]:
    """A demo network, and the process that feeds its index."""
    load(PEOPLE, seed=1, progress=lambda there: None)
    settings.INDEX_FOLDER = tmp_path / "index"
    settings.INDEX_WORTH_FROM, settings.INDEX_WAITS = 0, False
    feeder = start_program("index", "feed", GUILDWORKS_DATABASE_URL=own_database, GUILDWORKS_HOME=str(tmp_path))
    try:
        wait_for_the_index()
        yield
    finally:
        feeder.kill()
        feeder.communicate()


def test_lists_while_writers_change_people_are_fresh_and_break_no_requirement(fed, tmp_path: Path):
    questions = [Question.of(text) for text in [*briefs()][:: 240 // BRIEFS]]
    watch, stop = Watch(), tmp_path / "stop"
    listed = watch.everybody_listed(questions)
    with ThreadPoolExecutor(1) as pool:
        writers = pool.submit(change_until, listed, stop=str(stop), seed=1, threads=WRITERS)
        try:
            for question in questions:
                watch.make(question)
        finally:
            stop.touch()
        assert writers.result() > WRITERS
    assert (watch.unseen, watch.broken) == (0, [])
    assert watch.same == watch.at_one_moment
    assert watch.from_index and watch.looked_at, "nothing was looked at"
