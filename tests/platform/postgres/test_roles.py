"""Three roles: the program's own login can use the tables and change nothing about them."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import make_conninfo
from psycopg.errors import DuplicateDatabase, InsufficientPrivilege

from guildworks.platform.postgres import Addresses, create_database, drop_database, ensure_running, roles_sql
from guildworks.platform.postgres.place import find_place
from guildworks.platform.postgres.programs import find_programs


@pytest.fixture
def addresses(running_home: Path) -> Addresses:
    return ensure_running(running_home)


@pytest.fixture
def migrated(addresses: Addresses) -> Iterator[Addresses]:
    """A table and a function made as a migration makes them."""
    with psycopg.connect(addresses.migrator, autocommit=True) as connection:
        connection.execute("CREATE TABLE note (id bigserial PRIMARY KEY, words text)")
        connection.execute("CREATE FUNCTION secret() RETURNS int LANGUAGE sql AS 'SELECT 7'")
    yield addresses
    with psycopg.connect(addresses.migrator, autocommit=True) as connection:
        connection.execute("DROP TABLE IF EXISTS note")
        connection.execute("DROP FUNCTION secret()")


def psql(home: Path, url: str, script: str) -> subprocess.CompletedProcess[str]:
    place = find_place(home)
    assert place is not None
    words = [find_programs(place.account) / "psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", url]
    return subprocess.run(words, input=script, capture_output=True, text=True, check=False)


def owner_of(url: str, table: str) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT tableowner FROM pg_tables WHERE tablename = %s", [table]).fetchone()
    assert row is not None
    return row[0]


def test_what_a_migration_makes_belongs_to_a_role_that_cannot_log_in(migrated: Addresses) -> None:
    assert owner_of(migrated.app, "note") == "guildworks_owner"
    with pytest.raises(psycopg.OperationalError, match="not permitted to log in"):
        psycopg.connect(make_conninfo(migrated.app, user="guildworks_owner"))


def test_the_programs_role_reads_and_writes_rows(migrated: Addresses) -> None:
    with psycopg.connect(migrated.app) as connection:
        connection.execute("INSERT INTO note (words) VALUES ('a'), ('b')")
        connection.execute("UPDATE note SET words = 'c' WHERE words = 'b'")
        assert connection.execute("DELETE FROM note").rowcount == 2


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE public.mine (id int)",
        "CREATE TEMPORARY TABLE mine (id int)",
        "CREATE SCHEMA mine",
        "CREATE FUNCTION public.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE EXTENSION btree_gist",
        "CREATE ROLE mine",
        "CREATE DATABASE mine",
        "ALTER TABLE note DISABLE TRIGGER ALL",
        "ALTER TABLE note ADD COLUMN more text",
        "DROP TABLE note",
        "TRUNCATE note",
        "SELECT secret()",
        "SET session_replication_role = replica",
        "SET ROLE guildworks_owner",
        "SET ROLE guildworks_migrator",
        "SET ROLE postgres",
        "SELECT pg_read_file('PG_VERSION')",
        "COPY note TO PROGRAM 'cat'",
    ],
)
def test_raw_sql_of_the_programs_role_that_goes_beyond_rows_is_refused(migrated: Addresses, statement: str) -> None:
    with psycopg.connect(migrated.app, autocommit=True) as connection, pytest.raises(InsufficientPrivilege):
        connection.execute(statement.encode())


def test_the_migrator_acts_as_the_owner_and_may_use_extensions(addresses: Addresses) -> None:
    with psycopg.connect(addresses.migrator) as connection:
        assert connection.execute("SELECT current_user, session_user").fetchone() == (
            "guildworks_owner",
            "guildworks_migrator",
        )
        connection.execute("CREATE EXTENSION btree_gist")
        connection.rollback()


def test_a_copy_has_the_rows_of_its_template_and_refuses_the_same_raw_sql(migrated: Addresses) -> None:
    with psycopg.connect(migrated.app) as connection:
        connection.execute("INSERT INTO note (words) VALUES ('kept')")
    create_database(migrated.admin, "first", template="guildworks")
    try:
        with psycopg.connect(make_conninfo(migrated.app, dbname="first")) as copy:
            assert copy.execute("SELECT words FROM note").fetchall() == [("kept",)]
            with pytest.raises(InsufficientPrivilege):
                copy.execute("CREATE TEMPORARY TABLE mine (id int)")
        with pytest.raises(DuplicateDatabase):
            create_database(migrated.admin, "first")
        with psycopg.connect(make_conninfo(migrated.migrator, dbname="first")) as copy:
            copy.execute("CREATE TABLE later (id int)")
        assert owner_of(make_conninfo(migrated.app, dbname="first"), "later") == "guildworks_owner"
    finally:
        drop_database(migrated.admin, "first")
    drop_database(migrated.admin, "first")


def test_an_administrator_may_run_the_roles_again_and_again(running_home: Path, addresses: Addresses) -> None:
    script = roles_sql('it\'s "another"')
    try:
        for _ in range(2):
            ran = psql(running_home, addresses.admin, script)
            assert (ran.returncode, ran.stderr) == (0, "")
        with psycopg.connect(make_conninfo(addresses.app, dbname='it\'s "another"')) as connection:
            assert connection.execute("SELECT has_schema_privilege('public', 'CREATE')").fetchone() == (False,)
    finally:
        drop_database(addresses.admin, 'it\'s "another"')


def test_an_administrator_who_is_no_superuser_can_do_it_too(running_home: Path) -> None:
    """As with a hosted server: the roles do not exist yet, and nobody gives anybody a superuser."""
    addresses = ensure_running(running_home)
    names = ("guildworks_app", "guildworks_migrator", "guildworks_owner")
    rename = [f"ALTER ROLE {name} RENAME TO {name}_away" for name in names]
    back = [f"ALTER ROLE {name}_away RENAME TO {name}" for name in names]
    with psycopg.connect(addresses.admin, autocommit=True) as admin:
        admin.execute("CREATE ROLE hosted LOGIN CREATEROLE CREATEDB")
        for statement in rename:
            admin.execute(statement.encode())
        try:
            url = make_conninfo(addresses.admin, user="hosted")
            for _ in range(2):
                ran = psql(running_home, url, roles_sql("hosted"))
                assert (ran.returncode, ran.stderr) == (0, "")
            with psycopg.connect(make_conninfo(addresses.migrator, dbname="hosted")) as connection:
                connection.execute("CREATE TABLE made (id int)")
            assert owner_of(make_conninfo(addresses.app, dbname="hosted"), "made") == "guildworks_owner"
        finally:
            drop_database(addresses.admin, "hosted")
            for statement in (*(f"DROP OWNED BY {name}; DROP ROLE {name}" for name in (*names, "hosted")), *back):
                admin.execute(statement.encode())
