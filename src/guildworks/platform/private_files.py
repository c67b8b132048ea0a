"""Files of this machine that nobody but their owner may read: what signs, and what keeps sessions."""

from __future__ import annotations

import fcntl
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class NotPrivate(OSError):
    """Somebody other than its owner may read or change a file."""


def read_private(path: Path, *, most: int) -> bytes:
    """The first `most` bytes of a file that its owner alone may read. Raises NotPrivate, or another OSError."""
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)  # a pipe in its place would otherwise wait for a writer
    with os.fdopen(handle, "rb") as file:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode):
            raise OSError(None, "not a file")
        if found.st_mode & 0o077:
            raise NotPrivate(None, "others than its owner may read or change it")
        return file.read(most)


def write_next(path: Path, content: bytes) -> None:
    """Write what is to lie at this path beside it, readable by its owner alone; `move_in` then puts it there."""
    beside(path).unlink(missing_ok=True)
    handle = os.open(beside(path), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(handle)


def move_in(path: Path) -> None:
    """Put the file that was written beside in its place: at each moment the old one is there, or the new one."""
    beside(path).replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def beside(path: Path) -> Path:
    """Where the next content of a file is written."""
    return path.with_name(f"{path.name}.next")


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Within the block no other process changes the file; its folder is made where it is missing."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = os.open(path.with_name(f"{path.name}.lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)
