"""Jobs that follow the event log: done at once when something was recorded, whatever becomes of another one."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

import pytest

from guildworks.accounts.queries import local_operator
from guildworks.platform import events
from guildworks.platform.actor import Ref
from guildworks.platform.events import MAIL_RETRIED
from guildworks.platform.ids import uuid7
from guildworks.platform.work import DECLARED_JOBS, TASKS, JobKind, declare_job
from tests.platform.test_jobs import cut, done_within, jobs


@pytest.fixture
def kinds() -> Iterator[list[JobKind]]:
    """Two kinds of the test's own that follow the log; the first one is at fault each time."""
    names = ("test.faulty", "test.job")
    yield [declare_job(name, follows=[MAIL_RETRIED.name]) for name in names]
    for name in names:
        DECLARED_JOBS.pop(name)
        TASKS.pop(name, None)


def happen() -> None:
    events.record(MAIL_RETRIED, Ref("mail", uuid7()), local_operator(), chain="operator")


def test_each_event_wakes_whoever_follows_and_a_fault_of_one_stops_no_other(own_database, kinds):
    looks: list[float] = []
    faulty, follows = kinds

    def fail() -> None:
        raise ZeroDivisionError

    faulty.done_by(fail)
    follows.done_by(lambda: looks.append(time.monotonic()))

    def looked_often() -> bool:
        happen()
        return len(looks) > 3

    began = time.monotonic()
    done_within(looked_often)
    assert time.monotonic() - began < 12, "ten seconds each, had nobody woken it"
    assert not jobs().exists(), "it is in no queue"


def test_whoever_was_cut_off_from_the_news_looks_again(own_database, kinds):
    looks: list[float] = []
    faulty, follows = kinds
    faulty.done_by(lambda: None)
    follows.done_by(lambda: looks.append(time.monotonic()))
    cut_off: list[float] = []

    def looked_after_it() -> bool:
        if looks and not cut_off:
            cut("query LIKE 'LISTEN guildworks_events%'")
            cut_off.append(time.monotonic())
        return bool(cut_off) and looks[-1] > cut_off[0] + 1

    done_within(looked_after_it)
    assert looks[-1] - cut_off[0] < 25


def test_whoever_follows_other_events_is_not_woken_and_looks_all_the_same(own_database, kinds):
    looks: list[float] = []
    other, follows = kinds
    follows.done_by(lambda: None)
    other.done_by(lambda: looks.append(time.monotonic()))
    DECLARED_JOBS[other.name] = replace(other, follows=["brief.written"])

    def looked_twice() -> bool:
        happen()
        return len(looks) > 1

    done_within(looked_twice)
    assert looks[1] - looks[0] > 9
