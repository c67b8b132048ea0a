"""Whatever many clients do at once, at every isolation level, in no snapshot anybody is over-booked or a group in part.

A client draws what it does from a seed of its own. A watcher takes one snapshot after the other and judges each by a
query of its own. In the long half the server is killed in between.
"""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import DatabaseError, InterfaceError, OperationalError, connection

from guildworks.accounts.models import Organisation
from guildworks.accounts.queries import local_operator
from guildworks.availability.actions.holds import (
    AcceptedBefore,
    CapacityExceeded,
    Holder,
    HoldHasEnded,
    HoldHasExpired,
    accept_hold,
    book_hold,
    decline_hold,
    place_hold,
    release_holds,
)
from guildworks.availability.actions.hours import ChangedMeanwhile, HoursAreReserved, except_weeks, set_capacity
from guildworks.availability.load import Load, monday_of
from guildworks.availability.models import Reservation
from guildworks.platform import clock
from guildworks.platform.actor import Actor
from guildworks.platform.postgres import ensure_running, stop
from guildworks.platform.postgres.cluster import running_pid
from guildworks.platform.postgres.place import find_place
from guildworks.talent.models import Engineer
from tests.availability.reservations import INTO, connected, name_of, overbooked, row
from tests.cast import make_engineer
from tests.conftest import HOME, close_connections, current_database, point_at, url

LEVELS = ("READ COMMITTED",) * 4 + ("REPEATABLE READ",) * 2 + ("SERIALIZABLE",) * 2  # of each client
WEEKS = 5  # that are fought for
KILLS_EVERY_S = 4.0
REFUSALS = {
    error.code
    for error in (
        AcceptedBefore,
        CapacityExceeded,
        ChangedMeanwhile,
        HoldHasEnded,
        HoldHasExpired,
        HoursAreReserved,
    )
} | {
    "hold_expires_within_a_month",  # a hold of milliseconds that has waited for longer
}
GROUPS = "SELECT group_id, count(*) FROM availability_reservation GROUP BY 1"
CONFLICTS = {"40001", "40P01"}


@dataclass(slots=True)
class World:
    """What all clients share, and what came of it."""

    address: str
    operator: Actor
    organisation: Organisation
    engineers: list[Engineer]
    week: date
    until: float
    killed: bool = False  # whether connections may be lost
    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    placed: dict[UUID, int] = field(default_factory=dict)  # the groups that somebody was told are held, and their sizes
    snapshots: int = 0

    @property
    def goes_on(self) -> bool:
        return time.monotonic() < self.until and not self.wrong


