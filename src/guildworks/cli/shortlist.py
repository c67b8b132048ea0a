"""`guildworks shortlist`: from a brief to its shortlist."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from guildworks.cli.console import print_json
from guildworks.cli.options import AsJson, read_text, require_place, write_json

KEPT = "brf_"  # so an id begins
BRIEF_BYTES_MOST = 2_000_000  # enough to say how far over the limit of characters a brief is


BriefGiven = Annotated[str, typer.Argument(metavar="BRIEF.md", help="A text file with the brief, or the id of one.")]
Top = Annotated[int, typer.Option("--top", metavar="K", help="How many engineers to list.")]
ReceiptFile = Annotated[
    Path | None, typer.Option("--receipt", metavar="OUT.json", help="Write the list's signed receipt to this file.")
]


def shortlist(
    brief: BriefGiven,
    top: Top = 10,
    receipt: ReceiptFile = None,
    as_json: AsJson = False,
) -> None:
    """Read a brief and rank the listed engineers for it, with the reasons."""
    from guildworks.project import start

    is_kept = brief.startswith(KEPT) and not Path(brief).exists()
    text = None if is_kept else read_text(Path(brief), most=BRIEF_BYTES_MOST)
    if receipt:
        require_place(receipt)
    start.ready()
    show(text, top=top, as_json=as_json, path=brief, receipt=receipt)


def show(text: str | None, *, top: int, as_json: bool, path: str, receipt: Path | None = None) -> None:
    """Make the shortlist of a brief and print it, and write its receipt; without a text of the brief with this id."""
    from guildworks.accounts.queries import acting_for, operator_organisation
    from guildworks.cli.shortlist_view import print_shortlist
    from guildworks.matching.actions import make_shortlist, match_brief
    from guildworks.matching.queries import get_brief, receipt_json, shortlist_json
    from guildworks.matching.spent import Spent

    spent = Spent()
    operator = operator_organisation()
    actor = acting_for(operator)
    if text is None:
        made = make_shortlist(actor, get_brief(actor, path), top=top, spent=spent)
    else:
        made = match_brief(actor, operator, text=text, top=top, spent=spent)
    if receipt:
        write_json(receipt, receipt_json(actor, made.receipt))
    if as_json:
        print_json(shortlist_json(made, spent=spent))
    else:
        print_shortlist(made, milliseconds=spent.milliseconds()["total"], path=path)
