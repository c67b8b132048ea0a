"""The pages of people, of what they are told and say, and all refusals: every word goes through translation.

What Django and allauth say themselves is in their own catalogues: here it is marked from there, and so is seen to come
from nowhere else.
"""

from __future__ import annotations

import io
import re
from datetime import timedelta
from urllib.parse import urlsplit
from uuid import uuid4
from zipfile import ZipFile

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.db import DataError, OperationalError
from django.test import Client, RequestFactory
from django.utils import translation

from guildworks.accounts import exporting as accounts_exporting
from guildworks.accounts.actions import (
    add_member,
    change_role,
    invite_by_link,
    invite_member,
    make_password_link,
    withdraw_invitation,
)
from guildworks.accounts.adapters import MfaAdapter
from guildworks.accounts.models import Invitation, Membership, Organisation, User
from guildworks.accounts.queries import local_operator
from guildworks.conversations import exporting as conversations_exporting
from guildworks.conversations.actions.notifications import send_digests
from guildworks.conversations.models import Notification
from guildworks.conversations.threads.actions import Said, share
from guildworks.platform import clock
from guildworks.platform.actions import erase_mails_to, write_mails
from guildworks.platform.choices import set_choice
from guildworks.platform.identity_providers import IdentityProvider
from guildworks.platform.ids import shown, uuid7
from guildworks.platform.limits import set_limit
from guildworks.platform.mail.draft import Draft
from guildworks.platform.models import DemoMode, Mail
from guildworks.platform.refusals import understood
from guildworks.web.refusals import bad_request, not_allowed, refused, server_failed
from tests.cast import make_member
from tests.conversations.telling import tell
from tests.web.pseudo import (
    MARKED,
    browser,
    unmarked,
)
from tests.web.pseudo_client import missed, say, user_of
from tests.web.pseudo_theirs import all_speak  # noqa: F401 (fixture)

PASSWORD = "seven herons over Tallinn"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("all_speak")]


def signed_in(user: User) -> Client:
    """A browser in which somebody has signed in, and proved once more who they are."""
    asks = browser()
    asks.post("/account/login/", {"login": user.email, "password": PASSWORD})
    asks.post("/account/reauthenticate/", {"password": PASSWORD})
    return asks


@pytest.fixture
def zoe(cast) -> User:
    return make_member("Zoe", cast.halden, role="viewer", password=PASSWORD)


@pytest.fixture
def told(cast, about) -> None:
    """Of each thing that accounts and conversations tell, Ada is told on a day of its own, and Bo of his role."""

    def somebody_comes() -> None:
        add_member(local_operator(), cast.halden, email="di@example.org", name="Di Novak", role="viewer")

    def roles_change() -> None:
        for person in (cast.bo, cast.vi):
            change_role(local_operator(), Membership.objects.get(user=person.id), role="finance")

    def somebody_answers() -> None:
        say(cast.bo, about, "So does he.", answers=say(cast.ada, about, "She fits."))

    def somebody_shares() -> None:
        share(cast.bo, about, Said("Look.", uuid4()), people=[cast.ada.id])

    tell()
    for days, happens in ((400, somebody_comes), (5, roles_change), (1, somebody_answers), (0, somebody_shares)):
        with clock.at(clock.now() - timedelta(days=days)):
            happens()
            tell()


