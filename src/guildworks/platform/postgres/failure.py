"""What can go wrong between the program and its own PostgreSQL, in words for people."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

DISK_FULL_WORDS = "No space left on device"


class PostgresError(Exception):
    """The embedded PostgreSQL cannot be used: a stable `code`, a `message` for people, the way out as `hint`."""

    def __init__(self, code: str, message: str, *, hint: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint


def disk_full(folder: object) -> PostgresError:
    """The error for a disk that has no room left under `folder`."""
    return PostgresError(
        "database_disk_full",
        f"The disk that holds {folder} is full.",
        hint="Free at least 100 MB there, or set GUILDWORKS_HOME to a folder on another disk, and start again.",
    )


@contextmanager
def file_refusals(folder: object) -> Iterator[None]:
    """Turn what the file system refuses inside the block into a `PostgresError` that names the path."""
    try:
        yield
    except OSError as refusal:
        if refusal.errno in (errno.ENOSPC, errno.EDQUOT):
            raise disk_full(refusal.filename or folder) from refusal
        raise PostgresError(
            "database_folder_unusable",
            f"The database cannot use {refusal.filename or folder}: {refusal.strerror or refusal}.",
            hint="Make that folder writable for this user, or set GUILDWORKS_HOME to one that is.",
        ) from refusal
