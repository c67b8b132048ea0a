"""Where the index of a database lies, and which of its generations can be used."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

import numpy as np
import psycopg
from django.conf import settings
from django.db import connection

from guildworks.kernels.talentindex import delta
from guildworks.kernels.talentindex.generation import (
    DELTA,
    UNFINISHED,
    DamagedGeneration,
    Generation,
    generations,
    ids_of,
    open_generation,
)
from guildworks.kernels.talentindex.rows import microseconds
from guildworks.platform.models import DatabaseState

DAMAGED = ".damaged"


_identities: WeakKeyDictionary[psycopg.Connection[Any], str] = WeakKeyDictionary()


def database_identity() -> str:
    """Which database this is: another one, a restored one, or one of another version has an index of its own.

    Asked once for each connection: at the same address another one may lie tomorrow, but not for who is connected.
    """
    connection.ensure_connection()
    raw: psycopg.Connection[Any] = connection.connection
    if (known := _identities.get(raw)) is None:
        known = _identities[raw] = _identity()
    return known


def _identity() -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT concat_ws('/', (SELECT system_identifier FROM pg_control_system()),"
            " (SELECT timeline_id FROM pg_control_checkpoint()),"
            " (SELECT oid FROM pg_database WHERE datname = current_database()))"
        )
        (identity,) = cursor.fetchone()
    return f"{identity}/{DatabaseState.objects.get().fingerprint}"


def index_folder() -> Path:
    """The folder of this database's generations."""
    name = hashlib.sha256(database_identity().encode()).hexdigest()[:16]
    return Path(settings.INDEX_FOLDER) / name


def generation_name(at: datetime) -> str:
    """The name of a generation that is begun at this moment: later ones sort later."""
    return f"{microseconds(at):016d}.generation"


def made_at(generation: Path) -> int:
    """When a generation was begun, in microseconds."""
    return int(generation.name.partition(".")[0])


def newest(*, verify: bool = True) -> Generation | None:
    """The newest generation that is whole and of this database; damaged ones are put aside on the way."""
    for folder in generations(index_folder()):
        try:
            found = open_generation(folder, verify=verify)
        except DamagedGeneration:
            put_aside(folder)
            continue
        if found.source["database"] == database_identity():
            return found
    return None


def put_aside(folder: Path) -> None:
    """Take a damaged generation out of use. It is deleted: nothing of it can be trusted, not even for a replay."""
    gone = folder.with_suffix(DAMAGED)
    shutil.rmtree(gone, ignore_errors=True)
    if folder.exists():
        folder.rename(gone)
    shutil.rmtree(gone, ignore_errors=True)


@contextmanager
def only_builder() -> Iterator[Path]:
    """The folder for new generations, for one process of this machine at a time; the lock ends with its process.

    So whatever is unfinished there was left by somebody who was killed, and is deleted.
    """
    folder = index_folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        for left in folder.iterdir():
            if left.suffix in (UNFINISHED, DAMAGED):
                shutil.rmtree(left, ignore_errors=True)
        yield folder
    finally:
        os.close(handle)


def source(frontier: int) -> Mapping[str, Any]:
    """What a generation says about what it was made from."""
    return {"database": database_identity(), "frontier": frontier}


def forget_old(now: datetime, *, days: int, erased: Collection[UUID]) -> None:
    """Delete generations that are older than so many days, cannot be read or hold somebody of these; not the newest.

    And the folders of other databases, or of versions before an upgrade, that nobody has built in for so long.
    """
    oldest = microseconds(now - timedelta(days=days))
    for folder in list(generations(index_folder()))[1:]:
        if made_at(folder) < oldest or holds_any(folder, erased):
            put_aside(folder)
    for other in Path(settings.INDEX_FOLDER).iterdir():
        latest = next(generations(other), None)
        if latest is not None and made_at(latest) < oldest and other != index_folder():
            shutil.rmtree(other, ignore_errors=True)


def holds_any(folder: Path, engineers: Collection[UUID]) -> bool:
    """Whether a generation or its delta may have a row of one of these engineers, alive or not.

    One that cannot be read, as after an upgrade, may have one of anybody.
    """
    wanted = {engineer.bytes for engineer in engineers}
    try:
        ids = ids_of(folder)
    except DamagedGeneration:
        return True
    if not wanted:
        return False
    is_there = np.isin(np.array(sorted(wanted), ids.dtype), ids)
    return bool(is_there.any()) or not wanted.isdisjoint(delta.engineers_in(folder / DELTA))
