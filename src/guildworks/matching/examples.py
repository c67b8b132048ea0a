"""The example briefs, offered on the page to whoever has none at hand."""

from __future__ import annotations

from functools import cache
from pathlib import Path

CHECKOUT = Path(__file__).parents[3] / "examples" / "briefs"
SHIPPED = Path(__file__).parents[1] / "examples" / "briefs"  # the copy that the wheel carries


@cache
def examples() -> dict[str, Path]:
    """The example briefs by name, such as `claims-letters`; empty where none are installed."""
    folder = CHECKOUT if CHECKOUT.is_dir() else SHIPPED
    return {file.stem: file for file in sorted(folder.glob("*.md"))}


def example_text(name: str) -> str:
    """The text of an example; empty where there is none of this name."""
    file = examples().get(name)
    return file.read_text("utf-8") if file else ""
