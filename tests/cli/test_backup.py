"""`guildworks backup` and `guildworks restore`: all is there again, guards and keys too, or nothing was changed."""

from __future__ import annotations

import shutil
from pathlib import Path
from signal import SIGINT
from typing import Any

import psycopg
import pytest

from benchmarks.backup import differing, file_sums, fill, fill_files, table_figures
from tests.cli.conftest import Run
from tests.cli.program import start_program
from tests.conftest import exists, url
from tests.project.archives import amend

A_WAITING_MAIL = """
INSERT INTO platform_mail (id, recipient, reply_to, subject, text, html, calendar, created_at, due_at, attempts, answer)
VALUES (gen_random_uuid(), 'ada@example.org', '', 'A list', 'It is ready.', '', '', now(), now(), 0, '')
"""

AN_EVENT = """
INSERT INTO platform_event
    (id, name, version, chain, subject_kind, subject_id, actor_kind, actor_id, concerns, facts, at)
VALUES
    (gen_random_uuid(), 'test.happened', 1, 'test', 'test', gen_random_uuid(), 'program', gen_random_uuid(), '{}', '{}',
    now())
"""


def write(run: Run, *statements: str) -> None:
    with psycopg.connect(run.app, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


def databases_left(server, run: Run) -> list[str]:
    name = psycopg.conninfo.conninfo_to_dict(run.app)["dbname"]
    with psycopg.connect(server.admin) as admin:
        left = admin.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s || '_')", [name[:30]])
        return [name for (name,) in left]


def test_20000_rows_and_files_are_the_same_after_all_was_destroyed_and_raw_sql_is_refused_as_before(
    server, here, there, tmp_path
):
    fill(here.app, 20_000)
    fill_files(here.home, 20_000)
    key = here("keys", "rotate", "--json").json["key"]
    before, files = table_figures(here.owner), file_sums(here.home)
    archive = tmp_path / "monday.tar"
    made = here("backup", str(archive), "--json").json
    assert made["verified"] and made["rows"] >= 20_000
    assert made["files"]["count"] == 20_000 and made["keys"] == ["signing.key"]
    assert archive.stat().st_mode & 0o777 == 0o600
    shutil.rmtree(here.home)

    restored = there("restore", str(archive), "--json").json
    assert restored["tables"] == made["tables"]
    assert differing(before, table_figures(there.owner)) == []
    assert file_sums(there.home) == files
    assert {one["id"] for one in there("keys", "list", "--json").json["keys"] if not one["retired_at"]} == {key}
    assert databases_left(server, here) == databases_left(server, there) == []
    with psycopg.connect(there.app, autocommit=True) as app:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("DELETE FROM platform_event")
        app.execute("INSERT INTO platform_setting (name, value) VALUES ('page_size', 20)")
    with (
        psycopg.connect(there.owner, autocommit=True) as owner,
        pytest.raises(psycopg.errors.CheckViolation) as guarded,
    ):
        owner.execute("UPDATE platform_event SET name = 'another'")
    assert guarded.value.diag.constraint_name == "platform_event_append_only"


@pytest.mark.long
def test_the_key_that_signs_comes_with_the_home_and_is_known_after_a_restore(here, there, tmp_path):
    """The public key comes with the database, the private one with the home: the next signature is of the same key."""
    first = here("keys", "rotate", "--json").json["key"]
    here("backup", str(tmp_path / "a.tar"), "--no-verify")
    there("restore", str(tmp_path / "a.tar"))
    assert there("keys", "rotate", "--json").json["retired"] == first