@dataclass(slots=True)
class Client:
    """Somebody who does one thing after the other on a connection of one isolation level."""

    world: World
    level: str
    rng: Random

    def work(self) -> None:
        while self.world.goes_on:
            name = self.rng.choices(list(ACTS), weights=[weight for weight, _ in ACTS.values()])[0]
            try:
                self.connect()
                ACTS[name][1](self)
                self.world.done[name] += 1
            except Exception as error:
                self.judge(name, error)
        connection.close()

    def connect(self) -> None:
        """Have a connection, as soon as there is a server."""
        while connection.connection is None:
            try:
                connection.ensure_connection()
            except OperationalError:
                if not (self.world.killed and self.world.goes_on):
                    raise
                time.sleep(0.02)
                continue
            connection.cursor().execute(f"SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL {self.level}")

    def judge(self, name: str, error: Exception) -> None:
        """Count what is allowed; the rest is wrong."""
        rule, state = name_of(error), sqlstate(error)
        if rule in REFUSALS:
            self.world.refused[rule] += 1
        elif state in CONFLICTS and self.level != "READ COMMITTED":
            self.world.refused[state] += 1
        elif self.world.killed and is_lost(error):
            self.world.refused["lost"] += 1
            connection.close()
        else:
            self.world.wrong.append(f"{name} at {self.level}: {error!r}")

    def load(self) -> Load:
        first = self.rng.randrange(WEEKS)
        hours = [self.rng.randrange(4, 80) for _ in range(self.rng.randint(1, WEEKS - first))]
        return Load(self.world.week + timedelta(weeks=first), tuple(hours))

    def place(self, *, most: int = 1) -> None:
        whom = self.rng.sample(self.world.engineers, self.rng.randint(1, most))
        holder = Holder.itself(self.world.organisation)
        holds = place_hold(self.world.operator, whom, holder=holder, load=self.load())
        self.world.placed[holds[0].group_id] = len(holds)

    def group(self) -> None:
        self.place(most=4)

    def fleeting(self) -> None:
        """Holds of 20 to 60 milliseconds, one or a group, past the actions."""
        load, group = self.load(), uuid4()
        lives = f"clock_timestamp() + interval '{self.rng.randint(20, 60)} ms'"
        rows = [
            row(
                "{%s}" % ",".join(map(str, load.quarter_hours)),  # noqa: UP031 (braces are the array's)
                engineer=f"'{engineer.id}'",
                first=f"'{load.first_week}'",
                expires=lives,
                group=f"'{group}'",
                organisation=f"'{self.world.organisation.id}'",
            )
            for engineer in self.rng.sample(self.world.engineers, self.rng.randint(1, 3))
        ]
        connection.cursor().execute(f"{INTO} VALUES {', '.join(rows)}")
        self.world.placed[group] = len(rows)

    def some_reservation(self) -> Reservation | None:
        live = Reservation.objects.filter(state__in=["hold", "booked"], engineer=self.rng.choice(self.world.engineers))
        found = list(live.order_by("-placed_at"))
        return self.rng.choice(found) if found else None

    def change(self, act: Callable[..., object]) -> None:
        if (hold := self.some_reservation()) is not None:
            act(self.world.operator, hold)

    def release(self) -> None:
        self.change(lambda operator, hold: release_holds(operator, [hold]))

    def lower(self) -> None:
        hours = {self.rng.choice(self.world.engineers): Decimal(self.rng.randrange(0, 40))}
        set_capacity(self.world.operator, hours, accepts_excess=self.rng.random() < 0.5)

    def lift(self) -> None:
        set_capacity(self.world.operator, {self.rng.choice(self.world.engineers): Decimal(40)})

    def skip(self) -> None:
        """Other hours for single weeks, or the usual ones again."""
        weeks: dict[date, Decimal | None] = {
            self.world.week + timedelta(weeks=week): self.rng.choice((None, Decimal(self.rng.randrange(0, 60))))
            for week in self.rng.sample(range(WEEKS), 2)
        }
        whom = self.rng.choice(self.world.engineers)
        except_weeks(self.world.operator, whom, weeks, accepts_excess=self.rng.random() < 0.5)


# What a client does, and how often.
ACTS: dict[str, tuple[int, Callable[[Client], None]]] = {
    "place": (5, Client.place),
    "group": (3, Client.group),
    "fleeting": (6, Client.fleeting),
    "accept": (2, lambda client: client.change(accept_hold)),
    "decline": (2, lambda client: client.change(decline_hold)),
    "book": (3, lambda client: client.change(book_hold)),
    "release": (5, Client.release),
    "lower": (1, Client.lower),
    "raise": (2, Client.lift),
    "except": (2, Client.skip),
}


def sqlstate(error: Exception) -> str | None:
    cause = error.__cause__ if isinstance(error, DatabaseError) else error
    return getattr(cause, "sqlstate", None)


def is_lost(error: Exception) -> bool:
    """Whether the connection, or the server, is gone."""
    gone = isinstance(error, OperationalError | InterfaceError | psycopg.OperationalError | psycopg.InterfaceError)
    return gone and (sqlstate(error) or "57P")[:3] == "57P"


def watch(world: World) -> None:
    """Judge one snapshot after the other."""
    groups: dict[UUID, int] = {}
    while world.goes_on:
        try:
            with connected(world.address) as watching:
                while world.goes_on:
                    look(world, watching, groups)
        except psycopg.Error as error:
            if not (world.killed and is_lost(error)):
                world.wrong.append(f"watching: {error!r}")


