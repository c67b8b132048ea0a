"""`guildworks skills`: the graph, and finding its skills in a text. Neither needs a database."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from guildworks.cli.console import out, print_json, told
from guildworks.cli.options import AsJson, read_text

FILE_BYTES_MOST = 5_000_000

app = typer.Typer(help="The skill graph of AI engineering.", no_args_is_help=True)


@app.command("list")
def list_skills(
    find: Annotated[str, typer.Argument(metavar="[WORDS]", help="Only skills whose name or alias holds these.")] = "",
    as_json: AsJson = False,
) -> None:
    """List the skills of the graph with their aliases."""
    from guildworks.skills.queries import graph, named, skill_json

    found = named(find)
    if as_json:
        print_json({"skills": [skill_json(skill) for skill in found]})
        return
    table = Table(box=None, header_style="dim", padding=(0, 2, 0, 0))
    for head in ("Skill", "Kind", "Under", "Also written"):
        table.add_column(head, overflow="fold")
    for skill in found:
        others = [alias.text for alias in skill.aliases if alias.text != skill.name]
        table.add_row(f"[name]{skill.name}[/]", skill.kind, ", ".join(skill.broader), ", ".join(others[:6]))
    out.print(table)
    out.print(f"\n{len(found):,} of {len(graph()):,} skills", style="faint")


@app.command("find")
def find_skills(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A text file of up to 5 MB.")], as_json: AsJson = False
) -> None:
    """Find the skills that a text names."""
    from guildworks.skills.queries import gazetteer, graph

    text = read_text(file, most=FILE_BYTES_MOST)
    mentions = gazetteer().find(text)
    if as_json:
        rows = [
            {"skill": m.skill, "quote": m.span.of(text), "start": m.span.start, "end": m.span.end} for m in mentions
        ]
        print_json({"skills": rows})
        return
    words: dict[str, list[str]] = {}
    for mention in mentions:
        words.setdefault(mention.skill, []).append(" ".join(mention.span.of(text).split()))
    table = Table(box=None, header_style="dim", padding=(0, 2, 0, 0))
    for head in ("Skill", "Times", "Written"):
        table.add_column(head, overflow="fold", justify="right" if head == "Times" else "left")
    for slug, quotes in words.items():
        table.add_row(f"[name]{graph()[slug].name}[/]", str(len(quotes)), told(", ".join(dict.fromkeys(quotes))))
    out.print(table)
    out.print(f"\n{len(words)} skills named {len(mentions)} times", style="faint")
