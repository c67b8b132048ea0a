"""What is in the checkout: its tracked files, read once, and the syntax trees of its Python."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "guildworks"
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class File:
    """A tracked text file; `path` is relative to the root."""

    path: str
    text: str

    def lines(self) -> Iterator[tuple[int, str]]:
        """Its lines with their numbers, from 1."""
        yield from enumerate(self.text.splitlines(), start=1)

    def is_any_of(self, patterns: tuple[str, ...]) -> bool:
        """Whether its path fits one of these patterns; `*` also stands for folders."""
        return any(fnmatch(self.path, pattern) for pattern in patterns)


@cache
def tracked() -> tuple[File, ...]:
    """All text files that git tracks or would track, as they lie on the disk."""
    words = ["git", "-c", "safe.directory=*", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    paths = sorted({path for path in listed.split("\0") if path and (ROOT / path).is_file()})
    return tuple(File(path, text) for path in paths if (text := _text(ROOT / path)) is not None)


def files(*patterns: str) -> list[File]:
    """The tracked text files whose path fits one of the patterns."""
    return [file for file in tracked() if file.is_any_of(patterns)]


@cache
def tree(file: File) -> ast.Module:
    """The syntax tree of a Python file."""
    return ast.parse(file.text, file.path)


def functions(file: File) -> Iterator[Function]:
    """All functions and methods of a Python file."""
    yield from (node for node in ast.walk(tree(file)) if isinstance(node, Function))


def _text(path: Path) -> str | None:
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError:
        return None
