"""The delta of a generation: an append-only file of rows that are newer, read by everybody, written by one feeder.

A frame is whole or it is not there: each carries its length and a checksum. A position is a number of bytes from the
beginning; what stands before it never changes.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from struct import Struct
from typing import Literal
from uuid import UUID

ROW, GONE, FRONTIER = 1, 2, 3
FRAME = Struct("<IIB")  # length, checksum, kind
LEFT = Struct("<16sQ")  # id, seq
LENGTH_MOST = 1 << 24
ID_BYTES = 16


@dataclass(frozen=True, slots=True)
class Left:
    """An engineer who is not listed any more, or has paused, at a place of their event chain."""

    id: UUID
    seq: int


@dataclass(frozen=True, slots=True)
class Frames:
    """What follows a position: changes in their order, rows as they are packed."""

    changes: tuple[bytes | Left, ...]
    frontier: int | None  # the last one told: all events of transactions before it are applied
    position: int  # after the last whole frame
    rest: Literal[
        "none", "torn", "damaged"
    ]  # what follows it: a frame that is not there whole, or one that was changed


def framed(changes: Iterable[bytes | Left], frontier: int) -> bytes:
    """Frames of packed rows and of who has left, and how far the log has come with them."""
    found = [_frame(ROW, one) if isinstance(one, bytes) else _frame(GONE, _left(one)) for one in changes]
    return b"".join([*found, _frame(FRONTIER, frontier.to_bytes(8, "little"))])


def append(file: Path, frames: bytes) -> None:
    """Add frames to the end, and return when they are on disk."""
    handle = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        done = 0
        while done < len(frames):
            done += os.write(handle, frames[done:])
        os.fdatasync(handle)
    finally:
        os.close(handle)


def read(file: Path, *, position: int, until: int | None = None) -> Frames:
    """What stands between two positions, as far as it is whole; `until` None: the end."""
    data = _bytes(file, position, until)
    changes: list[bytes | Left] = []
    frontier, at = None, 0
    rest: Literal["none", "torn", "damaged"] = "none"
    while at < len(data):
        content = _content(data, at)
        if content is None:
            rest = "damaged" if _is_there(data, at) else "torn"
            break
        kind, body = content
        if kind == ROW:
            changes.append(body)
        elif kind == GONE:
            engineer, seq = LEFT.unpack(body)
            changes.append(Left(UUID(bytes=engineer), seq))
        else:
            frontier = int.from_bytes(body, "little")
        at += FRAME.size + len(body)
    return Frames(tuple(changes), frontier, position + at, rest)


def engineers_in(file: Path) -> set[bytes]:
    """Of whom there ever was a row, by the bytes of their ids; nothing is verified."""
    data, at = _bytes(file, 0, None), 0
    found = set()
    while len(data) - at >= FRAME.size + ID_BYTES:
        length, _, kind = FRAME.unpack_from(data, at)
        if kind == ROW:
            found.add(data[at + FRAME.size : at + FRAME.size + ID_BYTES])
        at += FRAME.size + length
    return found


def cut(file: Path, position: int) -> None:
    """Take away a frame that was never finished."""
    os.truncate(file, position)


def _bytes(file: Path, position: int, until: int | None) -> bytes:
    try:
        with file.open("rb") as opened:
            opened.seek(position)
            return opened.read() if until is None else opened.read(max(until - position, 0))
    except FileNotFoundError:
        return b""


def _content(data: bytes, at: int) -> tuple[int, bytes] | None:
    """The kind and body of the frame that begins here, if it is whole."""
    if len(data) - at < FRAME.size:
        return None
    length, crc, kind = FRAME.unpack_from(data, at)
    body = data[at + FRAME.size : at + FRAME.size + length]
    return (kind, body) if len(body) == length and zlib.crc32(body, kind) == crc else None


def _is_there(data: bytes, at: int) -> bool:
    """Whether a frame that is not whole has all its bytes, so that it was changed and not cut off."""
    if len(data) - at < FRAME.size:
        return False
    length: int = FRAME.unpack_from(data, at)[0]
    return length > LENGTH_MOST or len(data) - at - FRAME.size >= length


def _frame(kind: int, body: bytes) -> bytes:
    return FRAME.pack(len(body), zlib.crc32(body, kind), kind) + body


def _left(left: Left) -> bytes:
    return LEFT.pack(left.id.bytes, left.seq)
