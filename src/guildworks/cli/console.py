"""Where the commands write: answers to stdout, progress and messages to stderr; one JSON document where asked."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from typing import Any
from unicodedata import category

from rich.console import Console
from rich.markup import escape
from rich.theme import Theme

from guildworks.platform.errors import GuildworksError

_THEME = Theme(
    {
        "name": "bold",
        "figure": "bold",
        "faint": "dim",
        "accent": "dark_cyan",
        "doubt": "bold yellow",
        "refused": "bold red",
        "repr.number": "none",
    }
)
PIPED_WIDTH = 100  # columns where nobody watches: a file or a pipe reads as a wide terminal does
_width = None if sys.stdout.isatty() or os.environ.get("COLUMNS") else PIPED_WIDTH
out = Console(theme=_THEME, highlight=False, soft_wrap=False, emoji=False, width=_width)
err = Console(theme=_THEME, highlight=False, stderr=True, emoji=False)


def told(words: str) -> str:
    """Words of somebody else, to stand within our markup: they are no markup, and steer no terminal."""
    return escape("".join(letter for letter in words if letter in "\n\t" or category(letter) != "Cc"))


def print_json(document: Mapping[str, Any]) -> None:
    """The one JSON document of a command."""
    sys.stdout.write(json.dumps(document, ensure_ascii=False) + "\n")


def hint_at_terminal(error: GuildworksError) -> str:
    """The next step, with the command that takes it."""
    return " ".join(filter(None, (error.hint, error.at_terminal)))


def print_error(error: GuildworksError, *, as_json: bool) -> None:
    """`error:` and `hint:` on stderr, and in JSON mode the same as a document on stdout."""
    sys.stderr.write(f"error: {error.message}\n")
    hint = hint_at_terminal(error)
    if hint:
        sys.stderr.write(f"hint: {hint}\n")
    if as_json:
        told = {"code": error.code, "message": error.message, "hint": hint, "fields": error.fields}
        print_json({"error": told | error.facts})
