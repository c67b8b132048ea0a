"""Bars that hold for every route, form and field there is: what is tried is read from the program itself.

So a new page or field is tried from its first day, and a field that nobody has thought about fails here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from itertools import product
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.test import Client
from django.urls import resolve

import guildworks
from guildworks.accounts.actions import create_organisation
from guildworks.accounts.models import ApiKey, Membership, Organisation, User
from guildworks.accounts.queries import local_operator
from guildworks.availability.actions.hours import set_capacity
from guildworks.availability.models import WorkingPattern, Workweek
from guildworks.conversations.threads.actions import Said, write_comment
from guildworks.conversations.webhooks.actions.looking_after import register_webhook
from guildworks.conversations.webhooks.models import WebhookAttempt, WebhookDelivery
from guildworks.kernels.text.profile import ClaimDraft, JobDraft, LanguageDraft, ProfileDraft, WorkDraft
from guildworks.matching.actions import correct_brief, match_brief
from guildworks.matching.correcting import Typed
from guildworks.matching.listed import role_lists
from guildworks.matching.models import Brief, Shortlist
from guildworks.matching.shown.compared import compared
from guildworks.matching.shown.engineer import engineer_shown
from guildworks.matching.shown.shortlist import shortlist_shown
from guildworks.matching.spent import Spent
from guildworks.matching.subjects import brief_subject
from guildworks.platform import clock
from guildworks.platform.actions import write_mails
from guildworks.platform.actor import Actor
from guildworks.platform.mail.draft import Draft
from guildworks.platform.models import DemoMode, Mail
from guildworks.platform.money import Money
from guildworks.talent.actions import ProfileChange, edit_engineer, import_engineers, list_engineers, set_rates
from guildworks.talent.models import PUBLIC_PARTS
from guildworks.talent.profiles.actions import write_job, write_work
from guildworks.talent.public.actions import open_public_page
from tests.api.asking import key_of
from tests.cast import hold, make_account, make_engineer, tables_that_hold
from tests.security.test_refusals import everything
from tests.security.test_routes import addresses, browsers  # noqa: F401 (fixtures)

TEXT = "We need Python for 20 hours a week."
OVERLAP = "Python is a must, 20 hours a week for 8 weeks, at least 4 hours between 9:00 and 17:00 Berlin time."

pytestmark = pytest.mark.django_db

# Where a browser's file is read.
READ_FILES = {
    "availability/pages/hours.py",
    "availability/templates/availability/hours.html",
    "talent/pages/resume.py",
    "talent/templates/talent/resume.html",
    "talent/templates/talent/send_resume.html",
}
UPLOADED = (
    b"",
    b"<html><script>zanzibarquux()</script></html>",
    b"<svg xmlns='http://www.w3.org/2000/svg' onload='zanzibarquux()'/>",
    b"PK\x03\x04zanzibarquux" + bytes(200),
    b"zanzibarquux" * 500_000,
)


class TestForms:
    def test_without_its_token_nothing_that_is_sent_does_anything(self, addresses, cast):  # noqa: F811
        """Also of a page that takes nothing: a view that is exempt would answer otherwise, and has to say why here."""
        careful = Client(enforce_csrf_checks=True, raise_request_exception=False)
        careful.force_login(User.objects.get(id=cast.ada.id))
        before = everything()
        sent = {"text": TEXT, "email": "eve@example.org", "role": "owner", "address": "ada@example.org"}
        for route, address in addresses.items():
            if route.startswith("held/"):  # whoever sends it has the link, which nobody else has: it is its own token
                continue
            for header in ({}, {"origin": "https://evil.example"}, {"referer": "https://evil.example/"}):
                assert careful.post(address, sent, headers=header).status_code == 403, route
            assert not getattr(resolve(address).func, "csrf_exempt", False), route
        assert everything() == before

    def test_fields_that_no_form_has_give_nobody_anything_and_twice_is_no_fault(self, addresses, cast):  # noqa: F811
        before = standing()
        more = {
            "is_active": "", "is_staff": "on", "is_superuser": "on", "verified": "on", "kind": "operator",
            "role": "admin", "user": str(cast.ada.id), "user_id": str(cast.ada.id), "id": str(cast.ada.id),
            "organisation_id": str(cast.strangers.id), "actor": "operator", "owner": "on", "erased_at": "2020-01-01",
        }  # fmt: skip
        for route, address in addresses.items():
            for _ in range(2):
                assert browser_of(cast.vi).post(address, more).status_code < 500, route
            assert standing() == before, route

    def test_a_file_is_taken_by_no_page(self, addresses, cast):  # noqa: F811
        for route, address in addresses.items():
            for name, kind in (("x.svg", "image/svg+xml"), ("x.html", "text/html")):
                file = SimpleUploadedFile(name, b"<svg onload=alert(1)>zanzibarquux</svg>", kind)
                sent = {"file": file, "text": TEXT, "name": "Ada"}
                assert browser_of(cast.ada).post(address, sent).status_code < 500, route
        assert tables_that_hold("zanzibarquux") == []

    def test_only_these_read_a_file_that_a_browser_sends(self):
        """Whoever reads another one tries HTML, SVG and bombs on it, as below."""
        source = Path(guildworks.__file__).parent
        reads = re.compile(r"request\.FILES|FileField|ImageField|multipart/form-data|type=\"file\"")
        files = [*source.rglob("*.py"), *source.rglob("*.html")]
        found = {str(file.relative_to(source)) for file in files if reads.search(file.read_text("utf-8"))}
        assert found == READ_FILES

    @pytest.mark.parametrize("content", UPLOADED)
    def test_what_is_no_calendar_is_refused_and_kept_nowhere(self, content):
        engineer = make_engineer()
        browser = Client(raise_request_exception=False)
        browser.force_login(make_account(engineer))
        file = SimpleUploadedFile("zanzibarquux.ics", content, content_type="text/calendar")
        answer = browser.post("/me/hours/calendar", {"file": file})
        assert answer.status_code == 422
        assert "Nothing was changed." in answer.content.decode()
        assert b"<script>zanzibarquux" not in answer.content
        assert tables_that_hold("zanzibarquux") == []


def browser_of(who: Actor) -> Client:
    """A browser in which they have just signed in."""
    opened = Client(raise_request_exception=False)
    opened.force_login(User.objects.get(id=who.id))
    return opened


def standing() -> list[object]:
    """Who is what, and whose things are: what no form may change by the way."""
    return [
        set(Membership.objects.values_list("user_id", "organisation_id", "role")),
        set(User.objects.values_list("id", "email", "is_active", "erased_at")),
        set(Organisation.objects.values_list("id", "kind")),
        set(Brief.objects.values_list("id", "organisation_id")),
    ]


class TestAddresses:
    def test_no_parameter_sends_anybody_to_another_site(self, addresses, cast):  # noqa: F811
        evil = ("https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(document.evil)")
        for (route, address), place in product(addresses.items(), evil):
            sent = dict.fromkeys(("next", "back", "url", "redirect_to", "return", "again", "from", "to"), place)
            for browser in (Client(raise_request_exception=False), browser_of(cast.ada)):
                for answer in (browser.get(address, sent), browser.post(f"{address}?back={place}&next={place}", sent)):
                    assert urlsplit(answer.get("Location", "")).netloc in ("", "testserver"), (route, place)
                    leads = re.search(r'(href|action|src|formaction)="[^"?]*evil', answer.content.decode())
                    assert not leads, (route, place)


# Each text that is kept, and how it comes to be: typed or imported words of anybody, whose tale `tells` tells; others
# are words of ours, which a constraint or the program limits.
TYPED = {
    "accounts.ApiKey.name",
    "accounts.Organisation.name", "accounts.User.name", "conversations.Comment.text",
    "conversations.WebhookAttempt.answer", "matching.Brief.text",
    "matching.Brief.title",
    "platform.Mail.html", "platform.Mail.subject", "platform.Mail.text", "talent.Engineer.city",
    "talent.Engineer.headline", "talent.Engineer.public_name", "talent.Engineer.summary", "talent.Job.organisation",
    "talent.Job.text", "talent.Job.title", "talent.Resume.name", "talent.Resume.text",
    "talent.Work.text", "talent.Work.title", "talent.Work.url",
}  # fmt: skip
# Addresses, which a validator reads, and JSON that is made of what was typed.
READ = {
    "accounts.Invitation.email", "accounts.User.email", "conversations.Webhook.address", "talent.Engineer.email",
    "platform.Mail.recipient",
    "platform.Mail.reply_to", "matching.Brief.requirement", "matching.BriefCorrection.item",
    "matching.BriefCorrection.value", "matching.Shortlist.corrected", "matching.Shortlist.found",
    "matching.FeasibilityCheck.roles", "matching.LooseningCheck.roles", "availability.TalkProposal.zone",
    "platform.Mail.calendar", "matching.Receipt.statement", "matching.ReceiptPart.content",
    "platform.KeptAnswer.body", "platform.KeptAnswer.key",
    "platform.EventDetail.content", "platform.Mail.answer", "talent.PublicPage.handle", "talent.KeptHandle.handle",
    "talent.Resume.draft",
}  # fmt: skip
OURS = {
    "accounts.Consent.purpose", "accounts.User.language",
    "accounts.ApiKey.beginning", "accounts.ApiKeyRevocation.revoked_by_kind", "platform.KeptAnswer.location",
    "accounts.User.password", "availability.Reservation.holder_kind", "availability.Reservation.state",
    "availability.WorkingPattern.zone", "availability.TalkProposal.proposed_by_kind",
    "conversations.ChainPosition.chain", "conversations.Webhook.earlier_secret", "conversations.Webhook.secret",
    "conversations.WebhookPosition.chain",
    "conversations.Notification.about_kind", "conversations.Notification.kind",
    "conversations.NotificationPreference.kind", "conversations.Thread.subject_kind",
    "matching.BriefCorrection.made_by_kind", "matching.RankingPolicy.document",
    "matching.RankingPolicy.version", "matching.ReceiptPart.place", "matching.ReceiptPart.salt",
    "platform.DatabaseState.fingerprint", "platform.Event.actor_kind", "platform.Event.chain", "platform.Event.facts",
    "platform.Event.name", "platform.Event.subject_kind", "platform.EventChain.name", "platform.EventLink.chain",
    "platform.KeyRetirement.retired_by_kind", "platform.MailRelease.released_by_kind", "platform.Setting.name",
    "platform.Setting.word", "platform.StoredFile.kind", "platform.StoredFile.owner_kind", "skills.Skill.kind",
    "skills.Skill.name", "skills.Skill.slug", "skills.Skill.told", "talent.Engineer.country",
    "talent.Evidence.source_kind", "talent.Language.code", "talent.Language.level", "talent.Listing.listed_by_kind",
    "talent.Rate.currency",
}  # fmt: skip


def texts() -> Iterator[str]:
    """Every column of ours that holds text without a closed list of choices."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields if model.__module__.startswith("guildworks.") else ():
            if isinstance(field, models.CharField | models.TextField | models.JSONField) and not field.choices:
                yield f"{model._meta.label}.{field.name}"


