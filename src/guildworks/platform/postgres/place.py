"""Where one home's server keeps its data, sockets, locks and logs, and who owns them.

`HOME/postgres` holds everything. Under root, where the server's user cannot pass through HOME, it is a link to a folder
below /var/lib/guildworks; anybody may make such a link to move the data to another disk.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from guildworks.platform.postgres.account import Account, account_of, server_account
from guildworks.platform.postgres.failure import PostgresError, file_refusals
from guildworks.platform.postgres.programs import shared_folder
from guildworks.platform.postgres.roles import APP, MIGRATOR

DATABASE = "guildworks"
PORT = 5432
_LONGEST_SOCKET_PATH = 100  # bytes; the systems allow 104 (macOS) and 108 (Linux) with the closing zero


@dataclass(frozen=True, slots=True)
class Addresses:
    """libpq addresses over the unix socket: `app` and `migrator` to the program's database, `admin` to `postgres`."""

    app: str
    migrator: str
    admin: str

    @classmethod
    def at(cls, sockets: Path, database: str = DATABASE) -> Addresses:
        """The three addresses of `database` on the server that listens in the folder `sockets`."""
        host = quote(str(sockets), safe="")
        app, migrator, admin = (
            f"postgresql://{role}@/{quote(name, safe='')}?host={host}&port={PORT}"
            for role, name in ((APP, database), (MIGRATOR, database), ("postgres", "postgres"))
        )
        return cls(app, migrator, admin)


@dataclass(frozen=True, slots=True)
class Place:
    """The folder of one server, and the OS user that runs it and owns all that is in the folder."""

    root: Path
    account: Account

    @property
    def data(self) -> Path:
        """PostgreSQL's data folder. It appears by a rename: whole, or not at all."""
        return self.root / "data"

    @property
    def log(self) -> Path:
        """What the server says."""
        return self.root / "server.log"

    @property
    def sockets(self) -> Path:
        """Where the server listens: beside the data, or below /tmp where that path is too long for a socket."""
        beside = self.root / "run"
        if len(os.fsencode(beside / f".s.PGSQL.{PORT}")) <= _LONGEST_SOCKET_PATH:
            return beside
        return Path("/tmp", f"guildworks-{_digest(self.root)}")  # noqa: S108 - owner and mode are checked before each use

    @property
    def addresses(self) -> Addresses:
        """How to connect to the program's own database here."""
        return Addresses.at(self.sockets)

    @contextmanager
    def lock(self, *, shared: bool = False, make: bool = True) -> Iterator[int]:
        """Keep others from starting and stopping the server while the block runs; gives the lock's descriptor."""
        handle = self.open_to_append("lock", make=make)
        try:
            fcntl.flock(handle, fcntl.LOCK_SH if shared else fcntl.LOCK_EX)
            yield handle
        finally:
            os.close(handle)

    def open_to_append(self, name: str, *, make: bool = True) -> int:
        """A file descriptor of a file in this folder, made when missing; a link in its place is refused."""
        flags = os.O_RDWR | os.O_APPEND | os.O_NOFOLLOW | (os.O_CREAT if make else 0)
        handle = os.open(self.root / name, flags, 0o600)
        if not self.account.is_self:
            os.fchown(handle, self.account.uid, self.account.gid)
        return handle

    def last_use_ns(self) -> int:
        """A number that changes each time a program asks for this server: it then sets the time of the lock's file."""
        return (self.root / "lock").stat().st_mtime_ns

    def make_sockets(self) -> None:
        """Make the folder of the sockets when it is missing, and see that it is ours alone."""
        try:
            self.sockets.mkdir(mode=0o700)
            self.account.own(self.sockets)
        except FileExistsError:
            if self.sockets.lstat().st_uid == os.geteuid():
                self.account.own(self.sockets)  # Under root: whoever made it may have been killed before this step.
            self.has_sockets()

    def has_socket(self) -> bool:
        """Whether a server listens here, or did before it was killed."""
        return (self.sockets / f".s.PGSQL.{PORT}").exists()

    def has_sockets(self) -> bool:
        """Whether the folder of the sockets is there. Raises `PostgresError` where others could listen in it."""
        try:
            found = self.sockets.lstat()
        except FileNotFoundError:
            return False
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != self.account.uid or found.st_mode & 0o077:
            raise PostgresError(
                "database_socket_folder_taken",
                f"{self.sockets} should be a folder that only {self.account.name} may enter, but it is not.",
                hint=f"See what it is, remove it (rm -r {self.sockets}), and start again.",
            )
        return True


def find_place(home: Path) -> Place | None:
    """The place of this home's server if one was ever made; makes nothing."""
    root = _root(home)
    try:
        owner = root.stat().st_uid
    except FileNotFoundError:
        return None
    if owner == os.geteuid() == 0:
        return None  # Whoever made it was killed before giving it to the server's user.
    account = account_of(owner)
    if os.geteuid() not in (owner, 0):
        raise PostgresError(
            "database_of_another_user",
            f"The database in {root} belongs to {account.name}.",
            hint=f"Start Guildworks as {account.name}, or set GUILDWORKS_HOME to a folder of your own.",
        )
    return Place(root, account)


def open_place(home: Path) -> Place:
    """The place of this home's server, chosen and made when there is none."""
    with file_refusals(home):
        return find_place(home) or _make_place(home)


def _make_place(home: Path) -> Place:
    # Under root the server is another user, who must be able to pass through to the data; nothing can be listed.
    home.mkdir(parents=True, exist_ok=True, mode=0o711 if os.geteuid() == 0 else 0o700)
    handle = os.open(home, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        return find_place(home) or _choose_place(home)
    finally:
        os.close(handle)


def _choose_place(home: Path) -> Place:
    account = server_account()
    if not account.is_self and not account.can_enter(home):
        _link_elsewhere(home)
    root = _root(home)
    root.mkdir(parents=True, exist_ok=True, mode=0o755)
    account.own(root)
    root.chmod(0o700)
    return Place(root, account)


def _link_elsewhere(home: Path) -> None:
    link = home / "postgres"
    if not link.is_symlink():
        link.symlink_to(shared_folder() / _digest(home.resolve()))


def _root(home: Path) -> Path:
    return (home / "postgres").resolve()


def _digest(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]
