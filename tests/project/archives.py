"""Archives of backups, and what somebody may have done to one."""

from __future__ import annotations

import hashlib
import json
import tarfile
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any


def rewrite(
    path: Path,
    *,
    keep: Callable[[str], bool] = lambda name: True,
    change: Mapping[str, Callable[[bytes], bytes]] | None = None,
    rename: Mapping[str, str] | None = None,
) -> None:
    """Write the archive anew, with other members."""
    fresh = path.with_suffix(".fresh")
    with tarfile.open(path) as old, tarfile.open(fresh, "w", format=tarfile.GNU_FORMAT) as new:
        for info in old:
            content = old.extractfile(info).read()
            content = (change or {}).get(info.name, lambda same: same)(content)
            if keep(info.name):
                info.name, info.size = (rename or {}).get(info.name, info.name), len(content)
                new.addfile(info, BytesIO(content))
    fresh.replace(path)


def amend(path: Path, change: Callable[[Any], None]) -> None:
    """Change the manifest as somebody does who writes its sum anew too."""
    with tarfile.open(path) as old:
        document = json.loads(old.extractfile("manifest.json").read())
    change(document)
    written = json.dumps(document).encode()

    def sums(content: bytes) -> bytes:
        other = [line for line in content.decode().splitlines() if not line.endswith("  manifest.json")]
        return "\n".join([*other, f"{hashlib.sha256(written).hexdigest()}  manifest.json", ""]).encode()

    rewrite(path, change={"manifest.json": lambda _: written, "SHA256SUMS": sums})
