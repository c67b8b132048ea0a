"""Whether runs of the benchmarks reach every bar that does not depend on the speed of the machine.

    ./guildworks bench text --json > text.json
    .venv/bin/python -m benchmarks.quality text.json

Prints the rows, and ends with 1 where a bar is missed; a time that a busy machine does not reach is only marked. The
bars of texts are those of all texts: `--quick` reads a few, and may miss what all of them reach.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.table import Row, show


def main(words: Sequence[str]) -> int:
    """Judge the runs in these files. The exit status."""
    if not words:
        print("usage: python -m benchmarks.quality RUN.json...", file=sys.stderr)
        return 2
    runs = [[Row(**row) for row in json.loads(Path(word).read_text("utf-8"))["rows"]] for word in words]
    rows = [row for run in runs for row in run]
    show(rows)
    missed = [row for row in rows if row.holds is False and not row.is_time]
    for row in missed:
        print(f"missed: {row.figure} is {row.ours}, wanted {row.bar}")
    return 1 if missed or not all(runs) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
