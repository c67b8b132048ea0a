"""Hours that are free in every week asked: what is excepted, held or booked, and whose word is too old."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from guildworks.accounts.queries import local_operator, operator_organisation
from guildworks.availability.actions.holds import book_hold, release_holds
from guildworks.availability.actions.hours import confirm_availability, except_weeks, pause_engineers, set_capacity
from guildworks.availability.models import Reservation, Workweek
from guildworks.matching.actions import match_brief
from guildworks.matching.models import Shortlist
from guildworks.matching.queries import shortlist_json
from guildworks.matching.spent import Spent
from guildworks.platform import clock
from guildworks.talent.models import Engineer
from tests.cast import hold, make_engineer, week

pytestmark = pytest.mark.django_db


def text(hours: str = "24 hours a week for 6 weeks", *, starts: date | None = None) -> str:
    return f"Python is a must. {hours} from {starts or week(1):%-d %B %Y}."


def shortlist(brief: str | None = None):
    made = match_brief(local_operator(), operator_organisation(), text=brief or text(), top=10, spent=Spent())
    return shortlist_json(made, spent=Spent())


def names(found) -> list[str]:
    return [person["name"] for person in found["engineers"]]


def near(found) -> dict[str, list[str]]:
    return {person["name"]: person["fails"] for person in found["near_misses"]}


@pytest.fixture
def rosa(db) -> Engineer:
    return make_engineer("Rosa", hours=30)


class TestEveryWeekAsked:
    def test_one_week_in_the_middle_that_is_excepted_rules_out(self, operator, rosa):
        except_weeks(operator, rosa, {week(4): Decimal(8)}, reason="holiday")
        found = shortlist()
        assert (names(found), near(found)) == ([], {"Rosa": ["24 h a week free"]})
        assert found["near_misses"][0]["free_hours"] == 8
        except_weeks(operator, rosa, {week(4): Decimal(24)})
        assert shortlist()["engineers"][0]["free_hours"] == 24

    def test_one_week_in_the_middle_that_is_booked_rules_out(self, operator, rosa):
        (held,) = hold(rosa, hours=10, first=4, weeks=1)
        book_hold(operator, held)
        found = shortlist()
        assert near(found) == {"Rosa": ["24 h a week free"]}
        assert found["near_misses"][0]["free_hours"] == 20
        release_holds(operator, [Reservation.objects.get()])
        assert shortlist()["engineers"][0]["free_hours"] == 30

    def test_weeks_that_are_not_asked_rule_nobody_out(self, operator, rosa):
        except_weeks(operator, rosa, {week(0): Decimal(0), week(7): Decimal(0)})
        hold(rosa, hours=30, first=8, weeks=9)
        assert shortlist()["engineers"][0]["free_hours"] == 30

    def test_an_exception_and_a_hold_in_one_week_add_up(self, operator, rosa):
        except_weeks(operator, rosa, {week(2): Decimal(28)})
        hold(rosa, hours="4.25", first=2, weeks=1)
        found = shortlist()
        assert found["near_misses"][0]["free_hours"] == 23.75

    def test_more_hours_than_usual_in_every_week_asked_are_enough(self, operator, rosa):
        set_capacity(operator, {rosa: Decimal(10)})
        except_weeks(operator, rosa, {week(number): Decimal(26) for number in range(1, 6)})
        assert near(shortlist()) == {"Rosa": ["24 h a week free"]}
        except_weeks(operator, rosa, {week(6): Decimal(25)})
        assert shortlist()["engineers"][0]["free_hours"] == 25

    def test_the_last_week_of_a_work_that_begins_within_a_week_counts(self, operator, rosa):
        except_weeks(operator, rosa, {week(7): Decimal(0)})
        assert names(shortlist()) == ["Rosa"]
        thursday = week(1) + timedelta(days=3)
        assert near(shortlist(text(starts=thursday))) == {"Rosa": ["24 h a week free"]}

    def test_who_has_no_hours_left_at_all_has_none_and_not_less(self, operator, rosa):
        hold(rosa, hours=20, first=2, weeks=1)
        except_weeks(operator, rosa, {week(2): Decimal(3)}, accepts_excess=True)
        assert shortlist()["near_misses"][0]["free_hours"] == 0

    def test_a_brief_that_asks_for_no_hours_rules_nobody_out_by_them(self, rosa):
        hold(rosa, hours=30, first=1, weeks=10)
        found = shortlist("We need Python.")
        assert (names(found), found["engineers"][0]["free_hours"]) == (["Rosa"], 0)


class TestPhases:
    TEXT = "10 hours a week for the first 2 weeks, then 30 hours a week for 3 weeks"

    def conditions(self, found) -> list[str]:
        return [each["requirement"] for each in found["excluded"] if "a week free" in each["requirement"]]

    def test_each_stretch_is_a_condition_of_its_own(self, operator, rosa):
        found = shortlist(text(self.TEXT))
        first, second = self.conditions(found)
        assert first.startswith("10 h a week free")
        assert second.startswith("30 h a week free")
        assert names(found) == ["Rosa"]
        hold(rosa, hours=15, first=1, weeks=2)
        assert names(shortlist(text(self.TEXT))) == ["Rosa"], "in the first two weeks ten hours are enough"
        except_weeks(operator, rosa, {week(2): Decimal(24)})
        assert near(shortlist(text(self.TEXT))) == {"Rosa": [first]}
        except_weeks(operator, rosa, {week(2): None, week(4): Decimal("29.75")})
        assert near(shortlist(text(self.TEXT))) == {"Rosa": [second]}
        counts = {each["requirement"]: each["engineers"] for each in shortlist(text(self.TEXT))["excluded"]}
        assert (counts[first], counts[second]) == (0, 1)


class TestAtOnce:
    def test_a_hold_shows_in_the_very_next_list_and_so_does_its_release(self, operator, rosa):
        assert names(shortlist()) == ["Rosa"]
        held = hold(rosa, hours=10, first=3, weeks=1)
        assert names(shortlist()) == []
        release_holds(operator, held)
        assert names(shortlist()) == ["Rosa"]

    def test_a_hold_that_has_expired_is_free_without_anybody_noting_it(self, rosa):
        (held,) = hold(rosa, hours=10, first=3, weeks=1)
        starts = text(starts=week(3))
        with clock.at(held.expires_at - timedelta(seconds=1)):
            assert names(shortlist(starts)) == []
        with clock.at(held.expires_at):
            assert names(shortlist(starts)) == ["Rosa"]
        assert Reservation.objects.get().state == "hold"

    def test_a_list_was_made_before_it_read_anything(self, rosa):
        before = clock.now()
        shortlist()
        after = clock.now()
        made = Shortlist.objects.get()
        assert before <= made.made_at <= after
        with clock.at(before + timedelta(days=1)):
            shortlist(text())
        assert Shortlist.objects.latest("made_at").made_at == before + timedelta(days=1)


def test_who_has_more_to_spare_in_the_fullest_week_scores_higher():
    for name, hours in (("Just", 24), ("Ample", 48)):
        make_engineer(name, hours=hours)
    held = make_engineer("Taken", hours=48)
    hold(held, hours=24, first=3, weeks=1)
    found = {person["name"]: person for person in shortlist()["engineers"]}
    availability = {name: person["parts"]["availability"] for name, person in found.items()}
    assert availability["Ample"] > availability["Just"] == availability["Taken"]
    assert found["Ample"]["rank"] == 1


class TestNotConfirmed:
    def test_they_are_counted_first_and_are_on_no_list_not_even_as_near_misses(self, rosa):
        with clock.at(clock.now() - timedelta(days=20)):
            make_engineer("Old", hours=40)
            make_engineer("Old and unskilled", skills=["rust"], hours=40)
        make_engineer("Short", hours=8)
        found = shortlist()
        assert found["candidates"] == 4
        assert found["excluded"][0] == {"requirement": "not confirmed", "engineers": 2, "only": 1, "left": 2}
        assert names(found) == ["Rosa"]
        assert near(found) == {"Short": ["24 h a week free"]}

    def test_the_line_stands_there_with_nobody_on_it_too(self, rosa):
        assert shortlist()["excluded"][0] == {"requirement": "not confirmed", "engineers": 0, "only": 0, "left": 1}

    def test_they_come_back_with_their_word(self, operator):
        with clock.at(clock.now() - timedelta(days=20)):
            old = make_engineer("Old", hours=40)
        assert names(shortlist()) == []
        confirm_availability(operator, [old])
        assert names(shortlist()) == ["Old"]

    def test_how_old_a_word_is_stands_with_each_person(self, rosa):
        (person,) = shortlist()["engineers"]
        assert datetime.fromisoformat(person["confirmed_at"]) == Workweek.objects.get().confirmed_at


def test_who_has_paused_is_no_candidate(operator, rosa):
    pause_engineers(operator, [make_engineer("Pausing")])
    found = shortlist()
    assert (found["candidates"], names(found), near(found)) == (1, ["Rosa"], {})
