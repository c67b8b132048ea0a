"""Which version of the styles a page asks for, so that a browser never shows a new page in old ones."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

import allauth
import django_htmx

STYLES = Path(__file__).parent / "static" / "web"


@cache
def styles_version() -> str:
    """A hash over all style sheets and scripts, computed once per process; fonts carry their version in their names."""
    digest = hashlib.sha256()
    for file in sorted([*STYLES.glob("*.css"), *STYLES.glob("*.js"), *STYLES.glob("*.svg")]):
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:10]


def static_folders() -> list[Path]:
    """What the server gives out below /static/, each folder under its own name: ours, and others' scripts."""
    signing_in, htmx = Path(allauth.__file__).parent, Path(django_htmx.__file__).parent
    return [
        STYLES,
        signing_in / "account" / "static" / "account",
        signing_in / "mfa" / "static" / "mfa",
        htmx / "static" / "django_htmx",
    ]
