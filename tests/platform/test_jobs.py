"""Jobs: they exist with the transaction that wanted them, are done once, and are tried again after a fault."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import pairwise

import psycopg
import pytest
from django.db import connection, connections, transaction
from django.db.models import QuerySet
from procrastinate.contrib.django.models import ProcrastinateJob as Job

from guildworks.platform import clock
from guildworks.platform.actions import delete_finished_jobs
from guildworks.platform.errors import DatabaseUnavailable
from guildworks.platform.limits import limit
from guildworks.platform.models import Setting
from guildworks.platform.work import ATTEMPTS_MOST, DECLARED_JOBS, TASKS, JobKind, declare_job
from guildworks.platform.worker import work
from tests.cli.program import environment
from tests.house.domain import load_everything

SECONDS_MOST = 60.0


@pytest.fixture
def kind() -> Iterator[JobKind]:
    """A kind of job that is the test's own."""
    yield declare_job("test.job")
    DECLARED_JOBS.pop("test.job")
    TASKS.pop("test.job", None)


def jobs() -> QuerySet[Job]:
    """The test's own jobs: a worker also defers what the platform does from time to time."""
    return Job.objects.filter(task_name="test.job")


def done_within(holds: Callable[[], bool], *, at_once: int = 2) -> None:
    """Work in this process until something holds."""
    until = time.monotonic() + SECONDS_MOST

    def looked() -> bool:
        try:
            return holds()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as elsewhere:  # the worker asks in its event loop, where the database may not be read
        work(at_once=at_once, is_over=lambda: elsewhere.submit(looked).result() or time.monotonic() > until)
    assert holds(), "the worker never came to it"


def test_a_job_is_done_once_the_transaction_that_wanted_it_is_committed(own_database, kind):
    done: list[int] = []
    kind.done_by(lambda number: done.append(number))
    with transaction.atomic():
        kind.defer([{"number": 1}, {"number": 2}])
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        kind.defer([{"number": 3}])
        raise ZeroDivisionError
    done_within(lambda: len(done) >= 2)
    assert sorted(done) == [1, 2]
    assert set(jobs().values_list("status", flat=True)) == {"succeeded"}


def test_what_a_job_defers_belongs_to_the_transaction_of_that_job(own_database, kind):
    """A worker has connections of its own to the queue: through them the further job would exist after a rollback."""
    seen: list[str] = []

    def task(step: str) -> None:
        seen.append(step)
        if step == "first":
            with pytest.raises(ZeroDivisionError), transaction.atomic():
                kind.defer([{"step": "rolled back"}])
                raise ZeroDivisionError
            with transaction.atomic():
                kind.defer([{"step": "second"}])

    kind.done_by(task)
    kind.defer([{"step": "first"}])
    done_within(lambda: "second" in seen)
    assert seen == ["first", "second"]


def test_a_job_that_fails_by_a_fault_is_tried_again_after_growing_pauses_and_then_no_more(own_database, kind):
    def task() -> None:
        raise ZeroDivisionError

    kind.done_by(task)
    kind.defer([{}])
    pauses = []
    for attempt in range(1, ATTEMPTS_MOST):
        began = clock.now()
        done_within(lambda attempt=attempt: jobs().get().attempts == attempt)
        waiting = jobs().get()
        assert waiting.status == "todo"
        pauses.append((waiting.scheduled_at - began).total_seconds())
        with connection.cursor() as cursor:
            cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = NULL")
    done_within(lambda: jobs().get().status == "failed")
    assert all(later > 2 * sooner for sooner, later in pairwise(pauses)), pauses
    assert 3_600 < pauses[-1] < 6_000


