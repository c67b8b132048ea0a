"""Set-up on an empty environment with plain pip, and the second start."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks.table import Row, within

CHECKOUT = Path(__file__).parents[1]
DEMO = ("demo", "--no-serve")  # the 2,000 who are there already are not loaded again


def rows(quick: bool, say: Callable[[str], None]) -> list[Row]:
    """Seconds of the set-up in a fresh clone without pip's cache, and of a later start that prints a shortlist."""
    with tempfile.TemporaryDirectory(prefix="guildworks-setup-") as folder:
        Path(folder).chmod(0o711)  # the embedded database may run as another user and must pass through
        clone = Path(folder) / "guildworks"
        subprocess.run(["git", "clone", "-q", str(CHECKOUT), str(clone)], check=True)
        environment = {**os.environ, "GUILDWORKS_HOME": str(Path(folder) / "home"), "PIP_NO_CACHE_DIR": "1"}
        try:
            first = _seconds(clone, environment, "--version")
            _seconds(clone, environment, *DEMO)
            second = median(_seconds(clone, environment, *DEMO) for _ in range(1 if quick else 5))
        finally:
            _seconds(clone, environment, "stop")
    return [
        within("set-up in an empty environment, s", first, 60, note="a fresh clone, plain pip without its cache"),
        within("second start, s", second, 3, note="demo with its people there: server asked, model loaded, shortlist"),
    ]


def _seconds(clone: Path, environment: dict[str, str], *words: str) -> float:
    began = perf_counter()
    subprocess.run(["./guildworks", *words], cwd=clone, env=environment, check=True, stdout=subprocess.DEVNULL)
    return perf_counter() - began
