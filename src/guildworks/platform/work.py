"""Work for later: declared by name, deferred within the transaction that wants it, and done by a worker.

An action defers by the declaration and never sees the task, which calls an action: so there is no ring of modules.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import psycopg
from procrastinate import App, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException
from procrastinate.types import JSONValue

DECLARED_JOBS: dict[str, JobKind] = {}
TASKS: dict[str, Callable[..., None]] = {}  # by the name of their kind; filled where a worker imports them
ATTEMPTS_MOST = 7  # of a job that fails by a fault: the pauses between grow from 4 seconds to 70 minutes
_RETRIES = RetryStrategy(max_attempts=ATTEMPTS_MOST - 1, exponential_wait=4)


@dataclass(frozen=True, slots=True)
class JobKind:
    """A kind of job by its name; `every` is a cron line for what is done from time to time, else nothing.

    One that `follows` events, by their names, is never in the queue: each worker does it when one of them was recorded
    (`platform/listening.py`), so that an idle installation writes nothing.
    """

    name: str
    every: str = ""
    follows: Collection[str] | None = None

    def defer(self, facts: Sequence[Mapping[str, JSONValue]], *, at: datetime | None = None) -> None:
        """A job for each of these facts, ids and numbers alone: they exist once the transaction around is committed.

        None of them begins before `at`.
        """
        if not facts:
            return
        try:
            app.configure_task(self.name, schedule_at=at).batch_defer(*({**each} for each in facts))
        except ConnectorException as failed:
            if isinstance(failed.__cause__, psycopg.Error):
                raise failed.__cause__ from failed  # as every other statement that the database does not take
            raise

    def done_by(self, task: Callable[..., None]) -> Callable[..., None]:
        """Decorates the task that does it; one that is done from time to time is given the `timestamp` it is due."""
        TASKS[self.name] = task
        return task

    def join(self, working: App) -> None:
        """Have the application of a worker do it."""
        task = working.task(name=self.name, retry=_RETRIES)(TASKS[self.name])
        if self.every:
            working.periodic(cron=self.every)(task)


def declare_job(name: str, *, every: str = "", follows: Collection[str] | None = None) -> JobKind:
    """Declare a job once, beside the action that defers it or that it calls."""
    if name in DECLARED_JOBS:
        raise ValueError(f"the job {name} is declared twice")
    DECLARED_JOBS[name] = JobKind(name, every, follows)
    return DECLARED_JOBS[name]