def evil(where: str) -> str:
    return f"<script>{where}</script>\"'><img src=x onerror={where}>"


@pytest.fixture
def told(cast) -> Shortlist:
    """Markup in every text that somebody types, and a list on which it stands."""
    User.objects.filter(id=cast.bo.id).update(name=evil("person")[:200])
    ApiKey.objects.filter(id=key_of(cast.ada).key.id).update(name=evil("key")[:100])
    create_organisation(local_operator(), name=evil("organisation"))
    draft = ProfileDraft(
        name=evil("name"),
        headline=evil("headline"),
        summary=f"{evil('summary')} search service",
        city=evil("city"),
        country="DE",
        years=8,
        claims=(ClaimDraft("python", 3),),
        jobs=(JobDraft(evil("title"), evil("employer"), clock.today() - timedelta(days=900), text=evil("job")),),
        works=(WorkDraft(evil("work"), "https://example.org/<script>url</script>", evil("portfolio")),),
        languages=(LanguageDraft("en", "C1"),),
    )
    (engineer,) = import_engineers(local_operator(), [draft], source="file", files=[evil("file")])
    other = make_engineer(f"Other {evil('other')}", city=evil("city"))
    edit_engineer(local_operator(), other, change=ProfileChange(headline=evil("headline")))
    set_rates(local_operator(), {engineer: [Money(90, "EUR")]})
    set_capacity(local_operator(), {engineer: Decimal(40)})
    list_engineers(local_operator(), [engineer])
    text = (
        f"# {evil('brief')}\n\nPython is a must, 20 hours a week. {evil('text')} Native speakers {evil('wish')} only."
    )
    made = match_brief(cast.ada, cast.halden, text=text, top=5, spent=Spent())
    correct_brief(cast.ada, made.brief, [Typed("hours_per_week", "value", {"hours": "24"}, 0)])
    hold(other, actor=cast.ada, holder=made.brief.holder)
    write_mails([Draft("ada@example.org", evil("subject"), evil("mail"), evil("html"))])
    listed = match_brief(cast.ada, cast.halden, text=text, top=5, spent=Spent())
    write_comment(cast.ada, brief_subject(listed.brief), Said(evil("comment"), uuid4()))
    address = f"https://example.org/{evil('hook')}".replace(" ", "")
    webhook, _ = register_webhook(cast.ada, cast.halden, address=address, names=["hold.placed"])
    sent = WebhookDelivery.objects.create(webhook=webhook, made_at=clock.now(), delivered_at=clock.now())
    WebhookAttempt.objects.create(
        delivery=sent, at=clock.now(), milliseconds=1, status=200, answer=evil("answer"), problem=""
    )
    return listed


