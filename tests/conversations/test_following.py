"""The event log is followed without a gap and without an echo: at the first start, after a kill, by several at once."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading

import psycopg
import pytest
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from guildworks.accounts.events import MEMBER_ROLE_CHANGED
from guildworks.accounts.models import User
from guildworks.conversations.actions.notifications import EVENTS_MOST, notify_of_events
from guildworks.conversations.models import ChainPosition, LogReader, Notification
from guildworks.platform import clock, events
from guildworks.platform.actor import PROGRAM
from guildworks.platform.models import Mail
from tests.cast import Cast, hold, make_brief, make_cast, make_engineer
from tests.cli.program import environment
from tests.conftest import current_database, url
from tests.platform.test_jobs import done_within

# A worker that is killed when the notifications are made, and before they and the place in the log are kept.
KILLED = """
import os, signal
from guildworks.project import start
start.configure()
from django.db import transaction
from guildworks.conversations.actions.notifications import notify_of_events
with transaction.atomic():
    notify_of_events()
    from guildworks.conversations.models import Notification
    print(Notification.objects.count(), flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def halden(own_database) -> Cast:
    """The cast, in a database whose log is followed from now on."""
    cast = make_cast()
    notify_of_events()
    return cast


def changes(cast: Cast, count: int = 1) -> None:
    """Bo gets another role so often, as the log has it: each time Ada and Bo are told."""
    bo = User.objects.get(id=cast.bo.id)
    facts = {"role": "viewer", "instead_of": "hiring_manager"}
    for _ in range(count):
        events.record(MEMBER_ROLE_CHANGED, bo.ref, PROGRAM, chain=cast.halden.chain, **facts)


def times_told(cast: Cast) -> list[int]:
    """How often Ada and Bo were told."""
    return [Notification.objects.filter(user=one.id).count() for one in (cast.ada, cast.bo)]


def test_at_the_first_start_the_past_is_no_news_and_the_rest_is(own_database):
    cast = make_cast()
    changes(cast, 3)
    assert notify_of_events() is False
    assert times_told(cast) == [0, 0]
    changes(cast, 2)
    notify_of_events()
    assert times_told(cast) == [2, 2]


def test_a_worker_that_is_killed_midway_loses_nothing_and_tells_nothing_twice(halden, own_database):
    changes(halden, 3)
    connections.close_all()
    words = [sys.executable, "-c", KILLED]
    environ = environment(GUILDWORKS_DATABASE_URL=own_database)
    killed = subprocess.run(words, env=environ, capture_output=True, text=True, check=False)
    assert (killed.returncode, killed.stdout) == (-signal.SIGKILL, "6\n"), killed.stderr
    assert times_told(halden) == [0, 0]
    notify_of_events()
    notify_of_events()
    assert times_told(halden) == [3, 3]


def test_what_is_undone_is_told_by_nobody(halden):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        changes(halden)
        raise ZeroDivisionError
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        changes(halden)
        notify_of_events()
        raise ZeroDivisionError
    notify_of_events()
    assert times_told(halden) == [0, 0]


def test_of_eight_workers_at_once_each_event_is_told_by_one(halden, at_once):
    changes(halden, 40)
    for _ in range(3):
        _, refused = at_once(8, notify_of_events)
        assert refused == []
        changes(halden, 5)
    notify_of_events()
    assert times_told(halden) == [55, 55]


def test_what_began_earlier_and_is_committed_later_is_told_too(halden):
    begun, over = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            changes(halden)
            begun.set()
            over.wait(30)
        connections.close_all()

    late = threading.Thread(target=slow)
    late.start()
    assert begun.wait(30)
    changes(make_strangers_too(halden))
    notify_of_events()
    notify_of_events()
    assert times_told(halden) == [0, 0]
    over.set()
    late.join(30)
    notify_of_events()
    assert times_told(halden) == [1, 1]


def make_strangers_too(cast: Cast) -> Cast:
    """The same, but that what happens lies on the chain of the others."""
    return Cast(cast.ada, cast.bo, cast.vi, cast.cy, cast.strangers, cast.halden)


def test_a_long_log_is_read_in_pieces_each_with_its_place(halden):
    changes(halden, 2 * EVENTS_MOST + 10)
    frontier = LogReader.objects.get().frontier
    assert notify_of_events() is True
    assert times_told(halden) == [EVENTS_MOST, EVENTS_MOST]
    assert LogReader.objects.get().frontier == frontier, "what was cut off lies before a later one"
    assert notify_of_events() is True
    assert notify_of_events() is False
    assert times_told(halden) == [2 * EVENTS_MOST + 10] * 2
    last = ChainPosition.objects.get(chain=halden.halden.chain)
    assert last.seq == len(events.read_chain(halden.halden.chain))


def test_a_place_that_was_lost_tells_nothing_twice_and_mails_nothing_twice(halden):
    before = LogReader.objects.get().frontier
    hold(make_engineer("Rosa"), holder=make_brief(halden.halden).holder, actor=halden.bo)
    changes(halden, 4)
    notify_of_events()
    made, mails = Notification.objects.count(), Mail.objects.count()
    LogReader.objects.update(frontier=before)
    ChainPosition.objects.all().delete()
    notify_of_events()
    assert (Notification.objects.count(), Mail.objects.count()) == (made, mails)


def test_in_a_restored_dump_the_past_is_no_news_and_the_rest_is(halden, server):
    """Another server numbers its transactions from the beginning; those of the dump's events lie far ahead."""
    changes(halden, 3)
    far_ahead = LogReader.objects.get().frontier + 10**9
    with psycopg.connect(url(server.admin, current_database()), autocommit=True) as admin:
        admin.execute("ALTER TABLE platform_event DISABLE TRIGGER ALL")
        admin.execute("UPDATE platform_event SET xid = %s::text::xid8", [str(far_ahead - 5)])
        admin.execute("ALTER TABLE platform_event ENABLE TRIGGER ALL")
    LogReader.objects.update(frontier=far_ahead)
    notify_of_events()
    assert times_told(halden) == [0, 0]
    changes(halden, 2)
    notify_of_events()
    notify_of_events()
    assert times_told(halden) == [2, 2]
    LogReader.objects.update(frontier=1)  # however far the numbers have come since
    notify_of_events()
    assert times_told(halden) == [2, 2]


def test_the_more_happens_at_once_the_fewer_queries_each_event_takes(halden):
    counts = []
    for number in (1, 30):
        changes(halden, number)
        with CaptureQueriesContext(connection) as queries:
            notify_of_events()
        counts.append(len(queries))
    assert counts[0] == counts[1] < 25


def test_a_look_that_finds_nothing_takes_few_queries_and_writes_nothing(halden):
    before = LogReader.objects.get().frontier
    with CaptureQueriesContext(connection) as queries:
        assert notify_of_events() is False
    assert len(queries) <= 7, [one["sql"][:80] for one in queries]
    assert LogReader.objects.get().frontier == before


def test_a_running_worker_is_woken(halden):
    """It looks by itself every ten seconds; that it is told sooner is the database's doing."""
    looks, recorded = [], []

    def is_told() -> bool:
        looks.append(1)
        if len(looks) == 3:  # seconds after it has begun, and has looked for the first time
            changes(halden, 2)
            recorded.append(clock.now())
        return times_told(halden) == [2, 2]

    done_within(is_told)
    assert (clock.now() - recorded[0]).total_seconds() < 6
