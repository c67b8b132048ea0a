"""`guildworks keys`: what it lists is what everybody may have, and a rotation is whole."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from guildworks.platform.signatures import sign, verify
from guildworks.platform.signing_keys import FILE
from tests.cli.program import run_program


def test_keys_are_listed_as_at_the_known_address(command):
    assert command("keys", "list", "--json").json == {"keys": []}
    assert "no key yet" in command("keys", "list").out
    signed = sign({"kind": "test"})
    listed = command("keys", "list", "--json").json
    assert listed == Client().get("/.well-known/guildworks-keys.json").json()
    assert [key["id"] for key in listed["keys"]] == [signed["signature"]["key"]]
    said = command("keys", "list").out
    assert signed["signature"]["key"] in said
    assert listed["keys"][0]["public_key"] in said
    assert "in use" in said


def test_a_rotation_names_both_keys_and_what_was_signed_verifies(command):
    signed = sign({"kind": "test"})
    rotated = command("keys", "rotate", "--json").json
    assert rotated["retired"] == signed["signature"]["key"]
    assert {key["id"]: bool(key["retired_at"]) for key in command("keys", "list", "--json").json["keys"]} == {
        rotated["retired"]: True,
        rotated["key"]: False,
    }
    verify(signed)
    said = command("keys", "rotate").out
    assert f"{rotated['key']} is retired" in said
    assert "key_" in said.split()[0]


def test_a_key_that_is_placed_or_that_others_can_read_is_not_rotated(command, settings):
    sign({"kind": "test"})
    settings.SIGNING_KEY_FILE = settings.SIGNING_HOME / FILE
    refused = command("keys", "rotate", "--json")
    assert (refused.status, refused.code) == (1, "signing_key_is_placed")
    assert "GUILDWORKS_SIGNING_KEY_FILE" in refused.json["error"]["hint"]
    settings.SIGNING_KEY_FILE = None
    (settings.SIGNING_HOME / FILE).chmod(0o644)
    unusable = command("keys", "rotate", "--json")
    assert (unusable.status, unusable.code) == (2, "signing_key_unusable")


@pytest.mark.parametrize("placed", [False, True])
def test_as_a_program_it_keeps_the_key_in_the_home_or_takes_the_placed_one(bare_url, tmp_path, placed):
    home = tmp_path / "home"
    environ = {"GUILDWORKS_DATABASE_URL": bare_url, "GUILDWORKS_HOME": str(home)}
    if placed:
        environ["GUILDWORKS_SIGNING_KEY_FILE"] = str(tmp_path / "placed.pem")
    rotated = run_program("keys", "rotate", "--json", **environ)
    listed = run_program("keys", "list", "--json", **environ).json
    if placed:
        assert rotated.code == "signing_key_is_placed"
        assert listed == {"keys": []}
        assert not home.exists()
        return
    assert [key["id"] for key in listed["keys"]] == [rotated.json["retired"], rotated.json["key"]]
    assert (home / FILE).stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in home.iterdir()) == [FILE, f"{FILE}.lock"]
    assert "PRIVATE" not in json.dumps(listed) + rotated.out + rotated.err
