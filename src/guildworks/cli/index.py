"""`guildworks index`: the talent index, which is made from the database and answers searches from memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import typer

from guildworks.cli.console import err, out, print_json
from guildworks.cli.options import AsJson, Parent, ready

if TYPE_CHECKING:
    from collections.abc import Callable

    from guildworks.kernels.talentindex.generation import Generation

Done = TypeVar("Done")

app = typer.Typer(help="The talent index: files that answer searches from memory.", no_args_is_help=True)


@app.command("build")
def build(as_json: AsJson = False) -> None:
    """Build a new generation of the index from the database, and use it from then on."""
    ready()
    told = _told(build_index())
    if as_json:
        print_json(told)
    else:
        out.print(f"[figure]{told['engineers']:,}[/] engineers in {_megabytes(told['bytes'])}: {told['generation']}")


@app.command("status")
def status(as_json: AsJson = False) -> None:
    """Show the generation in use, its size, and how much it is behind the database."""
    ready()
    from guildworks.matching.index.files import newest

    found = newest(verify=False)
    none: dict[str, Any] = {"generation": None, "engineers": 0, "bytes": 0, "behind": 0}
    told = _told(found) if found else none
    if as_json:
        print_json(told)
    elif found is None:
        out.print("There is no index yet: searches are answered by the database.\n`guildworks index build` makes one.")
    else:
        out.print(f"Generation  {told['generation']}")
        out.print(f"Engineers   [figure]{told['engineers']:,}[/]")
        out.print(f"Size        {_megabytes(told['bytes'])}")
        out.print(f"Behind      {told['behind']:,} engineers with changes that are not in it yet")


@app.command("verify")
def verify(as_json: AsJson = False) -> None:
    """Compare every row of the index with the database, and every file with its checksum."""
    ready()
    from guildworks.matching.index.checking import verify as compare

    found = _with_bar("Comparing the index", compare)
    if as_json:
        print_json({"holds": found.holds, "engineers": found.engineers, "problems": list(found.problems)})
    elif found.holds:
        out.print(f"The index says the same as the database of all [figure]{found.engineers:,}[/] engineers.")
    else:
        for problem in found.problems:
            out.print(f"[refused]✗[/] {problem}")
        out.print("A damaged index is never searched; `guildworks index build` makes a new one.")
    raise typer.Exit(0 if found.holds else 1)


@app.command("feed", hidden=True)
def feed(parent: Parent = 0) -> None:
    """Follow the event log until the process that started this one has ended."""
    import os
    import subprocess
    import sys

    ready()
    from psycopg import OperationalError

    from guildworks.accounts.queries import local_operator
    from guildworks.matching.actions import count_attention
    from guildworks.matching.index.feeder import feed as follow

    building: list[subprocess.Popen[bytes]] = []

    def rebuild() -> None:
        if not building or building[-1].poll() is not None:  # by another process: this one goes on feeding
            words = ["nice", sys.executable, "-m", "guildworks", "index", "build", "--json"]
            building[:] = [subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)]

    try:
        follow(
            is_over=lambda: bool(parent) and os.getppid() != parent,
            rebuild=rebuild,
            count=lambda: count_attention(local_operator()),
        )
    except OperationalError as gone:  # the database has stopped: whoever keeps this process starts another
        raise typer.Exit(1) from gone


def build_index() -> Generation:
    """Build a new generation, with a bar that shows how far it is."""
    from guildworks.matching.index.building import build as write

    return _with_bar("Building the index", write)


def _with_bar(words: str, work: Callable[[Callable[[int], None]], Done]) -> Done:
    """Do something with all engineers that can be found, with a bar."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    from guildworks.talent.models import Listing

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=err, transient=True) as bar:
        task = bar.add_task(words, total=Listing.objects.count())

        def show(done: int) -> None:
            bar.update(task, completed=done)

        return work(show)


def _told(generation: Generation) -> dict[str, Any]:
    from django.db import connection

    from guildworks.kernels.talentindex.index import TalentIndex
    from guildworks.matching.index.rows import moved_since

    index = TalentIndex(generation)
    state = index.catch_up()
    connection.ensure_connection()
    moved = moved_since(connection.connection, state)
    return {
        "generation": generation.name.partition(".")[0],
        "engineers": len(state),
        "bytes": index.size,
        "behind": len(moved),
    }


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.1f} MB"
