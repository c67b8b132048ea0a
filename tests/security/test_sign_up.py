"""Who may make an account by themselves: nobody, until the operator opens it; and then one, of their own."""

from __future__ import annotations

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from guildworks.accounts.models import Membership, Organisation, User
from guildworks.platform.choices import set_choice

PASSWORD = "seven herons over Tallinn"
FORM = {"name": "Di Novak", "organisation": "Novak Labs", "email": "di@example.org", "password1": PASSWORD}

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser() -> Client:
    return Client(raise_request_exception=False)


@pytest.fixture
def opened(db) -> None:
    set_choice("sign_up", "open")


def sign_up(browser: Client, **changed: str):
    return browser.post("/account/signup/", FORM | changed)


def code_of(message) -> str:
    found = re.search(r"^\s*([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\s*$", message.body, re.MULTILINE)
    assert found, message.body
    return found[1]


@pytest.mark.parametrize(
    ("word", "told"), [("invitation", "People are invited here"), ("closed", "No new accounts here now")]
)
def test_nobody_signs_up_where_it_is_not_open_and_the_page_says_what_holds(browser, word, told):
    set_choice("sign_up", word)
    for answer in (browser.get("/account/signup/"), sign_up(browser)):
        assert told in answer.content.decode()
    assert not User.objects.exists()
    assert 'href="/account/signup/"' not in browser.get("/").content.decode()


@pytest.mark.usefixtures("opened")
class TestWhereItIsOpen:
    def test_somebody_makes_an_organisation_and_is_in_once_the_address_is_proved(self, browser):
        assert 'href="/account/signup/"' in browser.get("/").content.decode()
        assert sign_up(browser)["Location"] == "/account/confirm-email/"
        assert browser.get("/account/sessions/").status_code == 302, "not in before the code"
        assert not EmailAddress.objects.get().verified
        assert browser.post("/account/confirm-email/", {"code": "WRONG1"}).status_code == 200
        assert browser.post("/account/confirm-email/", {"code": code_of(mail.outbox[0])}).status_code == 302
        assert "Novak Labs" in browser.get("/").content.decode()
        joined = Membership.objects.select_related("user", "organisation").get()
        assert (joined.role, joined.organisation.kind, joined.user.name) == ("owner", "client", "Di Novak")

    def test_fields_that_the_form_has_not_change_nothing(self, cast, browser):
        more = {
            "role": "admin",
            "kind": "operator",
            "organisation_id": str(cast.halden.id),
            "verified": "on",
            "is_active": "",
            "id": str(cast.ada.id),
        }
        sign_up(browser, organisation=cast.halden.shown_id, **more)
        di = User.objects.get(email="di@example.org")
        joined = Membership.objects.select_related("organisation").get(user=di)
        assert (joined.role, joined.organisation.kind, joined.organisation.name) == (
            "owner",
            "client",
            cast.halden.shown_id,
        )
        assert joined.organisation != cast.halden
        assert di.is_active and not EmailAddress.objects.get(user=di).verified

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("name", ""),
            ("name", "Di\u202e"),
            ("organisation", " "),
            ("organisation", "x" * 201),
            ("email", "di"),
            ("password1", "short"),
            ("password1", "Di Novak Novak"),
        ],
    )
    def test_what_is_refused_stands_beside_its_field_and_makes_nothing(self, browser, field, value):
        page = sign_up(browser, **{field: value}).content.decode()
        assert f'id="id_{field}_error"' in page
        assert not User.objects.exists()
        assert Organisation.objects.filter(kind="client").count() == 0

    def test_an_address_that_is_known_is_not_told_and_makes_no_second_person(self, cast, browser):
        unknown, known = sign_up(browser), sign_up(Client(), email="ADA@example.org")
        assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
        assert User.objects.filter(email__iexact="ada@example.org").count() == 1
        assert Organisation.objects.filter(name="Novak Labs").count() == 1

    @pytest.mark.parametrize("next_", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
    def test_nobody_is_sent_to_another_site(self, browser, next_):
        browser.post("/account/signup/", FORM | {"next": next_})
        entered = browser.post("/account/confirm-email/", {"code": code_of(mail.outbox[0])})
        assert entered["Location"] == "/"

    def test_it_has_a_bound(self, browser):
        answers = [sign_up(browser, email=f"di{number}@").status_code for number in range(21)]
        assert answers == [200] * 20 + [429]