class TestNotifications:
    def test_each_kind_by_day(self, cast, told):
        kinds = Notification.objects.filter(user=cast.ada.id).values_list("kind", flat=True)
        assert set(kinds) == {"member_joined", "role_changed", "comment_written", "comment_shared"}
        answer = browser(user_of(cast.ada)).get("/notifications")
        assert missed(answer) == []
        assert missed(browser(user_of(cast.bo)).get("/notifications")) == []

    def test_what_has_lost_its_subject(self, cast, told):
        for one in Notification.objects.filter(user=cast.ada.id).select_related("event"):
            one.event.id = uuid7()
            one.event.save(force_insert=True)
            one.id, one.about_id, one.event_id = uuid7(), uuid7(), one.event.id
            one.save(force_insert=True)
        assert missed(browser(user_of(cast.ada)).get("/notifications")) == []

    def test_none_and_no_such_page(self, cast):
        for page in ("/notifications", "/notifications?page=9", "/notifications/ntf_1"):
            assert missed(browser(user_of(cast.vi)).get(page)) == []

    def test_all_seen(self, cast, told):
        Notification.objects.filter(user=cast.ada.id).update(seen_at=clock.now())
        assert missed(browser(user_of(cast.ada)).get("/notifications")) == []

    def test_another_ones(self, cast, told):
        foreign = Notification.objects.filter(user=cast.ada.id).first()
        answer = browser(user_of(cast.cy)).get(f"/notifications/{foreign.shown_id}")
        assert (answer.status_code, missed(answer)) == (404, [])

    def test_preferences(self, cast):
        ada = browser(user_of(cast.ada))
        assert missed(ada.get("/notifications/preferences")) == []
        saved = ada.post("/notifications/preferences", {"mail-role_changed": "none"}, follow=True)
        assert missed(saved) == []
        wrong = ada.post("/notifications/preferences", {"mail-hold_placed": "none"})
        assert (wrong.status_code, missed(wrong)) == (422, [])


class TestComingIn:
    @pytest.mark.parametrize("word", ["open", "invitation", "closed"])
    @pytest.mark.parametrize(
        "page",
        [
            "/",
            "/account/login/",
            "/account/signup/",
            "/account/password/reset/",
            "/account/password/reset/done/",
            "/account/password/reset/key/ab-cd/",
            "/account/password/reset/key/done/",
            "/account/inactive/",
        ],
    )
    def test_pages(self, cast, word, page):
        set_choice("sign_up", word)
        answer = browser().get(page, follow=True)
        assert (answer.status_code, missed(answer)) == (200, [])

    def test_nobody_is_here_yet_and_a_demo(self):
        assert missed(browser().get("/")) == []
        DemoMode.objects.create(engineers=1, seed=1, started_at=clock.now())
        make_member("Ada", Organisation.objects.create(kind="client", name="Halden Mutual"))
        assert missed(browser().get("/")) == []

    def test_wrong_password_and_too_many_of_them(self, zoe):
        for password in ("", *["wrong wrong wrong"] * 6):
            answer = browser().post("/account/login/", {"login": zoe.email, "password": password})
            assert (answer.status_code, missed(answer)) == (200, [])
        assert missed(browser().post("/account/login/", {"login": "zoe", "password": "x"})) == []

    def test_signing_up(self, cast):
        set_choice("sign_up", "open")
        form = {"name": "Di Novak", "organisation": "Novak Labs", "email": "di@example.org", "password1": PASSWORD}
        wrong = {"name": " ", "organisation": "Labs\x07", "email": "di", "password1": "short"}
        for field, value in wrong.items():
            answer = browser().post("/account/signup/", form | {field: value})
            assert (answer.status_code, missed(answer, "Novak Labs", "Labs")) == (200, [])
        asks = browser()
        answer = asks.post("/account/signup/", form, follow=True)
        assert missed(answer) == []
        assert missed(asks.post("/account/confirm-email/", {"code": "WRONG1"})) == []
        text = mail.outbox[-1].body
        assert unmarked(text, code_in(text), "testserver") == []

    def test_setting_a_password(self, zoe):
        asks = browser()
        assert missed(asks.post("/account/password/reset/", {"email": zoe.email}, follow=True)) == []
        assert missed(asks.post("/account/password/reset/", {"email": "x"})) == []
        path = make_password_link(local_operator(), zoe)
        page = asks.get(path, follow=True)
        assert missed(page) == []
        assert missed(asks.post(page.redirect_chain[-1][0], {"password1": "x", "password2": "y"})) == []


def code_in(text: str) -> str:
    found = re.search(r"^\s*([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\s*$", text, re.MULTILINE)
    assert found, text
    return found[1]