class TestMarkup:
    def test_every_text_that_is_kept_has_a_place_in_one_of_three_lists(self):
        assert set(texts()) == TYPED | READ | OURS

    def test_on_no_page_of_anybody_it_is_anything_but_text(self, told, addresses, browsers, admin):  # noqa: F811
        DemoMode.objects.create(engineers=1, seed=1, started_at=clock.now())
        operator = Client()
        operator.force_login(admin)
        people = [person["id"] for role in role_lists(told) for person in role.people]
        kept = Mail.objects.get(subject=evil("subject"))
        further = [
            f"/shortlists/{told.shown_id}", f"/briefs/{told.brief.shown_id}", f"/mail/{kept.shown_id}", "/?q=<script>x",
            f"/shortlists/{told.shown_id}/compare?engineer={people[0]}&engineer={people[1]}",
            f"/briefs/{told.brief.shown_id}/holds/new?engineer={people[0]}", f"/?again={told.shown_id}",
            "/briefs?q=<script>x</script>", "/briefs?search=<script>x</script>",
            *(f"/shortlists/{told.shown_id}/engineers/{one}" for one in people),
            *(f"/organisation/deliveries/{one.shown_id}" for one in WebhookDelivery.objects.all()),
        ]  # fmt: skip
        seen = ""
        for browser in (browsers["owner"], browsers["viewer"], operator):
            for address in [*addresses.values(), *further]:
                answer = browser.get(address)
                if answer.get("Content-Type", "").startswith("text/html"):
                    page = answer.content.decode()
                    assert "<script>" not in page, address
                    assert "<img src=x" not in page, address
                    seen += page
        for where in (
            "person",
            "name",
            "headline",
            "city",
            "brief",
            "text",
            "wish",
            "subject",
            "other",
            "comment",
            "answer",
            "key",
        ):
            assert f"&lt;script&gt;{where}" in seen, f"{where} is shown nowhere, so this tried nothing"

    def test_nor_on_an_engineers_own_pages_with_their_resume_and_for_everybody(self):
        engineer = make_engineer(f"Rosa {evil('name')}"[:110], city=evil("city"), summary=evil("summary"))
        me = Actor("engineer", engineer.id)
        write_job(me, engineer, job=JobDraft(evil("title"), evil("employer"), text=evil("duty")))
        write_work(me, engineer, work=WorkDraft(evil("work"), f"https://x/{evil('url')}", evil("portfolio")))
        edit_engineer(me, engineer, change=ProfileChange(headline=evil("headline")))
        open_public_page(me, engineer, handle="rosa", shows=PUBLIC_PARTS)
        browser = Client(raise_request_exception=False)
        browser.force_login(make_account(engineer))
        text = f"Rosa {evil('read')}\n\nSummary\n{evil('told')}\n\nSkills\nPython\n\n"
        text += f"Experience\nEngineer, {evil('firm')}\n2020 - 2021\n"
        file = SimpleUploadedFile(f"{evil('file')}.txt", text.encode())
        assert browser.post("/me/profile/resume", {"file": file}).status_code == 302
        seen = ""
        for address in ("/me/profile", "/me/profile/resume", "/me/profile/public", "/engineers/rosa"):
            page = browser.get(address).content.decode()
            assert "<script>" not in page and "<img src=x" not in page, address
            seen += page
        for where in ("name", "headline", "title", "work", "told", "duty", "portfolio", "employer"):
            assert f"&lt;script&gt;{where}" in seen, f"{where} is shown nowhere, so this tried nothing"

    @pytest.mark.parametrize("content", UPLOADED[:4])
    def test_what_is_no_resume_is_refused_and_kept_nowhere(self, content):
        browser = Client(raise_request_exception=False)
        browser.force_login(make_account(make_engineer()))
        answer = browser.post("/me/profile/resume", {"file": SimpleUploadedFile("zanzibarquux.pdf", content)})
        assert answer.status_code == 422
        assert "Nothing was kept." in answer.content.decode()
        assert b"<script>zanzibarquux" not in answer.content
        assert tables_that_hold("zanzibarquux") == []


