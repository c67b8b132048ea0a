"""Whether a run of the benchmarks reaches every bar that does not depend on the speed of the machine.

    ./guildworks bench --quick --json > bench.json
    .venv/bin/python -m benchmarks.quality bench.json

Prints the table, and ends with 1 where one is missed; times that a busy machine does not reach are only marked in it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.table import Row, show


def main(words: Sequence[str]) -> int:
    """Judge the run in the file `words[0]`. The exit status."""
    if len(words) != 1:
        print("usage: python -m benchmarks.quality RUN.json", file=sys.stderr)
        return 2
    rows = [Row(**row) for row in json.loads(Path(words[0]).read_text("utf-8"))["rows"]]
    show(rows)
    missed = [row for row in rows if row.holds is False and not row.is_time]
    for row in missed:
        print(f"missed: {row.figure} is {row.ours}, wanted {row.bar}")
    return 1 if missed or not rows else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
