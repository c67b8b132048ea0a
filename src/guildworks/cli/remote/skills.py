"""`skills` on a server elsewhere: its graph may know others than the one of this installation."""

from __future__ import annotations

from itertools import islice
from typing import Annotated

import typer
from rich.table import Table

from guildworks.cli.console import out, print_json, told
from guildworks.cli.options import AsJson, Rows
from guildworks.cli.remote.access import connected

app = typer.Typer(help="The skill graph of the server.", no_args_is_help=True)


@app.command("list")
def list_skills(
    context: typer.Context,
    find: Annotated[str, typer.Argument(metavar="[WORDS]", help="Only skills whose name or alias holds these.")] = "",
    rows: Rows = 50,
    as_json: AsJson = False,
) -> None:
    """List the skills of the graph with their aliases."""
    with connected(context) as server:
        found = list(islice(server.all_skills(search=find[:200], limit=min(rows, 100)), rows))
    if as_json:
        print_json({"skills": found})
        return
    table = Table(box=None, header_style="faint", padding=(0, 2, 0, 0))
    for head in ("Skill", "Kind", "Under", "Also written"):
        table.add_column(head, overflow="fold")
    for skill in found:
        others = [alias for alias in skill["aliases"] if alias != skill["name"]]
        row = (skill["kind"], ", ".join(skill["broader"]), ", ".join(others[:6]))
        table.add_row(f"[name]{told(skill['name'])}[/]", *map(told, row))
    out.print(table)
