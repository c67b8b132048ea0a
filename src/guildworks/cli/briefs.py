"""`guildworks briefs`: what was written, what was read from it, and correcting that by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer
from rich.table import Table

from guildworks.cli.console import out, print_json, told
from guildworks.cli.options import AsJson, BadOption, ready
from guildworks.kernels.text.pieces import PIECES

if TYPE_CHECKING:
    from guildworks.matching.corrections import AskedFor

app = typer.Typer(help="Briefs, what was read from them, and corrections of it.", no_args_is_help=True)

BriefId = Annotated[str, typer.Argument(metavar="BRIEF", help="An id such as brf_01JDQ…")]
Corrections = Annotated[
    list[str], typer.Argument(metavar="ITEM=VALUE…", help="Such as hours_per_week=32 or skills.python=must,expert.")
]
Says = Literal["value", "nothing", "as_read"]
SAYS: dict[str, Says] = {"nothing": "nothing", "as-read": "as_read"}


@app.command("list")
def list_briefs(
    search: Annotated[str, typer.Option("--search", help="Only those whose title or text holds these words.")] = "",
    page: Annotated[int, typer.Option("--page", min=1, max=1_000_000, help="Which page of the list.")] = 1,
    as_json: AsJson = False,
) -> None:
    """List the briefs, the newest first."""
    ready()
    from guildworks.accounts.queries import local_operator
    from guildworks.matching.queries import find_briefs

    briefs, total = find_briefs(local_operator(), search=search, page=page)
    if as_json:
        print_json({"briefs": [row.told for row in briefs], "total": total})
        return
    if not total:
        out.print("No brief is like that." if search else "There is no brief yet. `guildworks shortlist` reads one.")
        return
    table = Table(box=None, pad_edge=False, header_style="faint")
    for head in ("Brief", "Written", "Lists", "Id"):
        table.add_column(head)
    for row in briefs:
        one = row.brief
        table.add_row(f"[name]{told(one.title)}[/]", f"{one.written_at:%Y-%m-%d}", str(row.lists), one.shown_id)
    out.print(table)
    out.print(f"\npage {page}, {total:,} briefs", style="faint")


@app.command("show")
def show(brief: BriefId, as_json: AsJson = False) -> None:
    """Show what a brief asks for, with what was corrected by hand in place of what was read."""
    ready()
    from guildworks.accounts.queries import local_operator
    from guildworks.matching.corrections import asked_for
    from guildworks.matching.queries import get_brief

    _tell(asked_for(get_brief(local_operator(), brief)), as_json=as_json)


@app.command("correct")
def correct(
    brief: BriefId,
    corrections: Corrections,
    as_json: AsJson = False,
) -> None:
    """Say by hand what a brief asks for; it wins over what was read, all of it or nothing.

    Parts of a value are parted by commas: budget=LEAST,MOST,CURRENCY,PER,TOTAL · overlap=HOURS,ZONE,FROM,TO ·
    place=MODE,CITY,COUNTRY · skills.SLUG=must,LEVEL · languages.CODE=nice,LEVEL · starts=DAY · duration=WEEKS ·
    seniority=YEARS. A part may be empty. The value `nothing` says that it is not asked for, `as-read` takes a
    correction back.
    """
    ready()
    from guildworks.accounts.queries import local_operator
    from guildworks.matching.actions import correct_brief
    from guildworks.matching.correcting import Typed
    from guildworks.matching.corrections import asked_for
    from guildworks.matching.queries import get_brief

    actor = local_operator()
    found = get_brief(actor, brief)
    versions = asked_for(found).versions
    given = [typed(text) for text in corrections]
    correct_brief(actor, found, [Typed(*each, versions.get(each[0], 0)) for each in given])
    _tell(asked_for(found), as_json=as_json)


def typed(text: str) -> tuple[str, Says, dict[str, str]]:
    """An item, what is said of it, and the pieces of its value by name, from `ITEM=VALUE`. Raises BadOption."""
    item, equals, value = text.partition("=")
    if not equals:
        raise BadOption(f"{text[:60]!r} has no value", hint="Write ITEM=VALUE, such as hours_per_week=32.")
    names, parts = PIECES.get(item.split(".")[0], ()), value.split(",")
    says = SAYS.get(value, "value")
    if says == "value" and names and len(parts) > len(names):
        raise BadOption(f"{item[:60]} takes {len(names)} parts at most", hint=f"They are {', '.join(names)}.")
    return item, says, dict(zip(names, parts, strict=False))


def _tell(asks: AskedFor, *, as_json: bool) -> None:
    from guildworks.cli.shortlist_view import print_requirement

    if as_json:
        told_: dict[str, Any] = {"brief": asks.brief.shown_id, "requirement": asks.told}
        print_json({**told_, "corrections": asks.corrections_told})
        return
    print_requirement(asks.brief.title, asks.told)
    out.print(f"\n[faint]next[/]  guildworks shortlist {asks.brief.shown_id}", soft_wrap=True)
