"""Holding engineers from the pages: what is asked, what is said where it is refused, and what becomes of it."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from guildworks.accounts.models import User
from guildworks.accounts.queries import local_operator
from guildworks.availability.actions.holds import accept_hold, book_hold, decline_hold, release_holds
from guildworks.availability.models import Reservation
from guildworks.matching.actions import correct_brief, make_shortlist, match_brief
from guildworks.matching.correcting import Typed
from guildworks.matching.holding import BadHold, TypedHold, load_typed, typed_for
from guildworks.matching.models import Shortlist
from guildworks.matching.shown.holds import left_text
from guildworks.matching.spent import Spent
from guildworks.platform import clock
from guildworks.platform.limits import set_limit
from guildworks.talent.models import Engineer
from tests.cast import hold, make_brief, make_engineer, week

TEXT = "Python is a must, 20 hours a week for 8 weeks."

pytestmark = pytest.mark.django_db


def browser_of(actor) -> Client:
    opened = Client(raise_request_exception=False)
    opened.force_login(User.objects.get(id=actor.id))
    return opened


@pytest.fixture
def ada(cast) -> Client:
    """The browser of Halden's owner."""
    return browser_of(cast.ada)


@pytest.fixture
def people(db) -> list[Engineer]:
    return [make_engineer(name) for name in ("Ana Reis", "Bela Kiss", "Ciro Neri")]


@pytest.fixture
def made(cast, people) -> Shortlist:
    """Halden's list, on which all three stand."""
    return match_brief(cast.ada, cast.halden, text=TEXT, top=5, spent=Spent())


def words(answer) -> str:
    """What a page says, in one line."""
    text = answer.content.decode().split("<main", 1)[1]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split()).replace(" .", ".").replace(" ,", ",")


def ask(browser: Client, made: Shortlist, *engineers: Engineer, **more):
    query = urlencode({"engineer": [one.shown_id for one in engineers], **more}, doseq=True)
    return browser.get(f"/briefs/{made.brief.shown_id}/holds/new?{query}")


def place(browser: Client, made: Shortlist, *engineers: Engineer, hours="20", weeks="8", starts=None, back=""):
    sent = {
        "engineer": [one.shown_id for one in engineers],
        "hours": hours,
        "weeks": weeks,
        "starts": starts or week(1).isoformat(),
        "back": back,
    }
    return browser.post(f"/briefs/{made.brief.shown_id}/holds", sent)


def row_of(answer, name: str) -> str:
    """The row of somebody on the page of a list."""
    rows = re.findall(r'<tr role="row" class="person">.*?</tr>', answer.content.decode(), re.DOTALL)
    return next(row for row in rows if name in row)


class TestAsking:
    def test_the_brief_fills_the_question(self, ada, made, people):
        answer = ask(ada, made, people[0], people[1])
        page = words(answer)
        assert "Hold Ana Reis and Bela Kiss?" in page
        assert "20 h a week, 8 weeks from Mon" in page and "160 h of each, 320 h together." in page
        assert "A hold lives 72 hours" in page and "may decline, which costs them nothing" in page
        assert answer.content.decode().count('name="hours" type="number" value="20"') == 1

    def test_corrections_count(self, cast, ada, made, people):
        correct_brief(cast.ada, made.brief, [Typed("hours_per_week", "value", {"hours": "30"}, 0)])
        assert 'name="hours" type="number" value="30"' in ask(ada, made, people[0]).content.decode()

    def test_each_phase_has_its_fields(self, cast, people):
        brief = make_brief(
            cast.halden, text="We need Python for 20 hours a week for 2 weeks, then 30 hours a week for 6 weeks."
        )
        assert typed_for(brief).weeks == ("2", "6")
        page = words(browser_of(cast.ada).get(f"/briefs/{brief.shown_id}/holds/new?engineer={people[0].shown_id}"))
        assert "Phase 1" in page and "Phase 2" in page

    def test_a_brief_without_hours_leaves_the_field_open(self, cast, people):
        brief = make_brief(cast.halden, text="Python is a must.")
        answer = browser_of(cast.ada).get(f"/briefs/{brief.shown_id}/holds/new?engineer={people[0].shown_id}")
        assert answer.status_code == 200
        assert 'name="hours" type="number" value=""' in answer.content.decode()

    def test_whoever_is_held_already_is_left_out_and_named(self, ada, made, people):
        place(ada, made, people[0])
        page = words(ask(ada, made, people[0], people[1]))
        assert "Hold Bela Kiss?" in page and "Ana Reis is held for this brief already, until" in page

    def test_nobody_and_too_many_are_told_what_to_do(self, ada, made, people):
        assert "Nobody is chosen." in words(ask(ada, made))
        set_limit("hold_engineers", 2)
        answer = ask(ada, made, *people, back=f"/shortlists/{made.shown_id}")
        assert answer.status_code == 422 and "at most 2 are held together" in words(answer)
        assert f'href="/shortlists/{made.shown_id}"' in answer.content.decode()


