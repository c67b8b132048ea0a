"""`me` and `keep-key`: whom a key acts as, and keeping one for the next commands."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import typer

from guildworks.cli.console import out, print_json, told
from guildworks.cli.options import AsJson
from guildworks.cli.remote.access import NoKeyForServer, connected, keep_key, server_of
from guildworks.client import Client

if TYPE_CHECKING:
    from guildworks.client.told import MeTold


def me(context: typer.Context, as_json: AsJson = False) -> None:
    """Tell whom the key acts as, and what it may do."""
    with connected(context) as server:
        found = server.read_me()
    _tell(found, as_json=as_json)


def keep(context: typer.Context, as_json: AsJson = False) -> None:
    """Keep the API key of this server for the next commands: it is asked for, or read from stdin, and tried."""
    address = server_of(context)
    typed = typer.prompt("API key", hide_input=True, err=True) if sys.stdin.isatty() else sys.stdin.readline(500)
    if not (key := typed.strip()):
        raise NoKeyForServer("No API key was given", hint="Type it, or send it to stdin.")
    with Client(address, key) as server:
        found = server.read_me()
    path = keep_key(address, key)
    _tell(found, as_json=as_json)
    if not as_json:
        out.print(f"It is kept in {told(str(path))}, which you alone can read.", soft_wrap=True)


def _tell(found: MeTold, *, as_json: bool) -> None:
    if as_json:
        print_json(found)
        return
    whose = {"operator": "the operator", "engineer": f"the engineer {found['engineer']}"}
    of = f" of {told(found['organisation'])}" if found["organisation"] else ""
    role = f"{told(found['role'] or 'somebody')}{of}"
    out.print(f"[name]{told(found['name'])}[/] acts as {whose.get(found['acts_as'], role)}")
    out.print(
        f"  [faint]until {found['expires_at'][:10]}: {', '.join(found['scopes']) or 'no scope'}[/]", soft_wrap=True
    )