def test_a_job_whose_worker_has_died_is_taken_up_and_not_for_ever(own_database, kind):
    """tests/platform/mail kills a real one; this one has left a row without a worker, and a row of one long silent."""
    done: list[int] = []
    kind.done_by(lambda number: done.append(number))
    kind.defer([{"number": 1}, {"number": 2}, {"number": 3}])
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '20 seconds')")
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing',"
            " attempts = CASE args->>'number' WHEN '3' THEN %s ELSE 0 END,"
            " worker_id = CASE args->>'number' WHEN '2' THEN (SELECT max(id) FROM procrastinate_workers) END",
            [ATTEMPTS_MOST - 1],
        )
    done_within(lambda: len(done) >= 2)
    assert sorted(done) == [1, 2]
    assert jobs().get(args__number=3).status == "failed"


def test_a_worker_that_is_cut_off_from_the_news_listens_anew(own_database, kind):
    done: list[int] = []
    kind.done_by(lambda number: done.append(number) if number else cut("query LIKE 'LISTEN%'"))
    kind.defer([{"number": 0}, {"number": 1}])
    done_within(lambda: bool(done))
    assert set(jobs().values_list("status", flat=True)) == {"succeeded"}


@pytest.mark.long
def test_a_worker_whose_database_goes_away_ends_and_says_so(own_database, server, kind):
    def task() -> None:
        name = connection.settings_dict["NAME"]
        with psycopg.connect(server.admin, autocommit=True) as admin:
            admin.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
            admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])

    kind.done_by(task)
    kind.defer([{}])
    with pytest.raises(DatabaseUnavailable, match="does not answer"):
        work(at_once=1, is_over=lambda: False)


def cut(whom: str) -> None:
    """End these connections to the test's database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            f" WHERE datname = current_database() AND pid <> pg_backend_pid() AND {whom}"
        )


def test_what_is_done_from_time_to_time_is_deferred_once_for_all_workers(own_database, kind):
    done: list[int] = []
    DECLARED_JOBS[kind.name] = often = JobKind(kind.name, every="* * * * *")
    often.done_by(lambda timestamp: done.append(timestamp))
    done_within(lambda: bool(done))
    done_within(lambda: jobs().filter(status="succeeded").exists())
    assert len(set(done)) == len(done)


@pytest.mark.django_db
def test_jobs_that_have_ended_are_deleted_after_the_days_of_the_limit(kind):
    kind.defer([{"number": 1}, {"number": 2}])
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'cancelled' WHERE args->>'number' = '1'")
    Setting.objects.create(name="job_days", value=3)
    assert limit("job_days") == 3
    assert delete_finished_jobs() == 0
    with clock.at(clock.now() + timedelta(days=3, seconds=5)):
        assert delete_finished_jobs() == 1
    assert jobs().get().args == {"number": 2}, "what waits stays"


@pytest.mark.django_db
def test_the_program_may_execute_each_function_of_the_queue():
    """After an update of the queue that brings a new function: a migration that grants it, as 0003_jobs does."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname, has_function_privilege('guildworks_app', oid, 'EXECUTE') FROM pg_proc"
            " WHERE proname LIKE 'procrastinate\\_%%'"
        )
        found = dict(cursor.fetchall())
    assert len(found) > 10
    assert {name for name, may in found.items() if not may} == set()


def test_a_worker_imports_nothing_of_what_ranks_and_reads():
    """It would cost each worker a hundred megabytes. Way out: a task imports what it calls inside of itself."""
    code = """
import sys
from guildworks.project import start
start.configure()
from django.utils.module_loading import autodiscover_modules
import guildworks.platform.worker
autodiscover_modules("jobs")
print(*sorted({"numba", "onnxruntime", "tokenizers", "llvmlite", "scipy"} & sys.modules.keys()))
"""
    words = [sys.executable, "-c", code]
    environ = environment(GUILDWORKS_DATABASE_URL="postgresql://x")
    told = subprocess.run(words, env=environ, capture_output=True, text=True, check=False)
    assert (told.returncode, told.stdout) == (0, "\n"), told.stderr


def test_every_declared_job_has_a_task_that_does_it():
    load_everything()
    assert DECLARED_JOBS.keys() == TASKS.keys()
