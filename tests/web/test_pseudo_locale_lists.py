"""Lists, their people, holds and talks in the language in which every message is marked: nothing goes past it."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from urllib.parse import urlencode, urlsplit

import pytest
from django.db import transaction
from django.test import Client
from django.utils.translation import gettext, override
from icalendar import Calendar

from guildworks.accounts.models import Membership, User
from guildworks.accounts.queries import local_operator
from guildworks.availability.actions.answers import answer_talk
from guildworks.availability.actions.busy_times import import_busy_times
from guildworks.availability.actions.holds import accept_hold, book_hold, decline_hold, place_hold, release_holds
from guildworks.availability.actions.hours import confirm_availability, except_weeks, pause_engineers, set_capacity
from guildworks.availability.actions.talks import propose_talks
from guildworks.availability.holder import Holder
from guildworks.availability.load import Phase, load_of
from guildworks.availability.models import Reservation, TalkProposal
from guildworks.availability.overlap import WorkingDay
from guildworks.availability.talks import Talk
from guildworks.conversations.models import Notification
from guildworks.conversations.words import words_of
from guildworks.matching.actions import make_shortlist, match_brief
from guildworks.matching.held import engineer_of, link_of
from guildworks.matching.listed import role_lists
from guildworks.matching.models import Shortlist
from guildworks.matching.notices import tell_of_holds
from guildworks.matching.shown.compared import compared
from guildworks.matching.spent import Spent
from guildworks.platform import clock
from guildworks.platform.actor import Actor
from guildworks.platform.errors import GuildworksError
from guildworks.platform.limits import set_limit
from guildworks.platform.models import Mail
from guildworks.talent.actions import EvidenceDraft, erase_engineer, record_evidence
from guildworks.talent.models import Engineer
from tests.cast import TODAY, hold, make_admin, make_brief, make_engineer, week
from tests.conversations.telling import tell
from tests.web.pseudo import MARKED, browser, unmarked

pytestmark = pytest.mark.django_db

NAMES = ("Xóchitl", "Ulla", "Vera", "Wim", "Yves", "Zita", "Qadir", "Halden Mutual", "Bo", "Vi", "Cy", "Elsewhere")
SKILLS = ("Retrieval-augmented generation", "Vector databases", "pgvector", "Python", "Rust", "RAG")
PLACES = ("Berlin", "Lisbon", "Kolkata", "Asia", "Europe", "Mars/Base")
TYPED = ("Zebrafish", "Kopfzeile", "EUR", "PLN", "ML engineer", "data engineer", "Data engineer", "many")
UNNAMED = (*NAMES, *SKILLS, *PLACES, *TYPED)

BRIEF = (
    "# Zebrafish\n\nYou must know Python (advanced) and a vector database; Rust would be nice. 20 hours a week for 8"
    " weeks. Remote, 4 hours between 9:00 and 17:00 Berlin time. At most 130 EUR per hour."
)
ROLES = (
    "# Zebrafish\n\nWe look for two people.\n\n## 1. ML engineer\nMust have: Python, pgvector.\n\n"
    "## 2. Data engineer\nMust have: Python.\n"
)
LISBON = WorkingDay("Europe/Lisbon", 10 * 60, 18 * 60, 127)
KOLKATA = WorkingDay("Asia/Kolkata", 13 * 60, 21 * 60, 63)


def unsaid(page: str) -> list[str]:
    """What a page says in words that went past translation."""
    for word in UNNAMED:
        page = page.replace(word, "")
    return unmarked(page)


def of(actor: Actor) -> Client:
    return browser(User.objects.get(id=actor.id))


def said(answer, *, status: int = 200) -> list[str]:
    assert answer.status_code == status
    return unsaid(answer.content.decode())


def refused(act, *arguments, **named) -> list[str]:
    """What a refusal says, as a page says it, that went past translation."""
    with override(MARKED), pytest.raises(GuildworksError) as caught:
        act(*arguments, **named)
    with override(MARKED):
        return unsaid(f"{gettext(caught.value.message)} {gettext(caught.value.hint)}")


def person(name: str, **told) -> Engineer:
    """Somebody whose words on a page are named above."""
    engineer = make_engineer(name, **{"skills": ("python", "pgvector"), **told})
    Engineer.objects.filter(id=engineer.id).update(headline="Kopfzeile")
    return engineer


@pytest.fixture
def people(speaks) -> dict[str, Engineer]:
    """Those who fit: seen, said, dear, free for less; and who misses something."""
    found = {
        "Xóchitl": person("Xóchitl", seen={"python": 3.9}, rate=(80, "EUR"), day=KOLKATA, email="x@engineers.example"),
        "Ulla": person("Ulla", rate=None, years=1, hours=32, email="ulla@engineers.example", day=LISBON),
        "Vera": person("Vera", rate=(30, "PLN"), years=0.5),
        "Wim": person("Wim", skills=("python", "pgvector", "rust"), rate=(129, "EUR"), years=None),
        "Yves": person("Yves", skills=("python",)),
        "Zita": person("Zita", hours=8, rate=(140, "EUR")),
    }
    kinds = ("test", "review", "project", "interview")
    drafts = [EvidenceDraft("pgvector", kind, found["Vera"].id, 3.1, 0.3, TODAY) for kind in kinds]
    record_evidence(local_operator(), {found["Wim"]: drafts})
    return found


@pytest.fixture
def made(cast, people) -> Shortlist:
    return match_brief(cast.ada, cast.halden, text=BRIEF, top=5, spent=Spent())


def listed(made: Shortlist) -> list[str]:
    return [one["id"] for one in role_lists(made)[0].people]


def beside(made: Shortlist, *engineers: Engineer, **more: str) -> str:
    query = urlencode({"engineer": [one.shown_id for one in engineers], **more}, doseq=True)
    return f"/shortlists/{made.shown_id}/compare?{query}"


class TestTheList:
    def test_of_those_who_fit_and_the_near_misses(self, cast, made, people):
        address = f"/shortlists/{made.shown_id}"
        page = of(cast.ada).get(address)
        assert said(page) == []
        for name in people:
            assert name in page.content.decode()
        assert said(browser(make_admin()).get(address)) == [], "the operator, who sees all"
        assert said(of(cast.vi).get(address)) == [], "whoever may not hold"

    def test_with_holds_of_either_side(self, cast, made, people):
        holder = made.brief.holder
        hold(people["Xóchitl"], holder=holder)
        accept_hold(local_operator(), hold(people["Ulla"], holder=holder)[0])
        book_hold(local_operator(), hold(people["Vera"], holder=holder)[0])
        hold(people["Zita"], hours=2, holder=holder)
        for reads in (of(cast.ada), browser(make_admin())):
            assert said(reads.get(f"/shortlists/{made.shown_id}")) == []
            assert said(reads.get(beside(made, *list(people.values())[:4]))) == []
            for engineer in people.values():
                assert said(reads.get(f"/shortlists/{made.shown_id}/engineers/{engineer.shown_id}")) == []
        shorter = make_shortlist(cast.ada, made.brief, top=1, spent=Spent())
        page = of(cast.ada).get(f"/shortlists/{shorter.shown_id}")
        assert said(page) == [] and page.content.decode().count("; ") >= 1

    @pytest.mark.parametrize("gone", [1, 2])
    def test_of_which_some_were_erased(self, cast, made, people, gone):
        for name in ("Xóchitl", "Zita")[:gone]:
            erase_engineer(local_operator(), people[name])
        again = of(cast.ada)
        assert said(again.get(f"/shortlists/{made.shown_id}")) == []
        assert said(again.get(beside(made, people["Xóchitl"], people["Wim"]))) == []
        assert said(again.get(f"/shortlists/{made.shown_id}/engineers/{people['Xóchitl'].shown_id}")) == []

    @pytest.mark.parametrize(
        "text",
        [
            "You must know Rust and pgvector. 20 hours a week for 8 weeks.",
            "You must know Kubernetes.",
            "You must know Python and Rust. 1 hour a week for 1 week.",
            "Python is a must.",
        ],
    )
    def test_of_nobody_of_one_and_of_equals(self, cast, people, text):
        made = match_brief(cast.ada, cast.halden, text=f"# Zebrafish\n\n{text}", top=2, spent=Spent())
        page = of(cast.ada).get(f"/shortlists/{made.shown_id}").content.decode()
        assert unsaid(page.replace("Kubernetes", "")) == []
        for id_ in listed(made):
            why = of(cast.ada).get(f"/shortlists/{made.shown_id}/engineers/{id_}")
            assert unsaid(why.content.decode().replace("Kubernetes", "")) == []

    def test_where_nobody_is_listed(self, cast, speaks):
        made = match_brief(cast.ada, cast.halden, text=BRIEF, top=5, spent=Spent())
        assert said(of(cast.ada).get(f"/shortlists/{made.shown_id}")) == []

    def test_of_two_roles(self, cast, people):
        made = match_brief(cast.ada, cast.halden, text=ROLES, top=9, spent=Spent())
        assert len(made.found["roles"]) == 2
        assert said(of(cast.ada).get(f"/shortlists/{made.shown_id}")) == []
        assert said(of(cast.ada).get(beside(made, people["Ulla"], people["Wim"], role="2"))) == []

    def test_that_is_not_there(self, cast, made, people):
        reads = of(cast.ada)
        assert said(reads.get("/shortlists/sho_1"), status=404) == []
        assert said(reads.get(f"/shortlists/{made.shown_id}/engineers/eng_1"), status=404) == []


class TestSideBySide:
    def test_two_to_four(self, cast, made, people):
        those = list(people.values())
        for several in (those[:2], those[1:3], those[:3], those[1:4], those[:4], those[2:]):
            assert said(of(cast.ada).get(beside(made, *several))) == []

    def test_what_the_ranges_say(self, cast, made, people):
        role = role_lists(made)[0]
        two, three = role.people[:2], role.people[:3]
        for several, ranges in (
            (two, [(0.8, 0.9), (0.5, 0.6)]),
            (two, [(0.8, 0.9), (0.7, 0.85)]),
            (three, [(0.8, 0.9), (0.7, 0.85), (0.75, 0.82)]),
            (three, [(0.8, 0.9), (0.7, 0.85), (0.1, 0.2)]),
        ):
            drawn = [
                {**one, "low": low, "high": high, "score": (low + high) / 2}
                for one, (low, high) in zip(several, ranges, strict=True)
            ]
            with override(MARKED):
                verdict = compared(made, role, drawn)["verdict"]
            assert verdict.startswith("⟦") and unsaid(verdict) == []

    def test_what_cannot_be_compared(self, cast, made, people):
        uma, wim = people["Ulla"], people["Wim"]
        for several in ((), (uma,), (uma, uma), (uma, wim, uma, wim, uma)):
            assert said(of(cast.ada).get(beside(made, *several)), status=422) == []


def asks(browser: Client, made: Shortlist, *engineers: Engineer, **more):
    query = urlencode({"engineer": [one.shown_id for one in engineers], **more}, doseq=True)
    return browser.get(f"/briefs/{made.brief.shown_id}/holds/new?{query}")


def sends(browser: Client, made: Shortlist, *engineers: Engineer, **more):
    sent = {"hours": "20", "weeks": "8", "starts": week(1).isoformat(), **more}
    form = {"engineer": [one.shown_id for one in engineers], **sent}
    return browser.post(f"/briefs/{made.brief.shown_id}/holds", form)


class TestAskingForAHold:
    def test_of_one_two_and_three(self, cast, made, people):
        for several in (list(people.values())[:count] for count in (1, 2, 3)):
            assert said(asks(of(cast.ada), made, *several, back=f"/shortlists/{made.shown_id}")) == []

    def test_with_a_talk_by_another_clock(self, cast, people):
        made = match_brief(cast.ada, cast.halden, text="# Zebrafish\n\nPython is a must.", top=5, spent=Spent())
        reads, xo = of(cast.ada), people["Xóchitl"]
        assert said(asks(reads, made, xo)) == []
        talk = {"minutes": "30", "zone": "Asia/Kolkata", "worked": "30 UTC"}
        assert said(sends(reads, made, xo, **talk)) == []
        assert said(sends(reads, made, xo, **{**talk, "minutes": "45", "worked": "0 UTC"})) == []
        nobody_shares = person("Qadir", email="q@engineers.example", day=None)
        assert said(asks(reads, made, nobody_shares, xo)) == []
        at_night = WorkingDay("Europe/Berlin", 0, 60, 127)
        nobody_shares = person("Qadir", email="r@engineers.example", day=at_night)
        assert said(asks(reads, made, nobody_shares)) == []

    def test_with_phases(self, cast, people):
        text = "# Zebrafish\n\nWe need Python for 20 hours a week for 2 weeks, then 30 hours a week for 6 weeks."
        made = match_brief(cast.ada, cast.halden, text=text, top=5, spent=Spent())
        assert said(asks(of(cast.ada), made, people["Wim"])) == []

    def test_of_whom_some_or_all_are_held_already(self, cast, made, people):
        hold(people["Ulla"], holder=made.brief.holder)
        book_hold(local_operator(), hold(people["Vera"], holder=made.brief.holder)[0])
        reads = of(cast.ada)
        assert said(asks(reads, made, people["Ulla"], people["Vera"], people["Wim"])) == []
        assert said(asks(reads, made, people["Ulla"])) == []

    @pytest.mark.parametrize(
        "typed",
        [
            {"hours": "many"},
            {"weeks": "0"},
            {"starts": "2026-02-30"},
            {"starts": "2001-01-01"},
            {"starts": "2199-01-01"},
            {"starts": "9999-12-31"},
            {"minutes": "31"},
            {"minutes": "30", "zone": "Mars/Base"},
        ],
    )
    def test_that_cannot_be_read(self, cast, made, people, typed):
        assert said(sends(of(cast.ada), made, people["Ulla"], **typed), status=422) == []

    @pytest.mark.parametrize("typed", ["", "2020-01-01T10:00", "2099-01-01T10:00", "soon"])
    def test_with_a_time_that_cannot_be(self, cast, made, people, typed):
        ulla = people["Ulla"]
        times = {f"time-{ulla.shown_id}": [typed, typed], f"pick-{ulla.shown_id}": ["1", "2"]}
        talk = {"minutes": "30", "zone": "Europe/Berlin", "worked": "30 Europe/Berlin"}
        assert said(sends(of(cast.ada), made, ulla, **talk, **times), status=422) == []

    def test_with_a_time_twice_or_outside_of_a_day(self, cast, made, people):
        xo, day = people["Xóchitl"], clock.now() + timedelta(days=2)
        talk = {"minutes": "30", "zone": "Europe/Berlin", "worked": "30 Europe/Berlin"}
        for hours in (("03:00",), ("16:30",), ("10:00", "10:00")):
            typed = [f"{day:%Y-%m-%d}T{each}" for each in hours]
            times = {f"time-{xo.shown_id}": typed, f"pick-{xo.shown_id}": ["1", "2"][: len(typed)]}
            assert said(sends(of(cast.ada), made, xo, **talk, **times), status=422) == []

    def test_of_hours_that_are_taken(self, cast, made, people):
        hold(people["Ulla"], hours=20, first=2, weeks=1)
        hold(people["Vera"], hours=30, first=2, weeks=2)
        reads = of(cast.ada)
        for several in (["Ulla"], ["Ulla", "Wim"], ["Vera", "Ulla", "Wim"]):
            assert said(sends(reads, made, *(people[name] for name in several), hours="30"), status=409) == []

    def test_beyond_fair_use(self, cast, made, people):
        set_limit("holds_per_brief", 2)
        reads = of(cast.ada)
        sends(reads, made, people["Ulla"])
        assert said(sends(reads, made, people["Vera"], people["Wim"]), status=409) == []
        sends(reads, made, people["Vera"])
        assert said(sends(reads, made, people["Wim"]), status=409) == []
        set_limit("holds_per_brief", 9)
        set_limit("held_hours_per_organisation", 41)
        assert said(sends(reads, made, people["Wim"]), status=409) == []
        release_holds(cast.ada, list(Reservation.objects.filter(engineer=people["Ulla"])))
        assert said(sends(reads, made, people["Ulla"], hours="1"), status=409) == []

    def test_of_nobody_too_many_a_stranger_and_by_whom_it_is_not_allowed(self, cast, made, people):
        set_limit("hold_engineers", 2)
        reads = of(cast.ada)
        assert said(asks(reads, made), status=422) == []
        assert said(asks(reads, made, *people.values()), status=422) == []
        assert said(asks(of(cast.vi), made, people["Ulla"]), status=403) == []
        assert said(asks(of(cast.cy), made, people["Ulla"]), status=404) == []


class TestAllHolds:
    def test_without_any(self, cast, speaks):
        for reads in (of(cast.ada), browser(make_admin())):
            assert said(reads.get("/holds")) == []
            assert said(reads.get("/holds?page=7")) == []

    def test_that_live_and_have_ended(self, cast, made, people):
        holder = made.brief.holder
        hold(people["Xóchitl"], holder=holder)
        accept_hold(local_operator(), hold(people["Ulla"], holder=holder)[0])
        book_hold(local_operator(), hold(people["Vera"], holder=holder)[0])
        decline_hold(local_operator(), hold(people["Wim"], holder=holder)[0])
        release_holds(local_operator(), hold(people["Yves"], holder=holder))
        hold(people["Zita"], hours=2, holder=holder)
        hold(people["Zita"], hours=2)
        for reads in (of(cast.ada), of(cast.vi), browser(make_admin())):
            assert said(reads.get("/holds")) == []
        with clock.at(clock.now() + timedelta(hours=80)):
            assert said(of(cast.ada).get("/holds")) == []

    def test_of_which_none_is_ticked_or_one_has_ended(self, cast, made, people):
        held = hold(people["Ulla"], people["Vera"], holder=made.brief.holder)
        assert said(of(cast.ada).post("/holds/releases"), status=422) == []
        release_holds(local_operator(), held[:1])
        ids = [one.shown_id for one in held]
        assert said(of(cast.ada).post("/holds/releases", {"hold": ids}), status=409) == []
        assert said(of(cast.ada).post("/holds/releases", {"hold": "hld_00000000000000000000000001"}), status=404) == []
        assert said(of(cast.ada).get(f"/holds/{held[1].shown_id}/talk.ics"), status=404) == []


@pytest.fixture
def held(cast, made, people) -> Reservation:
    """Ulla, held by Ada, with two times for a talk."""
    start = (clock.now() + timedelta(days=1)).replace(minute=0, second=0, microsecond=0)
    talk = Talk((start, start + timedelta(hours=26)), 30, "Europe/Berlin")
    load = load_of(week(1), [Phase(Decimal(20), 8)])
    (placed,) = place_hold(
        cast.ada, [people["Ulla"]], holder=made.brief.holder, load=load, talks={people["Ulla"].id: talk}
    )
    return placed


def visit(hold: Reservation) -> str:
    return urlsplit(link_of(hold)).path


def answer(hold: Reservation, *, chooses: bool) -> None:
    start = TalkProposal.objects.get(reservation=hold).starts_at[0]
    answer_talk(engineer_of(hold), hold, chosen=start if chooses else None)


class TestTheLinkOfWhoeverIsHeld:
    def test_while_nothing_is_answered_and_once_it_is_a_booking(self, held):
        assert said(browser().get(visit(held))) == []
        with clock.at(clock.now() + timedelta(hours=30)):
            assert said(browser().get(visit(held))) == []
        book_hold(local_operator(), held)
        assert said(browser().get(visit(held))) == []

    @pytest.mark.parametrize("accepts", [False, True])
    @pytest.mark.parametrize("chooses", [None, False, True])
    def test_once_it_is(self, cast, held, accepts, chooses):
        if accepts:
            accept_hold(engineer_of(held), held)
        if chooses is not None:
            answer(held, chooses=chooses)
        assert said(browser().get(visit(held))) == []
        assert said(of(cast.ada).get("/holds")) == []
        made = Shortlist.objects.get()
        assert said(of(cast.ada).get(f"/shortlists/{made.shown_id}")) == []
        for reads in (of(cast.ada), browser(make_admin())):
            assert said(reads.get(f"/shortlists/{made.shown_id}/engineers/{held.engineer.shown_id}")) == []

    def test_where_the_answer_is_none(self, held):
        reads = browser()
        assert said(reads.post(f"{visit(held)}/acceptance"), status=422) == []
        assert said(reads.post(f"{visit(held)}/talk", {"time": "soon"}), status=422) == []
        accept_hold(engineer_of(held), held)
        assert said(reads.post(f"{visit(held)}/acceptance", {"time": "none"}), status=409) == []
        answer(held, chooses=False)
        assert said(reads.post(f"{visit(held)}/talk", {"time": "none"}), status=409) == []
        past = TalkProposal.objects.get().starts_at[0]
        with clock.at(past + timedelta(minutes=1)):
            assert said(reads.post(f"{visit(held)}/talk", {"time": past.isoformat()}), status=422) == []

    @pytest.mark.parametrize("end", ["declined", "released", "expired", "erased", "cut"])
    def test_that_leads_nowhere_any_more(self, held, end):
        address = visit(held)
        ends = {
            "declined": lambda: decline_hold(engineer_of(held), held),
            "released": lambda: release_holds(local_operator(), [held]),
            "erased": lambda: erase_engineer(local_operator(), held.engineer),
        }
        ends.get(end, lambda: None)()
        at = clock.now() + timedelta(hours=80 if end == "expired" else 0)
        with clock.at(at):
            page = browser().get(address[:-3] if end == "cut" else address)
        assert said(page, status=404 if end == "cut" else 410) == []

    def test_without_a_talk_to_answer(self, made, people):
        (plain,) = hold(people["Wim"], holder=made.brief.holder)
        assert said(browser().get(visit(plain))) == []
        assert said(browser().post(f"{visit(plain)}/talk", {"time": "none"}), status=404) == []
        assert said(browser().get(f"{visit(plain)}/talk.ics"), status=404) == []


class TestMails:
    def told(self) -> list[str]:
        """Of what the mails say that are written now, what went past translation; addresses apart."""
        before = set(Mail.objects.values_list("id", flat=True))
        with override(MARKED):
            assert tell_of_holds() > 0
        mails = Mail.objects.exclude(id__in=before)
        assert all("⟦" in mail.subject and "⟦" in mail.text for mail in mails)
        texts = [re.sub(r"https?://\S+", "", text) for mail in mails for text in (mail.subject, mail.text)]
        return [word for text in texts for word in unsaid(text)]

    @pytest.mark.parametrize("end", ["released", "booked"])
    def test_of_a_hold_and_its_end(self, held, end):
        assert self.told() == []
        if end == "released":
            release_holds(local_operator(), [held])
        else:
            book_hold(local_operator(), held)
        assert self.told() == []

    def test_of_a_hold_without_a_talk(self, made, people):
        hold(people["Ulla"], holder=made.brief.holder)
        assert self.told() == []

    @pytest.mark.parametrize("accepts", [False, True])
    @pytest.mark.parametrize("end", ["released", "declined"])
    @pytest.mark.parametrize("has_left", [False, True])
    def test_of_a_talk_its_invitation_and_its_end(self, cast, held, accepts, end, has_left):
        self.told()
        if accepts:
            accept_hold(engineer_of(held), held)
        answer(held, chooses=True)
        if has_left:
            Membership.objects.filter(user_id=cast.bo.id).update(role="owner")
            Membership.objects.filter(user_id=cast.ada.id).delete()
        assert self.told() == []
        calendars = [mail.calendar for mail in Mail.objects.all() if mail.calendar]
        assert len(calendars) == (1 if has_left else 2)
        for calendar in calendars:
            (event,) = Calendar.from_ical(calendar).events
            assert [word for part in ("summary", "description") for word in unsaid(str(event[part]))] == []
        if end == "released":
            release_holds(local_operator(), [held])
        else:
            decline_hold(engineer_of(held), held)
        assert self.told() == []


class TestNotifications:
    def test_of_whatever_becomes_of_a_hold(self, cast, made, people):
        tell()
        set_limit("holds_per_brief", 9)
        holder, bo, now = made.brief.holder, cast.bo, clock.now()
        each = {name: hold(engineer, hours=2, holder=holder, actor=bo)[0] for name, engineer in people.items()}
        accept_hold(engineer_of(each["Ulla"]), each["Ulla"])
        decline_hold(engineer_of(each["Vera"]), each["Vera"])
        release_holds(bo, [each["Wim"]])
        book_hold(local_operator(), each["Yves"])
        tell()
        with clock.at(now + timedelta(hours=80)):
            tell()
        notified = list(Notification.objects.filter(user=cast.ada.id).select_related("event"))
        assert notified
        for at in (now, now + timedelta(hours=80)):
            with clock.at(at), override(MARKED):
                words = words_of(notified)
            told = [text for one in notified for text in (words[one.id].title, words[one.id].more)]
            assert [word for text in told for word in unsaid(text)] == []


class TestWhatIsRefused:
    def test_of_a_group_its_people_and_its_weeks(self, cast, people):
        holder, one = make_brief(cast.halden).holder, [people["Wim"]]
        unlisted, unsaid_hours = person("Qadir", listed=False), person("Qadir", hours=None)
        paused = person("Qadir")
        pause_engineers(local_operator(), [paused])

        def place(actor, engineers, *, first=1, weeks=2, hours=20):
            place_hold(actor, engineers, holder=holder, load=load_of(week(first), [Phase(Decimal(hours), weeks)]))

        for engineers in ([], one * 2, [unlisted], [paused], [unsaid_hours]):
            assert refused(place, cast.ada, engineers) == []
        for wrong in ({"first": -3}, {"first": 103, "weeks": 9}, {"hours": 60}):
            assert refused(place, cast.ada, one, **wrong) == []
        assert refused(place, cast.ada, [people["Zita"], people["Ulla"]], hours=60) == []
        assert refused(place, cast.ada, [people["Zita"], people["Ulla"], people["Vera"]], hours=60) == []
        for actor in (cast.cy, cast.vi, Actor("engineer", people["Ulla"].id)):
            assert refused(place, actor, one) == []
        assert refused(hold, *one, actor=cast.ada, holder=Holder.itself(cast.halden)) == []

    def test_of_what_has_ended_or_is_not_ones_own(self, cast, made, people):
        holder, operator = made.brief.holder, local_operator()
        ended = {name: hold(people[name], holder=holder)[0] for name in ("Xóchitl", "Ulla", "Vera", "Wim")}
        release_holds(operator, [ended["Xóchitl"]])
        decline_hold(operator, ended["Ulla"])
        book_hold(operator, ended["Vera"])
        accept_hold(operator, ended["Wim"])
        for one in ended.values():
            assert refused(accept_hold, operator, one) == []
        for actor in (cast.ada, cast.vi):
            assert refused(release_holds, actor, [ended["Vera"]]) == []
            assert refused(accept_hold, actor, ended["Wim"]) == []
            assert refused(book_hold, actor, ended["Wim"]) == []
        assert refused(release_holds, cast.vi, [ended["Wim"]]) == []
        assert refused(erase_engineer, operator, people["Vera"]) == []

    def test_of_hours(self, cast, people):
        operator, wim, nobody = local_operator(), people["Wim"], person("Qadir", hours=None, day=None)
        hold(wim, hours=20, first=2, weeks=3)
        assert refused(set_capacity, cast.ada, {wim: Decimal(20)}) == []
        for hours in (Decimal(200), Decimal("1.1"), Decimal(10)):
            assert refused(set_capacity, operator, {wim: hours}) == []
        for weeks in ({week(2): Decimal(1)}, {week(2) + timedelta(days=1): Decimal(1)}, {week(900): Decimal(1)}):
            assert refused(except_weeks, operator, wim, weeks) == []
        assert refused(except_weeks, operator, wim, {week(5): Decimal(1)}, reason="many") == []
        assert refused(except_weeks, operator, nobody, {week(5): Decimal(1)}) == []
        assert refused(confirm_availability, operator, [nobody]) == []
        assert refused(import_busy_times, operator, nobody, content=b"") == []
        assert refused(import_busy_times, operator, person("Qadir", day=None), content=b"") == []

    def test_of_a_load(self, speaks):
        for hours, weeks in ((0, 1), (200, 1), (8, 0), (8, 105)):
            assert refused(Phase, Decimal(hours), weeks) == []
        assert refused(load_of, week(1), [Phase(Decimal(8), 60)] * 2) == []
        assert refused(load_of, week(1), []) == []

    def test_of_a_talk(self, cast, made, people):
        (held,) = hold(people["Wim"], holder=made.brief.holder)
        soon = clock.now() + timedelta(hours=20)

        def propose(actor, *starts, minutes=30, zone="Europe/Berlin"):
            talk = Talk(starts, minutes, zone)
            with transaction.atomic():
                propose_talks(actor, [held], talks={held.engineer_id: talk}, chain=made.brief.holder.chain)

        assert refused(propose, cast.ada) == []
        assert refused(propose, cast.ada, *(soon + timedelta(hours=each) for each in range(4))) == []
        assert refused(propose, cast.ada, soon, soon) == []
        assert refused(propose, cast.ada, soon - timedelta(days=2)) == []
        assert refused(propose, cast.ada, soon + timedelta(days=30)) == []
        assert refused(propose, cast.ada, soon, minutes=7) == []
        assert refused(propose, cast.ada, soon, zone="Mars/Base") == []
        assert refused(propose, cast.vi, soon) == []
