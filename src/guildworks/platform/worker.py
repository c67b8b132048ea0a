"""The process that does the jobs: woken by the database, any number of them on any number of machines."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext
from procrastinate import App
from procrastinate.contrib.django import DjangoApp, connector_params
from procrastinate.exceptions import ConnectorException
from procrastinate.psycopg_connector import PsycopgConnector
from psycopg_pool import PoolTimeout

from guildworks.platform.actions import take_up_mails
from guildworks.platform.errors import DatabaseUnavailable
from guildworks.platform.listening import follow_events
from guildworks.platform.work import ATTEMPTS_MOST, DECLARED_JOBS

HEARTBEAT_SECONDS = 2.0
DEAD_SECONDS = 15.0  # without a heartbeat; the jobs at hand are then done by others
PRUNED_SECONDS = 3_600.0  # later, since a worker that was only slow cannot go on without its row
LOOK_SECONDS = 5.0  # for jobs whose time has come, and those of the dead; new ones wake the worker at once
WATCH_SECONDS = 1.0
POOL_SECONDS = 5.0  # to wait for a connection before the database counts as away
# In one statement, so that of two workers that look at one moment the second finds nothing. A job that has killed its
# workers again and again is not tried for ever.
TAKE_UP = """
UPDATE procrastinate_jobs SET
    status = CASE WHEN attempts + 1 < %(most)s THEN 'todo' ELSE 'failed' END::procrastinate_job_status,
    attempts = attempts + 1, worker_id = NULL, abort_requested = false
WHERE status = 'doing' AND (worker_id IS NULL OR worker_id IN (
    SELECT id FROM procrastinate_workers WHERE last_heartbeat < now() - make_interval(secs => %(seconds)s)))
"""


def work(*, at_once: int, is_over: Callable[[], bool]) -> None:
    """Do jobs until `is_over`, SIGTERM or SIGINT; the jobs at hand are finished first. Raises DatabaseUnavailable."""
    autodiscover_modules("jobs")
    take_up_mails()  # that waited for a server to be set: whoever has set it has started this process anew
    pool: dict[str, Any] = {
        "min_size": 1,
        "max_size": at_once + 2,
        "timeout": POOL_SECONDS,
        "reconnect_timeout": POOL_SECONDS,
    }
    # An application of its own, with connections of its own; what a task defers goes through Django's application, in
    # the task's transaction.
    working = DjangoApp(connector=PsycopgConnector(kwargs=connector_params(), **pool))
    for kind in DECLARED_JOBS.values():
        if kind.follows is None:
            kind.join(working)
    try:
        was_told = asyncio.run(_until_told(working, at_once=at_once, is_over=is_over))
    except (ConnectorException, PoolTimeout) as away:
        raise _unavailable() from away
    if not was_told:
        raise _unavailable()


async def _until_told(working: App, *, at_once: int, is_over: Callable[[], bool]) -> bool:
    """Whether it was told to end; else the database went away."""
    loop = asyncio.get_running_loop()
    async with working.open_async():
        doing = asyncio.create_task(
            working.run_worker_async(
                concurrency=at_once,
                install_signal_handlers=False,
                fetch_job_polling_interval=LOOK_SECONDS,
                update_heartbeat_interval=HEARTBEAT_SECONDS,
                stalled_worker_timeout=PRUNED_SECONDS,
            )
        )
        for each in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(each, doing.cancel)
        following = [kind for kind in DECLARED_JOBS.values() if kind.follows is not None]
        coroutines = (_end_when(is_over, doing), _take_up(working), follow_events(following))
        beside = [asyncio.create_task(each) for each in coroutines]
        try:
            await doing
        except asyncio.CancelledError:
            return True
        finally:
            for task in beside:
                task.cancel()
    return False


async def _end_when(is_over: Callable[[], bool], doing: asyncio.Task[None]) -> None:
    while not is_over():
        await asyncio.sleep(WATCH_SECONDS)
    doing.cancel()


async def _take_up(working: App) -> None:
    """Have the jobs of workers that have died done by others, or by this one."""
    while True:
        with suppress(ConnectorException):  # the worker itself notices a database that is away
            await working.connector.execute_query_async(TAKE_UP, seconds=DEAD_SECONDS, most=ATTEMPTS_MOST)
        await asyncio.sleep(LOOK_SECONDS)


def _unavailable() -> DatabaseUnavailable:
    return DatabaseUnavailable(hint=gettext("The jobs are kept. Start the worker again when the database is back."))
