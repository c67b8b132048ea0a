"""The document of the interface as its page shows it."""

from __future__ import annotations

from typing import Any


def docs_shown(document: dict[str, Any]) -> dict[str, Any]:
    """Facts of the page."""
    return {"document": document}
