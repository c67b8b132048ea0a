"""`guildworks organisations`: what scripts rely on, what people read, and what is refused with everything as it was."""

from __future__ import annotations

import pytest

from guildworks.accounts.models import Membership, Organisation
from guildworks.platform.ids import shown, uuid7

pytestmark = pytest.mark.django_db


@pytest.fixture
def halden(command) -> str:
    return command("organisations", "create", "Halden Mutual", "--json").json["organisation"]


def test_an_organisation_is_made_people_join_change_and_leave(command, halden):
    add = ("organisations", "add", halden)
    ines = command(*add, "ines@example.org", "--name", "Ines Brandt", "--role", "owner", "--json").json
    assert ines.keys() == {"organisation", "user", "name", "email", "role"}
    assert (ines["name"], ines["role"], ines["organisation"]) == ("Ines Brandt", "owner", halden)
    assert command(*add, "jonas@example.org", "--role", "viewer", "--json").json["name"] == "jonas"
    listed = command("organisations", "list", "--json").json
    assert [(one["name"], one["kind"], one["people"]) for one in listed["organisations"]] == [
        ("Halden Mutual", "client", 2),
        ("Operator", "operator", 0),
    ]
    assert command("organisations", "role", halden, "JONAS@example.org", "owner", "--json").json["role"] == "owner"
    assert command("organisations", "remove", halden, "ines@example.org", "--json").status == 0
    left = command("organisations", "show", halden, "--json").json
    assert ([one["email"] for one in left["members"]], left["total"]) == (["jonas@example.org"], 1)


def test_people_read_what_happened_and_what_comes_next(command):
    said = command("organisations", "create", "Halden [Mutual]")
    halden = Organisation.objects.get(kind="client").shown_id
    assert f"Halden [Mutual] is {halden}." in said.out
    assert f"guildworks organisations add {halden} EMAIL --role owner" in said.out
    assert "Nobody belongs to Halden [Mutual] yet." in command("organisations", "show", halden).out
    assert (
        "is hiring manager of Halden"
        in command("organisations", "add", halden, "bo@example.org", "--name", "Bo", "--role", "hiring_manager").out
    )
    shown_one = command("organisations", "show", halden).out
    assert "bo@example.org" in shown_one and "hiring manager" in shown_one
    assert "Halden [Mutual]" in command("organisations", "list").out
    for words in (("list",), ("show", halden)):
        beyond = command("organisations", *words, "--page", "9")
        assert (beyond.status, "page 9, " in beyond.out, "more" in beyond.out) == (0, True, False)


def test_what_is_refused_says_why_and_changes_nothing(command, halden):
    command("organisations", "add", halden, "ines@example.org", "--name", "Ines", "--role", "owner")
    before = list(Membership.objects.values())
    nobody = shown("org", uuid7())
    for code, status, *words in (
        ("bad_name", 2, "create", " "),
        ("bad_id", 2, "show", "nonsense"),
        ("not_found", 1, "show", nobody),
        ("not_found", 1, "role", halden, "bo@example.org", "viewer"),
        ("bad_email", 2, "add", halden, "ines", "--role", "viewer"),
        ("unknown_role", 2, "add", halden, "bo@example.org", "--role", "king"),
        ("unknown_role", 2, "role", halden, "ines@example.org", "admin"),
        ("membership_once", 1, "add", halden, "INES@example.org", "--role", "viewer"),
        ("organisation_keeps_an_owner", 1, "role", halden, "ines@example.org", "viewer"),
        ("organisation_keeps_an_owner", 1, "remove", halden, "ines@example.org"),
    ):
        refused = command("organisations", *words, "--json")
        assert (refused.code, refused.status) == (code, status), words
    assert list(Membership.objects.values()) == before
