"""The operator's admin sees the house as one person does: for half an hour, changing nothing, and they are told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from guildworks.accounts.models import Membership, User
from guildworks.accounts.queries import operator_organisation
from guildworks.conversations.models import Notification
from guildworks.matching.models import FeasibilityCheck
from guildworks.platform import clock
from guildworks.platform.actor import Actor
from guildworks.platform.models import Event, EventDetail
from guildworks.talent.reading import read_resume
from guildworks.talent.resumes.actions import send_resume
from tests.cast import hold, make_account, make_admin, make_brief, make_cast, make_engineer, make_list, make_member
from tests.conversations.telling import tell

REASON = "Ada cannot find her letters."


def begin(browser: Client, person: User, *, reason: str = REASON):
    return browser.post(f"/desk/people/{person.shown_id}/impersonation", {"reason": reason})


@pytest.fixture
def ada(cast) -> User:
    return User.objects.get(id=cast.ada.id)


@pytest.fixture
def oda(admin) -> Client:
    browser = Client()
    browser.force_login(admin)
    return browser


@pytest.mark.django_db
class TestOneLook:
    def test_the_house_is_as_they_see_it_until_one_goes_back(self, oda, cast, ada):
        make_brief(cast.halden, text="# Letters of Halden\n\nPython, 20 hours a week.")
        make_brief(cast.strangers, text="# Of others\n\nPython, 20 hours a week.")
        assert begin(oda, ada)["Location"] == "/"
        page = oda.get("/briefs").content.decode()
        assert "You see this site as <strong>Ada</strong> does" in page
        assert "Letters of Halden" in page and "Of others" not in page and 'href="/desk"' not in page
        assert oda.post("/desk/impersonation/ending")["Location"] == f"/desk/people/{ada.shown_id}"
        assert "Of others" in oda.get("/briefs").content.decode()
        assert [
            event.name for event in Event.objects.filter(subject_id=ada.id, name__startswith="imp").order_by("id")
        ] == [
            "impersonation.begun",
            "impersonation.ended",
        ]

    def test_they_are_told_by_whom_and_why(self, oda, admin, ada):
        tell()
        begin(oda, ada)
        (told,) = mail.outbox
        assert told.to == [ada.email] and admin.name in told.body and REASON in told.body
        tell()
        assert Notification.objects.get(user=ada).kind == "impersonated"
        assert EventDetail.objects.get(event__name="impersonation.begun").content == {"reason": REASON}

    def test_without_a_reason_nobody_is_looked_as_and_what_was_typed_stays(self, oda, ada):
        for reason in ("", "x", "y" * 301, "a\x00bcdef"):
            answer = begin(oda, ada, reason=reason)
            assert answer.status_code == 422 and "A reason has 5 to 300 visible characters" in answer.content.decode()
        assert mail.outbox == []
        assert "<strong>Ada</strong>" not in oda.get("/briefs").content.decode()

    def test_it_is_over_after_half_an_hour(self, oda, ada):
        begin(oda, ada)
        with clock.at(clock.now() + timedelta(minutes=31)):
            assert "<strong>Ada</strong>" not in oda.get("/briefs").content.decode()
            assert oda.get("/desk").status_code == 200
            assert oda.post("/desk/impersonation/ending")["Location"] == "/"

    def test_nothing_is_sent_and_their_account_stays_shut(self, oda, cast, ada):
        begin(oda, ada)
        before = Event.objects.count()
        for path in ("/", "/organisation/invitations", "/organisation", "/briefs/reading", "/account/logout/"):
            answer = oda.post(path, {"text": "Python, 20 hours a week.", "email": "eve@example.org", "role": "owner"})
            assert answer.status_code == 403 and "nothing can be changed" in answer.content.decode(), path
        for path in ("email/", "2fa/", "sessions/", "data", "delete", "password/change/"):
            assert oda.get(f"/account/{path}").status_code == 403, path
        assert oda.get("/desk").status_code == 403
        assert Event.objects.count() == before

    def test_nobody_looks_as_another_admin_or_as_themself(self, oda, admin, ada):
        other = make_member("Ova", operator_organisation(), role="admin")
        for person in (admin, other):
            assert begin(oda, person).status_code == 403
            assert "See this site as" not in oda.get(f"/desk/people/{person.shown_id}").content.decode()
        begin(oda, ada)
        Membership.objects.create(user=ada, organisation=operator_organisation(), role="admin", joined_at=clock.now())
        assert "<strong>Ada</strong>" not in oda.get("/briefs").content.decode()

    def test_whoever_is_no_admin_any_more_looks_as_nobody(self, oda, admin, ada):
        make_member("Ova", operator_organisation(), role="admin")
        begin(oda, ada)
        Membership.objects.filter(user=admin).delete()
        assert oda.get("/briefs").status_code == 403

    def test_whoever_belongs_nowhere_is_left_by_the_way_out(self, oda):
        begin(oda, nils := make_member("Nils"))
        assert oda.get("/briefs").status_code == 403
        assert oda.post("/desk/impersonation/ending")["Location"] == f"/desk/people/{nils.shown_id}"

    def test_an_engineer_is_looked_as_too(self, oda):
        begin(oda, make_account(make_engineer()))
        page = oda.get("/").content.decode()
        assert "Your next 12 weeks" in page and "<strong>Rosa</strong>" in page


@pytest.mark.usefixtures("own_database")
def test_the_database_takes_no_change_while_somebody_looks_and_all_pages_are_there():
    """Committed: what a transaction may do is told when it begins."""
    cast, rosa = make_cast(), make_engineer()
    made = make_list(cast.ada, make_brief(cast.halden))
    hold(rosa, hours=4, holder=made.brief.holder)
    resume = b"Rosa Lind\n\nSkills: Python, RAG\n"
    send_resume(
        Actor("engineer", rosa.id), rosa, content=resume, name="rosa.txt", read=read_resume(resume, name="rosa.txt")
    )
    tell()
    browser, ada, account = Client(), User.objects.get(id=cast.ada.id), make_account(rosa)
    browser.force_login(make_admin())
    of_list = f"/shortlists/{made.shown_id}"
    of_client = ("/", "/briefs", f"/briefs/{made.brief.shown_id}", of_list, f"{of_list}/engineers/{rosa.shown_id}")
    of_engineer = (
        *("/", "/me/hours", "/me/holds", "/me/opportunities", f"/me/opportunities/{made.shown_id}"),
        *("/me/profile", "/me/profile/resume", "/me/profile/resume/file", "/me/profile/public", "/me/api-keys"),
    )
    both = ("/notifications", "/ranking", "/demand")
    for person, paths in (
        (ada, (*of_client, "/holds", "/organisation/people", "/organisation/api-keys", *both)),
        (account, of_engineer),
    ):
        begin(browser, person)
        events = Event.objects.count()
        for path in paths:
            assert browser.get(path).status_code == 200, path
        assert Event.objects.count() == events and not FeasibilityCheck.objects.exists()
        browser.post("/desk/impersonation/ending")
    make_brief(cast.halden)  # the connection takes changes again