class TestOnesOwnAccount:
    def test_addresses(self, zoe):
        asks = signed_in(zoe)
        assert missed(asks.get("/account/email/")) == []
        added = asks.post("/account/email/", {"email": "second@example.org", "action_add": ""}, follow=True)
        assert missed(added) == []
        EmailAddress.objects.create(user=zoe, email="third@example.org", verified=False)
        assert missed(asks.get("/account/email/")) == []
        for action in ("action_primary", "action_remove", "action_send"):
            assert missed(asks.post("/account/email/", {"email": "third@example.org", action: ""}, follow=True)) == []
        assert missed(asks.post("/account/email/", {"email": "x", "action_add": ""})) == []

    def test_password_sessions_and_the_way_out(self, zoe):
        asks = signed_in(zoe)
        for page in ("/account/password/change/", "/account/sessions/", "/account/logout/", "/account/reauthenticate/"):
            assert missed(asks.get(page, follow=True), "Mozilla") == []
        signed_in(zoe)
        assert missed(asks.get("/account/sessions/")) == []
        assert missed(asks.post("/account/sessions/", follow=True)) == []
        sent = {"oldpassword": "wrong", "password1": "short", "password2": "other"}
        assert missed(asks.post("/account/password/change/", sent)) == []

    def test_whoever_has_no_password_gets_a_code(self, cast):
        ada = user_of(cast.ada)
        asks = browser(ada)
        asked = asks.get("/account/data", follow=True)
        assert missed(asked) == [] and ada.email in asked.content.decode()
        sent = asks.post("/account/reauthenticate/code/", {"recipient": ada.email}, follow=True)
        assert missed(sent) == [] and "code/confirm/" in sent.redirect_chain[-1][0]
        EmailAddress.objects.create(user=ada, email="second@example.org", verified=True)
        either = browser(ada).get("/account/data", follow=True)
        assert missed(either) == [] and "second@example.org</option>" in either.content.decode()

    def test_factors(self, zoe):
        asks = signed_in(zoe)
        for page in ("", "totp/activate/", "webauthn/", "webauthn/add/", "recovery-codes/generate/"):
            assert missed(asks.get(f"/account/2fa/{page}", follow=True)) == []
        assert missed(asks.post("/account/2fa/totp/activate/", {"code": "000000"})) == []
        key = Authenticator.objects.create(user=zoe, type="webauthn", data={"name": "Telephone", "credential": {}})
        for page in ("", "webauthn/", f"webauthn/keys/{key.pk}/edit/", f"webauthn/keys/{key.pk}/remove/"):
            # Of a key that was never used allauth says so in English alone.
            assert missed(asks.get(f"/account/2fa/{page}", follow=True), "Telephone", "Not used") == []
        Authenticator.objects.create(user=zoe, type="totp", data={"secret": MfaAdapter().encrypt("x")})
        RecoveryCodes.activate(zoe)
        for page in ("", "totp/deactivate/", "recovery-codes/generate/"):
            assert missed(asks.get(f"/account/2fa/{page}", follow=True)) == []

    def test_name(self, zoe):
        asks = signed_in(zoe)
        assert missed(asks.get("/account/name")) == []
        assert missed(asks.post("/account/name", {"name": ""})) == []
        assert missed(asks.post("/account/name", {"name": "Zoe"}, follow=True)) == []

    def test_single_sign_on(self, zoe, settings):
        SocialAccount.objects.create(user=zoe, provider="gone", uid="p-0")
        link = SocialAccount.objects.create(user=zoe, provider="halden", uid="p-1")
        asks = signed_in(zoe)
        for providers in ([], [IdentityProvider("halden", "Halden", "https://login.example.org", "us", "secret")]):
            settings.IDENTITY_PROVIDERS = providers
            assert missed(asks.get("/account/providers"), "gone", "halden", "Halden") == []
        answer = asks.post(f"/account/providers/{link.id}/removal", follow=True)
        assert missed(answer, "gone", "Halden") == []
        told = mail.outbox[-1]
        assert unmarked(f"{told.subject} {told.body}", "Halden", "http://localhost:8000") == []

    def test_single_sign_on_as_the_only_way_in(self, cast, settings):
        settings.IDENTITY_PROVIDERS = [
            IdentityProvider("halden", "Halden", "https://login.example.org", "us", "secret")
        ]
        ada = user_of(cast.ada)
        link = SocialAccount.objects.create(user=ada, provider="halden", uid="p-1")
        asks = browser(ada)
        asks.post("/account/reauthenticate/code/", {"recipient": ada.email})
        asks.post("/account/reauthenticate/code/confirm/", {"code": code_in(mail.outbox[-1].body)})
        answer = asks.post(f"/account/providers/{link.id}/removal")
        assert (answer.status_code, missed(answer, "Halden")) == (409, [])

    def test_data(self, zoe):
        asks = signed_in(zoe)
        assert missed(asks.get("/account/data")) == []
        archive = asks.post("/account/data")
        assert archive["Content-Type"] == "application/zip"
        set_limit("exports_per_day", 1)
        answer = asks.post("/account/data")
        assert (answer.status_code, missed(answer)) == (429, [])

    def test_what_the_archive_explains(self, zoe):
        set_limit("export_rows", 100)
        write_mails([Draft(zoe.email, "For you", "Dear Zoe")] * 101)
        archive = ZipFile(io.BytesIO(signed_in(zoe).post("/account/data").content))
        text = archive.read("README.txt").decode()
        assert unmarked(text.split("account.json")[0]) == []
        for part in (*accounts_exporting.SHARES, *conversations_exporting.SHARES):
            (line,) = re.findall(rf"^{part.name}\.json: (.*)$", text, re.MULTILINE)
            assert unmarked(line) == []

    def test_deleting(self, cast, zoe):
        asks = signed_in(zoe)
        assert missed(asks.get("/account/delete"), zoe.shown_id) == []
        wrong = asks.post("/account/delete", {"address": "x@example.org"})
        assert (wrong.status_code, missed(wrong)) == (422, [])
        done = asks.post("/account/delete", {"address": zoe.email}, follow=True)
        assert (done.status_code, missed(done)) == (200, [])

    def test_the_last_owner_of_one_and_of_two(self, cast):
        nils = make_member("Nils", Organisation.objects.create(kind="client", name="Second"), password=PASSWORD)
        asks = signed_in(nils)
        names = ("Nils", "Second", "Third")
        for _ in range(2):
            assert missed(asks.get("/account/delete"), *names) == []
            refusal = asks.post("/account/delete", {"address": nils.email})
            assert (refusal.status_code, missed(refusal, *names)) == (409, [])
            third = Organisation.objects.create(kind="client", name="Third")
            Membership.objects.create(user=nils, organisation=third, role="owner", joined_at=clock.now())


