"""Which version of the styles a page asks for, so that a browser never shows a new page in old ones."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

STYLES = Path(__file__).parent / "static" / "web"


@cache
def styles_version() -> str:
    """A hash over all style sheets and scripts, computed once per process; fonts carry their version in their names."""
    digest = hashlib.sha256()
    for file in sorted([*STYLES.glob("*.css"), *STYLES.glob("*.js"), *STYLES.glob("*.svg")]):
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:10]
