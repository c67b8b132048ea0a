"""`guildworks limits`: the bounds of the program, and changing one."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table

from guildworks.cli.console import out, print_json
from guildworks.cli.options import AsJson

app = typer.Typer(help="The bounds of everything that can be sent, looped or waited for.", no_args_is_help=True)


@app.command("list")
def list_limits(as_json: AsJson = False) -> None:
    """List every limit with the value in force."""
    from guildworks.project import start

    start.ready()
    from guildworks.platform.limits import GROUPS, LIMITS, limit

    if as_json:
        rows = [
            {"limit": one.name, "value": limit(one.name), "default": one.default, "unit": one.unit, "about": one.about}
            for one in LIMITS.values()
        ]
        print_json({"limits": rows})
        return
    table = Table(box=None, header_style="dim", padding=(0, 2, 0, 0))
    for head in ("Limit", "In force", "Unit", "What for"):
        table.add_column(head, justify="right" if head == "In force" else "left", overflow="fold")
    for heading, group in GROUPS.items():
        table.add_row(f"[dim]{heading}[/]")
        for each in group:
            table.add_row(f"[name]{each.name}[/]", f"{limit(each.name):,}", each.unit, each.about)
        table.add_section()
    out.print(table)


@app.command("set")
def set_one(
    name: Annotated[str, typer.Argument(help="The name of a limit.")],
    value: Annotated[int, typer.Argument(help="Its new value.")],
    as_json: AsJson = False,
) -> None:
    """Set a limit for this installation."""
    from guildworks.project import start

    start.ready()
    from guildworks.accounts.queries import local_operator
    from guildworks.platform.actions import change_limit
    from guildworks.platform.limits import LIMITS

    change_limit(local_operator(), name, value)
    if as_json:
        print_json({"limit": name, "value": value})
    else:
        out.print(f"{name} is now {value:,} {LIMITS[name].unit}. Running servers follow within ten seconds.")