class TestPeople:
    def test_what_is_refused_stands_beside_it(self, cast):
        ada = browser(user_of(cast.ada))
        people = "/organisation/people"
        for sent in (
            {"email": "x", "role": "viewer"},
            {"email": f"{'x' * 250}@example.org", "role": "viewer"},
            {"email": "e@example.org", "role": "admin"},
            {"email": "bo@example.org", "role": "viewer"},
        ):
            answer = ada.post("/organisation/invitations", sent)
            assert (answer.status_code >= 400, missed(answer)) == (True, [])
        for path, form in (
            (f"{people}/{user_of(cast.ada).shown_id}/role", {"role": "viewer"}),
            (f"{people}/{user_of(cast.bo).shown_id}/role", {"role": "admin"}),
            (f"{people}/{user_of(cast.ada).shown_id}/removal", {}),
            (f"{people}/{user_of(cast.cy).shown_id}/role", {"role": "viewer"}),
            (f"{people}/usr_1/role", {"role": "viewer"}),
            (f"/organisation/invitations/{shown('inv', uuid7())}/sending", {}),
        ):
            answer = ada.post(path, form)
            assert (answer.status_code >= 400, missed(answer)) == (True, []), path

    def test_too_many_invitations(self, cast):
        ada = browser(user_of(cast.ada))
        for name in ("open_invitations", "invitations_per_day"):
            set_limit(name, 1)
            ada.post("/organisation/invitations", {"email": f"{name}@example.org", "role": "viewer"})
            answer = ada.post("/organisation/invitations", {"email": "more@example.org", "role": "viewer"})
            assert (answer.status_code, missed(answer)) == (429, [])
            set_limit("open_invitations", 100)

    def test_what_is_done_says_so(self, cast):
        ada, people = browser(user_of(cast.ada)), "/organisation/people"
        sent = {"email": "di@example.org", "role": "viewer"}
        assert missed(ada.post("/organisation/invitations", sent, follow=True)) == []
        invited = Invitation.objects.get()
        assert missed(ada.post(f"/organisation/invitations/{invited.shown_id}/sending", follow=True)) == []
        invited = Invitation.objects.get(ended_at=None)
        assert missed(ada.post(f"/organisation/invitations/{invited.shown_id}/withdrawal", follow=True)) == []
        bo = user_of(cast.bo).shown_id
        assert missed(ada.post(f"{people}/{bo}/role", {"role": "viewer"}, follow=True)) == []
        assert missed(ada.post(f"{people}/{bo}/removal", follow=True)) == []

    def test_who_looks_on_and_who_belongs_nowhere(self, cast):
        vi = browser(user_of(cast.vi))
        assert missed(vi.get("/organisation/people")) == []
        answer = vi.post("/organisation/invitations", {"email": "di@example.org", "role": "viewer"})
        assert (answer.status_code, missed(answer)) == (403, [])
        answer = browser(make_member("Zoe")).get("/organisation/people")
        assert (answer.status_code, missed(answer)) == (403, [])
        answer = browser().post("/organisation/invitations")
        assert (answer.status_code, missed(answer)) == (403, [])


