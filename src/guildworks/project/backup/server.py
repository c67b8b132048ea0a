"""The database that is backed up or restored, the server that it is on, and a scratch database beside it."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic, sleep
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from guildworks.platform.errors import GuildworksError
from guildworks.platform.postgres import drop_database, ensure_running
from guildworks.platform.postgres.dumps import on_server
from guildworks.platform.postgres.roles import OWNER, create_closed_database, grant_rights
from guildworks.project import start
from guildworks.project.backup.contents import Connection

# After the database's own name, as much of it as there is room for. What a killed run has left of the first kind is
# dropped by the next one; never of the second, which was in use a moment ago.
SCRATCH, ASIDE, NAME_MOST = "_scratch_", "_before_", 46
LEAVING_SECONDS = 3.0
LOCK = 0x6261636B  # advisory, and known in the database of `admin` alone: one backup or restore of a database at a time


class NoScratchDatabase(GuildworksError):
    """The program's logins may not make a database, which this needs."""

    code = "backup_needs_a_database"
    status = 2
    hint = "Set GUILDWORKS_ADMIN_URL to a login of that server with CREATEDB that is a member of guildworks_owner."


class AnotherBackupRuns(GuildworksError):
    """Another backup or restore is at work on this database."""

    code = "backup_runs_already"
    hint = "Wait until it has ended."


class DatabaseInUse(GuildworksError):
    """Somebody is connected to the database that is to be restored."""

    code = "restore_database_in_use"
    hint = "Stop the server, the workers and other commands, then restore."


@dataclass(frozen=True, slots=True)
class Server:
    """Addresses of one database, as whoever owns its tables and as the program; and of who may make others beside it.

    That one is connected to another database, since nobody renames the one that they are in.
    """

    owner: str
    app: str
    admin: str

    @property
    def database(self) -> str:
        """The name of the database."""
        return str(conninfo_to_dict(self.owner)["dbname"])

    def beside(self, database: str) -> Server:
        """The same for another database of this server."""
        return Server(on_server(self.owner, database), on_server(self.app, database), self.admin)

    @contextmanager
    def connected(self) -> Iterator[Connection]:
        """A connection as the owner of the tables, outside of any transaction."""
        with psycopg.connect(self.owner, autocommit=True, connect_timeout=10) as connection:
            yield connection

    def major(self) -> int:
        """The major version of the server."""
        with self.connected() as connection:
            return connection.info.server_version // 10_000

    def has_roles(self) -> bool:
        """Whether the tables belong to a role of their own, which the program cannot become."""
        with self.connected() as connection:
            return bool(_value(connection, "SELECT current_user = %s", OWNER))

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Within the block no other backup or restore works on this database. Raises AnotherBackupRuns."""
        with psycopg.connect(self.admin, autocommit=True, connect_timeout=10) as connection:
            if not _value(connection, "SELECT pg_try_advisory_lock(%s, hashtext(%s))", LOCK, self.database):
                raise AnotherBackupRuns()
            if _value(connection, "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"):
                for left in self._left_behind(connection):
                    drop_database(self.admin, left)
            yield

    @contextmanager
    def scratch(self, *, keep: bool = False) -> Iterator[Server]:
        """An empty database in which nobody has a right yet, dropped after the block; with `keep` only if it failed.

        Raises NoScratchDatabase.
        """
        scratch = self.beside(f"{self.database[:NAME_MOST]}{SCRATCH}{secrets.token_hex(4)}")
        is_done = False
        try:
            try:
                owner = OWNER if self.has_roles() else str(conninfo_to_dict(self.owner)["user"])
                create_closed_database(self.admin, scratch.database, owner=owner)
            except psycopg.errors.InsufficientPrivilege as refused:
                raise NoScratchDatabase() from refused
            yield scratch
            is_done = True
        finally:
            if not (keep and is_done):
                drop_database(self.admin, scratch.database)

    def give_rights(self) -> None:
        """Give the roles their rights in this database as a whole, where there are roles."""
        if self.has_roles():
            grant_rights(on_server(self.admin, self.database), self.database)

    def require_unused(self) -> None:
        """Raises DatabaseInUse while anybody is connected."""
        asked = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s"
        with psycopg.connect(self.admin, autocommit=True, connect_timeout=10) as connection:
            until = monotonic() + LEAVING_SECONDS
            while _value(connection, asked, self.database):  # who has just left is counted for a moment longer
                if monotonic() > until:
                    raise DatabaseInUse()
                sleep(0.05)

    def take_place_of(self, other: Server) -> str:
        """Put this database in the place of another, both in one step: the name under which that one is left.

        Raises DatabaseInUse while anybody is connected to one of them; then all is as it was.
        """
        aside = f"{other.database[:NAME_MOST]}{ASIDE}{secrets.token_hex(4)}"
        try:
            with psycopg.connect(self.admin, connect_timeout=10) as connection:
                for old, new in ((other.database, aside), (self.database, other.database)):
                    connection.execute(
                        sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(old), sql.Identifier(new))
                    )
        except psycopg.errors.ObjectInUse as used:
            raise DatabaseInUse() from used
        return aside

    def _left_behind(self, connection: Connection) -> list[str]:
        found = connection.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [f"{self.database[:NAME_MOST]}{SCRATCH}"]
        )
        return [name for (name,) in found]


def _value(connection: Connection, asked: str, *values: object) -> Any:
    row = connection.execute(asked, list(values)).fetchone()
    assert row is not None
    return row[0]


def this_server() -> Server:
    """The database of this installation, whose server runs; it may be empty."""
    if start.is_embedded():
        addresses = ensure_running(start.home())
        return Server(addresses.migrator, addresses.app, addresses.admin)
    app = os.environ["GUILDWORKS_DATABASE_URL"]
    owner = os.environ.get("GUILDWORKS_MIGRATION_URL") or app
    admin = os.environ.get("GUILDWORKS_ADMIN_URL") or owner
    return Server(owner, app, on_server(admin, "postgres"))
