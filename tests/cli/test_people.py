"""`guildworks people`: how the first admin of an installation comes in, and how somebody goes."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from django.test import Client

from guildworks.accounts.queries import operator_organisation
from guildworks.platform.models import Event

PASSWORD = "seven herons over Tallinn"

pytestmark = pytest.mark.django_db


def test_the_first_admin_comes_in_as_the_front_page_says(command):
    browser = Client()
    front = browser.get("/").content.decode()
    assert "Nobody can sign in here yet" in front and "guildworks people admin you@example.org" in front
    made = command("people", "admin", "oda@example.org", "--name", "Oda Lund").out.splitlines()
    assert made[:2] == [
        "Oda Lund is an admin of this installation.",
        "Oda Lund sets a password here, once and within three days:",
    ]
    assert "Nobody can sign in here yet" not in browser.get("/").content.decode()
    answer = command("people", "link", "ODA@example.org", "--json").json
    assert answer["link"].startswith("http://localhost:8000/account/password/reset/key/")
    form = browser.get(urlsplit(answer["link"]).path, follow=True).request["PATH_INFO"]
    browser.post(form, {"password1": PASSWORD, "password2": PASSWORD})
    assert "Oda Lund" in browser.get("/").content.decode()
    assert command("people", "admin", "oda@example.org", "--json").code == "membership_once"


def test_an_admin_is_also_added_as_everybody_else_is(command):
    operator = operator_organisation().shown_id
    added = command("organisations", "add", operator, "oda@example.org", "--name", "Oda Lund", "--role", "admin")
    assert "Oda Lund is admin of Operator." in added.out
    assert "guildworks people link oda@example.org" in added.out


def test_people_read_the_link_in_one_piece(command):
    command("organisations", "add", operator_organisation().shown_id, "oda@example.org", "--role", "admin")
    said = command("people", "link", "oda@example.org").out.splitlines()
    assert said[0] == "oda sets a password here, once and within three days:"
    assert said[1] == said[1].strip()
    assert said[1].count("/") > 6


def test_that_somebody_got_a_link_is_told_without_the_link(command):
    command("organisations", "add", operator_organisation().shown_id, "oda@example.org", "--role", "admin")
    link = command("people", "link", "oda@example.org", "--json").json["link"]
    event = Event.objects.get(name="person.password_link_made")
    assert (event.chain, event.facts) == ("operator", {})
    assert link.rsplit("-", 1)[1].strip("/") not in str(vars(event))


def test_nobody_gets_a_link_who_is_not_here(command):
    refused = command("people", "link", "nobody@example.org", "--json")
    assert (refused.status, refused.code) == (1, "not_found")


def test_an_account_is_deleted_for_somebody_who_asks_for_it(command, cast):
    said = command("people", "erase", "VI@example.org").out
    assert said == "The account of Vi is deleted; what they wrote for organisations is there.\n"
    assert command("people", "erase", "vi@example.org", "--json").code == "not_found"
    refused = command("people", "erase", "ada@example.org", "--json")
    assert (refused.status, refused.code) == (1, "organisation_keeps_an_owner")
    assert "Halden Mutual keeps an owner, and Ada is the last one" in refused.err
