"""Somebody who misbehaves is let in no more, by any way, and told why; and is let in again as they were."""

from __future__ import annotations

import pytest
from django.core import mail
from django.test import Client

from guildworks.accounts.models import Membership, User
from guildworks.accounts.queries import operator_organisation
from guildworks.platform.models import Event, EventDetail
from tests.api.asking import Program, key_of, key_of_engineer, problem
from tests.cast import make_account, make_admin, make_engineer, make_member

pytestmark = pytest.mark.django_db
REASON, PASSWORD = "You write the same to every engineer.", "seven herons over Tallinn"


@pytest.fixture
def di(cast) -> User:
    return make_member("Di", cast.halden, password=PASSWORD)


@pytest.fixture
def oda(admin) -> Client:
    browser = Client()
    browser.force_login(admin)
    return browser


def shut_out(oda: Client, person: User, *, reason: str = REASON):
    return oda.post(f"/desk/people/{person.shown_id}/shutting-out", {"reason": reason}, follow=True)


def signed_in() -> Client:
    browser = Client()
    browser.post("/account/login/", {"login": "di@example.org", "password": PASSWORD})
    return browser


def is_in(browser: Client) -> bool:
    return browser.get("/briefs").status_code == 200


def test_their_browsers_and_their_password_open_nothing_until_they_are_let_in(oda, di):
    browser = signed_in()
    assert is_in(browser)
    assert "is shut out" in shut_out(oda, di).content.decode()
    assert not is_in(browser) and not is_in(signed_in())
    page = oda.get(f"/desk/people/{di.shown_id}").content.decode()
    assert "Let Di in again" in page and "shut out</" in page
    oda.post(f"/desk/people/{di.shown_id}/letting-in")
    assert not is_in(browser), "what was open on another machine stays closed"
    assert is_in(signed_in())


def test_who_is_shut_out_is_told_so_on_the_way_in(oda, di):
    shut_out(oda, di)
    answer = Client().post("/account/login/", {"login": "di@example.org", "password": PASSWORD}, follow=True)
    assert "The operator of this site has shut your account out." in answer.content.decode()


def test_keys_of_clients_and_engineers_open_nothing_meanwhile(oda, cast):
    rosa = make_engineer()
    account = make_account(rosa)
    for person, key in ((User.objects.get(id=cast.ada.id), key_of(cast.ada)), (account, key_of_engineer(rosa))):
        program = Program(key.secret)
        assert program.get("/me").status_code == 200
        shut_out(oda, person)
        assert problem(program.get("/me")) == "unknown_api_key"
        oda.post(f"/desk/people/{person.shown_id}/letting-in")
        assert program.get("/me").status_code == 200


def test_they_are_told_why_once_and_so_is_the_log(oda, di):
    for _ in range(2):
        shut_out(oda, di)
    (told,) = mail.outbox
    assert told.to == [di.email] and REASON in told.body
    oda.post(f"/desk/people/{di.shown_id}/letting-in")
    assert "sign in as before" in mail.outbox[1].body
    names = (
        Event.objects.filter(subject_id=di.id, name__startswith="person.").order_by("id").values_list("name", flat=True)
    )
    assert list(names) == ["person.shut_out", "person.let_in"]
    assert EventDetail.objects.get(event__name="person.shut_out").content == {"reason": REASON}


def test_without_a_reason_nobody_is_and_what_was_typed_stays(oda, di):
    answer = shut_out(oda, di, reason="hm")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "A reason has 5 to 300 visible characters" in page and 'value="hm"' in page
    assert User.objects.get(id=di.id).is_active and mail.outbox == []


def test_no_admin_of_the_operator_is(oda, admin):
    other = make_admin("Olaf")
    for person in (admin, other):
        assert shut_out(oda, person).status_code == 403
    assert Membership.objects.filter(organisation=operator_organisation(), user__is_active=True).count() == 2
