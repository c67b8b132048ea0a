"""`guildworks retention`: what is kept how long, and letting it go now."""

from __future__ import annotations

import typer
from rich.table import Table

from guildworks.cli.console import err, out, print_json
from guildworks.cli.options import AsJson, ready

app = typer.Typer(help="What is kept for a time, how long, and why.", no_args_is_help=True)


@app.command("show")
def show(as_json: AsJson = False) -> None:
    """Show what is kept for a time: for how many days, why, and which limit sets it."""
    ready()
    from guildworks.platform.retention import all_kept

    found = all_kept()
    if as_json:
        fields = ("name", "what", "why", "limit", "days")
        print_json({"kept": [{field: getattr(kept, field) for field in fields} for kept in found]})
        return
    table = Table(box=None, header_style="dim", padding=(0, 2, 0, 0))
    for head in ("What", "Days", "Why", "Set by"):
        table.add_column(head, justify="right" if head == "Days" else "left", overflow="fold")
    for kept in found:
        table.add_row(f"[name]{kept.what}[/]", f"{kept.days:,}", kept.why, kept.limit or "the program")
    out.print(table)
    out.print("\n[faint]next[/]  guildworks limits set NAME DAYS", soft_wrap=True)


@app.command("run")
def run(as_json: AsJson = False) -> None:
    """Let go now what has been kept long enough; a worker does so every hour."""
    ready()
    from guildworks.platform.retention import all_kept, forget

    gone = {}
    with err.status("Beginning") as line:
        for kept in all_kept():
            if kept.forget:
                line.update(kept.what)
                gone[kept.name] = forget(kept.name)
    if as_json:
        print_json({"gone": gone})
        return
    for name, count in gone.items():
        out.print(f"[figure]{count:>9,}[/]  {name.replace('_', ' ')}")
