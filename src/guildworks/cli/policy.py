"""`guildworks policy`: the versions of the ranking policy, how far two of them differ, and which one is in force."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from guildworks.cli.console import err, out, print_json, told
from guildworks.cli.options import AsJson, ready

if TYPE_CHECKING:
    from guildworks.matching.comparing import Comparison

app = typer.Typer(help="The ranking policy: its versions, and which one is in force.", no_args_is_help=True)


@app.command("list")
def list_policies(as_json: AsJson = False) -> None:
    """List the versions of the ranking policy, with the lists that each has made."""
    ready()
    from guildworks.matching.queries import policies_json

    found = policies_json()
    if as_json:
        print_json({"policies": found})
        return
    table = Table(box=None, header_style="dim", padding=(0, 2, 0, 0))
    for head in ("Version", "Came", "In force", "Shortlists"):
        table.add_column(head, justify="right" if head == "Shortlists" else "left")
    for each in found:
        since = f"[accent]since {each['in_force_since'][:10]}[/]" if each["in_force_since"] else ""
        table.add_row(f"[name]{told(each['version'])}[/]", each["created_at"][:10], since, f"{each['shortlists']:,}")
    out.print(table)


@app.command("compare")
def compare(
    old: Annotated[str, typer.Argument(metavar="OLD", help="A version, by which both are measured.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="Another version.")],
    briefs: Annotated[int, typer.Option("--briefs", metavar="N", help="How many of the last briefs.")] = 100,
    top: Annotated[int, typer.Option("--top", metavar="K", help="Places of each list.")] = 10,
    as_json: AsJson = False,
) -> None:
    """Search again for the last briefs under two policies, and say how far the lists differ. Nothing is kept."""
    ready()
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    from guildworks.accounts.queries import local_operator
    from guildworks.matching.comparing import compare_policies

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=err, transient=True) as bar:
        task = bar.add_task("Searching again", total=None)

        def show(done: int, of: int) -> None:
            bar.update(task, completed=done, total=of)

        found = compare_policies(local_operator(), old, new, briefs=briefs, top=top, progress=show)
    if as_json:
        print_json(asdict(found))
    elif not found.lists:
        out.print("There is no shortlist yet with anybody on it, and so nothing to compare.")
    else:
        _print(found)


@app.command("promote")
def promote(
    version: Annotated[str, typer.Argument(metavar="VERSION", help="As `guildworks policy list` shows it.")],
    as_json: AsJson = False,
) -> None:
    """Make lists by this version from now on; those that were made stay. Promoting the other one takes it back."""
    ready()
    from guildworks.accounts.queries import local_operator
    from guildworks.matching.actions import promote_policy

    made = promote_policy(local_operator(), version)
    if as_json:
        print_json({"version": made.policy_id, "in_force_since": made.promoted_at.isoformat()})
    else:
        out.print(f"Lists are made by ranking policy [name]{told(made.policy_id)}[/] from now on.")


@app.command("attention")
def attention(as_json: AsJson = False) -> None:
    """Count anew how much everybody was shown lately, as a server does every ten minutes."""
    ready()
    from guildworks.accounts.queries import local_operator
    from guildworks.matching.actions import count_attention

    changed = count_attention(local_operator())
    if as_json:
        print_json({"changed": changed})
    else:
        out.print(f"[figure]{changed:,}[/] engineers have another number than before.")


def _print(found: Comparison) -> None:
    """What changes, in a few lines; both sides measured by the old policy."""
    table = Table(box=None, header_style="dim", padding=(0, 2, 0, 0))
    table.add_column(f"Briefs: {found.briefs:,}; lists with people: {found.lists:,}")
    for side in (found.old, found.new):
        table.add_column(f"Policy {told(side.version)}", justify="right")
    sides = found.old, found.new
    table.add_row(
        f"Mean score, by policy {told(found.old.version)}", *(f"{side.mean_score or 0:.4f}" for side in sides)
    )
    table.add_row("Different engineers", *(f"{side.engineers:,}" for side in sides))
    table.add_row("Places of the most-shown hundredth", *(f"{100 * (side.most_shown or 0):.1f} %" for side in sides))
    out.print(table)
    out.print(f"Places in common     {100 * (found.in_common or 0):.1f} %")
    out.print(f"Mean change of rank  {found.rank_change or 0:.2f}, of those on both lists")
    out.print(f"Same first place     {found.same_first:,} of {found.lists:,} lists")
    for each in found.most_different:
        out.print(f"[faint]{100 * each.in_common:.0f} % in common[/]  {each.brief}  {told(each.title)}")
