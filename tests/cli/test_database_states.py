"""Databases that are not as the program needs them: each is told apart, and none is changed unasked."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator

import psycopg
import pytest

from guildworks.platform.postgres import create_database
from guildworks.project.addresses import BadDatabaseUrl, database
from tests.cli.program import run_program
from tests.conftest import drop, url

WORDS = ("engineers", "find", "--json")


@pytest.fixture
def empty(server, worker_id) -> Iterator[str]:
    """The name of a database in which there is nothing."""
    name = f"empty_{worker_id}_{os.getpid()}"
    drop(server.admin, name)
    create_database(server.admin, name)
    yield name
    drop(server.admin, name)


def name_of(address: str) -> str:
    return str(psycopg.conninfo.conninfo_to_dict(address)["dbname"])


def test_a_database_that_nobody_migrated_is_left_alone_until_it_is_asked_for(server, empty):
    app, migrator = url(server.app, empty), url(server.migrator, empty)
    refused = run_program(*WORDS, GUILDWORKS_DATABASE_URL=app)
    assert (refused.status, refused.code) == (2, "database_not_migrated")
    assert "guildworks database migrate" in refused.err
    with psycopg.connect(url(server.admin, empty)) as admin:
        assert admin.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone() == (0,)
    addresses = {"GUILDWORKS_DATABASE_URL": app, "GUILDWORKS_MIGRATION_URL": migrator}
    assert run_program("database", "migrate", "--json", **addresses).json == {"migrated": True}
    assert run_program(*WORDS, GUILDWORKS_DATABASE_URL=app).json == {"engineers": [], "total": 0}


def test_a_database_of_another_version_is_left_alone(server, bare_url):
    with psycopg.connect(url(server.admin, name_of(bare_url)), autocommit=True) as admin:
        admin.execute("UPDATE platform_databasestate SET fingerprint = 'of another version'")
        refused = run_program(*WORDS, GUILDWORKS_DATABASE_URL=bare_url)
        assert (refused.status, refused.code) == (2, "database_not_migrated")
        state = admin.execute("SELECT fingerprint FROM platform_databasestate").fetchone()
        assert state == ("of another version",)


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("postgresql://guildworks_app:hunter-of-2-secrets@127.0.0.1:1/guildworks", "database_unavailable"),
        ("postgresql://guildworks_app:hunter-of-2-secrets@%zz/guildworks", "bad_database_url"),
    ],
)
def test_an_address_that_leads_nowhere_is_said_to_and_its_password_is_not_printed(address, code):
    refused = run_program(*WORDS, GUILDWORKS_DATABASE_URL=address)
    assert (refused.status, refused.code) == (2, code)
    assert "hint: " in refused.err
    assert "hunter" not in refused.out + refused.err


@pytest.mark.parametrize(
    "address", ["nonsense", "app:hunter", "mysql://hunter@host/x", "host='hunter", "port=1 hunter"]
)
def test_what_is_no_address_is_refused_without_its_words(address):
    with pytest.raises(BadDatabaseUrl) as refused:
        database(address)
    assert "hunter" not in refused.value.message
    assert "postgresql://" in refused.value.hint


def test_a_login_that_owns_its_tables_is_told_that_guards_can_be_switched_off(server, bare_url):
    owner = url(server.admin, name_of(bare_url))
    roles = run_program("database", "roles", "--json", GUILDWORKS_DATABASE_URL=owner).json
    assert roles == {"roles": "one", "note": "one role: guards can be switched off by the program's own login"}
    findings = run_program("doctor", "--json", GUILDWORKS_DATABASE_URL=owner).json["findings"]
    (database,) = (finding for finding in findings if finding["subject"] == "database")
    assert database["state"] == "note"
    assert "one role" in database["message"]
    assert "roles --sql" in database["remedy"]


def test_the_doctor_tells_of_a_database_that_is_away():
    looked = run_program("doctor", "--json", GUILDWORKS_DATABASE_URL="postgresql://app@127.0.0.1:1/x")
    assert looked.status == 1
    findings = {finding["subject"]: finding for finding in looked.json["findings"]}
    assert findings["database"]["state"] == "bad"
    assert findings["skills"]["state"] == "ok", "the rest is looked at all the same"


def test_a_database_that_is_not_ours_is_not_ours_to_stop(bare_url):
    refused = run_program("stop", "--json", GUILDWORKS_DATABASE_URL=bare_url)
    assert (refused.status, refused.code) == (2, "database_not_embedded")


def test_stopping_what_does_not_run_is_no_fault(tmp_path):
    assert run_program("stop", "--json", GUILDWORKS_HOME=str(tmp_path / "none")).json == {"stopped": False}
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("host", ["0.0.0.0", pytest.param("::", marks=pytest.mark.long)])
def test_a_demo_is_served_to_this_machine_only(bare_url, host):
    with psycopg.connect(bare_url, autocommit=True) as database:
        database.execute("INSERT INTO platform_demomode VALUES (true, 1, 1, now())")
    refused = run_program("serve", "--host", host, GUILDWORKS_DATABASE_URL=bare_url)
    assert refused.status == 2
    assert f"not on {host}" in refused.err
    assert "hint: Leave --host out." in refused.err


def test_an_https_address_needs_a_proxy_since_the_server_speaks_http(bare_url):
    environ = {"GUILDWORKS_DATABASE_URL": bare_url, "GUILDWORKS_URL": "https://talent.example.org"}
    refused = run_program("serve", **environ)
    assert refused.status == 2
    assert "GUILDWORKS_BEHIND_PROXY=1" in refused.err


@pytest.mark.parametrize("url", ["talent.example.org", "ftp://x", "https://", "https://x/path", "https://a:b@x", "h]["])
def test_a_public_address_that_is_none_is_refused_before_anything_is_done(url):
    refused = run_program("organisations", "list", GUILDWORKS_URL=url, GUILDWORKS_DATABASE_URL="postgresql://none")
    assert refused.status == 2
    assert "GUILDWORKS_URL" in refused.err
    assert "Traceback" not in refused.err


def test_a_port_that_is_taken_is_named_with_another(bare_url):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        refused = run_program("serve", "--port", str(port), GUILDWORKS_DATABASE_URL=bare_url)
    assert refused.status == 2
    assert f"Port {port} on 127.0.0.1 is in use" in refused.err
    assert f"--port {port + 1}" in refused.err
