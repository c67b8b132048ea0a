"""The bell, the page of notifications, the way to what one is about, and the page of how they come."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from guildworks.accounts.actions import change_role
from guildworks.accounts.models import Membership, User
from guildworks.accounts.queries import local_operator
from guildworks.availability.actions.holds import accept_hold, book_hold, release_holds
from guildworks.availability.models import Reservation
from guildworks.conversations.actions.notifications import forget_notifications
from guildworks.conversations.models import Notification, NotificationPreference
from guildworks.platform import clock
from guildworks.platform.ids import uuid7
from guildworks.platform.limits import limit
from guildworks.platform.models import Event
from guildworks.talent.actions import erase_engineer
from tests.cast import hold, make_brief, make_engineer
from tests.conversations.telling import tell

TEXT = "# Claims\n\nPython is a must, 20 hours a week for 8 weeks."

pytestmark = pytest.mark.django_db


def browser_of(actor) -> Client:
    opened = Client(raise_request_exception=False)
    opened.force_login(User.objects.get(id=actor.id))
    return opened


@pytest.fixture
def ada(cast) -> Client:
    return browser_of(cast.ada)


@pytest.fixture
def held(cast) -> Reservation:
    """Bo holds Rosa for a brief of Halden, and Ada is told."""
    tell()
    (placed,) = hold(make_engineer("Rosa Lind"), holder=make_brief(cast.halden, text=TEXT).holder, actor=cast.bo)
    tell()
    return placed


def words(answer) -> str:
    """What the page says below its bar, in one line."""
    text = answer.content.decode().split("<main", 1)[1]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())


def bell(browser: Client, path: str = "/briefs") -> str:
    """What stands on the bell of some page; empty for nothing."""
    page = browser.get(path).content.decode()
    found = re.search(r'class="bell".*?</a>', page, re.DOTALL)
    assert found, "there is no bell"
    badge = re.search(r'class="badge">([^<]*)<', found[0])
    return badge[1] if badge else ""


def link_of(actor) -> str:
    """The address of somebody's latest notification."""
    return f"/notifications/{Notification.objects.filter(user=actor.id).latest('made_at').shown_id}"


def many(cast, held, count: int, *, at: datetime | None = None, kind: str = "hold_placed") -> None:
    """So many more notifications of Ada about the same hold, each of an event of its own."""
    event = Event.objects.filter(name="hold.placed", subject_id=held.id).values()[0]
    events = Event.objects.bulk_create(Event(**{**event, "id": uuid7()}) for _ in range(count))
    told = Notification.objects.filter(user=cast.ada.id).values()[0]
    changed = {"kind": kind, "made_at": at or clock.now()}
    Notification.objects.bulk_create(
        Notification(**{**told, **changed, "id": uuid7(), "event_id": one.id}) for one in events
    )


class TestBell:
    def test_it_counts_what_is_new_until_it_is_opened(self, cast, ada, held):
        assert bell(ada) == "1"
        assert bell(browser_of(cast.bo)) == "", "who did it"
        answer = ada.get(link_of(cast.ada))
        assert (answer.status_code, answer["Location"]) == (302, "/holds")
        assert bell(ada) == ""

    def test_it_stops_to_count_at_a_hundred(self, cast, ada, held):
        many(cast, held, 150)
        assert bell(ada) == "99+"

    def test_it_takes_one_query_and_none_where_nobody_is(self, ada, held):
        with CaptureQueriesContext(connection) as queries:
            ada.get("/briefs")
        assert sum("conversations_" in one["sql"] for one in queries) == 1
        with CaptureQueriesContext(connection) as queries:
            Client().get("/")
        assert not any("conversations_" in one["sql"] for one in queries)


