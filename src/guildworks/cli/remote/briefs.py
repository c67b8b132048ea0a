"""`briefs` on a server elsewhere."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from guildworks.cli.briefs import BriefId, Corrections, typed
from guildworks.cli.console import out, print_json, told
from guildworks.cli.options import AsJson, Rows
from guildworks.cli.remote.access import connected
from guildworks.cli.remote.view import print_next, print_requirement

if TYPE_CHECKING:
    from guildworks.client.sent import CorrectionSent
    from guildworks.client.told import BriefTold

app = typer.Typer(help="Briefs, what was read from them, and corrections of it.", no_args_is_help=True)


@app.command("list")
def list_briefs(
    context: typer.Context,
    search: Annotated[str, typer.Option("--search", help="Only those whose title or text holds these words.")] = "",
    rows: Rows = 50,
    as_json: AsJson = False,
) -> None:
    """List the briefs, the newest first."""
    with connected(context) as server:
        found = list(islice(server.all_briefs(search=search, limit=min(rows, 100)), rows))
    if as_json:
        print_json({"briefs": found})
        return
    if not found:
        out.print("No brief is like that." if search else "There is no brief yet. `shortlist BRIEF.md` reads one.")
        return
    table = Table(box=None, pad_edge=False, header_style="faint")
    for head in ("Brief", "Written", "Lists", "Id"):
        table.add_column(head)
    for row in found:
        table.add_row(f"[name]{told(row['title'])}[/]", row["written_at"][:10], str(row["shortlists"]), row["brief"])
    out.print(table)


@app.command("show")
def show(context: typer.Context, brief: BriefId, as_json: AsJson = False) -> None:
    """Show what a brief asks for, with what was corrected by hand in place of what was read."""
    with connected(context) as server:
        found = server.read_one_brief(brief)
    _tell(context, found, as_json=as_json)


@app.command("correct")
def correct(context: typer.Context, brief: BriefId, corrections: Corrections, as_json: AsJson = False) -> None:
    """Say by hand what a brief asks for; it wins over what was read, all of it or nothing.

    ITEM=VALUE is written as `guildworks briefs correct --help` has it.
    """
    given = [typed(text) for text in corrections]
    items: list[CorrectionSent] = [{"item": item, "says": says, "value": pieces} for item, says, pieces in given]
    with connected(context) as server:
        changed = server.correct_one_brief(brief, corrections=items)
    _tell(context, changed, as_json=as_json)


def _tell(context: typer.Context, brief: BriefTold, *, as_json: bool) -> None:
    if as_json:
        print_json({name: brief[name] for name in ("brief", "requirement", "corrections")})
        return
    print_requirement(brief["title"], brief["requirement"])
    out.print()
    print_next(context, f"shortlist {brief['brief']}")
