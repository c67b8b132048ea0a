"""Commands in this process on the test's own transaction, and a database for those that are processes."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from guildworks.platform.postgres import create_database
from tests.cli.program import Outcome, run_program
from tests.conftest import copy, drop, url

Command = Callable[..., Outcome]
Run = Callable[..., Outcome]  # with `app` and `owner`, its database's addresses, and `home`, its folder


@pytest.fixture
def command(db, server, monkeypatch, capsys) -> Command:
    """`command("skills", "list", "--json")`: the real `main`, in this process, within the test's transaction."""
    from guildworks.cli.main import main

    monkeypatch.setenv("GUILDWORKS_DATABASE_URL", server.app)  # only says that it is not the embedded one

    def call(*words: str) -> Outcome:
        monkeypatch.setattr(sys, "argv", ["guildworks", *words])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return Outcome(int(ended.value.code or 0), said.out, said.err)

    return call


@pytest.fixture
def bare_url(server, template, worker_id) -> Iterator[str]:
    """A migrated database without people; its app URL."""
    name = f"bare_{worker_id}_{os.getpid()}"
    copy(server, template, name)
    yield url(server.app, name)
    drop(server.admin, name)


@pytest.fixture
def here(server, bare_url, tmp_path) -> Run:
    """The program with a database that holds something, a stored file and keys."""
    home = tmp_path / "here"
    home.mkdir()
    return program(server, bare_url, home)


@pytest.fixture
def there(server, worker_id, tmp_path) -> Iterator[Run]:
    """The program with an empty database and no home yet."""
    name = f"there_{worker_id}_{os.getpid()}"
    drop(server.admin, name)
    create_database(server.admin, name)
    yield program(server, url(server.app, name), tmp_path / "there")
    drop(server.admin, name)


def program(server, app: str, home: Path) -> Run:
    name = str(psycopg.conninfo.conninfo_to_dict(app)["dbname"])
    addresses = {
        "GUILDWORKS_DATABASE_URL": app,
        "GUILDWORKS_MIGRATION_URL": url(server.migrator, name),
        "GUILDWORKS_ADMIN_URL": server.admin,
        "GUILDWORKS_HOME": str(home),
    }

    def run(*words: str, **changed: str | None) -> Outcome:
        return run_program(*words, **{**addresses, **changed})

    run.app, run.home, run.owner = app, home, addresses["GUILDWORKS_MIGRATION_URL"]  # type: ignore[attr-defined]
    return run
