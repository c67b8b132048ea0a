"""`guildworks api-keys`: a key for the operator's machine, told once, listed without itself, revoked."""

from __future__ import annotations

import pytest

from tests.api.asking import Program, key_of, problem

pytestmark = pytest.mark.django_db


def test_one_is_made_works_is_listed_and_revoked(command):
    made = command("api-keys", "make", "Nightly", "--scope", "engineers:read", "--json").json
    program = Program(made["key"])
    assert program.get("/engineers").status_code == 200
    assert program.get("/me").json()["acts_as"] == "operator"
    assert problem(program.get("/briefs")) == "scope_missing"
    listed = command("api-keys", "list", "--json")
    (row,) = listed.json["api_keys"]
    assert (row["api_key"], row["state"], row["scopes"]) == (made["api_key"], "lives", ["engineers:read"])
    assert made["key"] not in listed.out
    assert command("api-keys", "revoke", made["api_key"], "--json").json["state"] == "revoked"
    assert problem(program.get("/engineers")) == "api_key_revoked"
    assert command("api-keys", "list", "--json").json["api_keys"][0]["state"] == "revoked"


def test_people_read_the_key_in_one_piece_and_what_there_is(command, cast):
    assert "There is no API key yet" in command("api-keys", "list").out
    said = command("api-keys", "make", "Nightly", "--scope", "all").out.splitlines()
    assert said[1].startswith("gwk_") and Program(said[1]).get("/briefs").status_code == 200
    key_of(cast.bo)
    listed = command("api-keys", "list").out
    assert "Nightly" in listed and "Sync" in listed and said[1] not in listed


def test_what_is_refused(command):
    assert command("api-keys", "make", "Nightly", "--json").code == "bad_scope"
    assert command("api-keys", "make", "Nightly", "--scope", "opportunities:read", "--json").code == "bad_scope"
    assert command("api-keys", "make", "x", "--scope", "all", "--days", "0", "--json").code == "bad_expiry"
    assert command("api-keys", "revoke", "gwk_ABC", "--json").code == "bad_id"