def test_mails_that_waited_are_held_until_the_operator_says_what_becomes_of_them(here, there, tmp_path):
    write(here, A_WAITING_MAIL, A_WAITING_MAIL)
    here("backup", str(tmp_path / "a.tar"), "--json")
    restored = there("restore", str(tmp_path / "a.tar"), "--json").json
    assert restored["held_mails"] == 2
    listed = there("mail", "list", "--json").json
    assert (listed["waiting"], listed["held"]) == (2, 2)
    refused = there("mail", "retry", listed["mails"][0]["mail"], "--json")
    assert (refused.status, refused.code) == (1, "mail_is_held")
    assert "mail release" in there("doctor").out
    write(there, A_WAITING_MAIL)
    assert there("mail", "list", "--json").json["held"] == 2, "what is written from now on is sent"
    assert there("mail", "release", "--give-up", "--json").json == {"released": 2, "sent": False}
    after = there("mail", "list", "--json").json
    assert sorted(mail["state"] for mail in after["mails"]) == ["failed", "failed", "waiting"]
    assert after["held"] == 0
    assert "1 mail is tried" in there("mail", "retry", listed["mails"][0]["mail"]).out


def test_the_doctor_says_when_the_last_backup_was_made(here, tmp_path):
    def backup() -> dict[str, str]:
        return next(one for one in here("doctor", "--json").json["findings"] if one["subject"] == "backup")

    assert backup()["state"] == "note"
    assert "guildworks backup" in backup()["remedy"]
    here("backup", str(tmp_path / "a.tar"))
    assert backup()["state"] == "ok"
    assert "restored for a try" in backup()["message"]


def test_without_keys_there_are_none_in_it_and_the_file_is_never_replaced(here, tmp_path):
    here("keys", "rotate")
    archive = tmp_path / "a.tar"
    assert here("backup", str(archive), "--without-keys", "--no-verify", "--json").json["keys"] == []
    assert b"PRIVATE KEY" not in archive.read_bytes()
    again = here("backup", str(archive), "--json")
    assert (again.status, again.code) == (2, "backup_is_there")
    nowhere = here("backup", str(tmp_path / "none" / "a.tar"), "--json")
    assert (nowhere.status, nowhere.code) == (2, "backup_not_writable")


@pytest.mark.long
def test_whoever_may_make_no_database_is_told_what_to_set(here, there, tmp_path):
    refused = here("backup", str(tmp_path / "a.tar"), "--json", GUILDWORKS_ADMIN_URL=None)
    assert (refused.status, refused.code) == (2, "backup_needs_a_database")
    assert "GUILDWORKS_ADMIN_URL" in refused.json["error"]["hint"]
    assert not list(tmp_path.glob("a.tar*"))
    assert here("backup", str(tmp_path / "a.tar"), "--no-verify", "--json", GUILDWORKS_ADMIN_URL=None).status == 0
    refused = there("restore", str(tmp_path / "a.tar"), "--json", GUILDWORKS_ADMIN_URL=None)
    assert (refused.status, refused.code) == (2, "backup_needs_a_database")


def test_a_database_with_people_or_somebody_in_it_is_not_restored_into(server, here, there, tmp_path):
    archive = tmp_path / "a.tar"
    fill(here.app, 8)
    here("backup", str(archive), "--no-verify")
    refused = here("restore", str(archive), "--json")
    assert (refused.status, refused.code) == (2, "restore_database_not_empty")
    with psycopg.connect(there.app):
        used = there("restore", str(archive), "--json")
    assert (used.status, used.code) == (1, "restore_database_in_use")
    (there.home / "files").mkdir(parents=True)
    (there.home / "files" / "one").write_text("something")
    taken = there("restore", str(archive), "--json")
    assert (taken.status, taken.code) == (1, "restore_files_are_there")
    (there.home / "files" / "one").unlink()
    assert there("database", "migrate").status == 0, "a database in which nobody has written anything is empty"
    assert there("restore", str(archive)).status == 0
    assert databases_left(server, there) == []


