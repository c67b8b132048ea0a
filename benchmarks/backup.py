"""Back up, destroy, restore: whether everything is there again, how long it takes, and how large the file is."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from time import perf_counter
from typing import Any

import psycopg

from benchmarks.table import Row, at_least, at_most, seen
from guildworks.project.backup.contents import figures

ROWS = FILES = 200_000
# A restore writes of itself into these, and where the readers of the log are.
GROWS = {
    "conversations_chainposition",
    "conversations_logreader",
    "conversations_webhookposition",
    "conversations_webhookreader",
    "platform_backup",
    "platform_event",
    "platform_eventchain",
    "platform_eventlink",
    "platform_restoration",
}
FILL = """
INSERT INTO platform_event
    (id, name, version, chain, subject_kind, subject_id, actor_kind, actor_id, concerns, facts, at)
SELECT gen_random_uuid(), 'bench.happened', 1, 'bench:' || n % 100, 'bench', gen_random_uuid(), 'program',
    gen_random_uuid(), '{{}}', jsonb_build_object('number', n), now() FROM generate_series(1, {events}) AS n;
INSERT INTO platform_mail
    (id, recipient, reply_to, subject, text, html, calendar, created_at, attempts, answer, sent_at)
SELECT gen_random_uuid(), n || '@example.org', '', 'A list', repeat('It is ready, Zoë. ', 20), '', '', now(), 1, 'ok',
    now() FROM generate_series(1, {mails}) AS n;
INSERT INTO accounts_organisation (id, kind, name, created_at)
SELECT gen_random_uuid(), 'client', 'Halden ' || n, now() FROM generate_series(1, {organisations}) AS n
"""


def rows(quick: bool, say: Callable[[str], None]) -> list[Row]:
    """Of a home of its own: what differs after a restore, and seconds."""
    count = ROWS // 10 if quick else ROWS
    with tempfile.TemporaryDirectory(prefix="gw-", dir="/tmp") as folder:
        home, archive = Path(folder) / "home", Path(folder) / "backup.tar"
        Path(folder).chmod(0o711)  # the embedded database may run as another user and must pass through
        try:
            _run(home, "database", "migrate")
            say(f"Filling a home with {count:,} rows and {count:,} files")
            url = address(home)
            fill(url, count)
            fill_files(home, count)
            tables, files = table_figures(url), file_sums(home)
            backed_up_s = _seconds(home, "backup", str(archive))
            _run(home, "stop")
            shutil.rmtree((home / "postgres").resolve())  # under root it may lie elsewhere
            shutil.rmtree(home)
            restored_s = _seconds(home, "restore", str(archive))
            other = differing(tables, table_figures(address(home)))
            return [
                at_least("rows backed up", sum(found.rows for found in tables.values()), count),
                at_most("tables that differ after destroying and restoring", len(other), 0, note=", ".join(other)),
                at_most("files that differ or are missing", len(set(files.items()) ^ set(file_sums(home).items())), 0),
                seen("backup, restored for a try, s", backed_up_s, note=f"{archive.stat().st_size / 1e6:,.0f} MB"),
                seen("restore, s", restored_s),
            ]
        finally:
            _run(home, "stop")
            shutil.rmtree((home / "postgres").resolve(), ignore_errors=True)


def fill(url: str, count: int) -> None:
    """Write so many rows, and a few more, in the ways that the program writes them."""
    with psycopg.connect(url) as connection:
        connection.execute(FILL.format(events=count // 4, mails=count // 4, organisations=count // 4).encode())


def fill_files(home: Path, count: int) -> None:
    """Write so many stored files of a few bytes each, and one of several megabytes."""
    for number in range(count):
        name = hashlib.sha256(b"%d" % number).hexdigest()
        folder = home / "files" / name[:2]
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"resume %d" % number * (400_000 if number == 0 else 1))


def table_figures(url: str) -> dict[str, Any]:
    """Rows and sum of each table."""
    with psycopg.connect(url, autocommit=True) as connection:
        return figures(connection, told=lambda done: None)


def differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """The tables that are not the same, but for those that a restore itself writes into."""
    return [name for name in sorted({*before, *after}) if before.get(name) != after.get(name) and name not in GROWS]


def file_sums(home: Path) -> dict[str, str]:
    """The sum of each stored file, by its name."""
    files = (path for path in (home / "files").rglob("*") if path.is_file())
    return {str(path.relative_to(home)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def address(home: Path) -> str:
    """How to connect to the database of a home as whoever owns the tables."""
    from guildworks.platform.postgres import ensure_running

    return ensure_running(home).migrator


def _seconds(home: Path, *words: str) -> float:
    began = perf_counter()
    _run(home, *words)
    return perf_counter() - began


def _run(home: Path, *words: str) -> dict[str, Any]:
    environment = {**os.environ, "GUILDWORKS_HOME": str(home)}
    for name in ("GUILDWORKS_DATABASE_URL", "GUILDWORKS_MIGRATION_URL", "GUILDWORKS_EMBEDDED"):
        environment.pop(name, None)
    command = [sys.executable, "-m", "guildworks", *words, "--json"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    document: dict[str, Any] = json.loads(done.stdout)
    return document
