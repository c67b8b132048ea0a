"""What is below /static/: kept in memory with its compressed form, and told how long a browser may keep it.

An address that carries the version of the styles, or a font's own version, never changes what it gives: whoever has it
need not ask again. Everything else is asked for again, and answered with "not modified" where it is the same.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from guildworks.web.styles import FONT, static_paths, styles_version

BELOW = "/static/"
FOR_A_YEAR, ASK_AGAIN = b"public, max-age=31536000, immutable", b"no-cache"
KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", FONT: "font/woff2"}
WORTH_IT = 0.9  # a compressed form that is not smaller than this share is left out
Headers = list[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class StaticFile:
    """A file as it is sent."""

    kind: bytes  # its Content-Type
    etag: bytes
    body: bytes
    compressed: bytes | None  # by gzip; None where that is hardly smaller
    is_of_one_version: bool  # its name changes with its content


@dataclass(frozen=True, slots=True)
class StaticAnswer:
    """What a browser is sent."""

    status: int
    headers: Headers
    body: bytes


@cache
def static_files() -> Mapping[str, StaticFile]:
    """All of them by their path, read once per process: ours, and others' scripts."""
    return {f"{BELOW}{name}": _read(path) for name, path in static_paths().items()}


def static_answer(path: str, *, query: bytes, headers: Sequence[tuple[bytes, bytes]]) -> StaticAnswer | None:
    """The file at a path of this site, for a browser that sends these headers; None where there is none."""
    file = static_files().get(path)
    if file is None:
        return None
    sent = {name.lower(): value for name, value in headers}
    is_kept = file.is_of_one_version or query == b"v=" + styles_version().encode()
    told = [
        (b"cache-control", FOR_A_YEAR if is_kept else ASK_AGAIN),
        (b"etag", file.etag),
        (b"vary", b"Accept-Encoding"),
        (b"x-content-type-options", b"nosniff"),
    ]
    if sent.get(b"if-none-match") == file.etag:
        return StaticAnswer(304, told, b"")
    body = file.body
    if file.compressed is not None and b"gzip" in sent.get(b"accept-encoding", b""):
        body = file.compressed
        told.append((b"content-encoding", b"gzip"))
    told += [(b"content-type", file.kind), (b"content-length", str(len(body)).encode())]
    return StaticAnswer(200, told, body)


async def sent_file(scope: Mapping[str, Any], send: Callable[[Mapping[str, Any]], Awaitable[None]]) -> bool:
    """Send the file that an ASGI request asks for, and tell whether there is one: no view and no turn is needed."""
    if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
        return False
    answer = static_answer(scope["path"], query=scope["query_string"], headers=scope["headers"])
    if answer is None:
        return False
    body = b"" if scope["method"] == "HEAD" else answer.body
    await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
    await send({"type": "http.response.body", "body": body})
    return True


def _read(path: Path) -> StaticFile:
    body, is_font = path.read_bytes(), path.suffix == FONT
    compressed = None if is_font else gzip.compress(body, 9, mtime=0)  # a font is compressed already
    if compressed is not None and len(compressed) > WORTH_IT * len(body):
        compressed = None
    kind = KINDS.get(path.suffix, "text/plain")
    kind += "; charset=utf-8" if kind.startswith("text/") else ""
    digest = hashlib.sha256(body).hexdigest()[:16]
    return StaticFile(kind.encode(), f'"{digest}"'.encode(), body, compressed, is_font)
