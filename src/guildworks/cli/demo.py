"""`guildworks demo`: a network of invented engineers, one shortlist, and the pages."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter
from typing import Annotated

import typer

from guildworks.cli.console import err, out, print_json
from guildworks.cli.options import AsJson
from guildworks.cli.serve import Port

EXAMPLE = "claims-letters.md"
LINE_EVERY = 500  # engineers, where nobody watches a bar


def demo(
    engineers: Annotated[int, typer.Option("--engineers", metavar="N", help="How many engineers to invent.")] = 2000,
    seed: Annotated[int, typer.Option("--seed", metavar="S", help="The same seed makes the same people.")] = 1,
    no_serve: Annotated[bool, typer.Option("--no-serve", metavar="", help="Do not serve the pages.")] = False,
    port: Port = 8000,
    as_json: AsJson = False,
) -> None:
    """Load a demo network, print the shortlist of an example brief, and serve the pages."""
    from guildworks.cli import serve, shortlist
    from guildworks.cli.index import build_index
    from guildworks.project import start

    if not no_serve:
        serve.check_free("127.0.0.1", port)
    began = perf_counter()
    loaded = 0
    try:
        with err.status("Starting the database"):
            start.ready()
        loaded = _load(engineers, seed)
        build_index()
    finally:
        if not loaded:  # Ctrl-C, above all: what a demo started ends with it
            serve.stop_what_was_started()
    seconds = round(perf_counter() - began, 2)
    if as_json:
        print_json({"engineers": loaded, "seconds": seconds})
    else:
        out.print(f"[figure]{loaded:,}[/] invented engineers, loaded in {seconds:g} s. Nobody of them is real.")
        example = _example()
        out.print(f"\n[faint]$[/] [name]guildworks shortlist examples/briefs/{example.name}[/]")
        shortlist.show(example.read_text("utf-8"), top=10, as_json=False, path=str(example))
    if not no_serve:
        serve.run(host="127.0.0.1", port=port)


def _load(engineers: int, seed: int) -> int:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from guildworks.project.demo.network import load
    from guildworks.skills.meaning import embedder

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=err, transient=True) as bar:
        task = bar.add_task("Loading engineers", total=engineers)
        embedder()

        def show(there: int) -> None:
            bar.update(task, completed=there)
            if not err.is_terminal and there % LINE_EVERY == 0:
                err.print(f"{there:,} of {engineers:,} invented engineers are there")

        return load(engineers, seed=seed, progress=show)


def _example() -> Path:
    """The example brief: of the checkout, or the copy that the wheel carries."""
    checkout = Path(__file__).parents[3] / "examples" / "briefs" / EXAMPLE
    return checkout if checkout.exists() else Path(__file__).parents[1] / "examples" / "briefs" / EXAMPLE