class TestPlacing:
    def test_they_are_held_together_and_the_list_shows_it(self, cast, ada, made, people):
        back = f"/shortlists/{made.shown_id}#role-1"
        answer = place(ada, made, people[0], people[1], back=back)
        assert answer.status_code == 302 and answer["Location"] == back
        held = Reservation.objects.all()
        assert len(held) == 2 and len({one.group_id for one in held}) == 1
        assert {one.holder_id for one in held} == {made.brief_id}
        page = ada.get(f"/shortlists/{made.shown_id}")
        for name in ("Ana Reis", "Bela Kiss"):
            row = row_of(page, name)
            assert "held by you until" in row and "<count-down" in row and ">Hold<" not in row
        assert "<count-down" not in row_of(page, "Ciro Neri") and ">Hold<" in row_of(page, "Ciro Neri")

    def test_the_page_of_one_and_the_comparison_show_it_too(self, ada, made, people):
        place(ada, made, people[0])
        ana, bela = people[0].shown_id, people[1].shown_id
        why = words(ada.get(f"/shortlists/{made.shown_id}/engineers/{ana}"))
        assert "Held by you until" in why and "20 h a week, 8 weeks from" in why
        compared = ada.get(f"/shortlists/{made.shown_id}/compare?engineer={ana}&engineer={bela}")
        assert "held by you until" in words(compared)
        assert compared.content.decode().count("/holds/new?") == 1

    def test_a_new_list_names_those_who_are_held_already(self, cast, ada, made, people):
        place(ada, made, people[0], hours="40")
        again = make_shortlist(cast.ada, made.brief, top=1, spent=Spent())
        page = words(ada.get(f"/shortlists/{again.shown_id}"))
        assert "Held for this brief, and not on this list: Ana Reis, held by you until" in page
        longer = make_shortlist(cast.ada, made.brief, top=5, spent=Spent())
        page = words(ada.get(f"/shortlists/{longer.shown_id}"))
        assert "not on this list" not in page and "count as taken on it, also those that you hold." in page

    def test_too_few_hours_are_told_beside_who_and_which_week_with_what_works(self, ada, made, people):
        hold(people[1], hours=16, first=2, weeks=1)
        answer = place(ada, made, *people[:2], hours="32", weeks="3")
        page = words(answer)
        assert answer.status_code == 409 and not Reservation.objects.filter(holder_id=made.brief_id).exists()
        monday = week(2)
        assert f"Bela Kiss has 24 h left in W{monday.isocalendar().week:02}, from {monday:%a %-d %b %Y}; 32 h" in page
        assert "held" not in page.split("Bela Kiss has")[1].split("are asked")[0], "not who has the others"
        assert "Ask for 24 h a week" in page and "Leave out Bela Kiss" in page
        (way,) = re.findall(r'<a class="button" href="([^"]+)">Ask for 24', answer.content.decode())
        assert 'value="24"' in ada.get(unescape(way)).content.decode()
        assert place(ada, made, *people[:2], hours="24", weeks="3").status_code == 302

    def test_the_hours_that_fit_fit_also_where_a_week_is_worked_in_part(self, ada, made, people):
        hold(people[0], hours=25, first=1, weeks=1)
        wednesday = (week(1) + timedelta(days=2)).isoformat()
        answer = place(ada, made, people[0], hours="40", starts=wednesday)
        (fits,) = re.findall(r"Ask for ([\d.]+) h a week", words(answer))
        assert place(ada, made, people[0], hours=fits, starts=wednesday).status_code == 302

    @pytest.mark.parametrize(
        ("field", "value", "says"),
        [
            ("hours", "0", "in quarters: 32 or 37.5"),
            ("hours", "169", "in quarters"),
            ("hours", "3.333", "in quarters"),
            ("hours", "NaN", "in quarters"),
            ("hours", "1e999999", "in quarters"),
            ("hours", "many", "in quarters"),
            ("weeks", "0", "1 to 104 weeks"),
            ("weeks", "105", "1 to 104 weeks"),
            ("weeks", "", "1 to 104 weeks"),
            ("starts", "2026-02-30", "Give the first day"),
            ("starts", "2001-01-01", "is over; a hold begins this week or later"),
            ("starts", "2199-01-01", "further away than the 104 weeks"),
            ("starts", "9999-12-31", "within the next two years"),
        ],
    )
    def test_what_cannot_be_read_is_said_beside_its_field_and_stays(self, ada, made, people, field, value, says):
        answer = place(ada, made, people[0], **{field: value or " "})
        assert answer.status_code == 422 and says in words(answer)
        assert not Reservation.objects.exists()
        if value:
            assert f'value="{value}"' in answer.content.decode()

    def test_sent_twice_it_holds_once_and_says_so(self, ada, made, people):
        assert place(ada, made, people[0]).status_code == 302
        again = place(ada, made, people[0])
        assert again.status_code == 409
        assert "Ana Reis is held for this brief already, until" in words(again)
        assert "Nothing more was held: a form that is sent twice holds once." in words(again)
        assert Reservation.objects.count() == 1

    def test_fair_use_is_told_with_what_is_left(self, ada, made, people):
        set_limit("holds_per_brief", 2)
        place(ada, made, people[0])
        page = words(place(ada, made, people[1], people[2]))
        assert "A brief has at most 2 holds at once." in page
        assert "Hold 1 or fewer now, or release a hold of this brief first." in page
        set_limit("held_hours_per_organisation", 30)
        assert "Ask for fewer hours, or release a hold first." in words(place(ada, made, people[1]))

    def test_the_same_engineer_again_too_soon_is_told_when(self, cast, ada, made, people):
        place(ada, made, people[0])
        release_holds(cast.ada, list(Reservation.objects.all()))
        page = words(place(ada, made, people[0], people[1]))
        assert "7 days after that hold has ended" in page and "Leave out Ana Reis" in page


