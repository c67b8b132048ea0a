"""`guildworks api-keys`: the keys by which programs work on this installation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from guildworks.cli.console import out, print_json, told
from guildworks.cli.options import AsJson, ready

if TYPE_CHECKING:
    from guildworks.accounts.models import ApiKey

app = typer.Typer(help="Keys by which programs use the interface at /api/v1.", no_args_is_help=True)


@app.command("list")
def list_keys(
    page: Annotated[int, typer.Option("--page", min=1, max=1_000_000, help="Which page of the list.")] = 1,
    as_json: AsJson = False,
) -> None:
    """List the API keys of everybody, the latest first, without the keys themselves."""
    ready()
    from guildworks.accounts.api_keys.queries import find_api_keys
    from guildworks.accounts.queries import local_operator

    keys, total = find_api_keys(local_operator(), page=page)
    if as_json:
        print_json({"api_keys": [_key_json(key) for key in keys], "total": total})
        return
    if not total:
        out.print("There is no API key yet. `guildworks api-keys make` makes one for the operator.")
        return
    table = Table(box=None, pad_edge=False, header_style="faint")
    for head in ("Key", "Begins", "State", "Used last", "Id"):
        table.add_column(head, overflow="fold")
    for key in keys:
        used = f"{key.last_used_at:%Y-%m-%d}" if key.last_used_at else "never"
        table.add_row(f"[name]{told(key.name)}[/]", key.beginning, _state(key), used, key.shown_id)
    out.print(table)
    out.print(f"\npage {page}, {total:,} keys", style="faint")


@app.command("make")
def make(
    name: Annotated[str, typer.Argument(metavar="NAME", help="For which program.")],
    scope: Annotated[
        list[str] | None, typer.Option("--scope", help="What it may do, such as briefs:read; again for each. Or `all`.")
    ] = None,
    days: Annotated[int, typer.Option("--days", help="How long it lives.")] = 90,
    as_json: AsJson = False,
) -> None:
    """Make an API key that acts as the operator; it is printed this once."""
    ready()
    from guildworks.accounts.api_keys.actions import make_api_key
    from guildworks.accounts.api_keys.scopes import OPERATOR, scopes_for
    from guildworks.accounts.queries import local_operator, operator_organisation

    scopes = scope or []
    if scopes == ["all"]:
        scopes = [each.name for each in scopes_for(OPERATOR)]
    made = make_api_key(local_operator(), operator_organisation(), name=name, scopes=scopes, days=days)
    if as_json:
        print_json({**_key_json(made.key), "key": made.secret})
        return
    out.print(f"[name]{told(made.key.name)}[/] is {made.key.shown_id}. The key is shown this once:")
    out.print(made.secret, soft_wrap=True, highlight=False, markup=False)


@app.command("revoke")
def revoke(
    key: Annotated[str, typer.Argument(metavar="KEY", help="An id such as apk_01JDQ…, not the key itself.")],
    as_json: AsJson = False,
) -> None:
    """Have an API key open nothing any more."""
    ready()
    from guildworks.accounts.api_keys.actions import revoke_api_key
    from guildworks.accounts.api_keys.queries import get_api_key
    from guildworks.accounts.queries import local_operator

    actor = local_operator()
    found = get_api_key(actor, key)
    revoke_api_key(actor, found)
    if as_json:
        print_json({"api_key": found.shown_id, "state": "revoked"})
        return
    out.print(f"[name]{told(found.name)}[/] opens nothing any more.")


def _state(key: ApiKey) -> str:
    if hasattr(key, "revocation"):
        return "revoked"
    return "expired" if key.is_over else "lives"


def _key_json(key: ApiKey) -> dict[str, Any]:
    from guildworks.platform.ids import shown

    belongs = key.membership.organisation if key.membership else key.organisation
    return {
        "api_key": key.shown_id,
        "name": key.name,
        "begins": key.beginning,
        "scopes": key.scopes,
        "state": _state(key),
        "organisation": belongs.shown_id if belongs else None,
        "person": key.membership.user.shown_id if key.membership else None,
        "engineer": shown("eng", key.account.engineer_id) if key.account else None,
        "made_at": key.made_at.isoformat(),
        "expires_at": key.expires_at.isoformat(),
        "last_used_at": key.last_used_at and key.last_used_at.isoformat(),
    }
