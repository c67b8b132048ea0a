"""What must not work with the link of an invitation, and what its holder is told."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from guildworks.accounts.actions import (
    invite_by_link,
    invite_member,
    make_password_link,
    sign_up,
    withdraw_invitation,
)
from guildworks.accounts.models import Invitation, Membership, Organisation, User
from guildworks.accounts.queries import local_operator
from guildworks.platform import clock
from guildworks.platform.choices import set_choice
from guildworks.platform.models import Event, Mail
from tests.cast import make_member, tables_that_hold

PASSWORD, OTHER_PASSWORD = "seven herons over Tallinn", "nine lanterns in the rain"
NEW = {"name": "Di Novak", "password": PASSWORD}

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser() -> Client:
    return Client(raise_request_exception=False)


@pytest.fixture
def path(cast) -> str:
    """The link of an invitation of Di, who has no account, as a viewer of Halden."""
    return invite(cast, "di@example.org")


def invite(cast, email: str, *, role: str = "viewer") -> str:
    """The path of the link in the mail that an owner has sent."""
    invite_member(cast.ada, cast.halden, email=email, role=role)
    (link,) = re.findall(r"https?://\S+", mail.outbox[-1].body)
    return urlsplit(link).path


def words_of(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def belongs(email: str, organisation: Organisation) -> bool:
    return Membership.objects.filter(user__email__iexact=email, organisation=organisation).exists()


class TestTheLink:
    def test_it_is_kept_nowhere_but_in_the_mail(self, cast, path):
        token = path.removeprefix("/invitation/")
        assert len(token) >= 40
        assert tables_that_hold(token) == []
        assert token not in str([vars(event) for event in Event.objects.all()])
        assert mail.outbox[0].to == ["di@example.org"]
        assert "Ada invites you to" in mail.outbox[0].body

    def test_opening_it_any_number_of_times_changes_nothing(self, cast, path, browser):
        for send in (browser.get, browser.head, browser.get):
            assert send(path).status_code == 200
        assert not User.objects.filter(email="di@example.org").exists()
        assert Invitation.objects.get().ended_at is None
        assert "no-store" in browser.get(path)["Cache-Control"]

    def test_it_works_once_and_says_nothing_afterwards(self, cast, path, browser):
        assert browser.post(path, NEW).status_code == 302
        for send in (Client().get, Client().post, browser.get, browser.post):
            answer = send(path, {"name": "Eve", "password": PASSWORD})
            assert answer.status_code == 410
            told = answer.content.decode().partition("<main")[2]
            assert "has been accepted" in told
            assert "di@example.org" not in told and "Halden" not in told
        assert User.objects.filter(email="di@example.org").count() == 1

    @pytest.mark.parametrize("end", ["withdrawn", "replaced", "over"])
    def test_one_that_has_ended_lets_nobody_in_and_names_nobody(self, cast, path, browser, end):
        if end == "withdrawn":
            withdraw_invitation(cast.ada, Invitation.objects.get())
        if end == "replaced":
            invite(cast, "DI@example.org")
        with clock.at(clock.now() + timedelta(days=15 if end == "over" else 0)):
            for answer in (browser.get(path), browser.post(path, NEW)):
                assert answer.status_code == 410
                told = answer.content.decode().partition("<main")[2]
                assert "Halden" not in told and "example.org" not in told
        assert not User.objects.filter(email="di@example.org").exists()

    @pytest.mark.parametrize("token", ["x", "A" * 43, "é", "x" * 3000, "%00", "..%2f..%2f", "'--"])
    def test_a_link_that_was_made_up_leads_nowhere(self, browser, token):
        for answer in (browser.get(f"/invitation/{token}"), browser.post(f"/invitation/{token}", NEW)):
            assert answer.status_code == 404

    def test_guessing_has_a_bound_as_wrong_passwords_have(self, cast, path, browser):
        answers = [browser.get(f"/invitation/{number}").status_code for number in range(12)]
        assert answers == [404] * 10 + [429] * 2
        assert browser.get(path).status_code == 429
        assert Client(REMOTE_ADDR="10.1.1.1").get(path).status_code == 200

    def test_a_right_link_is_opened_as_often_as_one_likes(self, path, browser):
        assert {browser.get(path).status_code for _ in range(15)} == {200}


class TestForThisAddressAlone:
    def test_another_person_is_told_so_and_does_not_join(self, cast, path, browser):
        browser.force_login(User.objects.get(id=cast.cy.id))
        page = words_of(browser.get(path))
        assert "You are signed in as Cy" in page and "Join" not in page
        refused = browser.post(path, NEW)
        assert (refused.status_code, "You are signed in as Cy" in words_of(refused)) == (403, True)
        assert not belongs("cy@example.org", cast.halden)
        out = browser.post("/account/logout/", {"next": path})
        assert out["Location"] == path
        assert "A password" in words_of(browser.get(path))

    def test_capitals_do_not_matter_and_a_second_verified_address_counts(self, cast, browser):
        cy = User.objects.get(id=cast.cy.id)
        browser.force_login(cy)
        path = invite(cast, "CY@Example.org")
        assert "Join Halden Mutual" in words_of(browser.get(path))
        second = invite(cast, "cyrus@example.org")
        EmailAddress.objects.create(user=cy, email="cyrus@example.org", verified=False, primary=False)
        assert browser.post(second).status_code == 403
        EmailAddress.objects.filter(email="cyrus@example.org").update(verified=True)
        assert browser.post(second)["Location"] == "/"
        assert "Halden Mutual" in words_of(browser.get("/"))

    def test_who_has_an_account_signs_in_and_comes_back(self, cast, browser):
        make_member("Eda", password=PASSWORD)
        path = invite(cast, "eda@example.org")
        assert browser.post(path, {"name": "Eve", "password": OTHER_PASSWORD})["Location"].startswith("/account/login/")
        assert not belongs("eda@example.org", cast.halden)
        signed_in = browser.post("/account/login/", {"login": "eda@example.org", "password": PASSWORD, "next": path})
        assert signed_in["Location"] == path
        assert browser.post(path).status_code == 302
        assert belongs("eda@example.org", cast.halden)
        assert User.objects.get(email="eda@example.org").check_password(PASSWORD)

    def test_another_site_accepts_for_nobody(self, cast):
        careful = Client(enforce_csrf_checks=True, raise_request_exception=False)
        path = invite(cast, "cy@example.org")
        careful.force_login(User.objects.get(id=cast.cy.id))
        assert careful.post(path).status_code == 403
        assert not belongs("cy@example.org", cast.halden)


class TestSigningUpByIt:
    def test_the_form_gives_a_name_and_a_password_and_nothing_else(self, cast, path, browser):
        more = {
            "email": "eve@example.org",
            "role": "owner",
            "organisation": cast.strangers.shown_id,
            "organisation_id": str(cast.strangers.id),
            "is_active": "",
            "id": str(cast.cy.id),
        }
        browser.post(path, NEW | more)
        joined = Membership.objects.select_related("user", "organisation").get(user__email="di@example.org")
        assert (joined.role, joined.organisation, joined.user.name) == ("viewer", cast.halden, "Di Novak")
        assert EmailAddress.objects.get(user=joined.user).verified
        assert not User.objects.filter(email="eve@example.org").exists()
        assert mail.outbox[1:] == [], "the link has proved the address"
        assert "Halden Mutual" in words_of(browser.get("/"))

    @pytest.mark.parametrize(
        ("sent", "told"),
        [
            ({"name": "", "password": PASSWORD}, "A name has 1 to 200 visible characters"),
            ({"name": "x" * 201, "password": PASSWORD}, "A name has 1 to 200 visible characters"),
            ({"name": "Di\x00", "password": PASSWORD}, "A name has 1 to 200 visible characters"),
            ({"name": "Di", "password": "short"}, "at least 12 characters"),
            ({"name": "Di", "password": "di@example.org"}, "too similar"),
            ({"name": "Di"}, "at least 12 characters"),
        ],
    )
    def test_what_is_refused_stands_beside_its_field_and_the_invitation_still_waits(self, path, browser, sent, told):
        answer = browser.post(path, sent)
        assert answer.status_code == 422
        assert told in words_of(answer)
        assert not User.objects.filter(email="di@example.org").exists()
        assert browser.post(path, NEW).status_code == 302

    def test_where_sign_up_is_closed_only_people_with_an_account_accept(self, cast, path, browser):
        set_choice("sign_up", "closed")
        assert "has closed sign-up" in words_of(browser.get(path))
        assert browser.post(path, NEW).status_code == 403
        assert not User.objects.filter(email="di@example.org").exists()
        browser.force_login(User.objects.get(id=cast.cy.id))
        assert browser.post(invite(cast, "cy@example.org")).status_code == 302

    def test_names_are_words_and_no_page(self, cast, browser):
        evil = "<script>alert(1)</script>"
        Organisation.objects.filter(id=cast.halden.id).update(name=evil)
        User.objects.filter(id=cast.ada.id).update(name="<img src=x onerror=alert(2)>")
        cast.halden.refresh_from_db()
        path = invite(cast, "di@example.org")
        pages = [browser.get(path)]
        browser.post(path, {"name": "<b>Di</b>", "password": PASSWORD})
        pages += [browser.get("/"), browser.get("/organisation/people")]
        for page in pages:
            html = page.content.decode()
            assert evil not in html and "<img" not in html and "<b>Di" not in html
            assert "&lt;script&gt;" in html

    def test_whoever_took_an_address_before_its_owner_came_is_out(self, cast, browser):
        set_choice("sign_up", "open")
        taken = sign_up(email="di@example.org", name="Eve", password=OTHER_PASSWORD, organisation="Trap")
        login = {"login": "di@example.org", "password": OTHER_PASSWORD}
        assert "A password" not in words_of(browser.get(invite(cast, "di@example.org")))
        make_password_link(local_operator(), taken)
        assert browser.post("/account/login/", login).status_code == 200
        assert browser.get("/account/sessions/").status_code == 302


def test_where_no_mail_server_is_set_the_invitation_waits_in_the_outbox_and_the_operators_link_does(
    cast, settings, browser
):
    settings.EMAIL_BACKEND = "guildworks.platform.mail.outbox.Outbox"
    settings.SMTP_SERVER = None
    browser.force_login(User.objects.get(id=cast.ada.id))
    answer = browser.post("/organisation/invitations", {"email": "di@example.org", "role": "viewer"}, follow=True)
    assert "on its way to di@example.org" in words_of(answer) and "/invitation/" not in words_of(answer)
    assert Mail.objects.get(due_at__isnull=False).recipient == "di@example.org"
    made = invite_by_link(local_operator(), cast.halden, email="di@example.org", role="viewer")
    assert Client().post(made.path, NEW).status_code == 302
