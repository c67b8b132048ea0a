"""Taking out one's data and deleting one's account by the pages: only oneself, just proved, and not by accident."""

from __future__ import annotations

import json
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.test import Client

from guildworks.accounts.actions import add_member
from guildworks.accounts.models import User
from guildworks.accounts.queries import local_operator
from guildworks.platform.models import Event
from tests.cast import make_account, make_engineer, make_member

PASSWORD = "seven herons over Tallinn"
PAGES = ("/account/data", "/account/delete")

pytestmark = pytest.mark.django_db


@pytest.fixture
def zoe(cast) -> User:
    return make_member("Zoe", cast.halden, role="viewer", password=PASSWORD)


@pytest.fixture
def signed_in(zoe) -> Client:
    browser = Client(raise_request_exception=False)
    browser.post("/account/login/", {"login": zoe.email, "password": PASSWORD})
    return browser


@pytest.fixture
def browser(signed_in) -> Client:
    """Signed in, and just asked once more who she is."""
    signed_in.post("/account/reauthenticate/", {"password": PASSWORD})
    return signed_in


@pytest.mark.parametrize("page", PAGES)
def test_an_open_browser_is_not_enough(signed_in, zoe, page):
    for answer in (signed_in.get(page), signed_in.post(page, {"address": zoe.email})):
        assert answer.status_code == 302
        assert answer["Location"].startswith("/account/reauthenticate/")
    assert not Event.objects.filter(name__in=["person.data_exported", "person.erased"]).exists()


def test_whoever_proves_themself_goes_on_to_the_page(signed_in):
    asked = signed_in.get("/account/data")["Location"]
    answer = signed_in.post(asked, {"password": PASSWORD})
    assert answer["Location"] == "/account/data"
    assert signed_in.get("/account/data").status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_a_form_from_elsewhere_does_nothing(zoe, page):
    careful = Client(enforce_csrf_checks=True, raise_request_exception=False)
    careful.force_login(zoe)
    assert careful.post(page, {"address": zoe.email}).status_code == 403
    assert User.objects.get(id=zoe.id).erased_at is None


def test_the_archive_is_a_file_that_no_cache_keeps(browser, zoe):
    answer = browser.post("/account/data")
    assert answer["Content-Type"] == "application/zip"
    assert answer["Content-Disposition"].startswith('attachment; filename="guildworks-20')
    assert "no-store" in answer["Cache-Control"]
    (account,) = json.loads(ZipFile(BytesIO(answer.content)).read("account.json"))
    assert account["email"] == zoe.email


def test_the_page_says_when_it_is_too_often(browser):
    for _ in range(3):
        assert browser.post("/account/data").status_code == 200
    answer = browser.post("/account/data")
    assert answer.status_code == 429
    assert "3 times in 24 hours" in answer.content.decode()


def test_it_works_for_somebody_who_belongs_nowhere():
    nils = make_member("Nils", password=PASSWORD)
    browser = Client()
    browser.post("/account/login/", {"login": nils.email, "password": PASSWORD})
    browser.post("/account/reauthenticate/", {"password": PASSWORD})
    assert browser.post("/account/data").status_code == 200
    assert browser.post("/account/delete", {"address": nils.email}).status_code == 302


def test_opening_the_page_deletes_nothing_and_a_wrong_address_is_told_beside_the_field(browser, zoe):
    assert "Type zoe@example.org" in browser.get("/account/delete").content.decode()
    answer = browser.post("/account/delete", {"address": "zoe@example.com"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "This is not the address of the account" in page
    assert 'value="zoe@example.com"' in page
    assert User.objects.get(id=zoe.id).erased_at is None


def test_deleted_one_is_out_and_is_told_so_once(browser, zoe):
    answer = browser.post("/account/delete", {"address": zoe.email}, follow=True)
    assert answer.redirect_chain == [("/", 302)]
    assert "Your account is deleted." in answer.content.decode()
    assert "Your account is deleted." not in browser.get("/").content.decode()
    assert browser.get("/account/delete").status_code == 302
    assert browser.post("/account/login/", {"login": zoe.email, "password": PASSWORD}).status_code == 200


def test_sent_twice_it_is_done_once(browser, zoe):
    again = Client(raise_request_exception=False)
    again.cookies = browser.cookies.copy()
    assert browser.post("/account/delete", {"address": zoe.email}).status_code == 302
    assert again.post("/account/delete", {"address": zoe.email}).status_code == 403
    assert Event.objects.filter(name="person.erased").count() == 1


def test_the_last_owner_finds_no_button_but_what_to_do(cast):
    ada = User.objects.get(id=cast.ada.id)
    ada.set_password(PASSWORD)
    ada.save()
    browser = Client(raise_request_exception=False)
    browser.post("/account/login/", {"login": ada.email, "password": PASSWORD})
    browser.post("/account/reauthenticate/", {"password": PASSWORD})
    page = browser.get("/account/delete").content.decode()
    assert "Halden Mutual keeps somebody who looks after it" in page
    assert "Delete my account" not in page
    answer = browser.post("/account/delete", {"address": ada.email})
    assert answer.status_code == 409
    add_member(local_operator(), cast.halden, email="new@example.org", name="New", role="owner")
    assert "Delete my account" in browser.get("/account/delete").content.decode()


def test_nobody_else_can_be_named(browser, cast):
    ids = {"user": str(cast.bo.id), "id": str(cast.bo.id), "person": User.objects.get(id=cast.bo.id).shown_id}
    answer = browser.post("/account/delete", {"address": "bo@example.org", **ids})
    assert answer.status_code == 422
    archive = ZipFile(BytesIO(browser.post("/account/data", ids).content))
    assert "bo@example.org" not in archive.read("account.json").decode()


def test_the_page_shows_what_is_kept_how_much_and_how_long(browser):
    browser.post("/account/data")  # which is an event of hers
    page = " ".join(browser.get("/account/data").content.decode().split())
    assert '<a href="/account/email/">Your e-mail addresses.</a>' in page
    assert "14 days" in page, "sessions"
    assert "until you delete your account" in page
    assert "stays, without your name" in page
    assert "Briefs that you have written" not in page, "there are none"
    assert "Decisions about you" not in page


def test_an_engineer_is_told_of_decisions_about_them_and_how_to_object(cast):
    user = make_account(make_engineer("Rosa Lind"), password=PASSWORD)
    browser = Client(raise_request_exception=False)
    browser.post("/account/login/", {"login": user.email, "password": PASSWORD})
    browser.post("/account/reauthenticate/", {"password": PASSWORD})
    page = browser.get("/account/data").content.decode()
    assert "Decisions about you" in page
    assert "/me/opportunities" in page
    assert "Your profile." in page
    assert "ask the operator" in page
