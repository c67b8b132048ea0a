"""Texts made from the program, kept in the repository, and compared: a change is reviewed as a diff of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import unified_diff
from pathlib import Path

import pytest

from tests.house.checkout import ROOT


def compare(request: pytest.FixtureRequest, folder: Path, texts: Mapping[str, str], *, pattern: str = "*") -> None:
    """The files of `folder` are exactly these texts; with --rewrite they are made so first.

    Files that do not fit `pattern` are somebody else's and left alone.
    """
    if request.config.getoption("--rewrite"):
        write(folder, texts, pattern=pattern)
    kept = {path.name: path.read_text("utf-8") for path in folder.glob(pattern)}
    stale = sorted(name for name in kept.keys() | texts.keys() if kept.get(name) != texts.get(name))
    changes = "\n".join(change for name in stale for change in changed(name, kept.get(name, ""), texts.get(name, "")))
    test = request.node.path.relative_to(ROOT)
    way_out = f"Where it is meant, write it anew: ./guildworks test {test} --rewrite"
    assert stale == [], f"{folder.relative_to(ROOT)} is not what the program says.\n{changes}\n{way_out}"


def changed(name: str, kept: str, made: str) -> Iterator[str]:
    """The lines that differ."""
    yield from unified_diff(kept.splitlines(), made.splitlines(), name, f"{name}, as it is now", n=0, lineterm="")


def write(folder: Path, texts: Mapping[str, str], *, pattern: str) -> None:
    """Make the files of `folder` that fit the pattern exactly these."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.glob(pattern):
        if path.name not in texts:
            path.unlink()
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
