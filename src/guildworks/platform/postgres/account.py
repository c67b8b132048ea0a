"""The OS user that PostgreSQL runs as: oneself, and another one under root, since PostgreSQL refuses to be root."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from guildworks.platform.postgres.failure import PostgresError

SERVICE_USER = "guildworks"
_ENVIRONMENT = {"PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", "LC_ALL": "C", "TZ": "UTC"}


@dataclass(frozen=True, slots=True)
class Account:
    """An OS user. Programs that it runs get a clean environment: nothing of PGHOST, PGDATA or TZ reaches them."""

    name: str
    uid: int
    gid: int

    @property
    def is_self(self) -> bool:
        """Whether this process already runs as this user."""
        return self.uid == os.geteuid()

    def run(self, words: Sequence[str | Path], *, timeout_s: float | None = None) -> subprocess.CompletedProcess[str]:
        """Run a program as this user in `/` and wait for it; its output is captured. Never raises for a bad exit."""
        switch = {} if self.is_self else {"user": self.uid, "group": self.gid, "extra_groups": ()}
        try:
            return subprocess.run(  # type: ignore[call-overload, no-any-return]
                [str(word) for word in words],
                env=_ENVIRONMENT,
                cwd="/",
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                errors="replace",
                umask=0o077,
                timeout=timeout_s,
                check=False,
                **switch,
            )
        except PermissionError as refusal:
            if self.is_self:
                raise
            raise _no_user(
                f"This root cannot become the user {self.name}, and PostgreSQL refuses to run as root."
            ) from refusal

    def can_enter(self, folder: Path) -> bool:
        """Whether this user may pass through `folder` and every folder above it, by the system's own word."""
        return self.run(["/bin/sh", "-c", 'cd "$1"', "sh", folder]).returncode == 0

    def own(self, path: Path) -> None:
        """Make a path that was just created by this process belong to this user."""
        if not self.is_self:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)


def _no_user(message: str) -> PostgresError:
    return PostgresError(
        "no_user_for_postgres",
        message,
        hint="Start Guildworks as an ordinary user with a name, or set GUILDWORKS_DATABASE_URL to a PostgreSQL server.",
    )


def account_of(uid: int) -> Account:
    """The user with this number. Raises `PostgresError` where the system knows no name for it."""
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:
        raise _no_user(f"The system has no user name for uid {uid}, and PostgreSQL needs one.") from None
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def server_account() -> Account:
    """Who a new server runs as: oneself; under root the user `guildworks`, made when absent, else `nobody`."""
    if os.geteuid() != 0:
        return account_of(os.geteuid())
    if sys.platform == "darwin":
        raise _no_user("PostgreSQL refuses to run as root.")
    account = _named(SERVICE_USER) or _made() or _named("nobody")
    if account is None:
        raise _no_user("PostgreSQL refuses to run as root, and no other user could be found or made.")
    return account


def _named(name: str) -> Account | None:
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def _made() -> Account | None:
    useradd = shutil.which("useradd", path=_ENVIRONMENT["PATH"])
    if useradd is None:
        return None
    words = [useradd, "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    subprocess.run([*words, "--shell", "/usr/sbin/nologin", SERVICE_USER], capture_output=True, check=False)
    return _named(
        SERVICE_USER
    )  # Another process may have made it at the same moment: then useradd failed, and all is well.
