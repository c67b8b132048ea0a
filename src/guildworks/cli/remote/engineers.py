"""`engineers` on a server elsewhere."""

from __future__ import annotations

from base64 import b64encode
from itertools import islice
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from guildworks.cli.console import out, print_json, told
from guildworks.cli.options import AsJson, EngineerId, EngineerIds, Rows, read_bytes
from guildworks.cli.remote.access import connected
from guildworks.cli.remote.view import print_profile

FILE_BYTES_MOST = 670_000  # in base64 it is a third more, and a request takes a megabyte

app = typer.Typer(help="Engineers: import resumes, see profiles, list them.", no_args_is_help=True)


@app.command("find")
def find(
    context: typer.Context,
    words: Annotated[str, typer.Argument(metavar="[WORDS]", help="Part of a name, headline or city, or a skill.")] = "",
    rows: Rows = 50,
    as_json: AsJson = False,
) -> None:
    """Find engineers by name, headline, city or skill."""
    with connected(context) as server:
        found = list(islice(server.all_profiles(search=words[:200], limit=min(rows, 100)), rows))
    if as_json:
        print_json({"engineers": found})
        return
    if not found:
        out.print("Nobody is like that." if words else "There is no engineer yet. `engineers import` reads resumes.")
        return
    table = Table(box=None, pad_edge=False, header_style="faint")
    for head in ("Engineer", "Listed", "Id"):
        table.add_column(head, overflow="fold")
    for row in found:
        table.add_row(f"[name]{told(row['name'])}[/]", "yes" if row["listed"] else "no", row["engineer"])
    out.print(table)


@app.command("show")
def show(context: typer.Context, engineer: EngineerId, as_json: AsJson = False) -> None:
    """Show one engineer: what they say, what the platform saw, hours, rates, the listing."""
    with connected(context) as server:
        found = server.read_engineer(engineer)
    if as_json:
        print_json(found)
    else:
        print_profile(found)


@app.command("import")
def import_file(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="JSON Resume, PDF, DOCX, Markdown or text.")],
    as_json: AsJson = False,
) -> None:
    """Read a resume and make an engineer of it; nobody is listed by it."""
    content = read_bytes(file, most=FILE_BYTES_MOST)
    with connected(context) as server:
        made = server.create_engineer(file=file.name[-200:], base64=b64encode(content).decode("ascii"))
    if as_json:
        print_json(made)
        return
    print_profile(made)
    for words in (*made["unread"], *made["warnings"]):
        out.print(f"[doubt]?[/] {told(words)}")


@app.command("list")
def list_engineers(context: typer.Context, engineers: EngineerIds, as_json: AsJson = False) -> None:
    """List engineers, one after the other: from now on searches find them."""
    with connected(context) as server:
        _tell_listed({engineer: server.list_engineer(engineer)["listed"] for engineer in engineers}, as_json=as_json)


@app.command("unlist")
def unlist_engineers(context: typer.Context, engineers: EngineerIds, as_json: AsJson = False) -> None:
    """Unlist engineers, one after the other: no search finds them any more."""
    with connected(context) as server:
        _tell_listed({engineer: server.unlist_engineer(engineer)["listed"] for engineer in engineers}, as_json=as_json)


def _tell_listed(listed: dict[str, bool], *, as_json: bool) -> None:
    if as_json:
        print_json({"listings": [{"engineer": engineer, "listed": is_} for engineer, is_ in listed.items()]})
        return
    for engineer, is_listed in listed.items():
        out.print(f"{told(engineer)} is {'listed' if is_listed else 'not listed'}")
