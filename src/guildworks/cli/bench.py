"""`guildworks bench`: the figures of docs/performance.md, measured again. They stand in the source checkout."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Annotated

import typer

from guildworks.cli.console import err, out, print_json
from guildworks.cli.options import AsJson
from guildworks.platform.errors import BadInput

CHECKOUT = Path(__file__).parents[3]


class NoBenchmarks(BadInput):
    """The benchmarks are not part of an installed wheel."""

    code = "no_benchmarks"


class UnknownBenchmark(BadInput):
    """There is no such benchmark."""

    code = "unknown_benchmark"


def bench(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[NAME]", help="text, matching, availability, events, doors, api, desk, backup or setup."
        ),
    ] = None,
    quick: Annotated[
        bool, typer.Option("--quick", metavar="", help="A short run that shows that they still work.")
    ] = False,
    engineers: Annotated[
        int | None,
        typer.Option("--engineers", metavar="N", min=1000, max=10_000_000, help="Invented engineers, for `matching`."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Measure what this machine does, beside the peers, in one run."""
    if not (CHECKOUT / "benchmarks" / "catalogue.py").exists():
        raise NoBenchmarks(
            "The benchmarks come with the source", hint="Clone the repository and run `./guildworks bench`."
        )
    sys.path.insert(0, str(CHECKOUT))
    catalogue = importlib.import_module("benchmarks.catalogue")
    if name is not None and name not in catalogue.NAMES:
        raise UnknownBenchmark(f"There is no benchmark {name[:40]!r}", hint=f"One of {', '.join(catalogue.NAMES)}.")
    report = catalogue.run([name] if name else list(catalogue.NAMES), quick=quick, say=err.print, engineers=engineers)
    if as_json:
        print_json(report.as_json())
    else:
        out.print(report.as_table())
    raise typer.Exit(0 if report.holds else 1)
