"""The database roles, the database itself, and what each role may do in it.

`guildworks_owner` owns every table and guard and cannot log in; `guildworks_migrator` logs in for migrations and
becomes it; `guildworks_app` runs the program. The migration that makes a guarded table narrows its rights further.
"""

from __future__ import annotations

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

OWNER, MIGRATOR, APP = "guildworks_owner", "guildworks_migrator", "guildworks_app"

_ROLES = """\
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'guildworks_owner') THEN
        CREATE ROLE guildworks_owner NOLOGIN;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'guildworks_migrator') THEN
        CREATE ROLE guildworks_migrator LOGIN;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'guildworks_app') THEN
        CREATE ROLE guildworks_app LOGIN;
    END IF;
    IF NOT (pg_has_role('guildworks_migrator', 'guildworks_owner', 'SET')
            AND pg_has_role('guildworks_migrator', 'guildworks_owner', 'USAGE')) THEN
        GRANT guildworks_owner TO guildworks_migrator WITH INHERIT TRUE, SET TRUE;
    END IF;
    -- An administrator who is no superuser must be a member of the owner to give it a database.
    IF NOT (pg_has_role('guildworks_owner', 'SET') AND pg_has_role('guildworks_owner', 'USAGE')) THEN
        EXECUTE format('GRANT guildworks_owner TO %I WITH INHERIT TRUE, SET TRUE', current_user);
    END IF;
END
$$;
-- Whatever a migration makes belongs to the owner from its first moment.
ALTER ROLE guildworks_migrator SET role = 'guildworks_owner';
"""

_CREATE = "CREATE DATABASE {database} OWNER guildworks_owner TEMPLATE {template}"

# Rights on a database are not copied with its template, so all of this is said again for each copy.
_RIGHTS = """\
REVOKE ALL ON DATABASE {database} FROM PUBLIC;
GRANT CONNECT ON DATABASE {database} TO guildworks_app, guildworks_migrator;
ALTER SCHEMA public OWNER TO guildworks_owner;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO guildworks_app;
ALTER DEFAULT PRIVILEGES FOR ROLE guildworks_owner GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO guildworks_app;
ALTER DEFAULT PRIVILEGES FOR ROLE guildworks_owner GRANT USAGE ON SEQUENCES TO guildworks_app;
ALTER DEFAULT PRIVILEGES FOR ROLE guildworks_owner REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
"""


def roles_sql(database: str = "guildworks") -> str:
    """What an administrator runs through `psql`, once or again: roles, database, rights. PostgreSQL 16 or newer."""
    name = sql.Identifier(database).as_string(None)
    create = sql.SQL(_CREATE).format(database=sql.Identifier(database), template=sql.Identifier("template0"))
    statement = sql.Literal(create.as_string(None) + " ENCODING 'UTF8'").as_string(None)
    exists = f"(SELECT FROM pg_database WHERE datname = {sql.Literal(database).as_string(None)})"
    return (
        "-- Guildworks on your own PostgreSQL server (16 or newer). An administrator runs this; again is harmless:\n"
        "--   guildworks database roles --sql | psql -v ON_ERROR_STOP=1 postgres\n"
        "-- Then give both logins a password: \\password guildworks_migrator  and  \\password guildworks_app\n\n"
        f"{_ROLES}\n"
        f"SELECT {statement} WHERE NOT EXISTS {exists} \\gexec\n"
        f"\\connect {name}\n\n"
        f"{_RIGHTS.format(database=name)}"
    )


def prepare(admin_url: str, database: str) -> None:
    """Bring roles, database and rights about on a server; what is there already stays."""
    with psycopg.connect(admin_url, autocommit=True) as connection:
        connection.execute(_ROLES)
        if not connection.execute("SELECT FROM pg_database WHERE datname = %s", [database]).rowcount:
            _create(connection, database, template="template0")
    grant_rights(admin_url, database)


def create_database(admin_url: str, name: str, *, template: str | None = None) -> None:
    """Make a database that the roles may use, empty or as a copy of `template`.

    Raises psycopg's `DuplicateDatabase` where it exists and `ObjectInUse` while anybody is connected to the template.
    """
    with psycopg.connect(admin_url, autocommit=True) as connection:
        _create(connection, name, template=template or "template0")
    grant_rights(admin_url, name)


def create_closed_database(admin_url: str, name: str, *, owner: str) -> None:
    """Make an empty database in which nobody has a right yet: one to restore into, where the rights come with it.

    What is made where the program has its rights by default has more of them than the guards leave it.
    """
    statement = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8'")
    with psycopg.connect(admin_url, autocommit=True) as connection:
        connection.execute(statement.format(sql.Identifier(name), sql.Identifier(owner)))


def drop_database(admin_url: str, name: str) -> None:
    """Drop a database with whoever is still connected to it; harmless where there is none."""
    with psycopg.connect(admin_url, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _create(connection: psycopg.Connection[tuple[object, ...]], name: str, *, template: str) -> None:
    names = {"database": sql.Identifier(name), "template": sql.Identifier(template)}
    connection.execute(sql.SQL(_CREATE).format(**names))


def grant_rights(admin_url: str, name: str) -> None:
    """Give the roles what they have in a database as a whole: to enter it, and what is made later."""
    with psycopg.connect(make_conninfo(admin_url, dbname=name)) as connection:
        connection.execute(sql.SQL(_RIGHTS).format(database=sql.Identifier(name)))