class TestPage:
    def test_it_says_who_did_what_and_how_it_stands_now(self, cast, ada, held):
        page = words(ada.get("/notifications"))
        assert "1 in the last 180 days, 1 new, at Halden Mutual" in page
        assert "Today new Bo has placed a hold on Rosa Lind for “Claims” 10 h a week, 4 weeks from Mon" in page
        assert "; held until" in page
        accept_hold(local_operator(), held)
        assert "; accepted, until" in words(ada.get("/notifications"))
        book_hold(local_operator(), held)
        assert "; booked, which does not expire." in words(ada.get("/notifications"))
        release_holds(local_operator(), [held])
        assert "; released" in words(ada.get("/notifications"))

    def test_each_thing_that_happens_has_its_sentence(self, cast, ada, held):
        accept_hold(local_operator(), held)
        release_holds(cast.bo, [held])
        change_role(local_operator(), Membership.objects.get(user=cast.bo.id), role="finance")
        change_role(local_operator(), Membership.objects.get(user=cast.ada.id), role="owner")
        tell()
        page = words(ada.get("/notifications"))
        assert "Rosa Lind has accepted the hold for “Claims”" in page
        assert "Bo has released Rosa Lind, who was held for “Claims”" in page
        assert "Bo is finance of Halden Mutual now It was hiring manager. The operator has changed it." in page
        assert "Your role in Halden Mutual is finance now" in words(browser_of(cast.bo).get("/notifications"))

    def test_days_have_names(self, cast, ada, held):
        noon = datetime(2027, 2, 3, 12, tzinfo=UTC)
        for before in (timedelta(0), timedelta(hours=13), timedelta(days=3), timedelta(days=40)):
            many(cast, held, 1, at=noon - before)
        with clock.at(noon):
            page = ada.get("/notifications").content.decode()
        days = ["Today", "Yesterday", "Sun 31 Jan", "Fri 25 Dec 2026"]
        assert re.findall(r"<h2 id=\"day-\d+\">([^<]+)", page)[:4] == days

    def test_all_are_seen_by_one_button_but_for_what_came_meanwhile(self, cast, ada, held):
        page = ada.get("/notifications").content.decode()
        (latest,) = re.findall(r'name="until" value="([^"]+)"', page)
        many(cast, held, 2)
        answer = ada.post("/notifications/seen", {"until": latest})
        assert (answer.status_code, answer["Location"]) == (302, "/notifications")
        assert bell(ada) == "2"

    def test_without_any_it_says_what_would_stand_there(self, cast):
        page = words(browser_of(cast.vi).get("/notifications"))
        assert "Nothing yet, at Halden Mutual" in page and "Nothing has happened yet" in page

    def test_a_thousand_are_paged_with_as_many_queries_as_one(self, cast, ada, held):
        counts = []
        for more in (0, 1_000):
            many(cast, held, more)
            with CaptureQueriesContext(connection) as queries:
                answer = ada.get("/notifications")
            counts.append(len(queries))
        assert counts[1] <= counts[0] + 1 < 20, counts  # a page that is not full tells by itself how many there are
        assert answer.content.decode().count("<li class") == limit("page_size")
        assert "Page 1 of 21" in words(answer)
        assert "Page 21 of 21" in words(ada.get("/notifications?page=21"))
        assert "There is no page 22." in words(ada.get("/notifications?page=22"))

    def test_who_was_erased_has_no_name_any_more(self, ada, held):
        erase_engineer(local_operator(), held.engineer)
        page = words(ada.get("/notifications"))
        assert "Erased engineer" in page and "Rosa" not in page

    def test_a_kind_that_is_gone_spoils_no_page(self, cast, ada, held):
        many(cast, held, 1)
        many(cast, held, 1, kind="no_more")
        assert ada.get("/notifications").status_code == 200
        assert bell(ada) == "2"

    def test_after_the_days_of_the_limit_they_are_forgotten(self, cast, ada, held):
        with clock.at(clock.now() + timedelta(days=179)):
            assert forget_notifications() == 0
        with clock.at(clock.now() + timedelta(days=181)):
            assert forget_notifications() == 1
        tell()
        assert not Notification.objects.exists()


class TestPreferences:
    def sent(self, ada: Client, **changed: str) -> dict[str, str]:
        """The form as it stands on the page, with these changes."""
        page = ada.get("/notifications/preferences").content.decode()
        boxes = dict.fromkeys(re.findall(r'name="(page-\w+)" checked', page), "on")
        chosen = re.findall(r'<select name="(mail-\w+)".*?<option value="(\w+)" selected>', page, re.DOTALL)
        return {**boxes, **dict(chosen), **changed}

    def test_what_is_chosen_stands_there_and_counts(self, cast, ada):
        sent = self.sent(ada, **{"mail-hold_accepted": "digest", "mail-role_changed": "none"})
        sent.pop("page-member_joined")
        answer = ada.post("/notifications/preferences", sent, follow=True)
        assert "Saved." in words(answer)
        again = self.sent(ada)
        assert again == sent
        assert NotificationPreference.objects.filter(user=cast.ada.id).count() == 15

    def test_what_always_comes_says_so_and_cannot_be_chosen_away(self, ada):
        page = ada.get("/notifications/preferences").content.decode()
        assert page.count(">always<") == 9 + 1
        answer = ada.post("/notifications/preferences", self.sent(ada, **{"mail-hold_placed": "none"}))
        assert answer.status_code == 422
        assert "A colleague holds somebody: this always comes" in words(answer)
        assert not NotificationPreference.objects.exists()