class TestTime:
    def test_links_of_last_year_still_open(self, cast):
        with clock.at(clock.now() - timedelta(days=400)):
            made = match_brief(cast.ada, cast.halden, text=OVERLAP, top=3, spent=Spent())
        make_engineer()
        browser = Client()
        browser.force_login(User.objects.get(id=cast.ada.id))
        for address in (
            f"/shortlists/{made.shown_id}", f"/shortlists/{made.shown_id}/receipt", f"/briefs/{made.brief.shown_id}",
            f"/?again={made.shown_id}", "/briefs", "/holds",
        ):  # fmt: skip
            assert browser.get(address).status_code == 200, address
        again = browser.post(f"/briefs/{made.brief.shown_id}/shortlists")
        assert again["Location"].startswith("/shortlists/")

    def test_whose_time_zone_has_gone_since_is_found_as_if_they_had_not_said_their_hours(self, cast):
        rosa, other = make_engineer("Rosa"), make_engineer("Other")
        gone = WorkingPattern.objects.create(zone="Mars/Olympus", starts=540, ends=1020)
        Workweek.objects.filter(engineer=rosa).update(pattern=gone)
        browser = Client(raise_request_exception=False)
        browser.force_login(User.objects.get(id=cast.ada.id))
        for text in (TEXT, OVERLAP):
            made = match_brief(cast.ada, cast.halden, text=text, top=3, spent=Spent())
            names = {person["name"] for role in role_lists(made) for person in role.people}
            assert names == {"Rosa", "Other"}
            assert browser.get(f"/shortlists/{made.shown_id}").status_code == 200
            for engineer in (rosa, other):
                address = f"/shortlists/{made.shown_id}/engineers/{engineer.shown_id}"
                assert browser.get(address).status_code == 200

    def test_a_list_whose_zones_have_gone_since_is_shown_without_them(self, cast):
        for name in ("Rosa", "Other"):
            make_engineer(name)
        made = match_brief(cast.ada, cast.halden, text=OVERLAP, top=3, spent=Spent())
        role = made.found["roles"][0]
        role["zone"] = role["engineers"][0]["zone"] = "Mars/Olympus"
        (lists,) = role_lists(made)
        assert shortlist_shown(made)["roles"][0]["people"]
        assert engineer_shown(made, lists, 0)
        assert compared(made, lists, lists.people)