def test_a_backup_that_does_not_fit_is_refused_and_nothing_is_changed(server, here, there, tmp_path):
    archive = tmp_path / "a.tar"
    here("backup", str(archive), "--no-verify")
    for change, code in (
        (newer_program, "backup_of_newer_version"),
        (newer_postgresql, "backup_of_newer_version"),
        (one_role, "backup_of_other_roles"),
        (other_rows, "backup_differs"),
    ):
        other = tmp_path / f"{change.__name__}.tar"
        shutil.copy(archive, other)
        amend(other, change)
        refused = there("restore", str(other), "--json")
        assert (refused.status, refused.code) == (2, code), change
    assert databases_left(server, there) == []
    assert not there.home.exists()


def newer_program(manifest: Any) -> None:
    manifest["migrations"].append("platform.9999_later")


def newer_postgresql(manifest: Any) -> None:
    manifest["postgresql"]["major"] = 99


def one_role(manifest: Any) -> None:
    manifest["roles"] = "one"


def other_rows(manifest: Any) -> None:
    manifest["tables"]["platform_setting"]["rows"] += 1


def test_a_backup_of_an_older_version_is_brought_to_this_one(here, there, tmp_path):
    """As a dump of before the last migration of a domain: what it made is made again, and the rest is kept."""
    write(here, "INSERT INTO platform_setting (name, value) VALUES ('page_size', 20)")
    with psycopg.connect(here.owner, autocommit=True) as owner:
        owner.execute("ALTER TABLE accounts_apikey DROP COLUMN form CASCADE")
        owner.execute("DELETE FROM django_migrations WHERE app = 'accounts' AND name = '0011_api_key_made_once'")
        owner.execute("UPDATE platform_databasestate SET fingerprint = 'of an older version'")
    archive = tmp_path / "a.tar"
    older_backup(here, archive)
    assert there("restore", str(archive), "--json").status == 0
    limits = {row["limit"]: row["value"] for row in there("limits", "list", "--json").json["limits"]}
    assert limits["page_size"] == 20
    assert there("backup", str(tmp_path / "b.tar"), "--json").json["verified"]


def older_backup(run: Run, archive: Path) -> None:
    """A backup of a database that this version would not work with."""
    from datetime import UTC, datetime

    from guildworks.project.backup.making import make_backup
    from guildworks.project.backup.server import Server

    make_backup(
        Server(run.owner, run.app, run.owner),
        run.home,
        archive,
        now=datetime.now(UTC),
        with_keys=False,
        verify=False,
        progress=lambda what, done: None,
    )


@pytest.mark.long
def test_with_one_login_for_everything_it_works_too(server, here, there, tmp_path):
    def alone(run: Run) -> dict[str, str | None]:
        name = str(psycopg.conninfo.conninfo_to_dict(run.app)["dbname"])
        address = url(server.admin, name)
        return {"GUILDWORKS_DATABASE_URL": address, "GUILDWORKS_MIGRATION_URL": None, "GUILDWORKS_ADMIN_URL": None}

    fill(here.app, 100)
    assert here("backup", str(tmp_path / "a.tar"), "--json", **alone(here)).json["verified"]
    refused = there("restore", str(tmp_path / "a.tar"), "--json")
    assert (refused.status, refused.code) == (2, "backup_of_other_roles")
    assert there("restore", str(tmp_path / "a.tar"), "--json", **alone(there)).status == 0
    assert there("doctor", "--json", **alone(there)).status == 0


@pytest.mark.long
def test_ctrl_c_in_a_backup_leaves_no_file_and_no_database(server, here, tmp_path):
    fill(here.app, 8_000)
    environment = {
        "GUILDWORKS_DATABASE_URL": here.app,
        "GUILDWORKS_MIGRATION_URL": here.owner,
        "GUILDWORKS_ADMIN_URL": server.admin,
        "GUILDWORKS_HOME": str(here.home),
    }
    process = start_program("backup", str(tmp_path / "a.tar"), **environment)
    while not databases_left(server, here) and process.poll() is None:
        pass
    process.send_signal(SIGINT)
    process.communicate()
    assert process.returncode == 130
    assert not list(tmp_path.glob("a.tar*"))
    assert databases_left(server, here) == []


