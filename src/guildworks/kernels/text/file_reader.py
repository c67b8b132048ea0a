"""The child process that reads one PDF or DOCX under limits: `python -m guildworks.kernels.text.file_reader`.

Standard input: one line of JSON with `kind` and the limits, then the file. Standard output: one JSON object, either
`text` and `hidden`, or `code` and `facts` of an UnreadableFile. It writes no file and asks for no network.
"""

from __future__ import annotations

import contextlib
import json
import sys
from typing import Any

from guildworks.kernels.text.unreadable import UnreadableFile


def main() -> int:
    """Read one file from standard input and answer on standard output."""
    order: dict[str, Any] = json.loads(sys.stdin.buffer.readline())
    bind_limits(memory_bytes=order["memory_bytes"], cpu_seconds=order["cpu_seconds"])
    data = sys.stdin.buffer.read()
    try:
        answer = _read(data, order)
    except UnreadableFile as unreadable:
        answer = {"code": unreadable.code, "facts": unreadable.facts}
    except MemoryError:
        answer = {"code": "file_is_a_bomb", "facts": {}}
    sys.stdout.buffer.write(json.dumps(answer).encode("ascii"))
    return 0


def bind_limits(*, memory_bytes: int, cpu_seconds: int) -> None:
    """Bound this process. Where the system knows a limit not, or does not keep it (macOS), it goes without."""
    import resource

    bounds = {"RLIMIT_AS": memory_bytes, "RLIMIT_CPU": cpu_seconds, "RLIMIT_FSIZE": 0, "RLIMIT_CORE": 0}
    for name, most in bounds.items():
        with contextlib.suppress(AttributeError, ValueError, OSError):
            resource.setrlimit(getattr(resource, name), (most, most))


def _read(data: bytes, order: dict[str, Any]) -> dict[str, Any]:
    if order["kind"] == "docx":
        from guildworks.kernels.text.docx import read_docx

        word = read_docx(data, unpacked_max=order["unpacked_bytes"], text_max=order["characters"] + 1)
        return {"text": word.text, "hidden": word.hidden}
    from guildworks.kernels.text.pdf import read_pdf

    pdf = read_pdf(data, pages_max=order["pages"], text_max=order["characters"] + 1)
    return {"text": pdf.text, "hidden": pdf.hidden}


if __name__ == "__main__":
    raise SystemExit(main())
