"""The file of a backup: a tar that any `tar` opens, and that tells whether it is whole and unchanged.

Its members, in this order: `files/…`, `database.dump`, `files/…` that came meanwhile, `keys/…`, `schema.txt`,
`manifest.json`, and `SHA256SUMS`, which names all before it, so that `sha256sum -c` checks what was unpacked.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import tarfile
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from guildworks.platform.errors import BadInput, GuildworksError
from guildworks.platform.postgres.dumps import CHUNK_BYTES

FORMAT, FORMAT_VERSION = "guildworks-backup", 1
DUMP, SCHEMA, MANIFEST, SUMS = "database.dump", "schema.txt", "manifest.json", "SHA256SUMS"
FILES, KEYS = "files", "keys"
_DOCUMENT_BYTES_MOST = 50_000_000
_SAFE_NAME = re.compile(r"(?!.*(^|/)\.{1,2}(/|$))[\w][\w.@+/-]{0,199}")

Manifest = dict[str, Any]
Told = Callable[[int], None]  # hears how many bytes were read so far


def rows_of(manifest: Manifest) -> int:
    """The rows of all tables."""
    return sum(table["rows"] for table in manifest["tables"].values())


class NoBackup(BadInput):
    """This file is not a backup of Guildworks."""

    code = "backup_unknown"
    hint = "Give the file that a backup has written."
    at_terminal = "`guildworks backup FILE` writes one."


class BackupDamaged(GuildworksError):
    """This backup was cut off or changed after it was made."""

    code = "backup_damaged"
    status = 2
    hint = "Nothing was restored. Take another copy of it, or an older backup."


class BackupOfAnotherFormat(GuildworksError):
    """This backup has a form that this version of the program does not know."""

    code = "backup_of_another_format"
    status = 2
    hint = "Restore it with the version of Guildworks that made it, or a newer one."


class Writer:
    """Writes the members one after the other, each from a stream whose length is known only at its end."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._listed = tempfile.TemporaryFile("w+b")  # noqa: SIM115 - a line a member, of which there may be millions

    def add(self, name: str, chunks: Iterable[bytes]) -> int:
        """Write one member; its size in bytes."""
        info, began, size, digest = tarfile.TarInfo(name), self._file.tell(), 0, hashlib.sha256()
        info.mode = 0o600
        header = len(info.tobuf(tarfile.GNU_FORMAT))
        self._file.write(bytes(header))
        for chunk in chunks:
            self._file.write(chunk)
            digest.update(chunk)
            size += len(chunk)
        self._file.write(bytes(-size % tarfile.BLOCKSIZE))
        info.size, ended = size, self._file.tell()
        self._file.seek(began)
        self._file.write(info.tobuf(tarfile.GNU_FORMAT))
        self._file.seek(ended)
        self._listed.write(_line(digest.hexdigest(), name))
        return size

    def add_document(self, name: str, document: Manifest) -> None:
        """Write a member of JSON."""
        self.add(name, [json.dumps(document, indent=1, sort_keys=True).encode() + b"\n"])

    def finish(self) -> None:
        """Write the sums and the end, and see that all of it is on the disk."""
        self._listed.seek(0)
        self.add(SUMS, iter(lambda: self._listed.read(CHUNK_BYTES), b""))
        self._listed.close()
        self._file.write(bytes(2 * tarfile.BLOCKSIZE))
        self._file.flush()
        os.fsync(self._file.fileno())


def check(path: Path, *, told: Told) -> Manifest:
    """Read a backup once, whole: what it says of itself. Raises NoBackup, BackupDamaged or BackupOfAnotherFormat."""
    try:
        return _checked(path, told)
    except tarfile.TarError as wrong:  # in the midst of a member
        raise BackupDamaged(f"{path} ends too early: it was cut off") from wrong


