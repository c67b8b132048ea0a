"""Restoring the database of a backup into an empty one, and seeing that all of it is there, the guards above all."""

from __future__ import annotations

from collections.abc import Callable
from itertools import zip_longest
from pathlib import Path

from guildworks.platform.errors import GuildworksError
from guildworks.platform.postgres.dumps import load
from guildworks.project.backup import archive, contents
from guildworks.project.backup.archive import Manifest
from guildworks.project.backup.server import Server


class BackupDiffers(GuildworksError):
    """What was restored is not what was backed up."""

    code = "backup_differs"
    status = 2
    hint = "Nothing was changed. Make another backup; if it differs too, report this."


def restore_database(scratch: Server, path: Path, manifest: Manifest, *, progress: Callable[[str, int], None]) -> None:
    """Fill an empty database from a backup that was checked, and compare it. Raises BackupDiffers or PostgresError."""
    has_roles = manifest["roles"] == "separate"
    with archive.member(path, archive.DUMP, told=lambda read: progress("Restoring", read)) as chunks:
        load(scratch.owner, chunks, major=scratch.major(), as_owner=has_roles)
    scratch.give_rights()
    with scratch.connected() as connection:
        found = contents.figures(connection, told=lambda done: progress("Comparing tables", done))
        if wrong := _wrong_tables(manifest, found):
            raise BackupDiffers(f"The restored table {wrong[0]} differs from the one that was backed up")
        if behind := list(contents.sequences_behind(connection)):
            raise BackupDiffers(f"The restored sequence {behind[0]} gives out numbers that are taken")
        # Another version of PostgreSQL may write the same rule in other words.
        if manifest["postgresql"]["major"] == connection.info.server_version // 10_000:
            _compare_schema(path, contents.schema_lines(connection), with_rights=has_roles)


def _wrong_tables(manifest: Manifest, found: dict[str, contents.Figures]) -> list[str]:
    wanted = {name: contents.Figures(**figures) for name, figures in manifest["tables"].items()}
    return [name for name in sorted({*wanted, *found}) if wanted.get(name) != found.get(name)]


def _compare_schema(path: Path, found: list[str], *, with_rights: bool) -> None:
    with archive.member(path, archive.SCHEMA) as chunks:
        wanted = b"".join(chunks).decode().splitlines()
    if not with_rights:  # where one login is all, there is nobody to give a right to
        wanted, found = ([line for line in lines if not line.startswith("right ")] for lines in (wanted, found))
    for before, now in zip_longest(wanted, found):
        if before != now:
            raise BackupDiffers(f"The restored schema differs: {(before or now or '')[:200]}")
