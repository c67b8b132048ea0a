"""From a run of the benchmarks to the table of docs/performance.md: `python -m benchmarks.write_performance RUN.json`.

    ./guildworks bench --json > bench.json
    .venv/bin/python -m benchmarks.write_performance bench.json

The page is written only if the run is whole JSON with at least one row. Nothing outside of the two markers changes.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

PAGE = Path(__file__).parents[1] / "docs" / "performance.md"
BEGIN = "<!-- table: written by benchmarks/write_performance.py -->"
END = "<!-- end of table -->"
HOLDS = {True: "yes", False: "**no**", None: ""}


def table(run: Mapping[str, Any]) -> str:
    """The machine and the rows of a run, as Markdown."""
    machine = run["machine"]
    head = f"{machine['system']}, {machine['cores']} cores, Python {machine['python']}."
    lines = ["| figure | ours | peer | ratio | bar | holds | note |", "|---|--:|--:|--:|---|---|---|"]
    return "\n".join([head, "", *lines, *(_line(row) for row in run["rows"])])


def with_table(page: str, made: str) -> str:
    """The page with what stands between its markers replaced. Raises ValueError where a marker is missing."""
    if page.count(BEGIN) != 1 or page.count(END) != 1:
        raise ValueError(f"{PAGE.name} has lost its markers: {BEGIN} and {END}")
    head, _, rest = page.partition(BEGIN)
    _, _, tail = rest.partition(END)
    return f"{head}{BEGIN}\n{made}\n{END}{tail}"


def main(words: Sequence[str]) -> int:
    """Write the table of the run in the file `words[0]`. The exit status."""
    if len(words) != 1:
        print("usage: python -m benchmarks.write_performance RUN.json", file=sys.stderr)
        return 2
    run = json.loads(Path(words[0]).read_text("utf-8"))
    if not run.get("rows"):
        print(f"{words[0]} holds no rows of a run", file=sys.stderr)
        return 2
    PAGE.write_text(with_table(PAGE.read_text("utf-8"), table(run)), "utf-8")
    return 0


def _line(row: Mapping[str, Any]) -> str:
    cells = (
        row["figure"],
        _number(row["ours"]) or "not measured here",
        _number(row["peer"]),
        _number(row["ratio"]),
        row["bar"].replace(">=", "≥").replace("<=", "≤"),
        HOLDS[row["holds"]],
        row["note"],
    )
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


def _number(value: float | None) -> str:
    """Three significant digits below 1,000, whole numbers above."""
    if value is None:
        return ""
    return f"{value:,.0f}" if value == int(value) or abs(value) >= 1000 else f"{value:.3g}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