def _checked(path: Path, told: Told) -> Manifest:
    manifest: Manifest | None = None
    with tempfile.TemporaryFile("w+b") as listed, path.open("rb") as file:
        for name, content in _members(file, path):
            if name == SUMS:
                _compare(listed, content, path)
                if manifest is None:
                    raise NoBackup(f"{path} is no backup of Guildworks")
                return _understood(manifest)
            digest, kept = _read_through(_chunks(file, content, told), keep=name == MANIFEST)
            listed.write(_line(digest, name))
            if name == MANIFEST:
                manifest = _parsed(kept, path)
    raise BackupDamaged(f"{path} ends too early: it was cut off")


@contextmanager
def member(path: Path, name: str, *, told: Told = lambda _: None) -> Iterator[Iterator[bytes]]:
    """One member as a stream. Raises BackupDamaged where there is none."""
    with path.open("rb") as file:
        for found, content in _members(file, path):
            if found == name:
                yield _chunks(file, content, told)
                return
    raise BackupDamaged(f"{path} lacks {name}")


def members_below(path: Path, folder: str) -> Iterator[tuple[str, IO[bytes]]]:
    """The members below a folder, one after the other: the name within it and what reads it."""
    with path.open("rb") as file:
        for name, content in _members(file, path):
            if name.startswith(f"{folder}/"):
                yield name.removeprefix(f"{folder}/"), content


def _read_through(chunks: Iterable[bytes], *, keep: bool) -> tuple[str, bytes]:
    """The sum of a member, and where it is to be kept what stands in it."""
    digest, kept = hashlib.sha256(), bytearray()
    for chunk in chunks:
        digest.update(chunk)
        if keep and len(kept) < _DOCUMENT_BYTES_MOST:
            kept += chunk
    return digest.hexdigest(), bytes(kept)


def _chunks(file: IO[bytes], content: IO[bytes], told: Told) -> Iterator[bytes]:
    while chunk := content.read(CHUNK_BYTES):
        told(file.tell())
        yield chunk


def _members(file: IO[bytes], path: Path) -> Iterator[tuple[str, IO[bytes]]]:
    """Name and content of each member, of a file whose names lead nowhere else. Raises NoBackup or BackupDamaged."""
    is_first = True
    try:
        with tarfile.open(fileobj=file, mode="r:") as tar:
            while (info := tar.next()) is not None:
                tar.members = []  # type: ignore[attr-defined]  # it would keep all of them in memory
                content = tar.extractfile(info) if info.isreg() else None
                if content is None or not _SAFE_NAME.fullmatch(info.name):
                    raise NoBackup(f"{path} is no backup of Guildworks: it holds {info.name[:80]!r}")
                is_first = False
                yield info.name, content
    except tarfile.TarError as wrong:
        if is_first:
            raise NoBackup(f"{path} is no backup of Guildworks") from wrong
        raise BackupDamaged(f"{path} was cut off or changed after it was made") from wrong


def _compare(listed: IO[bytes], sums: IO[bytes], path: Path) -> None:
    """Compare what was read with what was written, and name the first member that differs."""
    listed.seek(0)
    for found in listed:
        if (wanted := sums.readline(1_000)) != found:
            name = found.decode().strip().partition("  ")[2]
            reason = "was changed after it was made" if wanted else "does not belong to it"
            raise BackupDamaged(f"{path}: {name} {reason}")
    if sums.read(1):
        raise BackupDamaged(f"{path} lacks members that it had when it was made")


def _parsed(content: bytes, path: Path) -> Manifest:
    try:
        document = json.loads(content)
    except ValueError as wrong:
        raise BackupDamaged(f"{path}: {MANIFEST} was changed after it was made") from wrong
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise NoBackup(f"{path} is no backup of Guildworks")
    return document


def _understood(manifest: Manifest) -> Manifest:
    if manifest["format_version"] != FORMAT_VERSION:
        raise BackupOfAnotherFormat(f"This backup has format {manifest['format_version']}, known is {FORMAT_VERSION}")
    return manifest


def _line(digest: str, name: str) -> bytes:
    return f"{digest}  {name}\n".encode()
