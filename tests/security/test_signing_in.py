"""What must not work when people come in, and what ends when they leave."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from urllib.parse import urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from guildworks.accounts.actions import add_member, change_role, end_membership, make_password_link
from guildworks.accounts.models import Membership, User
from guildworks.accounts.queries import local_operator, operator_organisation
from guildworks.matching.models import Brief
from guildworks.platform import clock
from guildworks.platform.models import DemoMode
from tests.cast import make_member
from tests.conftest import CHECKOUT
from tests.journeys.totp import digits

PASSWORD, OTHER_PASSWORD = "seven herons over Tallinn", "nine lanterns in the rain"
BRIEF = "We need Python for 20 hours a week."
SIGN_IN = "/account/login/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def ines(cast) -> User:
    """An owner of Halden with a password."""
    return make_member("Ines", cast.halden, password=PASSWORD)


@pytest.fixture
def browser() -> Client:
    return Client(raise_request_exception=False)


@pytest.fixture
def careful() -> Client:
    """A browser that must prove where its forms come from."""
    return Client(enforce_csrf_checks=True, raise_request_exception=False)


def sign_in(browser: Client, *, email: str = "ines@example.org", password: str = PASSWORD, **more: str):
    return browser.post(SIGN_IN, {"login": email, "password": password, **more})


def sign_in_and_prove(browser: Client) -> None:
    """Signed in, and just asked once more who she is, as before whatever weakens an account."""
    sign_in(browser)
    assert browser.post("/account/reauthenticate/", {"password": PASSWORD}).status_code == 302


def is_in(browser: Client) -> bool:
    return browser.get("/account/sessions/").status_code == 200


class TestComingIn:
    @pytest.mark.parametrize("email", ["ines@example.org", "INES@Example.org"])
    def test_address_and_password_let_somebody_in_whatever_the_capitals(self, ines, browser, email):
        answer = sign_in(browser, email=email)
        assert (answer.status_code, answer["Location"]) == (302, "/")
        assert "Your brief" in browser.get("/").content.decode()

    def test_a_session_from_before_is_not_the_session_after(self, ines, browser):
        browser.get("/account/password/reset/key/ab-cd/")
        planted = browser.session
        planted["planted"] = True
        planted.save()
        browser.cookies[settings.SESSION_COOKIE_NAME] = planted.session_key
        sign_in(browser)
        assert browser.cookies[settings.SESSION_COOKIE_NAME].value != planted.session_key
        assert not Session.objects.filter(session_key=planted.session_key).exists()
        thief = Client()
        thief.cookies[settings.SESSION_COOKIE_NAME] = planted.session_key
        assert not is_in(thief)

    def test_no_script_reads_the_cookie_and_no_other_site_sends_it(self, ines, browser):
        sign_in(browser)
        cookie = browser.cookies[settings.SESSION_COOKIE_NAME]
        assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")

    @pytest.mark.parametrize(
        "next_", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "http:///evil"]
    )
    def test_nobody_is_sent_to_another_site(self, ines, browser, next_):
        assert "evil" not in sign_in(browser, next=next_)["Location"]
        assert "javascript" not in browser.get(SIGN_IN, {"next": next_})["Location"]
        assert "evil" not in browser.post("/account/logout/", {"next": next_})["Location"]

    def test_somebody_is_sent_on_to_the_page_that_they_asked_for(self, ines, browser):
        address = browser.get("/account/email/")["Location"]
        assert browser.post(address, {"login": ines.email, "password": PASSWORD})["Location"] == "/account/email/"

    def test_a_form_from_elsewhere_signs_nobody_in_or_out_and_chooses_nothing(self, ines, careful):
        assert sign_in(careful).status_code == 403
        careful.force_login(ines)
        for address in ("/account/logout/", "/organisation", "/account/email/", "/account/sessions/"):
            assert careful.post(address, {"organisation": "org_0"}).status_code == 403
        assert is_in(careful)

    @pytest.mark.parametrize("value", ["x", "' OR 1=1 --", "a" * 5000, "..%2f", "é"])
    def test_the_cookie_of_another_installation_is_nobodys(self, browser, value):
        browser.cookies[settings.SESSION_COOKIE_NAME] = value
        assert browser.get("/").status_code == 200
        assert browser.get("/account/email/").status_code == 302


class TestGuessing:
    def test_a_wrong_password_and_an_unknown_address_read_the_same(self, ines, browser):
        said = []
        for email in (ines.email, "nobody@example.org"):
            answer = sign_in(browser, email=email, password="wrong wrong wrong")
            assert answer.status_code == 200
            said.append(re.findall(r"<p>([^<]*do not belong together[^<]*)</p>", answer.content.decode()))
        assert said[0] == said[1] != []

    def test_after_five_wrong_passwords_the_right_one_waits_too_and_the_page_says_how_long(self, ines, browser):
        for _ in range(5):
            sign_in(browser, password="wrong wrong wrong")
        answer = sign_in(Client())
        assert answer.status_code == 200
        assert "Try again in five minutes" in answer.content.decode()

    def test_whoever_signs_in_rightly_in_between_does_not_begin_anew(self, ines):
        for _ in range(4):
            sign_in(Client(), password="wrong wrong wrong")
        assert sign_in(Client()).status_code == 302
        sign_in(Client(), password="wrong wrong wrong")
        assert sign_in(Client()).status_code == 200

    def test_asking_for_mails_has_a_bound(self, ines, browser):
        answers = [browser.post("/account/password/reset/", {"email": ines.email}).status_code for _ in range(6)]
        assert answers == [302] * 5 + [429]
        assert "Too many attempts" in browser.post("/account/password/reset/", {"email": ines.email}).content.decode()
        assert len(mail.outbox) == 5

    def test_a_mail_for_an_unknown_address_is_answered_alike_and_names_no_account(self, ines, browser):
        known, unknown = (
            browser.post("/account/password/reset/", {"email": email}) for email in (ines.email, "who@example.org")
        )
        assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
        assert [message.to for message in mail.outbox] == [[ines.email], ["who@example.org"]]
        assert "/password/reset/key/" not in mail.outbox[1].body

    @pytest.mark.parametrize("password", ["short", "password1234", "ines@example.org"])
    def test_a_password_that_is_easily_guessed_is_refused(self, ines, browser, password):
        link = make_password_link(local_operator(), ines)
        page = browser.get(link, follow=True)
        answer = browser.post(page.request["PATH_INFO"], {"password1": password, "password2": password})
        assert answer.status_code == 200
        assert not User.objects.get(id=ines.id).check_password(password)


class TestLinks:
    def test_a_mail_leads_to_the_public_address_and_sets_a_password_once(self, ines, browser):
        browser.post("/account/password/reset/", {"email": ines.email}, headers={"host": "127.0.0.1"})
        (link,) = re.findall(r"https?://\S+", mail.outbox[0].body)
        assert link.startswith("http://localhost:8000/account/password/reset/key/")
        form = browser.get(urlsplit(link).path, follow=True).request["PATH_INFO"]
        assert browser.post(form, {"password1": OTHER_PASSWORD, "password2": OTHER_PASSWORD}).status_code == 302
        assert is_in(browser)
        assert "does not work any more" in Client().get(urlsplit(link).path).content.decode()
        assert sign_in(Client()).status_code == 200
        assert sign_in(Client(), password=OTHER_PASSWORD).status_code == 302

    def test_a_link_ends_after_three_days(self, ines, browser, settings):
        link = make_password_link(local_operator(), ines)
        settings.PASSWORD_RESET_TIMEOUT = -1
        assert "does not work any more" in browser.get(link).content.decode()
        assert settings._wrapped.default_settings.PASSWORD_RESET_TIMEOUT == 3 * 24 * 3600

    @pytest.mark.parametrize("change", ["another person", "another token"])
    def test_a_link_is_of_one_person_and_cannot_be_made_up(self, ines, cast, browser, change):
        link = make_password_link(local_operator(), ines)
        uid = cast.bo.id.hex if change == "another person" else ines.id.hex
        made_up = link.replace(ines.id.hex, uid) if change == "another person" else f"{link[:-2]}x/"
        assert "does not work any more" in browser.get(made_up, follow=True).content.decode()

    def test_who_was_added_comes_in_by_the_link_alone_and_no_further_mail(self, cast, browser):
        joined = add_member(local_operator(), cast.halden, email="New@example.org", name="New", role="viewer")
        assert sign_in(browser, email="new@example.org", password="").status_code == 200
        form = browser.get(make_password_link(local_operator(), joined.user), follow=True).request["PATH_INFO"]
        browser.post(form, {"password1": PASSWORD, "password2": PASSWORD})
        assert browser.get("/").status_code == 200
        assert is_in(browser)

    def test_where_no_mail_server_is_set_the_answer_is_the_same_and_the_password_is_set(self, ines, browser, settings):
        settings.EMAIL_BACKEND = "guildworks.platform.mail.outbox.Outbox"
        settings.SMTP_SERVER = None
        for email in (ines.email, "who@example.org"):
            assert browser.post("/account/password/reset/", {"email": email}).status_code == 302
        form = browser.get(make_password_link(local_operator(), ines), follow=True).request["PATH_INFO"]
        assert browser.post(form, {"password1": OTHER_PASSWORD, "password2": OTHER_PASSWORD}).status_code == 302
        assert is_in(browser)

    def test_nobody_signs_up(self, browser):
        before = User.objects.count()
        fields = {"email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD}
        assert "People are invited here" in browser.post("/account/signup/", fields).content.decode()
        assert User.objects.count() == before


class TestLeaving:
    def test_a_leaver_has_nothing_at_the_next_click(self, ines, browser):
        browser.force_login(ines)
        address = browser.post("/", {"text": BRIEF})["Location"]
        assert browser.get(address).status_code == 200
        end_membership(local_operator(), Membership.objects.get(user=ines))
        for answer in (browser.get(address), browser.get("/"), browser.post("/", {"text": BRIEF})):
            assert answer.status_code == 403
            assert "belong to no organisation" in answer.content.decode()
        assert Brief.objects.count() == 1

    def test_another_role_counts_at_the_next_click(self, ines, browser):
        browser.force_login(ines)
        change_role(local_operator(), Membership.objects.get(user=ines), role="viewer")
        assert browser.post("/", {"text": BRIEF}).status_code == 403
        assert not Brief.objects.exists()

    def test_who_may_not_sign_in_any_more_is_out(self, ines, browser):
        browser.force_login(ines)
        User.objects.filter(id=ines.id).update(is_active=False)
        assert not is_in(browser)
        assert "Sign in" in browser.get("/").content.decode()

    def test_what_was_written_when_the_session_ended_is_still_there_and_nothing_was_kept(self, ines, browser):
        browser.force_login(ines)
        Session.objects.all().delete()
        answer = browser.post("/", {"text": BRIEF})
        assert answer.status_code == 403
        assert "You are not signed in, or no longer." in answer.content.decode()
        assert BRIEF in answer.content.decode()
        assert not Brief.objects.exists()

    def test_a_new_password_ends_all_other_sessions(self, ines, browser):
        other = Client()
        sign_in(other)
        sign_in(browser)
        fields = {"oldpassword": PASSWORD, "password1": OTHER_PASSWORD, "password2": OTHER_PASSWORD}
        assert browser.post("/account/password/change/", fields).status_code == 302
        assert (is_in(browser), is_in(other)) == (True, False)

    def test_all_other_sessions_end_by_one_click(self, ines, browser):
        other = Client()
        sign_in(other)
        sign_in(browser)
        assert browser.get("/account/sessions/").content.decode().count(">127.0.0.1</td>") == 2
        browser.post("/account/sessions/")
        assert (is_in(browser), is_in(other)) == (True, False)

    def test_signing_out_ends_the_session_also_for_a_copy_of_its_cookie(self, ines, browser):
        sign_in(browser)
        copied = Client()
        copied.cookies[settings.SESSION_COOKIE_NAME] = browser.cookies[settings.SESSION_COOKIE_NAME].value
        assert is_in(copied)
        browser.post("/account/logout/")
        assert not is_in(copied)


class TestActingFor:
    def test_somebody_of_two_organisations_acts_for_one_at_a_time(self, ines, cast, browser):
        Membership.objects.create(user=ines, organisation=cast.strangers, role="viewer", joined_at=clock.now())
        browser.force_login(ines)
        of_halden = browser.post("/", {"text": BRIEF})["Location"]
        assert browser.post("/organisation", {"organisation": cast.strangers.shown_id}).status_code == 302
        assert "Elsewhere" in browser.get("/").content.decode()
        assert browser.get(of_halden).status_code == 404
        assert browser.post("/", {"text": BRIEF}).status_code == 403
        browser.post("/organisation", {"organisation": cast.halden.shown_id})
        assert browser.get(of_halden).status_code == 200

    def test_a_choice_counts_only_while_one_belongs_there(self, ines, cast, browser):
        second = Membership.objects.create(user=ines, organisation=cast.strangers, role="viewer", joined_at=clock.now())
        browser.force_login(ines)
        browser.post("/organisation", {"organisation": cast.strangers.shown_id})
        end_membership(local_operator(), second)
        assert browser.post("/", {"text": BRIEF}).status_code == 302
        assert Brief.objects.get().organisation == cast.halden

    def test_what_is_not_ones_own_cannot_be_chosen_nor_written_into_the_session(self, ines, cast, browser):
        browser.force_login(ines)
        for wanted in (cast.strangers.shown_id, "org_0", "", "x" * 1000):
            assert browser.post("/organisation", {"organisation": wanted}).status_code == 404
        session = browser.session
        session["organisation"] = str(cast.strangers.id)
        session.save()
        browser.post("/", {"text": BRIEF})
        assert Brief.objects.get().organisation == cast.halden

    def test_a_viewer_is_told_why_not(self, cast, browser):
        browser.force_login(User.objects.get(id=cast.vi.id))
        answer = browser.post("/", {"text": BRIEF})
        assert answer.status_code == 403
        assert "Only " in answer.content.decode()
        assert BRIEF in answer.content.decode(), "the text stays in the form"

    def test_the_operators_admin_is_the_operator_and_the_reviewer_is_not(self, admin, cast, browser):
        browser.force_login(User.objects.get(id=cast.ada.id))
        of_halden = browser.post("/", {"text": BRIEF})["Location"]
        for user, status in ((admin, 200), (make_member("Rea", operator_organisation(), role="reviewer"), 404)):
            browser.force_login(user)
            assert browser.get(of_halden).status_code == status

    def test_who_asks_costs_two_queries(self, ines, browser):
        browser.force_login(ines)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert browser.get("/holds").status_code == 200
        of_the_door = ("django_session", "accounts_user", "accounts_membership")
        first = [sql["sql"] for sql in asked.captured_queries if any(table in sql["sql"] for table in of_the_door)]
        assert len(first) == 2


class TestAccountForms:
    def test_fields_that_no_form_has_change_nothing(self, ines, browser):
        sign_in_and_prove(browser)
        more = {"is_active": "", "role": "admin", "organisation": "x", "user": "x", "verified": "on", "primary": "on"}
        browser.post("/account/email/", {"action_add": "", "email": "second@example.org", "name": "Other", **more})
        fields = {"oldpassword": PASSWORD, "password1": OTHER_PASSWORD, "password2": OTHER_PASSWORD}
        browser.post("/account/password/change/", {**fields, "email": "third@example.org", "id": "x", **more})
        now = User.objects.get(id=ines.id)
        assert (now.email, now.name, now.is_active) == ("ines@example.org", "Ines", True)
        assert Membership.objects.get(user=ines).role == "owner"
        assert not EmailAddress.objects.filter(email="second@example.org", verified=True).exists()

    def test_an_address_counts_only_once_it_is_verified(self, ines, browser):
        sign_in_and_prove(browser)
        browser.post("/account/email/", {"action_add": "", "email": "second@example.org"})
        code = re.search(r"^\s*([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\s*$", mail.outbox[-1].body, re.MULTILINE)
        assert code, mail.outbox[-1].body
        assert sign_in(Client(), email="second@example.org").status_code == 200
        browser.post("/account/confirm-email/", {"code": code[1]})
        assert sign_in(Client(), email="second@example.org").status_code == 302

    def test_the_address_of_somebody_else_cannot_be_taken(self, ines, browser):
        sign_in_and_prove(browser)
        browser.post("/account/email/", {"action_add": "", "email": "bo@example.org"})
        assert not EmailAddress.objects.filter(user=ines, email="bo@example.org", verified=True).exists()

    def test_the_passkey_of_somebody_else_is_not_there(self, ines, cast, browser):
        theirs = Authenticator.objects.create(
            user_id=cast.ada.id, type=Authenticator.Type.WEBAUTHN, data={"name": "Ada's"}
        )
        sign_in_and_prove(browser)
        for what in ("remove", "edit"):
            for send in (browser.get, browser.post):
                assert send(f"/account/2fa/webauthn/keys/{theirs.pk}/{what}/").status_code == 404
        assert Authenticator.objects.filter(pk=theirs.pk).exists()

    def test_what_a_second_factor_rests_on_cannot_be_read_in_the_database(self, ines, browser):
        sign_in_and_prove(browser)
        assert "data:" not in browser.get("/account/2fa/")["Content-Security-Policy"]
        answer = browser.get("/account/2fa/totp/activate/")
        assert "data:" in answer["Content-Security-Policy"]
        page = answer.content.decode()
        secret = re.search(r'id="authenticator_secret"[^>]* value="([A-Z2-7]+)"', page)
        assert secret
        assert browser.post("/account/2fa/totp/activate/", {"code": digits(secret[1])}).status_code == 302
        kept = "".join(str(one.data) for one in Authenticator.objects.filter(user=ines))
        assert kept
        assert secret[1] not in kept


class TestDemo:
    @pytest.fixture
    def demo(self, db) -> None:
        DemoMode.objects.create(engineers=1, seed=1, started_at=clock.now())

    def test_one_click_signs_in_as_an_invented_person(self, demo, cast, browser):
        bo = User.objects.get(id=cast.bo.id)
        assert bo.shown_id in browser.get("/").content.decode()
        assert browser.post("/demo/sign-in", {"person": bo.shown_id})["Location"] == "/"
        assert "Your brief" in browser.get("/").content.decode()

    def test_where_people_are_real_nobody_is_named_and_nothing_is_there(self, cast, browser):
        bo = User.objects.get(id=cast.bo.id)
        assert bo.shown_id not in browser.get("/").content.decode()
        assert browser.post("/demo/sign-in", {"person": bo.shown_id}).status_code == 404
        assert not is_in(browser)

    @pytest.mark.parametrize("person", ["", "usr_0", "x" * 4000, "'"])
    def test_nobody_else_is_there(self, demo, cast, browser, person):
        assert browser.post("/demo/sign-in", {"person": person}).status_code == 404

    def test_another_site_signs_nobody_in(self, demo, cast, careful):
        assert careful.post("/demo/sign-in", {"person": User.objects.get(id=cast.bo.id).shown_id}).status_code == 403


HTTPS = {"GUILDWORKS_URL": "https://talent.example.org", "GUILDWORKS_BEHIND_PROXY": "1"}


def with_settings(code: str, **environ: str) -> str:
    """What this code prints in a process that has read its settings from this environment."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GUILDWORKS_")}
    environment = {
        **kept,
        "DJANGO_SETTINGS_MODULE": "guildworks.project.settings",
        "PYTHONPATH": str(CHECKOUT / "src"),
        "GUILDWORKS_SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz-0123456789-abcdefgh",
        **environ,
    }
    done = subprocess.run([sys.executable, *code.split("|")], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_django_finds_nothing_to_say_against_an_installation_with_https():
    with_settings("-m|django|check|--deploy|--fail-level|WARNING", **HTTPS)


def test_with_https_cookies_and_browsers_stay_with_it():
    names = [
        "SESSION_COOKIE_SECURE",
        "CSRF_COOKIE_SECURE",
        "SECURE_SSL_REDIRECT",
        "SECURE_HSTS_SECONDS",
        "ALLOWED_HOSTS",
    ]
    show = f"-c|from django.conf import settings; print([getattr(settings, n) for n in {names}])"
    hosts = ["localhost", "127.0.0.1", "[::1]", "talent.example.org"]
    assert with_settings(show, **HTTPS).strip() == str([True, True, True, 31536000, hosts])
    assert with_settings(show).startswith("[False, False, False, 0")


def test_headers_of_a_proxy_are_believed_only_where_there_is_one():
    show = "-c|from django.conf import settings as s; print(s.SECURE_PROXY_SSL_HEADER, s.ALLAUTH_TRUSTED_PROXY_COUNT)"
    assert with_settings(show, **HTTPS).strip() == "('HTTP_X_FORWARDED_PROTO', 'https') 1"
    assert with_settings(show, GUILDWORKS_URL=HTTPS["GUILDWORKS_URL"]).strip() == "None 0"
