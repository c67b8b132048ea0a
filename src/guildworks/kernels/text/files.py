"""From the bytes of a file that a stranger sent to the text that it shows.

PDF and DOCX are opened in a child process under limits of memory, time and output; nothing here trusts a file's name.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Literal

import guildworks
from guildworks.kernels.text.mojibake import repair_mojibake
from guildworks.kernels.text.unreadable import REASONS, UnreadableFile

__all__ = ["FileLimits", "FileText", "Kind", "UnreadableFile", "read_file"]

Kind = Literal["pdf", "docx", "json", "markdown", "text"]
_READER = "guildworks.kernels.text.file_reader"
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
# The first signs of a page of the web, and of a list in JSON, whole or broken; "[Ada](https://…)" begins neither.
_WEB_PAGE = re.compile(
    rb"(?:\s|<\?xml[^>]{0,200}>|<!--.{0,500}?-->)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL
)
_LIST_OF_JSON = re.compile(rb'(?:\[\s*)+(?:[{"]|$|(?:-?\d[\d.eE+-]*|true|false|null)\s*(?:,|$))')
_SIGHT = 4_000  # bytes in which a kind shows itself
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class FileLimits:
    """Bounds for one file."""

    file_bytes: int = 10 * _MEGABYTE
    pages: int = 60
    characters: int = 200_000  # of text; what comes after is left out, and a warning says so
    unpacked_bytes: int = 40 * _MEGABYTE  # of the parts of a DOCX that are read
    memory_bytes: int = 768 * _MEGABYTE  # address space of the child
    cpu_seconds: int = 20
    wall_seconds: float = 30.0


@dataclass(frozen=True, slots=True)
class FileText:
    """What a file says. `warnings` are full sentences, such as how much hidden text was left out."""

    text: str
    kind: Kind
    warnings: tuple[str, ...] = ()


def read_file(data: bytes, *, name: str, limits: FileLimits | None = None) -> FileText:
    """Read a PDF, DOCX, JSON, Markdown or text file. `name` only tells JSON and Markdown from plain text.

    Raises UnreadableFile, whose `code` is a key of `unreadable.REASONS`.
    """
    bounds = limits or FileLimits()
    if len(data) > bounds.file_bytes:
        size = f"{len(data) / _MEGABYTE:.1f}"
        raise UnreadableFile("file_too_large", size_mb=size, most_mb=f"{bounds.file_bytes / _MEGABYTE:g}")
    kind = sniff(data, name=name)
    if kind in ("pdf", "docx"):
        text, hidden = _read_in_child(data, kind, bounds)
    else:
        text, hidden = _decode(data), 0
    text = repair_mojibake(text.replace("\r\n", "\n").replace("\r", "\n"))
    if not text.strip():
        raise UnreadableFile("file_empty" if kind not in ("pdf", "docx") else "no_text")
    return FileText(text[: bounds.characters], kind, _warnings(text, hidden, bounds))


def sniff(data: bytes, *, name: str) -> Kind:
    """The kind of a file by its content. Raises UnreadableFile: `file_empty`, `file_type_unknown`."""
    if not data.strip():
        raise UnreadableFile("file_empty")
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return "docx"
    if data.startswith(
        (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"\xd0\xcf\x11\xe0", b"\x7fELF", b"\x1f\x8b", b"MZ")
    ):
        raise UnreadableFile("file_type_unknown")
    words = _in_utf8(data).lstrip(b"\xef\xbb\xbf \t\r\n")
    if _WEB_PAGE.match(words[:_SIGHT]):
        raise UnreadableFile("file_type_unknown")
    if name.lower().endswith(".json") or _is_json(words):
        return "json"
    return "markdown" if name.lower().endswith((".md", ".markdown")) else "text"


def _in_utf8(data: bytes) -> bytes:
    return data.decode("utf-16", "ignore").encode() if data.startswith(_UTF_16) else data


def _is_json(data: bytes) -> bool:
    """Whether a file is meant as JSON: an object, or a list, which is refused later for what it is.

    A written resume may begin with a bracket too, as in "[Ada Example](https://…)".
    """
    if not data.startswith(b"["):
        return data.startswith(b"{")
    if _LIST_OF_JSON.match(data[:_SIGHT]):
        return True
    try:
        json.loads(data, parse_int=float)
    except ValueError:
        return False
    except RecursionError:
        return True
    return True


def _decode(data: bytes) -> str:
    """UTF-8, UTF-16 with its mark, or else Western European. Raises UnreadableFile: `text_is_binary`."""
    encodings = ["utf-16"] if data.startswith(_UTF_16) else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        with contextlib.suppress(UnicodeDecodeError):
            text = data.decode(encoding)
            if _CONTROL.search(text):
                break
            return text
    raise UnreadableFile("text_is_binary")


def _warnings(text: str, hidden: int, bounds: FileLimits) -> tuple[str, ...]:
    warnings = []
    if hidden:
        characters = "1 character" if hidden == 1 else f"{hidden:,} characters"
        warnings.append(f"{characters} that the file holds but does not show were left out.")
    if len(text) > bounds.characters:
        warnings.append(f"Only the first {bounds.characters:,} characters were read.")
    return tuple(warnings)


def _read_in_child(data: bytes, kind: Kind, bounds: FileLimits) -> tuple[str, int]:
    order = {
        "kind": kind,
        "pages": bounds.pages,
        "characters": bounds.characters,
        "unpacked_bytes": bounds.unpacked_bytes,
        "memory_bytes": bounds.memory_bytes,
        "cpu_seconds": bounds.cpu_seconds,
    }
    sent = json.dumps(order).encode("ascii") + b"\n" + data
    answer = _answer(sent, seconds=bounds.wall_seconds, most=12 * bounds.characters + 10_000)
    if "code" in answer:
        code = answer["code"] if answer["code"] in REASONS else "file_damaged"
        raise UnreadableFile(code, **answer.get("facts", {}))
    return str(answer["text"]), int(answer["hidden"])


def _answer(sent: bytes, *, seconds: float, most: int) -> Mapping[str, Any]:
    """What the child says to `sent`. Raises UnreadableFile where it dies, is late or says more than `most` bytes."""
    child = subprocess.Popen(
        [sys.executable, "-B", "-P", "-s", "-m", _READER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
        start_new_session=True,
    )
    assert child.stdin and child.stdout
    late = threading.Timer(seconds, child.kill)
    late.start()
    started = time.monotonic()
    feeding = threading.Thread(target=_feed, args=(child.stdin, sent), daemon=True)
    feeding.start()
    try:
        output = child.stdout.read(most + 1)
        if len(output) > most:
            raise UnreadableFile("file_is_a_bomb")
        code = child.wait()
        if code:
            raise _death(code, was_late=time.monotonic() - started >= seconds)
        found: Mapping[str, Any] = json.loads(output)
        return found
    except json.JSONDecodeError as wrong:
        raise UnreadableFile("file_damaged") from wrong
    finally:
        late.cancel()
        child.kill()
        child.wait()
        child.stdout.close()
        feeding.join()


def _feed(stdin: IO[bytes], sent: bytes) -> None:
    with contextlib.suppress(OSError):  # the child may be gone before it has read all
        stdin.write(sent)
    with contextlib.suppress(OSError):
        stdin.close()


def _environment() -> dict[str, str]:
    """As little as Python needs; the child sees none of this program's settings or secrets."""
    source = str(Path(guildworks.__file__).parent.parent)
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LD_LIBRARY_PATH", "TMPDIR") if name in os.environ}
    # A pool of threads in numpy's library would reserve more address space than the child may have.
    return {**kept, "PYTHONPATH": source, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


def _death(code: int, *, was_late: bool) -> UnreadableFile:
    """What the child's end means. pdfium ends by abort or trap where memory does, without a Python exception."""
    number = -code if code < 0 else code - 128
    if was_late or number == signal.SIGXCPU or (number == signal.SIGKILL):
        return UnreadableFile("reading_took_too_long")
    if number in (signal.SIGABRT, signal.SIGTRAP, signal.SIGILL):
        return UnreadableFile("file_is_a_bomb")
    return UnreadableFile("file_damaged")
