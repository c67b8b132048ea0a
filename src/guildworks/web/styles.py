"""Which version of the styles a page asks for, so that a browser never shows a new page in old ones."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import allauth
import django_htmx

STYLES = Path(__file__).parent / "static" / "web"
FONT = ".woff2"  # these carry their version in their names


@cache
def styles_version() -> str:
    """A hash over all style sheets and scripts, others' too, computed once per process."""
    return version_of(static_paths())


def version_of(files: Mapping[str, Path]) -> str:
    """A hash over these files, fonts apart."""
    digest = hashlib.sha256()
    for name, path in sorted(files.items()):
        if path.suffix != FONT:
            digest.update(name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:10]


def static_paths() -> Mapping[str, Path]:
    """What is given out below /static/, by its name there: ours, and others' scripts."""
    signing_in, htmx = Path(allauth.__file__).parent, Path(django_htmx.__file__).parent
    folders = (
        STYLES,
        signing_in / "account" / "static" / "account",
        signing_in / "mfa" / "static" / "mfa",
        htmx / "static" / "django_htmx",
    )
    files = ((path, folder.parent) for folder in folders for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(above).as_posix(): path for path, above in files}
