"""Restoring a backup: beside what is there, compared, brought to this version, and only then put in its place.

Until the last step nothing is changed: whatever fails or is interrupted leaves the installation as it was.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

import psycopg
from django.conf import settings
from django.db import connections
from django.db.migrations.loader import MigrationLoader

from guildworks.accounts.queries import local_operator
from guildworks.conversations.following import begin_anew
from guildworks.platform.actions import record_restoration
from guildworks.platform.errors import GuildworksError
from guildworks.platform.events import broken_chains
from guildworks.platform.postgres import drop_database
from guildworks.project import start
from guildworks.project.addresses import database
from guildworks.project.backup import archive
from guildworks.project.backup.archive import Manifest, rows_of
from guildworks.project.backup.beside import files_put_back, keys_put_back, require_no_files
from guildworks.project.backup.comparing import BackupDiffers, restore_database
from guildworks.project.backup.contents import Connection
from guildworks.project.backup.making import Progress
from guildworks.project.backup.server import Server
from guildworks.project.schema import migrate

# What somebody has written, as against what a migration makes: then the database is no longer empty.
WRITTEN = """
SELECT EXISTS (SELECT FROM public.accounts_user) OR EXISTS (SELECT FROM public.talent_engineer)
    OR EXISTS (SELECT FROM public.accounts_organisation WHERE kind <> 'operator')
    OR EXISTS (SELECT FROM public.platform_demomode) OR EXISTS (SELECT FROM public.matching_brief)
"""
ANY_TABLE = "SELECT EXISTS (SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r')"
# Numbers of transactions are those of a server. Readers of the log compare them with those of today, and would wait
# until this server has come as far. No link of a chain covers them, so restored events count as written now.
IS_AHEAD = """
SELECT coalesce((SELECT xid FROM public.platform_event ORDER BY xid DESC LIMIT 1) >= pg_current_xact_id(), false)
"""
RENUMBER = """
ALTER TABLE public.platform_event DISABLE TRIGGER event_append_only;
UPDATE public.platform_event SET xid = pg_current_xact_id();
ALTER TABLE public.platform_event ENABLE TRIGGER event_append_only;
UPDATE public.matching_savedsearch SET frontier = 0;
"""


class DatabaseNotEmpty(GuildworksError):
    """There are people in this database: a backup is restored into an empty one, and replaces nothing."""

    code = "restore_database_not_empty"
    status = 2
    hint = "Set GUILDWORKS_HOME to an empty folder, or GUILDWORKS_DATABASE_URL to an empty database."


class BackupOfNewerVersion(GuildworksError):
    """This backup was made by a newer version of Guildworks, or by a newer PostgreSQL, than this one."""

    code = "backup_of_newer_version"
    status = 2
    hint = "Nothing was restored. Install that version, then restore."


class BackupHasOtherRoles(GuildworksError):
    """This backup is of a database whose tables belong to another login than here."""

    code = "backup_of_other_roles"
    status = 2
    hint = "Set this server up with the roles of the other one."
    at_terminal = "`guildworks database roles --sql` prints what an administrator runs for separate ones."


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored, which keys were put in place, and how many mails are held."""

    manifest: Manifest
    keys: list[str]
    held_mails: int

    @property
    def rows(self) -> int:
        """The rows of all tables."""
        return rows_of(self.manifest)


def restore(server: Server, home: Path, path: Path, *, now: datetime, progress: Progress) -> Restored:
    """Restore a backup into this installation, whose database is empty; Django is set up and not connected yet.

    Raises DatabaseNotEmpty, DatabaseInUse, FilesAreThere, NoBackup, BackupDamaged, BackupOfAnotherFormat,
    BackupOfNewerVersion, BackupHasOtherRoles, BackupDiffers, NoScratchDatabase, AnotherBackupRuns or PostgresError;
    then all is as it was.
    """
    with server.alone():
        _require_empty(server)
        require_no_files(home)
        server.require_unused()
        manifest = archive.check(path, told=lambda read: progress("Checking the backup", read))
        _require_fitting(server, manifest)
        with server.scratch(keep=True) as scratch:
            restore_database(scratch, path, manifest, progress=progress)
            held = _bring_up_to_date(scratch, manifest, progress)
            with files_put_back(home, _files(path, progress)), keys_put_back(home, _keys(path), now) as keys:
                aside = scratch.take_place_of(server)
                _require_still_empty(server, aside)
        drop_database(server.admin, aside)
    return Restored(manifest, keys, held)


def _files(path: Path, progress: Progress) -> Iterator[tuple[str, IO[bytes]]]:
    for done, found in enumerate(archive.members_below(path, archive.FILES), start=1):
        yield found
        progress("Files", done)


def _keys(path: Path) -> dict[str, bytes]:
    return {name: content.read() for name, content in archive.members_below(path, archive.KEYS)}


def _require_empty(server: Server) -> None:
    """Raises DatabaseNotEmpty."""
    with server.connected() as connection:
        try:
            is_empty = not _value(connection, ANY_TABLE) or not _value(connection, WRITTEN)
        except psycopg.errors.UndefinedTable:  # tables of something else, or of a version that cannot be asked so
            is_empty = False
    if not is_empty:
        raise DatabaseNotEmpty()


def _require_still_empty(server: Server, aside: str) -> None:
    """Undo the exchange if somebody has come in while the backup was restored beside."""
    try:
        _require_empty(server.beside(aside))
    except DatabaseNotEmpty:
        drop_database(server.admin, server.beside(aside).take_place_of(server))
        raise


def _require_fitting(server: Server, manifest: Manifest) -> None:
    major = manifest["postgresql"]["major"]
    if major > server.major():
        raise BackupOfNewerVersion(f"This backup is of PostgreSQL {major}; the server here is {server.major()}")
    if unknown := sorted(set(manifest["migrations"]) - _known_migrations()):
        raise BackupOfNewerVersion(f"This backup was made by Guildworks {manifest['program']}, which has {unknown[0]}")
    if (manifest["roles"] == "separate") != server.has_roles():
        here = "separate roles" if server.has_roles() else "one role"
        raise BackupHasOtherRoles(f"This backup is of a database with roles: {manifest['roles']}; here are {here}")


def _known_migrations() -> set[str]:
    return {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}


def _bring_up_to_date(scratch: Server, manifest: Manifest, progress: Progress) -> int:
    """Migrate what was restored, see that its chains hold, and hold its mails: how many are held."""
    progress("Bringing it up to date", 0)
    _lead_django_to(scratch)
    try:
        migrate()
        with scratch.connected() as connection, connection.transaction():
            if _value(connection, IS_AHEAD):
                connection.execute(RENUMBER)
        progress("Following the chains", 0)
        if broken := broken_chains():
            raise BackupDiffers(f"The event chain {broken[0]} does not hold, nor did it when it was backed up")
        begin_anew()
        made_at = datetime.fromisoformat(manifest["made_at"])
        return record_restoration(local_operator(), backup_made_at=made_at)
    finally:
        start.close_connections()


def _lead_django_to(server: Server) -> None:
    role = "guildworks_owner" if server.has_roles() else None
    for alias, address, acts_as in (("default", server.app, None), ("migrator", server.owner, role)):
        settings.DATABASES[alias].update(database(address, role=acts_as))
        connections[alias].settings_dict.update(settings.DATABASES[alias])


def _value(connection: Connection, asked: str) -> bool:
    row = connection.execute(asked).fetchone()
    assert row is not None
    return bool(row[0])