class TestInvitations:
    def path(self, cast, email: str = "di@example.org") -> str:
        return invite_by_link(local_operator(), cast.halden, email=email, role="viewer").path

    @pytest.mark.parametrize("word", ["invitation", "closed"])
    def test_whoever_has_no_account_and_whoever_has_one(self, cast, word):
        set_choice("sign_up", word)
        for email in ("di@example.org", "cy@example.org"):
            path = self.path(cast, email)
            for asks in (browser(), browser(user_of(cast.cy)), browser(user_of(cast.ada))):
                answer = asks.get(path)
                assert (answer.status_code, missed(answer)) == (200, [])

    def test_from_a_person(self, cast):
        invite_member(cast.ada, cast.halden, email="di@example.org", role="viewer")
        (link,) = re.findall(r"https?://\S+", mail.outbox[-1].body)
        assert missed(browser().get(urlsplit(link).path)) == []

    @pytest.mark.parametrize("form", [{"name": "", "password": PASSWORD}, {"name": "Di Novak", "password": "x"}])
    def test_what_is_refused_beside_its_field(self, cast, form):
        answer = browser().post(self.path(cast), form)
        assert (answer.status_code, missed(answer)) == (422, [])

    def test_what_has_ended(self, cast):
        replaced, path = self.path(cast), self.path(cast)
        assert missed(browser().get(replaced)) == []
        with clock.at(clock.now() + timedelta(days=400)):
            assert missed(browser().get(path)) == []
        withdraw_invitation(cast.ada, Invitation.objects.get(ended_at=None))
        answer = browser().get(path)
        assert (answer.status_code, missed(answer)) == (410, [])
        path = self.path(cast)
        browser().post(path, {"name": "Di Novak", "password": PASSWORD})
        answer = browser().get(path)
        assert (answer.status_code, missed(answer)) == (410, [])

    def test_what_was_never_one_until_it_is_tried_too_often(self):
        seen = set()
        for _ in range(12):
            answer = browser().get("/invitation/x")
            seen.add(answer.status_code)
            assert missed(answer) == []
        assert seen == {404, 429}