def look(world: World, watching: Any, groups: dict[UUID, int]) -> None:
    if over := overbooked(watching):
        world.wrong.append(f"over-booked: {over}")
    for group, size in watching.execute(GROUPS).fetchall():
        if groups.setdefault(group, size) != size:
            world.wrong.append(f"group {group} had {groups[group]} holds and has {size}")
    world.snapshots += 1


def make_world(address: str, seconds: float, *, killed: bool = False) -> World:
    engineers = [make_engineer(f"Engineer {number}", hours=40) for number in range(6)]
    organisation = Organisation.objects.create(kind="client", name="Halden Mutual")
    week = monday_of(clock.today()) + timedelta(weeks=1)
    until = time.monotonic() + seconds
    return World(address, local_operator(), organisation, engineers, week, until, killed)


def run(world: World, seed: int, *others: Callable[[], None]) -> None:
    """Let the clients work, the watcher watch, and the others do theirs, until the time is over."""
    clients = [Client(world, level, Random(seed * 100 + number)) for number, level in enumerate(LEVELS)]
    with ThreadPoolExecutor(len(clients) + 1 + len(others)) as pool:
        jobs = [pool.submit(client.work) for client in clients]
        jobs += [pool.submit(watch, world), *(pool.submit(other) for other in others)]
        for job in jobs:
            job.result()


def assert_all_was_right(world: World) -> None:
    """Nothing wrong happened, much was tried, and what was answered is there."""
    assert world.wrong == []
    assert set(world.done) == set(ACTS), "each act succeeded at least once"
    assert world.refused[CapacityExceeded.code] > 0
    assert world.snapshots > 10
    with connected(world.address) as fresh:
        assert overbooked(fresh) == []
        sizes = dict(fresh.execute(GROUPS).fetchall())
    assert {group: sizes.get(group) for group in world.placed} == world.placed


@pytest.mark.parametrize("seconds", [4, pytest.param(60, marks=pytest.mark.long)])
@pytest.mark.parametrize("seed", [1])
def test_in_no_snapshot_anybody_is_overbooked_whatever_is_done_at_once(own_database, seconds, seed):
    world = make_world(own_database, seconds)
    run(world, seed)
    assert_all_was_right(world)


@pytest.fixture
def killable(django_db_setup, django_db_blocker) -> Iterator[tuple[Path, str]]:
    """A home with a migrated server of its own, and the address of its database; Django's connections lead there."""
    home = Path(tempfile.mkdtemp(prefix="gw-", dir="/tmp"))
    home.chmod(0o711)
    shared = ensure_running(HOME)
    before = current_database()
    addresses = ensure_running(home)
    with django_db_blocker.unblock():
        from guildworks.project.schema import migrate

        point_at(addresses, "guildworks")
        migrate()
        yield home, url(addresses.app, "guildworks")
        close_connections()
        point_at(shared, before)
    stop(home)
    shutil.rmtree(home)


def kill_again_and_again(world: World, home: Path, rng: Random) -> None:
    """Kill the server, or one of its processes, as a power failure would; and have it run again."""
    place = find_place(home)
    assert place is not None
    while world.goes_on:
        due = time.monotonic() + KILLS_EVERY_S
        while world.goes_on and time.monotonic() < due:
            time.sleep(0.05)
        with suppress(psycopg.Error):
            victim = running_pid(place)
            if rng.random() < 0.5:
                with connected(world.address) as sql:
                    backends = (
                        "SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND backend_xid IS NOT NULL"
                    )
                    victim = next((pid for (pid,) in sql.execute(backends)), victim)
            if victim is not None:
                os.kill(victim, signal.SIGKILL)
                world.done["kill"] += 1
        ensure_running(home)


@pytest.mark.long
@pytest.mark.parametrize("seed", [2])
def test_a_killed_server_comes_back_with_nobody_overbooked_and_nothing_lost(killable, seed):
    home, address = killable
    world = make_world(address, 60, killed=True)
    run(world, seed, lambda: kill_again_and_again(world, home, Random(seed)))
    ensure_running(home)
    assert world.wrong == []
    assert world.done.pop("kill") > 5
    assert_all_was_right(world)
