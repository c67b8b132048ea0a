"""`guildworks database` and `guildworks stop`: roles, migrations, and the embedded server."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from guildworks.cli.console import out, print_json
from guildworks.cli.options import AsJson
from guildworks.platform.errors import BadInput

app = typer.Typer(help="The database: its roles and its schema.", no_args_is_help=True)


class NotEmbedded(BadInput):
    """The database is not the embedded one."""

    code = "database_not_embedded"


@app.command("roles")
def roles(
    sql: Annotated[
        bool, typer.Option("--sql", metavar="", help="Print the SQL that an administrator must run.")
    ] = False,
    name: Annotated[str, typer.Option("--database", help="Name of the database that the SQL makes.")] = "guildworks",
    as_json: AsJson = False,
) -> None:
    """Show under which roles the program works, or the SQL that sets them up."""
    from guildworks.platform.postgres import roles_sql
    from guildworks.project import start

    if sql:
        print_json({"sql": roles_sql(name)}) if as_json else sys.stdout.write(roles_sql(name))
        return
    start.ready()
    from guildworks.platform.roles import roles_in_force

    found = roles_in_force()
    if as_json:
        print_json({"roles": found.word, "note": found.note})
    elif found.note:
        out.print(f"[doubt]{found.note}[/]\nnext  guildworks database roles --sql")
    else:
        out.print("Separate roles: the program's login owns none of its tables and cannot switch a guard off.")


@app.command("migrate")
def migrate(as_json: AsJson = False) -> None:
    """Bring the database to this version's schema, skill graph and ranking policies; all data is kept."""
    from guildworks.project import start

    if start.is_embedded():
        start.ready()
    else:
        start.configure()
        from guildworks.project.schema import migrate

        migrate()
    if as_json:
        print_json({"migrated": True})
    else:
        out.print("The database is at this version.")


def stop(as_json: AsJson = False) -> None:
    """Stop the embedded database server at once."""
    from guildworks.platform.postgres import stop as stop_server
    from guildworks.project import start

    if not start.is_embedded():
        raise NotEmbedded(
            "The database of GUILDWORKS_DATABASE_URL is not ours to stop", hint="Stop it where it was started."
        )
    ran = stop_server(start.home())
    if as_json:
        print_json({"stopped": ran})
    else:
        out.print("The embedded database has stopped." if ran else "The embedded database was not running.")
