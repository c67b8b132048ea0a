"""The embedded server as the rest of the program sees it: have it, look at it, stop it."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg

from guildworks.platform.postgres import cluster
from guildworks.platform.postgres.clients import count_clients
from guildworks.platform.postgres.failure import PostgresError, file_refusals
from guildworks.platform.postgres.place import DATABASE, Addresses, Place, find_place, open_place
from guildworks.platform.postgres.roles import prepare

_CONNECT_SECONDS_MAX = 5
_LEAVING_SECONDS_MAX = 3.0
_WAIT_SECONDS_MAX = 60.0
_SWEPT_SECONDS = 1.0
_KEEPER = "guildworks.platform.postgres.keeper"


@dataclass(frozen=True, slots=True)
class Status:
    """How the server of a home is. `version` and `clients` are known only while it answers; `folder` once it exists."""

    running: bool
    version: str | None
    folder: Path | None
    clients: int | None


def ensure_running(home: Path) -> Addresses:
    """Have the server of this home answer, with roles, database and keeper, and tell how to connect.

    Makes and starts what is missing; a few milliseconds when all is there. Any number of processes may call it at once.
    Raises `PostgresError`.
    """
    place = open_place(home)
    with file_refusals(place.root):
        with place.lock(shared=True) as lock:
            os.utime(lock)
            if _answers(place):
                ensure_keeper(place, home)
                return place.addresses
        with place.lock() as lock:
            if not _answers(place):
                if not _is_coming_up(place):
                    cluster.start(place)
                prepare(place.addresses.admin, DATABASE)
            ensure_keeper(place, home)
            os.utime(lock)
            return place.addresses


def stop(home: Path) -> bool:
    """Stop the server of this home at once, whoever is connected. Whether it ran."""
    place = find_place(home)
    if place is None:
        return False
    with file_refusals(place.root), place.lock():
        return cluster.halt(place)


def stop_unless_used(home: Path) -> bool:
    """Stop the server of this home if nobody is connected; close your own connections first. Whether it stopped."""
    place = find_place(home)
    if place is None:
        return False
    with file_refusals(place.root), place.lock():
        return _is_left(place) and cluster.halt(place)


def _is_left(place: Place) -> bool:
    """Whether nobody is connected; of a server that comes up, once it answers: its start may have been interrupted."""
    began = time.monotonic()
    while (clients := _clients(place)) != 0:
        if clients is None and cluster.running_pid(place) is None:
            return False
        if time.monotonic() - began > (_LEAVING_SECONDS_MAX if clients else _WAIT_SECONDS_MAX):
            return False
        time.sleep(0.02)  # A connection that was just closed is counted for a moment longer.
    return True


def status(home: Path) -> Status:
    """How the server of this home is; starts nothing."""
    place = find_place(home)
    if place is None:
        return Status(running=False, version=None, folder=None, clients=None)
    try:
        with _admin(place) as connection:
            version = str(connection.info.parameter_status("server_version"))
            return Status(running=True, version=version, folder=place.data, clients=count_clients(connection))
    except psycopg.OperationalError:
        running = cluster.running_pid(place) is not None
        return Status(running=running, version=None, folder=place.data if place.data.exists() else None, clients=None)


def _admin(place: Place) -> psycopg.Connection[tuple[int]]:
    return psycopg.connect(place.addresses.admin, autocommit=True, connect_timeout=_CONNECT_SECONDS_MAX)


def _clients(place: Place) -> int | None:
    try:
        with _admin(place) as connection:
            return count_clients(connection)
    except psycopg.OperationalError:
        return None


def _answers(place: Place) -> bool:
    """Whether the program's own role can connect to the program's own database, as far as room for it is left."""
    if not place.has_sockets():
        return False
    try:
        psycopg.connect(place.addresses.app, connect_timeout=_CONNECT_SECONDS_MAX).close()
    except psycopg.OperationalError as refusal:
        return "too many clients" in str(refusal) or "remaining connection slots" in str(refusal)
    return True


def _is_coming_up(place: Place) -> bool:
    """Wait for a server that starts, recovers, ends or is overloaded; False where there is none that can be reached."""
    began = time.monotonic()
    while cluster.running_pid(place) is not None:
        waited_s = time.monotonic() - began
        try:
            _admin(place).close()
        except psycopg.OperationalError as refusal:
            if waited_s > _SWEPT_SECONDS and not place.has_socket():
                return False
            if waited_s > _WAIT_SECONDS_MAX:
                raise _not_answering(place, refusal) from refusal
            time.sleep(0.05)
        else:
            return True
    return False


def _not_answering(place: Place, refusal: psycopg.OperationalError) -> PostgresError:
    return PostgresError(
        "database_not_answering",
        f"PostgreSQL runs in {place.data}, but does not answer: {refusal}",
        hint="`guildworks stop` ends it; the next command starts it again.",
    )


def ensure_keeper(place: Place, home: Path) -> None:
    """Start the keeper when there is none. It is handed a lock that is already held, so there can be no second one."""
    handle = place.open_to_append("keeper")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.truncate(handle, 0)  # Names the keeper that has ended, until the new one has come up.
        _start_keeper(place, home, handle)
    except BlockingIOError:
        return
    finally:
        os.close(handle)


def _start_keeper(place: Place, home: Path, lock: int) -> None:
    """Start it as nobody's child, in a session of its own: no Ctrl-C and no closed terminal reaches it."""
    source = str(Path(__file__).parents[3])
    path = os.pathsep.join(filter(None, [source, os.environ.get("PYTHONPATH")]))
    log = place.open_to_append("keeper.log")
    try:
        subprocess.run(
            ["/bin/sh", "-c", '"$@" &', "sh", sys.executable, "-m", _KEEPER, str(home), str(lock)],
            env={**os.environ, "PYTHONPATH": path},
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            pass_fds=(lock,),
            start_new_session=True,
            check=True,
        )
    finally:
        os.close(log)
