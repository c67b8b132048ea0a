"""What an installation keeps outside of its database: stored files, and the keys that sign and seal."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO

from guildworks.platform.errors import GuildworksError
from guildworks.platform.postgres.dumps import CHUNK_BYTES
from guildworks.platform.private_files import beside, move_in, read_private, write_next
from guildworks.platform.secret_key import FILE as SECRET_KEY
from guildworks.platform.signing_keys import FILE as SIGNING_KEY
from guildworks.project.backup.archive import FILES

_KEY_BYTES_MOST = 4096


class FilesAreThere(GuildworksError):
    """There are stored files in this home already."""

    code = "restore_files_are_there"
    hint = "Restore into an empty home: set GUILDWORKS_HOME, or move that folder away."


def files_folder(home: Path) -> Path:
    """The one folder that holds all stored files: that of the home, unless several machines share another."""
    shared = os.environ.get("GUILDWORKS_FILES_FOLDER")
    return Path(shared).absolute() if shared else home / FILES


def stored_files(home: Path) -> Iterator[Path]:
    """Every stored file; those half written, whose names begin with a dot, are left out."""
    for folder, _, names in os.walk(files_folder(home)):
        yield from (Path(folder) / name for name in names if not name.startswith("."))


def content_of(path: Path) -> Iterator[bytes] | None:
    """A stored file as a stream; None for one that was deleted a moment ago."""
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return None
    return _read(file)


def _read(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while chunk := file.read(CHUNK_BYTES):
            yield chunk


def keys(home: Path) -> dict[str, bytes]:
    """The private keys of this machine by the names of their files; a secret that the environment gives is no file."""
    placed = os.environ.get("GUILDWORKS_SIGNING_KEY_FILE")
    found = {SIGNING_KEY: Path(placed) if placed else home / SIGNING_KEY}
    if not os.environ.get("GUILDWORKS_SECRET_KEY"):
        found[SECRET_KEY] = home / SECRET_KEY
    return {name: read_private(path, most=_KEY_BYTES_MOST) for name, path in found.items() if path.exists()}


def require_no_files(home: Path) -> None:
    """Raises FilesAreThere."""
    if next(stored_files(home), None) is not None:
        raise FilesAreThere(f"There are stored files in {files_folder(home)} already")


@contextmanager
def files_put_back(home: Path, found: Iterable[tuple[str, IO[bytes]]]) -> Iterator[None]:
    """Write stored files, by their names below the folder: they are there within the block, and go if it fails."""
    require_no_files(home)
    place = files_folder(home)
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder, is_done = Path(tempfile.mkdtemp(dir=place.parent, prefix=f"{place.name}.new-")), False
    try:
        for name, content in found:
            _put_file(folder / name, content)
        if any(folder.iterdir()):
            shutil.rmtree(place, ignore_errors=True)  # empty folders, as was seen above
            folder = folder.rename(place)
        else:
            folder.rmdir()
        yield
        is_done = True
    finally:
        if not is_done:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def keys_put_back(home: Path, found: dict[str, bytes], now: datetime) -> Iterator[list[str]]:
    """Put keys where the program looks for them: the names of those that were put there. If the block fails, they go.

    One that lies there and is another is kept beside; where the environment gives a key, that one counts.
    """
    given = {SIGNING_KEY: "GUILDWORKS_SIGNING_KEY_FILE", SECRET_KEY: "GUILDWORKS_SECRET_KEY"}
    put = [name for name in found if name in given and not os.environ.get(given[name])]
    kept = {home / name: home / f"{name}.before-{now:%Y%m%d-%H%M%S}" for name in put if (home / name).exists()}
    is_done = False
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        for path, aside in kept.items():
            path.rename(aside)
        for name in put:
            beside(home / name).unlink(missing_ok=True)  # the next key of a rotation that was killed
            write_next(home / name, found[name])
            move_in(home / name)
        yield put
        is_done = True
    finally:
        if not is_done:
            _undo(home, put, kept)
    for path, aside in kept.items():
        if path.read_bytes() == aside.read_bytes():
            aside.unlink()


def _undo(home: Path, put: Iterable[str], kept: Mapping[Path, Path]) -> None:
    for name in put:
        (home / name).unlink(missing_ok=True)
    for path, aside in kept.items():
        if aside.exists():
            aside.rename(path)


def _put_file(path: Path, content: IO[bytes]) -> None:
    """Write one file, readable by its owner alone."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        shutil.copyfileobj(content, file, CHUNK_BYTES)