class TestAllHolds:
    def test_soonest_to_expire_first_and_by_brief(self, cast, ada, people):
        later, sooner = (make_brief(cast.halden, text=f"# {name}\n\n{TEXT}") for name in ("Later", "Sooner"))
        hold(people[0], holder=sooner.holder)
        accept_hold(local_operator(), hold(people[1], holder=later.holder)[0])
        book_hold(local_operator(), hold(people[2], holder=sooner.holder)[0])
        page = words(ada.get("/holds"))
        assert "3 held or booked now" in page
        assert page.index("Sooner") < page.index("Ana Reis") < page.index("Ciro Neri") < page.index("Later")
        assert "accepted" in page.rsplit("Later")[-1] and "does not expire" in page

    def test_a_client_may_not_release_what_is_booked(self, cast, ada, people):
        book_hold(local_operator(), hold(people[0], holder=make_brief(cast.halden).holder)[0])
        assert "Release" not in ada.get("/holds").content.decode().split("<main")[1]

    def test_one_and_several_are_released(self, ada, made, people):
        place(ada, made, *people)
        ids = [one.shown_id for one in Reservation.objects.order_by("engineer__public_name")]
        assert ada.post("/holds/releases", {"hold": ids[0]})["Location"] == "/holds#ended"
        ada.post("/holds/releases", {"hold": ids[1:]})
        page = words(ada.get("/holds"))
        assert "Nobody is held." in page and page.count("released, ") == 3

    def test_how_each_ended_is_told_for_four_weeks(self, cast, ada, people):
        holder, now = make_brief(cast.halden).holder, clock.now()
        decline_hold(local_operator(), hold(people[0], holder=holder)[0])
        hold(people[1], holder=holder)
        with clock.at(now + timedelta(hours=80)):
            page = words(ada.get("/holds"))
        assert "declined by the engineer, " in page and "expired, " in page and "Nobody is held." in page
        with clock.at(now + timedelta(days=40)):
            assert "expired" not in words(ada.get("/holds"))

    def test_a_page_that_was_left_open_while_a_hold_ended_is_told(self, cast, ada, made, people):
        place(ada, made, *people[:2])
        ids = [one.shown_id for one in Reservation.objects.all()]
        release_holds(cast.bo, [Reservation.objects.get(engineer=people[0])])
        answer = ada.post("/holds/releases", {"hold": ids})
        assert answer.status_code == 409
        assert "The hold of Ana Reis has ended already. Nothing was released." in words(answer).replace("  ", " ")
        assert Reservation.objects.get(engineer=people[1]).state == "hold"

    def test_nothing_ticked_is_told(self, ada):
        answer = ada.post("/holds/releases")
        assert answer.status_code == 422 and "No hold is chosen." in words(answer)

    def test_the_bar_counts_holds_and_not_bookings(self, cast, ada, people):
        holder = make_brief(cast.halden).holder
        assert "badge" not in ada.get("/holds").content.decode()
        hold(people[0], people[1], holder=holder)
        book_hold(local_operator(), hold(people[2], holder=holder)[0])
        assert re.search(r'class="badge">2<', ada.get("/briefs").content.decode())

    def test_two_hundred_holds_are_paged_and_cost_no_query_more(self, cast, ada):
        set_limit("holds_per_brief", 1000)
        set_limit("held_hours_per_organisation", 100_000)
        briefs = [make_brief(cast.halden) for _ in range(4)]
        crowd = [make_engineer(f"Person {number}", rate=None, day=None) for number in range(50)]
        hold(crowd[0], hours=1, holder=briefs[0].holder)
        ada.get("/holds")
        with CaptureQueriesContext(connection) as few:
            ada.get("/holds")
        for brief in briefs:
            hold(*crowd[1:], hours=1, holder=brief.holder)
        hold(*crowd[:1], hours=1, holder=briefs[1].holder)
        with CaptureQueriesContext(connection) as many:
            page = ada.get("/holds")
        assert len(many) <= len(few) + 1 <= 16  # a page that is not full tells by itself how many there are
        assert "198 held or booked now" in words(page) and "Page 1 of 4" in words(page)
        assert page.content.decode().count("<count-down") == 50
        assert "99+" in page.content.decode()


class TestQueries:
    def test_a_list_asks_once_for_all_that_is_held(self, ada, made, people):
        address = f"/shortlists/{made.shown_id}"
        ada.get(address)
        with CaptureQueriesContext(connection) as before:
            ada.get(address)
        place(ada, made, *people)
        with CaptureQueriesContext(connection) as after:
            ada.get(address)
        assert len(after) == len(before)


def test_a_load_needs_as_many_hours_as_weeks():
    for hours, weeks in (((), ()), (("20",), ("1", "2")), (("20",) * 105, ("1",) * 105)):
        with pytest.raises(BadHold):
            load_typed(TypedHold(hours, weeks, "2027-01-11"))
    assert load_typed(TypedHold(("37,5",), ("2",), "2027-01-11")).quarter_hours == (150, 150)


@pytest.mark.parametrize(
    ("seconds", "says"),
    [(258_128, "71:42:08"), (2294, "38:14"), (59, "0:59"), (0, "0:00"), (-5, "0:00"), (3600, "1:00:00")],
)
def test_the_time_left(seconds, says):
    assert left_text(timedelta(seconds=seconds)) == says
