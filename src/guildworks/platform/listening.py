"""Following the event log in a worker: woken by the database, and looking from time to time all the same."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
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
        with suppress(psycopg.OperationalError):  # the worker itself notices a database that is away
            await _listen(tasks)
        await asyncio.sleep(LOOK_SECONDS)


async def _listen(tasks: Sequence[Callable[..., None]]) -> None:
    async with await psycopg.AsyncConnection.connect(**connector_params(), autocommit=True) as listening:
        await listening.execute(LISTEN)
        while True:
            for task in tasks:
                await _look(task)
            await _woken(listening)


async def _look(task: Callable[..., None]) -> None:
    """Do it once. A fault of it is logged, and stops neither the others nor the jobs."""
    look = asyncio.create_task(asyncio.to_thread(_in_thread, task))
    await asyncio.wait({look})
    if fault := look.exception():
        log.error("following_failed", task=task.__name__, exc_info=fault)


def _in_thread(task: Callable[..., None]) -> None:
    try:
        task()
    finally:
        connections.close_all()  # the next look may be in another thread


async def _woken(listening: psycopg.AsyncConnection[Any]) -> None:
    async for _ in listening.notifies(timeout=LOOK_SECONDS, stop_after=1):
        pass
    async for _ in listening.notifies(timeout=PAUSE_SECONDS):
        pass