@pytest.mark.long
def test_a_restore_that_is_killed_leaves_nothing_and_the_next_one_works(server, here, there, tmp_path):
    fill(here.app, 8_000)
    archive = tmp_path / "a.tar"
    here("backup", str(archive), "--no-verify")
    name = str(psycopg.conninfo.conninfo_to_dict(there.app)["dbname"])
    environment = {
        "GUILDWORKS_DATABASE_URL": there.app,
        "GUILDWORKS_MIGRATION_URL": there.owner,
        "GUILDWORKS_ADMIN_URL": server.admin,
        "GUILDWORKS_HOME": str(there.home),
    }
    process = start_program("restore", str(archive), **environment)
    while not databases_left(server, there) and process.poll() is None:
        pass
    process.kill()
    process.communicate()
    assert exists(server.admin, name)
    assert there("restore", str(archive), "--json").status == 0
    assert databases_left(server, there) == [], "what the killed one has left is swept away"


@pytest.mark.long
def test_what_is_written_meanwhile_is_in_the_backup_whole_or_not_at_all(here, there, tmp_path):
    """Events are written all the time: the dump, the counts and the chains are of one moment."""
    from threading import Event, Thread

    is_over = Event()

    def write_on() -> None:
        with psycopg.connect(here.app, autocommit=True) as connection:
            while not is_over.is_set():
                connection.execute(AN_EVENT)

    writing = Thread(target=write_on)
    writing.start()
    try:
        made = here("backup", str(tmp_path / "a.tar"), "--json")
    finally:
        is_over.set()
        writing.join()
    assert made.status == 0
    assert made.json["tables"]["platform_event"]["rows"] == made.json["tables"]["platform_eventlink"]["rows"] > 0
    assert there("restore", str(tmp_path / "a.tar")).status == 0


@pytest.mark.long
def test_a_chain_that_does_not_hold_is_told(here, there, tmp_path):
    fill(here.app, 100)
    with psycopg.connect(here.owner, autocommit=True) as owner:
        owner.execute("ALTER TABLE platform_event DISABLE TRIGGER event_append_only")
        owner.execute("UPDATE platform_event SET facts = '{\"number\": 0}' WHERE chain = 'bench:7'")
        owner.execute("ALTER TABLE platform_event ENABLE TRIGGER event_append_only")
    here("backup", str(tmp_path / "a.tar"), "--json")
    refused = there("restore", str(tmp_path / "a.tar"), "--json")
    assert (refused.status, refused.code) == (2, "backup_differs")
    assert "bench:7" in refused.json["error"]["message"]


@pytest.mark.long
def test_what_comes_from_a_server_that_is_far_ahead_is_followed_here_at_once(here, there, tmp_path):
    """Numbers of transactions are a server's own: readers of the log would wait until this one has counted as far."""
    fill(here.app, 100)
    with psycopg.connect(here.owner, autocommit=True) as owner:
        owner.execute("ALTER TABLE platform_event DISABLE TRIGGER event_append_only")
        owner.execute("UPDATE platform_event SET xid = '4000000000000'")
        owner.execute("ALTER TABLE platform_event ENABLE TRIGGER event_append_only")
    here("backup", str(tmp_path / "a.tar"), "--no-verify")
    assert there("restore", str(tmp_path / "a.tar")).status == 0
    with psycopg.connect(there.app) as app:
        ahead = "SELECT count(*) FROM platform_event WHERE xid >= pg_snapshot_xmax(pg_current_snapshot())"
        assert app.execute(ahead).fetchone() == (0,)
        frontier = (
            "SELECT frontier < pg_snapshot_xmax(pg_current_snapshot())::text::bigint FROM conversations_logreader"
        )
        assert app.execute(frontier).fetchone() == (True,)