class TestMails:
    def test_of_an_invitation(self, cast):
        with translation.override(MARKED):
            invite_member(cast.ada, cast.halden, email="di@example.org", role="viewer")
            self.assert_marked(mail.outbox[-1])
            invite_by_link(local_operator(), cast.halden, email="di@example.org", role="viewer")
            self.assert_marked(mail.outbox[-1])

    def test_of_what_happened_at_once_and_once_a_day(self, cast, about):
        with translation.override(MARKED):
            tell()
            share(cast.bo, about, Said("Look.", uuid4()), people=[cast.ada.id])
            tell()
            share(cast.bo, about, Said("Look.", uuid4()), people=[cast.ada.id])
            say(cast.ada, about, "She fits.")
            say(cast.bo, about, "So does he.")
            tell()
            for role in ["viewer", "finance"] * 26:
                change_role(cast.ada, Membership.objects.get(user=cast.bo.id), role=role)
            tell()
            with clock.at(clock.now() + timedelta(days=2)):
                while send_digests():
                    pass
        assert Mail.objects.count() >= 4
        for kept in Mail.objects.all():
            assert unmarked(re.sub(r"https?://\S+", "", f"{kept.subject}\n{kept.text}")) == []

    @pytest.mark.parametrize("word", ["open", "invitation", "closed"])
    def test_to_an_address_that_nobody_has(self, cast, word):
        set_choice("sign_up", word)
        browser().post("/account/password/reset/", {"email": "nobody@example.org"})
        self.assert_marked(mail.outbox[-1])

    def assert_marked(self, message) -> None:
        body = re.sub(r"https?://\S+", "", message.body)
        assert unmarked(f"{message.subject}\n{body}", "testserver") == []


class TestMailbox:
    def test_empty_full_and_erased(self, cast):
        DemoMode.objects.create(engineers=1, seed=1, started_at=clock.now())
        assert missed(browser().get("/mail")) == []
        set_limit("page_size", 10)
        calendar = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n"
        drafts = [Draft(f"{n}@example.org", "Letters", "Hello", "Hello", "", calendar) for n in range(11)]
        mails = write_mails(drafts)
        now = clock.now()
        for field, one in zip(("sent_at", "failed_at", "kept_at"), mails, strict=False):
            Mail.objects.filter(id=one.id).update(due_at=None, **{field: now})
        erase_mails_to(local_operator(), "4@example.org")
        for page in ("/mail", "/mail?page=2", *(f"/mail/{one.shown_id}" for one in mails), "/mail/mail_1", "/mail/x"):
            answer = browser().get(page)
            data = ("BEGIN:VCALENDAR", "METHOD:REQUEST", "END:VCALENDAR")
            assert missed(answer, *data) == [], page


class TestRefusals:
    def test_a_form_from_elsewhere(self, cast):
        careful = Client(enforce_csrf_checks=True, headers={"accept-language": MARKED})
        careful.force_login(user_of(cast.ada))
        answer = careful.post("/notifications/preferences", {})
        assert (answer.status_code, missed(answer)) == (403, [])

    def test_nothing_there_and_another_way_of_asking(self, cast):
        ada = browser(user_of(cast.ada))
        for path, status in (("/nowhere", 404), ("/briefs/brf_1", 404), ("/briefs/x", 404)):
            answer = ada.get(path)
            assert (answer.status_code, missed(answer)) == (status, []), path
        assert ada.delete("/briefs").status_code == 405

    def test_more_than_can_be_sent_and_another_host(self, cast):
        ada = browser(user_of(cast.ada))
        answer = ada.post("/", {"text": "x" * 1_100_000})
        assert (answer.status_code, missed(answer)) == (413, [])
        answer = browser().get("/", headers={"host": "elsewhere.example"})
        assert (answer.status_code, missed(answer)) == (400, [])

    def test_what_the_program_and_the_database_refuse(self, rf: RequestFactory):
        request = rf.get("/")
        with translation.override(MARKED):
            for answer in (
                server_failed(request),
                not_allowed(request, PermissionError()),
                bad_request(request, ValueError()),
                refused(request, understood(OperationalError()), back="/"),
                refused(request, understood(OSError(28, "No space left on device"))),
                refused(request, understood(DataError("too long"))),
            ):
                assert missed(answer) == []
