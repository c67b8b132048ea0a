"""Options and arguments that several commands share."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from guildworks.platform.errors import BadInput

if TYPE_CHECKING:
    from guildworks.talent.models import Engineer

AsJson = Annotated[
    bool, typer.Option("--json", metavar="", help="Print one JSON document on stdout and nothing else there.")
]
EngineerIds = Annotated[list[str], typer.Argument(metavar="ENGINEER…", help="Ids such as eng_01JDQ…")]
EngineerId = Annotated[str, typer.Argument(metavar="ENGINEER", help="An id such as eng_01JDQ…")]
Rows = Annotated[int, typer.Option("--rows", metavar="N", min=1, max=10_000, help="How many at most.")]
# Named by whoever starts it: a process that asks may already have lost its parent, and would ask somebody else's.
Parent = Annotated[
    int, typer.Option("--parent", metavar="PID", min=0, help="The process with which it ends, as `serve` has it.")
]


class BadOption(BadInput):
    """An option cannot be read."""

    code = "bad_option"


class UnwritablePath(BadInput):
    """This file cannot be written."""

    code = "file_not_writable"


class UnreadablePath(BadInput):
    """This file cannot be read."""

    code = "file_not_readable"


def ready() -> None:
    """Make the database ready; the domains' modules can be imported from then on."""
    from guildworks.project import start

    start.ready()


def get_engineer(shown_id: str) -> Engineer:
    """The engineer with this id. Raises BadId or NotFound."""
    from guildworks.accounts.queries import local_operator
    from guildworks.talent import queries

    return queries.get_engineer(local_operator(), shown_id)


def read_bytes(path: Path, *, most: int) -> bytes:
    """The bytes of a file, at most `most`. Raises UnreadablePath that says why not."""
    try:
        with path.open("rb") as file:
            data = file.read(most + 1)
    except OSError as wrong:
        reason = wrong.strerror or str(wrong)
        raise UnreadablePath(f"{path}: {reason}", hint="Give the path of a file that you may read.") from wrong
    if len(data) > most:
        raise UnreadablePath(f"{path} is larger than {most:,} bytes", hint="`guildworks limits list` shows the limits.")
    return data


def require_place(path: Path) -> None:
    """Refuse a path where no file can be written, before anything is done. Raises UnwritablePath."""
    folder = path.parent
    if path.is_dir() or not folder.is_dir() or not os.access(path if path.exists() else folder, os.W_OK):
        raise UnwritablePath(f"{path} cannot be written", hint="Give the path of a file in a folder of yours.")


def write_json(path: Path, document: Mapping[str, Any]) -> None:
    """Write one JSON document to a file. Raises UnwritablePath that says why not."""
    try:
        path.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", "utf-8")
    except OSError as wrong:
        raise UnwritablePath(f"{path}: {wrong.strerror or wrong}", hint="The list itself is kept.") from wrong


def read_text(path: Path, *, most: int) -> str:
    """The text of a UTF-8 file, at most `most` bytes. Raises UnreadablePath."""
    try:
        return read_bytes(path, most=most).decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        hint = "Save it as UTF-8 text. A PDF or DOCX is read by `guildworks engineers import`."
        raise UnreadablePath(f"{path} is not a text file in UTF-8", hint=hint) from wrong
