"""Following the event log in a worker: woken by the database, and looking from time to time all the same."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from time import monotonic
from typing import Any

import psycopg
import structlog
from django.db import connections
from procrastinate.contrib.django import connector_params

from guildworks.platform.work import TASKS, JobKind

LISTEN = "LISTEN guildworks_events"
LOOK_SECONDS = 10.0  # a notification only wakes: whoever missed one looks again
PAUSE_SECONDS = 0.2  # what happens together is looked at together

log = structlog.get_logger()


async def follow_events(kinds: Sequence[JobKind]) -> None:
    """Do these when something that they follow was recorded, and at least every ten seconds, until cancelled.

    Each looks by itself what is new to it, under a lock: all workers do this at once.
    """
    while kinds:
        with suppress(psycopg.OperationalError), _Looking() as looking:  # the worker notices a database that is away
            await _listen(kinds, looking)
        await asyncio.sleep(LOOK_SECONDS)


async def _listen(kinds: Sequence[JobKind], looking: _Looking) -> None:
    async with await psycopg.AsyncConnection.connect(**connector_params(), autocommit=True) as listening:
        await listening.execute(LISTEN)
        while True:
            until = monotonic() + LOOK_SECONDS
            for kind in kinds:
                await looking.do(kind)
            while (left := until - monotonic()) > 0:
                happened = await _woken(listening, seconds=left)
                for kind in kinds:
                    if not happened.isdisjoint(kind.follows or ()):
                        await looking.do(kind)


class _Looking:
    """The thread that looks, whose connection stays open: to connect takes longer than most looks."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, "following")

    def __enter__(self) -> _Looking:
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.submit(connections.close_all)
        self._thread.shutdown()

    async def do(self, kind: JobKind) -> None:
        """Do it once. A fault of it is logged, and stops neither the others nor the jobs."""
        look = asyncio.get_running_loop().run_in_executor(self._thread, _looked, TASKS[kind.name])
        await asyncio.wait({look})
        if fault := look.exception():
            log.error("following_failed", task=kind.name, exc_info=fault)


def _looked(task: Callable[..., None]) -> None:
    is_done = False
    try:
        task()
        is_done = True
    finally:
        if not is_done:
            connections.close_all()  # it may be the connection that is broken


async def _woken(listening: psycopg.AsyncConnection[Any], *, seconds: float) -> set[str]:
    """The names of the events of the next moment in which there are some; none within so many seconds."""
    first = [each.payload async for each in listening.notifies(timeout=seconds, stop_after=1)]
    others = [each.payload async for each in listening.notifies(timeout=PAUSE_SECONDS)] if first else []
    return {payload.rpartition(" ")[2] for payload in first + others}
