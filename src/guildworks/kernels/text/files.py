"""From the bytes of a file that a stranger sent to the text that it shows.

PDF and DOCX are opened in a child process under limits of memory, time and output; nothing here trusts a file's name.
"""

from __future__ import annotations

import contextlib
import json
import re
from dataclasses import dataclass
from typing import Literal

from guildworks.kernels.text.child import ChildFailed, answer_of
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
_CODES = {"late": "reading_took_too_long", "too_much": "file_is_a_bomb", "damaged": "file_damaged"}


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
    try:
        answer = answer_of(_READER, sent, seconds=bounds.wall_seconds, most=12 * bounds.characters + 10_000)
    except ChildFailed as failed:
        raise UnreadableFile(_CODES[failed.reason]) from failed
    if "code" in answer:
        code = answer["code"] if answer["code"] in REASONS else "file_damaged"
        raise UnreadableFile(code, **answer.get("facts", {}))
    return str(answer["text"]), int(answer["hidden"])
