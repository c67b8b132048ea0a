"""The folder that holds the bytes of stored files, one file for each address.

The address is an HMAC of the content under a key of its owner: the same file of two people lies there twice, so that
nobody who sends one learns what others have. Several machines share one folder, which GUILDWORKS_FILES_FOLDER names.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.utils.crypto import salted_hmac

from guildworks.platform import clock
from guildworks.platform.actor import Ref
from guildworks.platform.ids import uuid7


def address_of(owner: Ref, content: bytes) -> bytes:
    """Where this content of this owner lies: 32 bytes, which tell nothing to whoever has the content alone."""
    return salted_hmac(f"guildworks.files {owner.kind} {owner.id}", content, algorithm="sha256").digest()


def path_of(address: bytes) -> Path:
    """The path of an address."""
    name = address.hex()
    return Path(settings.FILES_FOLDER) / name[:2] / name


def write_bytes(address: bytes, content: bytes) -> None:
    """Put the content there, readable by its owner on this machine alone: whole, or not at all."""
    path = path_of(address)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = path.with_name(f".{path.name}.{uuid7()}")  # a backup leaves out what begins with a dot
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(handle)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def old_files(seconds: float) -> Iterator[tuple[bytes | None, Path]]:
    """What has lain there for so long, with its address; None for what a machine that stopped has left half written."""
    youngest = clock.now().timestamp() - seconds
    for path in Path(settings.FILES_FOLDER).glob("[0-9a-f][0-9a-f]/*"):
        try:
            is_old = path.stat().st_mtime <= youngest
            address = bytes.fromhex(path.name) if len(path.name) == 64 else None
        except FileNotFoundError:
            continue  # another machine has swept it
        except ValueError:
            address = None
        if is_old:
            yield address, path