class TestBigAndBroken:
    def test_300_kb_of_styled_text_are_refused_in_words_and_nothing_is_kept(self, cast):
        styled = (
            "\u200b\u2022 We need Python\u00a0\u2014 \U0001d41b\U0001d428, e\u0301te\u0301, \U0001f469\u200d\U0001f4bb,"
            " \uff26\uff35, \u202ddirection\u202c.\r\n"
        )
        browser = Client(raise_request_exception=False)
        browser.force_login(User.objects.get(id=cast.ada.id))
        answer = browser.post("/", {"text": styled * (300_000 // len(styled.encode()))})
        assert answer.status_code in (413, 422)
        assert not Brief.objects.exists()
        shorter = styled * (39_000 // len(styled))
        answer = browser.post("/", {"text": shorter})
        assert answer.status_code in (302, 422)
        if answer.status_code == 302:
            assert browser.get(answer["Location"]).status_code == 200

    def test_a_form_left_open_over_a_deploy_with_another_secret_key_loses_nothing(self, cast, settings):
        """The session is nobody's then; the text stands in the form again, and the page says what to do."""
        browser = Client(enforce_csrf_checks=True, raise_request_exception=False)
        browser.force_login(User.objects.get(id=cast.ada.id))
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', browser.get("/").content.decode())
        assert token
        settings.SECRET_KEY = "another key, as after somebody has lost the first one"
        answer = browser.post("/", {"text": f"{TEXT} zanzibarquux", "csrfmiddlewaretoken": token[1]})
        page = answer.content.decode()
        assert answer.status_code == 403
        assert "zanzibarquux" in page
        assert "sign in" in page.lower()
        assert tables_that_hold("zanzibarquux") == []

    def test_a_static_file_of_the_last_version_is_not_there_and_nothing_else_happens(self, browsers):  # noqa: F811
        for who in ("nobody", "owner"):
            answer = browsers[who].get("/static/web/gone.css?v=0123456789")
            assert answer.status_code == 404
            assert "There is no page at this address" in answer.content.decode()

    def test_a_session_that_was_signed_elsewhere_is_nobodys(self, cast, settings):
        """Another installation's database row and cookie, copied into ours: its signature is of another key."""
        key = settings.SECRET_KEY
        settings.SECRET_KEY = "the key of another installation"
        theirs = Client()
        theirs.force_login(User.objects.get(id=cast.ada.id))
        settings.SECRET_KEY = key
        assert theirs.get("/account/sessions/").status_code == 302
