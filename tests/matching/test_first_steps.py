"""What stands on the page of a new brief before the first list can hold anybody."""

from __future__ import annotations

from django.test import Client

from guildworks.accounts.models import Organisation
from tests.cast import content_of, make_engineer, make_member


def steps(browser: Client) -> str:
    return content_of(browser.get("/")).decode()


def test_the_operator_is_told_what_to_do_until_a_list_can_be_asked_for(client):
    page = steps(client)
    assert "Before the first list" in page and "guildworks engineers import" in page
    assert page.count(">done<") == 0
    make_engineer("Ana Reis", skills=["python"])
    page = steps(client)
    assert "guildworks engineers import" not in page and page.count(">done<") == 1
    make_member("Ada", Organisation.objects.create(kind="client", name="Halden Mutual"))
    assert "Before the first list" not in steps(client)


def test_a_client_organisation_without_anybody_does_not_count(client):
    make_engineer("Ana Reis", skills=["python"])
    Organisation.objects.create(kind="client", name="Halden Mutual")
    assert "guildworks organisations invite" in steps(client)


def test_mail_is_a_step_that_keeps_nothing_open(client, settings):
    assert "GUILDWORKS_SMTP_URL" in steps(client)
    settings.SMTP_SERVER = "set"
    page = steps(client)
    assert "GUILDWORKS_SMTP_URL" not in page and page.count(">done<") == 1


def test_a_client_is_told_that_nobody_is_listed_and_no_command(db):
    browser = Client()
    browser.force_login(make_member("Ada", Organisation.objects.create(kind="client", name="Halden Mutual")))
    page = steps(browser)
    assert "No engineer is listed here yet" in page and "guildworks engineers" not in page
    make_engineer("Ana Reis", skills=["python"])
    assert "No engineer is listed here yet" not in steps(browser)
