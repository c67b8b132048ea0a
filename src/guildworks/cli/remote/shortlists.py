"""`shortlist` and `why` on a server elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from guildworks.cli.console import err, print_json
from guildworks.cli.options import AsJson, EngineerId, read_text, require_place, write_json
from guildworks.cli.receipts import explain
from guildworks.cli.remote.access import connected
from guildworks.cli.remote.view import print_list, print_next
from guildworks.cli.shortlist import BRIEF_BYTES_MOST, KEPT, BriefGiven, ReceiptFile, Top
from guildworks.client import Client


def shortlist(
    context: typer.Context,
    brief: BriefGiven,
    top: Top = 10,
    receipt: ReceiptFile = None,
    organisation: Annotated[
        str, typer.Option("--organisation", help="Whose brief it is, for a key of the operator: such as org_01JDQ…")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Read a brief and rank the listed engineers for it, with the reasons."""
    is_kept = brief.startswith(KEPT) and not Path(brief).exists()
    text = "" if is_kept else read_text(Path(brief), most=BRIEF_BYTES_MOST)
    if receipt:
        require_place(receipt)
    with connected(context) as server:
        kept = brief if is_kept else _written(server, text, organisation)
        made = server.create_shortlist(kept, top=top)
        if receipt:
            write_json(receipt, server.read_receipt(made["shortlist"]))
    if as_json:
        print_json(made)
        return
    print_list(made)
    if first := next((person["id"] for person in made["engineers"] if not person.get("erased")), None):
        print_next(context, f"why {made['shortlist']} {first}")


def why(
    context: typer.Context,
    shortlist: Annotated[str, typer.Argument(metavar="SHORTLIST", help="An id such as sho_01JDQ…")],
    engineer: EngineerId,
    as_json: AsJson = False,
) -> None:
    """Explain why an engineer is on a list, or which change would have brought them there."""
    with connected(context) as server:
        roles: list[dict[str, Any]] = [dict(role) for role in server.explain_engineer(shortlist, engineer)["roles"]]
    if as_json:
        print_json({**roles[0], "roles": roles} if len(roles) > 1 else roles[0])
        return
    for role in roles:
        explain(engineer, role)


def _written(server: Client, text: str, organisation: str) -> str:
    made = server.create_brief(text=text, organisation=organisation or ...)
    err.print(f"[faint]The brief is kept as {made['brief']}[/]", soft_wrap=True)
    return made["brief"]
