"""`guildworks organisations`: what scripts rely on, what people read, and what is refused with everything as it was."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.test import Client

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


def test_an_invitation_is_mailed_and_its_link_is_printed_this_once(command, halden):
    made = command("organisations", "invite", halden, "Di@example.org", "--role", "hiring_manager", "--json").json
    assert made.keys() == {"organisation", "invitation", "email", "role", "link"}
    assert (made["organisation"], made["email"]) == (halden, "Di@example.org")
    assert made["link"] in mail.outbox[0].body
    assert "The operator of this site invites you to" in mail.outbox[0].body
    browser = Client()
    assert "as hiring manager" in browser.get(urlsplit(made["link"]).path).content.decode()
    browser.post(urlsplit(made["link"]).path, {"name": "Di", "password": "seven herons over Tallinn"})
    (di,) = command("organisations", "show", halden, "--json").json["members"]
    assert (di["name"], di["email"], di["role"]) == ("Di", "Di@example.org", "hiring_manager")


def test_people_read_the_link_of_an_invitation_in_one_piece(command, halden):
    invite = ("organisations", "invite", halden, "di@example.org", "--role", "viewer")
    said = command(*invite).out.splitlines()
    assert said[0] == "di@example.org is invited to Halden Mutual as viewer."
    assert said[1].startswith("This link, which also goes out by mail, works once, until 20")
    assert re.fullmatch(r"http://localhost:8000/invitation/[\w-]{43}", said[2])


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
        ("membership_once", 1, "invite", halden, "INES@example.org", "--role", "viewer"),
        ("bad_email", 2, "invite", halden, "ines", "--role", "viewer"),
        ("unknown_role", 2, "invite", halden, "bo@example.org", "--role", "admin"),
        ("not_found", 1, "invite", nobody, "bo@example.org", "--role", "viewer"),
        ("organisation_keeps_an_owner", 1, "role", halden, "ines@example.org", "viewer"),
        ("organisation_keeps_an_owner", 1, "remove", halden, "ines@example.org"),
    ):
        refused = command("organisations", *words, "--json")
        assert (refused.code, refused.status) == (code, status), words
    assert list(Membership.objects.values()) == before
