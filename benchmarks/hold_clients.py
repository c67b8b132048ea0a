"""Clients that take hours through the actions, in processes of their own: Python runs on one core in each."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from random import Random
from time import perf_counter, sleep
from typing import TypeVar
from uuid import UUID

THREADS = 4
T = TypeVar("T")


@dataclass(frozen=True)
class Taken:
    """A hold that certainly lived from one moment to another: from when its placing was answered to its release."""

    engineer: UUID
    since: datetime
    until: datetime


@contextmanager
def processes(count: int, url: str) -> Iterator[ProcessPoolExecutor]:
    """Processes with THREADS clients each, connected to a database."""
    with ProcessPoolExecutor(count, mp_context=get_context("spawn"), initializer=_connect, initargs=(url,)) as pool:
        list(pool.map(_ready, range(count * 4)))
        yield pool


def place_for(seconds: float, engineers: Sequence[UUID], *, seed: int) -> int:
    """How many holds the clients of this process place in so many seconds."""
    from guildworks.accounts.queries import local_operator, operator_organisation
    from guildworks.availability.actions.holds import place_hold
    from guildworks.availability.holder import Holder
    from guildworks.availability.load import Load, monday_of
    from guildworks.platform import clock
    from guildworks.talent.models import Engineer

    actor, holder = local_operator(), Holder.itself(operator_organisation())
    people, monday = list(Engineer.objects.filter(id__in=engineers)), monday_of(clock.today())
    until = perf_counter() + seconds

    def client(number: int) -> int:
        random, placed = Random(f"{seed}:{number}"), 0
        while perf_counter() < until:
            load = Load(monday + timedelta(weeks=random.randrange(1, 90)), (4,) * 8)
            place_hold(actor, [random.choice(people)], holder=holder, load=load)
            placed += 1
        return placed

    return sum(in_threads(client))


def take_and_release(
    engineers: Sequence[UUID], starts: date, weeks: int, *, stop: str, seed: int
) -> tuple[list[Taken], int]:
    """Take all hours of engineers and give them back, until the file `stop` is there; and how often one was refused."""
    from guildworks.accounts.queries import local_operator, operator_organisation
    from guildworks.availability.actions.holds import CapacityExceeded, place_hold, release_holds
    from guildworks.availability.holder import Holder
    from guildworks.availability.load import Phase, load_of
    from guildworks.platform import clock
    from guildworks.talent.models import Engineer

    actor, holder = local_operator(), Holder.itself(operator_organisation())
    people = list(Engineer.objects.filter(id__in=engineers).select_related("workweek"))

    def client(number: int) -> tuple[list[Taken], int]:
        random, taken, refused = Random(f"{seed}:{number}"), [], 0
        while not Path(stop).exists():
            engineer = random.choice(people)
            load = load_of(starts, [Phase(engineer.workweek.hours, weeks)])
            try:
                holds = place_hold(actor, [engineer], holder=holder, load=load)
            except CapacityExceeded:
                refused += 1
                continue
            since = clock.now()
            sleep(random.uniform(0.02, 0.08))  # long enough for lists to be made meanwhile
            until = clock.now()
            release_holds(actor, holds)
            taken.append(Taken(engineer.id, since, until))
        return taken, refused

    answers = in_threads(client)
    return [one for taken, _ in answers for one in taken], sum(refused for _, refused in answers)


def in_threads(client: Callable[[int], T], threads: int = THREADS) -> list[T]:
    """Run so many clients side by side, each with a connection of its own."""
    from django.db import connections

    def closing(number: int) -> T:
        try:
            return client(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(closing, range(threads)))


def _connect(url: str) -> None:
    os.environ["GUILDWORKS_DATABASE_URL"] = url
    from django.db import connections

    from guildworks.project import start

    start.configure()
    connections.settings["default"]["CONN_MAX_AGE"] = None


def _ready(number: int) -> int:
    from guildworks.accounts.queries import operator_organisation

    operator_organisation()
    return number
