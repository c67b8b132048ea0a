"""`guildworks keys`: the keys that sign, and taking a new one."""

from __future__ import annotations

import typer
from rich.table import Table

from guildworks.cli.console import out, print_json
from guildworks.cli.options import AsJson, ready

app = typer.Typer(help="The keys that this installation signs with.", no_args_is_help=True)


@app.command("list")
def list_keys(as_json: AsJson = False) -> None:
    """List the public keys, also the retired ones, as everybody may have them."""
    ready()
    from guildworks.platform.signing_keys import keys_json

    found = keys_json()
    if as_json:
        print_json(found)
        return
    if not found["keys"]:
        out.print("There is no key yet. The first signature makes one.")
        return
    table = Table(box=None, header_style="dim", padding=(0, 2, 0, 0))
    for head in ("Key", "Public key", "Since", "Retired"):
        table.add_column(head, overflow="fold")
    for key in found["keys"]:
        retired = _day(key["retired_at"]) if key["retired_at"] else "[accent]in use[/]"
        table.add_row(f"[name]{key['id']}[/]", key["public_key"], _day(key["created_at"]), retired)
    out.print(table)


@app.command("rotate")
def rotate(as_json: AsJson = False) -> None:
    """Sign with a new key from now on; what the old one has signed still verifies."""
    ready()
    from guildworks.accounts.queries import local_operator
    from guildworks.platform.actions import rotate_signing_key

    new, retired = rotate_signing_key(local_operator())
    if as_json:
        print_json({"key": new.shown_id, "retired": retired.shown_id})
    else:
        out.print(f"[name]{new.shown_id}[/] signs from now on. {retired.shown_id} is retired, and its signatures hold.")


def _day(moment: str) -> str:
    return moment[:10]
