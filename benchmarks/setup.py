"""Set-up on an empty environment with plain pip, and the second start."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from benchmarks.table import Row, at_most

CHECKOUT = Path(__file__).parents[1]


def rows(quick: bool, say: Callable[[str], None]) -> list[Row]:
    """Seconds of the first and the second `./guildworks --version` in a fresh clone; pip's own cache is not used."""
    with tempfile.TemporaryDirectory(prefix="guildworks-setup-") as folder:
        clone = Path(folder) / "guildworks"
        subprocess.run(["git", "clone", "-q", str(CHECKOUT), str(clone)], check=True)
        environment = {**os.environ, "GUILDWORKS_HOME": str(Path(folder) / "home"), "PIP_NO_CACHE_DIR": "1"}
        first = _seconds(clone, environment)
        second = min(_seconds(clone, environment) for _ in range(3))
        shutil.rmtree(clone / ".venv")
    return [
        at_most("set-up in an empty environment, s", first, 60, note="a fresh clone, plain pip without its cache"),
        at_most("second start, s", second, 3),
    ]


def _seconds(clone: Path, environment: dict[str, str]) -> float:
    began = perf_counter()
    words = ["./guildworks", "skills", "list", "pytorch"]
    subprocess.run(words, cwd=clone, env=environment, check=True, stdout=subprocess.DEVNULL)
    return perf_counter() - began
