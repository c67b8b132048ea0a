"""Following the event log in a worker: woken by the database, and looking from time to time all the same."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import psycopg
import structlog
from django.db import connections
from procrastinate.contrib.django import connector_params

LISTEN = "LISTEN guildworks_events"
LOOK_SECONDS = 10.0  # a notification only wakes: whoever missed one looks again
PAUSE_SECONDS = 0.2  # what happens together is looked at together

log = structlog.get_logger()


async def follow_events(tasks: Sequence[Callable[..., None]]) -> None:
    """Do these whenever something was recorded, and at least every ten seconds, until cancelled.

    Each looks by itself what is new to it, under a lock: all workers do this at once.
    """
    while tasks:
        with suppress(psycopg.OperationalError), _Looking() as looking:  # the worker notices a database that is away
            await _listen(tasks, looking)
        await asyncio.sleep(LOOK_SECONDS)


async def _listen(tasks: Sequence[Callable[..., None]], looking: _Looking) -> None:
    async with await psycopg.AsyncConnection.connect(**connector_params(), autocommit=True) as listening:
        await listening.execute(LISTEN)
        while True:
            for task in tasks:
                await looking.do(task)
            await _woken(listening)


class _Looking:
    """The thread that looks, whose connection stays open: to connect takes longer than most looks."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, "following")

    def __enter__(self) -> _Looking:
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.submit(connections.close_all)
        self._thread.shutdown()

    async def do(self, task: Callable[..., None]) -> None:
        """Do it once. A fault of it is logged, and stops neither the others nor the jobs."""
        look = asyncio.get_running_loop().run_in_executor(self._thread, _looked, task)
        await asyncio.wait({look})
        if fault := look.exception():
            log.error("following_failed", task=task.__name__, exc_info=fault)


def _looked(task: Callable[..., None]) -> None:
    try:
        task()
    except BaseException:
        connections.close_all()  # it may be the connection that is broken
        raise


async def _woken(listening: psycopg.AsyncConnection[Any]) -> None:
    async for _ in listening.notifies(timeout=LOOK_SECONDS, stop_after=1):
        pass
    async for _ in listening.notifies(timeout=PAUSE_SECONDS):
        pass
