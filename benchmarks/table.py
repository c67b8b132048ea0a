"""The table of figures: ours against a bar and against a peer that ran at the same time on the same machine."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True, slots=True)
class Row:
    """One measured figure. `bar` is what it has to reach, in words; `holds` is None where nothing is asked of it."""

    figure: str
    ours: float | None  # None: could not be measured here; the note says why
    peer: float | None = None
    ratio: float | None = None  # ours / peer
    bar: str = ""
    holds: bool | None = None
    note: str = ""
    is_time: bool = False  # the same program reaches it on one machine and not on another


def at_least(figure: str, ours: float, bar: float, *, peer: float | None = None, note: str = "") -> Row:
    """A figure that has to reach `bar` from below."""
    return Row(figure, ours, peer, _ratio(ours, peer), f">= {bar:g}", ours >= bar, note)


def at_most(figure: str, ours: float, bar: float, *, peer: float | None = None, note: str = "") -> Row:
    """A figure that may not rise above `bar`."""
    return Row(figure, ours, peer, _ratio(ours, peer), f"<= {bar:g}", ours <= bar, note)


def within(figure: str, ours: float, bar: float, *, peer: float | None = None, note: str = "") -> Row:
    """A time that may not rise above `bar` on a machine of two cores that has nothing else to do."""
    return replace(at_most(figure, ours, bar, peer=peer, note=note), is_time=True)


def quick_enough(figure: str, ours: float, bar: float, *, note: str = "") -> Row:
    """A rate that has to reach `bar` on a machine of two cores that has nothing else to do."""
    return replace(at_least(figure, ours, bar, note=note), is_time=True)


def seen(figure: str, ours: float, *, peer: float | None = None, note: str = "") -> Row:
    """A figure that is only reported."""
    return Row(figure, ours, peer, _ratio(ours, peer), note=note)


def absent(figure: str, why: str) -> Row:
    """A figure that cannot be measured here, and why."""
    return Row(figure, None, note=why)


def shared_data(name: str) -> Path | None:
    """The folder `name` of the shared data, or None where it is not on this machine.

    It lies in `../shared/data` beside the project, or in `data` under the folder that GUILDWORKS_SHARED names.
    """
    root = Path(os.environ.get("GUILDWORKS_SHARED") or Path(__file__).parents[2] / "shared")
    folder = root / "data" / name
    return folder if folder.is_dir() else None


def machine() -> dict[str, Any]:
    """What the figures were measured on."""
    return {
        "system": f"{platform.system()} {platform.machine()}",
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "python": platform.python_version(),
    }


def as_json(rows: Sequence[Row]) -> str:
    """The rows with the machine they were measured on, as JSON."""
    return json.dumps({"machine": machine(), "rows": [asdict(row) for row in rows]}, indent=2)


def show(rows: Sequence[Row], console: Console | None = None) -> None:
    """Print the rows for people."""
    (console or Console(width=180)).print(rows_table(rows))


def rows_table(rows: Sequence[Row]) -> Table:
    """The rows as a table for people."""
    table = Table("figure", "ours", "peer", "ratio", "bar", "holds", "note", box=None, pad_edge=False)
    for row in rows:
        holds = {True: "yes", False: "NO", None: ""}[row.holds]
        table.add_row(row.figure, _number(row.ours), _number(row.peer), _number(row.ratio), row.bar, holds, row.note)
    return table


def _ratio(ours: float, peer: float | None) -> float | None:
    return ours / peer if peer else None


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.3g}" if abs(value) < 1 else f"{value:,.1f}"
