"""Making a backup: everything as of one moment, while the program runs, and the proof that it can be restored."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

import guildworks
from guildworks.platform.errors import BadInput
from guildworks.platform.postgres.dumps import dumped
from guildworks.project.backup import archive, contents
from guildworks.project.backup.archive import FORMAT, FORMAT_VERSION, Manifest, Writer, rows_of
from guildworks.project.backup.beside import content_of, files_folder, keys, stored_files
from guildworks.project.backup.comparing import restore_database
from guildworks.project.backup.server import Server

Progress = Callable[[str, int], None]  # what is being done, and how much of it is: files, bytes or tables


class BackupIsThere(BadInput):
    """There is a file of this name already."""

    code = "backup_is_there"
    hint = "Give another name: a backup never replaces an older one."


class BackupUnwritable(BadInput):
    """The backup cannot be written there."""

    code = "backup_not_writable"
    hint = "Give the path of a file in a folder of yours."


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was made: what it says of itself, its size, and whether it was restored for a try."""

    manifest: Manifest
    bytes: int
    is_verified: bool

    @property
    def rows(self) -> int:
        """The rows of all tables."""
        return rows_of(self.manifest)


def make_backup(
    server: Server, home: Path, path: Path, *, now: datetime, with_keys: bool, verify: bool, progress: Progress
) -> Made:
    """Write a backup to a file that appears once it is whole and, with `verify`, was restored beside for a try.

    Raises BackupIsThere, BackupUnwritable, AnotherBackupRuns, NoScratchDatabase, BackupDiffers or PostgresError; then
    there is no such file.
    """
    with server.alone(), _appearing(path) as (partial, file):
        manifest = _write(server, home, file, now=now, with_keys=with_keys, progress=progress)
        if verify:
            archive.check(partial, told=lambda read: progress("Reading it again", read))
            with server.scratch() as scratch:
                restore_database(scratch, partial, manifest, progress=progress)
    return Made(manifest, path.stat().st_size, verify)


@contextmanager
def _appearing(path: Path) -> Iterator[tuple[Path, IO[bytes]]]:
    """A file beside this path that only its owner may read, and that takes its name once the block has ended well."""
    if path.exists():
        raise BackupIsThere(f"{path} is there already")
    partial = path.with_name(f"{path.name}.partial")
    try:
        partial.unlink(missing_ok=True)  # of a backup that was killed; another one that runs holds the lock
        file = os.fdopen(os.open(partial, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b")
    except OSError as refused:
        raise BackupUnwritable(f"{path}: {refused.strerror or refused}") from refused
    try:
        with file:
            yield partial, file
        try:
            os.link(partial, path)  # unlike a rename, it replaces nothing
        except FileExistsError as there:
            raise BackupIsThere(f"{path} is there already") from there
    finally:
        with suppress(FileNotFoundError):
            partial.unlink()


def _write(
    server: Server, home: Path, file: IO[bytes], *, now: datetime, with_keys: bool, progress: Progress
) -> Manifest:
    """Write all members.

    A stored file is written before the row that names it and deleted after it, and never changed. Files that are there
    before the snapshot are taken first, so that one whose row the snapshot has is not missed when it is deleted later;
    those that came until the snapshot are taken right after it. Only a file that came and went again within that very
    moment can be missing, and its owner has deleted it. Files without a row may be in the backup, as after any crash.
    """
    writer, taken = Writer(file), set[str]()
    files, size = _add_files(writer, home, taken, progress)
    with server.connected() as connection, connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        snapshot = _only(connection, "SELECT pg_export_snapshot()")
        more, more_bytes = _add_files(writer, home, taken, progress)
        major = connection.info.server_version // 10_000
        writer.add(archive.DUMP, _told(dumped(server.owner, snapshot=snapshot, major=major), progress))
        tables = contents.figures(connection, told=lambda done: progress("Adding up tables", done))
        found = keys(home) if with_keys else {}
        for name, key in found.items():
            writer.add(f"{archive.KEYS}/{name}", [key])
        writer.add(archive.SCHEMA, [f"{line}\n".encode() for line in contents.schema_lines(connection)])
        manifest: Manifest = {
            "format": FORMAT,
            "format_version": FORMAT_VERSION,
            "program": guildworks.__version__,
            "made_at": now.isoformat(),
            "postgresql": {"major": major, "version": str(connection.info.parameter_status("server_version"))},
            "roles": "separate" if server.has_roles() else "one",
            "migrations": contents.applied_migrations(connection),
            "tables": {name: asdict(figures) for name, figures in tables.items()},
            "files": {"count": files + more, "bytes": size + more_bytes},
            "keys": sorted(found),
        }
    writer.add_document(archive.MANIFEST, manifest)
    writer.finish()
    return manifest


def _add_files(writer: Writer, home: Path, taken: set[str], progress: Progress) -> tuple[int, int]:
    """Add the stored files that were not taken before: how many, and their bytes."""
    count = size = 0
    for path in stored_files(home):
        name = f"{archive.FILES}/{path.relative_to(files_folder(home))}"
        if name in taken or (content := content_of(path)) is None:
            continue
        size += writer.add(name, content)
        taken.add(name)
        count += 1
        progress("Files", len(taken))
    return count, size


def _told(chunks: Iterator[bytes], progress: Progress) -> Iterator[bytes]:
    written = 0
    for chunk in chunks:
        written += len(chunk)
        progress("Database", written)
        yield chunk


def _only(connection: contents.Connection, asked: str) -> Any:
    row = connection.execute(asked).fetchone()
    assert row is not None
    return row[0]
