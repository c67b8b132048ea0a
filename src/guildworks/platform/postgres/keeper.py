"""The process that stops a detached server some minutes after its last client: `python -m … HOME [LOCK_DESCRIPTOR]`.

There is one per server: it holds the lock on the file `keeper` until it ends, and it ends with its server, both under
the place's own lock, so that whoever starts a server either finds a keeper that stays or starts a new one.
"""

from __future__ import annotations

import fcntl
import os
import sys
import time
from contextlib import suppress
from pathlib import Path

import psycopg

from guildworks.platform.postgres import cluster
from guildworks.platform.postgres.clients import KEEPER, count_clients
from guildworks.platform.postgres.failure import PostgresError
from guildworks.platform.postgres.place import Place, find_place

_IDLE_SECONDS = 600.0
_LOOK_SECONDS = 10.0


class Keeper:
    """Looks at one server again and again, until it is idle for long enough or gone."""

    def __init__(self, place: Place, *, idle_s: float) -> None:
        self.place = place
        self.idle_s = idle_s
        self.look_s = min(_LOOK_SECONDS, idle_s / 4)
        self.connection: psycopg.Connection[tuple[int]] | None = None
        self.last_use_ns = 0
        self.idle_since = time.monotonic()

    def run(self, lock: int) -> None:
        """Return when the server has ended, or was stopped for want of clients; `lock` is then free."""
        while True:
            time.sleep(self.look_s)
            if not self._is_due():
                cluster.shorten_log(self.place)
                continue
            with self.place.lock(make=False):  # Where somebody removes the home, nothing may be made in it again.
                if self._may_end():
                    os.close(lock)
                    return

    def _is_due(self) -> bool:
        clients = self._clients()
        return clients is None or self._is_idle(clients)

    def _may_end(self) -> bool:
        """Look once more, now that nobody can start anything; stop the server if it is still idle."""
        if cluster.running_pid(self.place) is None:
            return True
        clients = self._clients()
        if clients is None or not self._is_idle(clients):
            return False
        self._disconnect()
        return cluster.halt(self.place)

    def _is_idle(self, clients: int) -> bool:
        """Whether for long enough nobody has been connected and nobody has asked for the server."""
        last_use_ns = self.place.last_use_ns()
        if clients or last_use_ns != self.last_use_ns:
            self.idle_since = time.monotonic()
        self.last_use_ns = last_use_ns
        return time.monotonic() - self.idle_since >= self.idle_s

    def _clients(self) -> int | None:
        """None where the server does not answer."""
        try:
            if self.connection is None:
                url = self.place.addresses.admin
                self.connection = psycopg.connect(url, autocommit=True, application_name=KEEPER, connect_timeout=5)
            return count_clients(self.connection)
        except psycopg.Error:
            self._disconnect()
            return None

    def _disconnect(self) -> None:
        if self.connection is not None:
            self.connection.close()
            self.connection = None


def main(words: list[str]) -> None:
    """Keep the server of the home `words[0]`; `words[1]` is the open descriptor of a lock that is already held."""
    place = find_place(Path(words[0]))
    if place is None:
        return
    lock = int(words[1]) if len(words) > 1 else place.open_to_append("keeper")
    with suppress(BlockingIOError, FileNotFoundError, PostgresError):  # There is another keeper; or the home is gone.
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.truncate(lock, 0)
        os.write(lock, f"{os.getpid()}\n".encode())
        os.sync()  # A new data folder was made without, for a faster first start.
        idle_s = float(os.environ.get("GUILDWORKS_IDLE_SECONDS") or _IDLE_SECONDS)
        Keeper(place, idle_s=idle_s).run(lock)


if __name__ == "__main__":
    main(sys.argv[1:])
