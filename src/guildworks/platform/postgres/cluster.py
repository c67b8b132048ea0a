"""One PostgreSQL server at one place: make its data folder, start it, stop it, and clear up after a crash.

Whoever calls `start` or `halt` holds the place's lock.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from guildworks.platform.postgres.failure import DISK_FULL_WORDS, PostgresError, disk_full, file_refusals
from guildworks.platform.postgres.place import PORT, Place
from guildworks.platform.postgres.programs import Programs, find_programs

LOG_BYTES_MAX = 5_000_000
_START_SECONDS_MAX = 300  # Recovery after a crash reads up to a gigabyte of log.
_STOP_SECONDS_MAX = 30
_LEFT_BEHIND_SECONDS_MAX = 15
# The built-in C.UTF-8 sorts and folds the same on every system, and knows letters beyond ASCII. Not to sync here saves
# seconds on a busy disk: the keeper does so as soon as it is there.
_INITDB = """
    --username=postgres --auth=trust --encoding=UTF8 --locale=C --locale-provider=builtin --builtin-locale=C.UTF-8
    --no-instructions --no-sync
"""
_SETTINGS = {
    "listen_addresses": "",
    "port": str(PORT),
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "jit": "off",
    "random_page_cost": "1.1",  # the pages are in memory or on a disk without heads
    "timezone": "UTC",
    "log_timezone": "UTC",
    "cluster_name": "guildworks",
    "client_connection_check_interval": "10s",
    # A refused statement is told to whoever sent it; written here, it would keep people's data in a log.
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
}


def start(place: Place) -> None:
    """Start the server and wait until it answers, making its data folder when there is none. Raises `PostgresError`."""
    with file_refusals(place.root):
        programs = find_programs(place.account)
        _check_data(place, programs)
        if not place.data.exists():
            _make_data(place, programs)
        _clear_up(place)
        place.make_sockets()
        shorten_log(place)
        _start_patiently(place, programs)


def halt(place: Place) -> bool:
    """Stop the server: sessions end, nothing that was committed is lost. Whether it ran."""
    if running_pid(place) is None:
        return False
    pg_ctl = find_programs(place.account) / "pg_ctl"
    for mode in ("fast", "immediate"):
        words: list[str | Path] = [pg_ctl, "stop", "-D", place.data, "-m", mode, "-w", "-t", str(_STOP_SECONDS_MAX)]
        if place.account.run(words).returncode == 0 or running_pid(place) is None:
            break
    return True


def running_pid(place: Place) -> int | None:
    """The process id of the server that works on this very data folder, or None."""
    pid = _recorded_pid(place)
    return pid if pid is not None and _works_on(place.data, pid) else None


def shorten_log(place: Place) -> None:
    """Keep the log from growing without end: past its bound it becomes `server.log.1`. The server goes on writing."""
    with os.fdopen(place.open_to_append(place.log.name), "r+b") as log:
        if log.seek(0, os.SEEK_END) <= LOG_BYTES_MAX:
            return
        with os.fdopen(place.open_to_append(f"{place.log.name}.1"), "r+b") as older:
            log.seek(-LOG_BYTES_MAX, os.SEEK_END)
            older.truncate(0)
            shutil.copyfileobj(log, older)
        log.truncate(0)


def _check_data(place: Place, programs: Programs) -> None:
    version_file = place.data / "PG_VERSION"
    if not place.data.exists():
        return
    if not version_file.is_file():
        raise PostgresError(
            "database_folder_damaged",
            f"{place.data} is no PostgreSQL data folder: PG_VERSION is missing. Nothing was touched.",
            hint="Put your backup there, or move the folder away to start with an empty database.",
        )
    found = version_file.read_text("ascii", "replace").strip()
    if found != programs.major:
        raise PostgresError(
            "database_version_differs",
            f"The database in {place.data} was made by PostgreSQL {found}; this is PostgreSQL {programs.version}. "
            "Nothing was touched.",
            hint="Use the Guildworks version that made it, or set GUILDWORKS_HOME to a new folder.",
        )


def _make_data(place: Place, programs: Programs) -> None:
    for half_made in place.root.glob("data.new-*"):
        _remove(half_made)
    fresh = Path(tempfile.mkdtemp(dir=place.root, prefix="data.new-"))
    place.account.own(fresh)
    made = place.account.run([programs / "initdb", "-D", fresh, *_INITDB.split()])
    if made.returncode != 0:
        _remove(fresh)
        raise _not_starting(place, made.stderr)
    fresh.rename(place.data)


def _remove(half_made: Path) -> None:
    """Remove a folder in which an `initdb` whose caller was killed may still work: it ends once its files vanish."""
    until = time.monotonic() + _LEFT_BEHIND_SECONDS_MAX
    while half_made.exists() and time.monotonic() < until:
        shutil.rmtree(half_made, ignore_errors=True)
        time.sleep(0.01)


def _start_patiently(place: Place, programs: Programs) -> None:
    """Start; while processes of a killed server still end, PostgreSQL refuses, so try again for some seconds."""
    until = time.monotonic() + _LEFT_BEHIND_SECONDS_MAX
    while True:
        said = _start_once(place, programs)
        if said is None:
            return
        if "shared memory block" not in said or time.monotonic() > until:
            raise _not_starting(place, said)
        time.sleep(0.2)


def _start_once(place: Place, programs: Programs) -> str | None:
    """None when the server answers, else what it said since."""
    before = place.log.stat().st_size
    settings = {**_SETTINGS, "unix_socket_directories": str(place.sockets)}
    options = shlex.join(word for name, value in settings.items() for word in ("-c", f"{name}={value}"))
    words: list[str | Path] = [
        programs / "pg_ctl",
        "start",
        "-D",
        place.data,
        "-l",
        place.log,
        "-w",
        "-t",
        str(_START_SECONDS_MAX),
    ]
    if place.account.run([*words, "-o", options]).returncode == 0:
        return None
    with place.log.open(encoding="utf-8", errors="replace") as log:
        log.seek(before)
        return log.read()


def _not_starting(place: Place, said: str) -> PostgresError:
    if DISK_FULL_WORDS in said:
        return disk_full(place.root)
    lines = [line for line in said.splitlines() if line.strip()]
    telling = [line for line in lines if any(word in line for word in ("FATAL", "PANIC", "HINT", "error:"))] or lines
    last = "\n  ".join(telling[-4:]) or "(nothing)"
    return PostgresError(
        "database_not_starting",
        f"PostgreSQL does not start. It says:\n  {last}",
        hint=f"The whole log is {place.log}. `guildworks doctor` looks at what this machine lacks.",
    )


def _recorded_pid(place: Place) -> int | None:
    try:
        return int((place.data / "postmaster.pid").read_text("ascii", "replace").split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return None


def _works_on(data: Path, pid: int) -> bool:
    """Whether this process is alive and works in `data`: after a crash its number may be anybody's, or a zombie's."""
    if sys.platform == "linux":
        try:
            return Path(f"/proc/{pid}/cwd").samefile(data)
        except OSError:
            return False
    words = ["ps", "-o", "command=", "-p", str(pid)]
    return str(data) in subprocess.run(words, capture_output=True, text=True, check=False).stdout


def _clear_up(place: Place) -> None:
    """Remove what a dead server left. PostgreSQL does so itself, but takes a number that is used again for its own.

    The number may belong to any new process of this user, or to a zombie where nobody collects those.
    """
    if halt(place):
        return  # It ran, yet nobody could reach it: its socket was swept away.
    until = time.monotonic() + _LEFT_BEHIND_SECONDS_MAX
    while _left_behind(place.data):
        if time.monotonic() > until:
            return  # PostgreSQL will see the shared memory that is still in use, and refuse.
        time.sleep(0.1)
    pid = _recorded_pid(place)
    if pid is not None and _exists(pid):
        (place.data / "postmaster.pid").unlink()
    for leftover in place.sockets.glob(".s.PGSQL.*"):
        leftover.unlink()


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except PermissionError:
        return True
    except ProcessLookupError:
        return False
    return True


def _left_behind(data: Path) -> bool:
    """Whether a process of a killed server still works in `data`; its record must then stay, to keep others out."""
    return any(_works_on(data, int(entry.name)) for entry in Path("/proc").glob("[0-9]*"))
