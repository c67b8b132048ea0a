"""`pg_dump` and `pg_restore`: a database as a stream of bytes, and back. Neither is ever whole in memory or on disk."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from guildworks.platform.postgres.account import account_of
from guildworks.platform.postgres.failure import DISK_FULL_WORDS, PostgresError, disk_full
from guildworks.platform.postgres.programs import find_programs
from guildworks.platform.postgres.roles import OWNER

CHUNK_BYTES = 1 << 20
_PASSED_ON = ("PATH", "HOME", "LD_LIBRARY_PATH", "SSL_CERT_FILE")


def dumped(address: str, *, snapshot: str, major: int) -> Iterator[bytes]:
    """The database as `pg_dump` writes it (its custom format), as of an exported snapshot. Raises `PostgresError`.

    `major` is the version of the server: it is dumped by a program of its version or a newer one.
    """
    words = [_program("pg_dump", major), "--format=custom", f"--snapshot={snapshot}", "--no-password"]
    with _running(words, address, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        while chunk := process.stdout.read(CHUNK_BYTES):
            yield chunk


def load(address: str, chunks: Iterable[bytes], *, major: int, as_owner: bool) -> None:
    """Fill an empty database from such a stream. Raises `PostgresError`; what was loaded until then is left.

    With `as_owner` all belongs to `guildworks_owner` and rights are given as they were; else whoever logs in owns all,
    and there is nobody to give a right to.
    """
    words = [_program("pg_restore", major), "--exit-on-error", "--no-owner", "--no-password"]
    words += [f"--role={OWNER}"] if as_owner else ["--no-privileges"]
    dbname = conninfo_to_dict(address)["dbname"]
    with _running([*words, f"--dbname={dbname}"], address, stdin=subprocess.PIPE) as process:
        assert process.stdin is not None
        with suppress(BrokenPipeError):  # it has ended, and what it said is told
            for chunk in chunks:
                process.stdin.write(chunk)
            process.stdin.close()


@contextmanager
def _running(
    words: list[str], address: str, *, stdin: int | None = None, stdout: int | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """A program that works within the block and has ended well after it; whatever happens, it does not outlive it."""
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            words,
            stdin=stdin or subprocess.DEVNULL,
            stdout=stdout or subprocess.DEVNULL,
            stderr=said,
            env=_environment(address),
            start_new_session=True,
        )
        try:
            yield process
            status = process.wait()
        finally:
            for pipe in (process.stdin, process.stdout):
                if pipe:
                    with suppress(BrokenPipeError):
                        pipe.close()
            if process.poll() is None:
                process.kill()
                process.wait()
        if status != 0:
            raise _failed(Path(words[0]).name, said)


def _environment(address: str) -> dict[str, str]:
    """How libpq is told where to connect: not by words, which every user of the machine can list, with the password."""
    named = {"dbname": "DATABASE", "application_name": "APPNAME"}
    told = conninfo_to_dict(address).items()
    parts = {f"PG{named.get(name, name.upper().replace('_', ''))}": str(value) for name, value in told}
    kept = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return {**kept, **parts, "LC_ALL": "C"}


def _program(name: str, major: int) -> str:
    """A program that knows servers of this version: ours, else one of the machine. Raises `PostgresError`."""
    ours = find_programs(account_of(os.geteuid()))
    if int(ours.major) >= major:
        return str(ours / name)
    found = shutil.which(name)
    if found and _major_of(found) >= major:
        return found
    raise PostgresError(
        "database_programs_older",
        f"The server is PostgreSQL {major}; {name} of this installation is {ours.version}, and there is no newer one.",
        hint=f"Install PostgreSQL's client programs of version {major}, so that `{name}` is found.",
    )


def _major_of(program: str) -> int:
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.search(r"\) (\d+)", said)
    return int(found[1]) if found else 0


def _failed(name: str, said: IO[bytes]) -> PostgresError:
    said.seek(max(said.seek(0, os.SEEK_END) - 4_000, 0))
    words = said.read().decode("utf-8", "replace")
    if DISK_FULL_WORDS in words:
        return disk_full("the database")
    telling = [line for line in words.splitlines() if "error:" in line or "ERROR:" in line] or words.splitlines()
    return PostgresError(
        "database_not_copied",
        f"{name} could not do it. It says: {' '.join(telling[:2])[:400] or '(nothing)'}",
        hint="Nothing was changed. `guildworks doctor` looks at the database and the disk.",
    )


def on_server(address: str, database: str) -> str:
    """The address of another database on the same server, as the same login."""
    return make_conninfo(address, dbname=database)
