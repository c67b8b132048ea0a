"""Weeks that are not the usual one, whether hours still hold, and that every way of summing weeks says the same."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import connections, transaction

from guildworks.accounts.queries import local_operator, operator_organisation
from guildworks.availability.actions.holds import CapacityExceeded, book_hold, release_holds
from guildworks.availability.actions.hours import (
    BadHours,
    BadReason,
    BadWeek,
    HoursAreReserved,
    HoursNotSaid,
    confirm_availability,
    except_weeks,
    pause_engineers,
    resume_engineers,
    set_capacity,
)
from guildworks.availability.everybody import everybodys_weeks
from guildworks.availability.models import CapacityException, Reservation, Workweek
from guildworks.availability.queries import Week, weeks_ahead, weeks_of
from guildworks.matching.actions import match_brief
from guildworks.matching.spent import Spent
from guildworks.platform import clock
from guildworks.platform.limits import set_limit
from guildworks.platform.models import Event
from guildworks.talent.models import Engineer
from tests.cast import hold, make_engineer, week


@pytest.fixture
def rosa(db) -> Engineer:
    return make_engineer("Rosa", hours=30)


def weeks(engineer: Engineer, count: int = 6) -> list[Week]:
    return weeks_of(engineer.id, week(0), count, at=clock.now())


def capacities(engineer: Engineer, count: int = 6) -> list[float]:
    return [each.capacity / 4 for each in weeks(engineer, count)]


def facts(name: str) -> list[dict[str, object]]:
    return [event.facts for event in Event.objects.filter(name=name).order_by("at")]


def found() -> list[str]:
    """Who a search finds now."""
    made = match_brief(local_operator(), operator_organisation(), text="Python is a must.", top=10, spent=Spent())
    return sorted(person["name"] for person in made.found["roles"][0]["engineers"])


@pytest.mark.django_db
class TestExceptions:
    def test_a_week_has_other_hours_and_those_around_it_the_usual_ones(self, operator, rosa):
        except_weeks(operator, rosa, {week(1): Decimal(0), week(3): Decimal("37.5")}, reason="holiday")
        assert capacities(rosa) == [30, 0, 30, 37.5, 30, 30]
        assert [each.reason for each in weeks(rosa, 4)] == [None, "holiday", None, "holiday"]
        assert facts("capacity.excepted") == [
            {"week": f"{week(1)}", "quarter_hours": 0, "accepted_quarter_hours": 0, "reason": "holiday"},
            {"week": f"{week(3)}", "quarter_hours": 150, "accepted_quarter_hours": 0, "reason": "holiday"},
        ]
        assert {event.chain for event in Event.objects.filter(name="capacity.excepted")} == {rosa.chain}

    def test_a_second_word_for_a_week_takes_the_place_of_the_first(self, operator, rosa):
        except_weeks(operator, rosa, {week(1): Decimal(0)}, reason="holiday")
        except_weeks(operator, rosa, {week(1): Decimal(8)}, reason="half_week")
        assert capacities(rosa, 3) == [30, 8, 30]
        assert weeks(rosa)[1].reason == "half_week"
        assert CapacityException.objects.count() == 1

    def test_the_usual_hours_come_back_and_follow_the_usual_capacity(self, operator, rosa):
        except_weeks(operator, rosa, {week(1): Decimal(0), week(2): Decimal(5)})
        except_weeks(operator, rosa, {week(1): None})
        set_capacity(operator, {rosa: Decimal(12)})
        assert capacities(rosa, 4) == [12, 12, 5, 12]
        assert [each.excepted for each in weeks(rosa, 3)] == [False, False, True]
        assert facts("capacity.restored") == [{"week": f"{week(1)}"}]

    def test_more_hours_than_usual_can_be_held_in_that_week(self, operator, rosa):
        except_weeks(operator, rosa, {week(1): Decimal(50)})
        assert hold(rosa, hours=50, weeks=1)

    def test_no_hours_leave_nothing_to_hold_in_any_work_that_touches_the_week(self, operator, rosa):
        except_weeks(operator, rosa, {week(2): Decimal(0)}, reason="holiday")
        with pytest.raises(CapacityExceeded) as refused:
            hold(rosa, hours=1, first=1, weeks=4)
        assert [each["week"] for each in refused.value.facts["weeks"]] == [f"{week(2)}"]

    @pytest.mark.parametrize("days", [1, 2, 3, 4, 5, 6])
    def test_a_day_that_is_no_monday_is_refused_with_the_monday_that_was_meant(self, operator, rosa, days):
        with pytest.raises(BadWeek) as refused:
            except_weeks(operator, rosa, {week(1): Decimal(1), week(2) + timedelta(days=days): Decimal(1)})
        assert refused.value.status == 2
        assert refused.value.hint == f"Its week is named {week(2)}."
        assert not CapacityException.objects.exists()

    @pytest.mark.parametrize("number", [-1, 105, 5200])
    def test_a_week_that_is_over_or_far_away_is_refused(self, operator, rosa, number):
        with pytest.raises(BadWeek, match="within the next 104 weeks"):
            except_weeks(operator, rosa, {week(number): Decimal(1)})

    @pytest.mark.parametrize("day", [date.min, date.max, date(1, 1, 3), date(9999, 12, 27)])
    def test_days_at_the_ends_of_the_calendar_are_refused(self, operator, rosa, day):
        with pytest.raises(BadWeek):
            except_weeks(operator, rosa, {day: Decimal(1)})

    def test_the_first_and_the_last_week_that_can_be_excepted(self, operator, rosa):
        except_weeks(operator, rosa, {week(0): Decimal(1), week(103): Decimal(2)})
        assert CapacityException.objects.count() == 2

    @pytest.mark.parametrize("hours", ["-1", "168.25", "3.333", "NaN", "sNaN", "Infinity", "9e999999"])
    def test_hours_that_fit_in_no_week_are_refused_for_all_weeks(self, operator, rosa, hours):
        with pytest.raises(BadHours):
            except_weeks(operator, rosa, {week(1): Decimal(1), week(2): Decimal(hours)})
        assert not CapacityException.objects.exists()

    @pytest.mark.parametrize("reason", ["", "ill", "Holiday", "x" * 500])
    def test_a_reason_is_one_of_a_list(self, operator, rosa, reason):
        with pytest.raises(BadReason) as refused:
            except_weeks(operator, rosa, {week(1): Decimal(1)}, reason=reason)
        assert "half_week" in refused.value.hint

    def test_hours_are_said_before_a_week_is_excepted(self, operator):
        silent = make_engineer("Silent", hours=None, day=None)
        with pytest.raises(HoursNotSaid, match="Silent has not said") as refused:
            except_weeks(operator, silent, {week(1): Decimal(1)})
        assert "--hours" in refused.value.at_terminal


@pytest.mark.django_db
class TestLessThanIsReserved:
    @pytest.fixture
    def held(self, rosa) -> Reservation:
        return hold(rosa, hours=20, first=1, weeks=3)[0]

    def test_excess_in_the_last_week_that_can_be_held_is_accepted_too(self, operator, rosa):
        hold(rosa, hours=20, first=104, weeks=1)
        set_capacity(operator, {rosa: Decimal(12)}, accepts_excess=True)
        assert CapacityException.objects.get().accepted_quarter_hours == 32

    def test_the_weeks_that_stand_in_the_way_are_named_and_nothing_changes(self, operator, rosa, held):
        with pytest.raises(HoursAreReserved) as refused:
            set_capacity(operator, {rosa: Decimal(12)})
        assert refused.value.code == "capacity_covers_what_is_reserved"
        assert refused.value.facts == {
            "weeks": [
                {"engineer": rosa.shown_id, "week": f"{week(number)}", "capacity": 12, "reserved": 20}
                for number in (1, 2, 3)
            ]
        }
        assert refused.value.message == (
            f"Rosa has 20 hours reserved in the week of {week(1)}, more than the 12 it would have, and so in 2 more"
        )
        assert "--accept-excess" in refused.value.at_terminal
        assert capacities(rosa) == [30] * 6

    def test_one_week_below_it_is_refused_with_the_others(self, operator, rosa, held):
        with pytest.raises(HoursAreReserved) as refused:
            except_weeks(operator, rosa, {week(0): Decimal(0), week(2): Decimal("19.75")})
        assert [each["week"] for each in refused.value.facts["weeks"]] == [f"{week(2)}"]
        assert capacities(rosa) == [30] * 6

    def test_exactly_as_much_as_is_reserved_is_enough(self, operator, rosa, held):
        except_weeks(operator, rosa, {week(2): Decimal(20), week(4): Decimal(0)})
        set_capacity(operator, {rosa: Decimal(20)})
        assert capacities(rosa) == [20, 20, 20, 20, 0, 20]

    def test_the_usual_hours_come_back_only_where_they_cover_it(self, operator, rosa):
        except_weeks(operator, rosa, {week(1): Decimal(40)})
        (large,) = hold(rosa, hours=40, first=1, weeks=1)
        with pytest.raises(HoursAreReserved):
            except_weeks(operator, rosa, {week(1): None})
        release_holds(operator, [large])
        except_weeks(operator, rosa, {week(1): None})
        assert capacities(rosa, 2) == [30, 30]

    def test_an_accepted_excess_is_recorded_for_each_week_and_then_nothing_more_fits(self, operator, rosa, held):
        set_capacity(operator, {rosa: Decimal(12)}, accepts_excess=True)
        assert capacities(rosa) == [12] * 6
        assert [each.accepted / 4 for each in weeks(rosa)] == [0, 8, 8, 8, 0, 0]
        assert facts("capacity.set")[-1] == {"quarter_hours": 48, "accepted_quarter_hours": 3 * 32}
        assert facts("capacity.excepted") == [
            {"week": f"{week(n)}", "quarter_hours": 48, "accepted_quarter_hours": 32, "reason": "other"}
            for n in (1, 2, 3)
        ]
        with pytest.raises(CapacityExceeded):
            hold(rosa, hours="0.25", first=2, weeks=1)
        assert hold(rosa, hours=12, first=4, weeks=1)
        assert book_hold(operator, held).state == "booked", "what was accepted is kept"

    def test_an_excess_is_accepted_no_more_once_the_reservation_has_ended(self, operator, rosa, held):
        (other,) = hold(rosa, hours=4, first=2, weeks=1)
        except_weeks(operator, rosa, {week(2): Decimal(5)}, reason="half_week", accepts_excess=True)
        assert weeks(rosa)[2].accepted / 4 == 19
        release_holds(operator, [other])
        assert weeks(rosa)[2].accepted / 4 == 15
        release_holds(operator, [held])
        assert weeks(rosa)[2].accepted == 0
        with pytest.raises(CapacityExceeded):
            hold(rosa, hours=6, first=2, weeks=1)
        assert hold(rosa, hours=5, first=2, weeks=1)

    def test_an_excess_is_accepted_no_more_once_the_hours_cover_it(self, operator, rosa, held):
        set_capacity(operator, {rosa: Decimal(12)}, accepts_excess=True)
        except_weeks(operator, rosa, dict.fromkeys([week(1), week(2), week(3)]), accepts_excess=True)
        set_capacity(operator, {rosa: Decimal(30)})
        assert [each.accepted for each in weeks(rosa)] == [0] * 6
        assert hold(rosa, hours=10, first=1, weeks=3)

    def test_to_accept_where_nothing_exceeds_records_nothing(self, operator, rosa):
        except_weeks(operator, rosa, {week(1): Decimal(3)}, accepts_excess=True)
        set_capacity(operator, {rosa: Decimal(20)}, accepts_excess=True)
        assert [each.accepted for each in weeks(rosa)] == [0] * 6
        assert facts("capacity.set")[-1] == {"quarter_hours": 80, "accepted_quarter_hours": 0}


@pytest.mark.django_db
class TestConfirmation:
    def test_hours_count_as_true_for_fourteen_days(self, operator, rosa):
        said = Workweek.objects.get().confirmed_at
        for days, expected in ((13.99, ["Rosa"]), (14, []), (30, [])):
            with clock.at(said + timedelta(days=days)):
                assert found() == expected
        with clock.at(said + timedelta(days=30)):
            confirm_availability(operator, [rosa])
            assert found() == ["Rosa"]
        event = Event.objects.get(name="availability.confirmed")
        assert (event.chain, event.facts) == (rosa.chain, {})

    def test_to_set_the_hours_confirms_them(self, operator, rosa):
        with clock.at(clock.now() + timedelta(days=20)):
            assert found() == []
            set_capacity(operator, {rosa: Decimal(30)})
            assert found() == ["Rosa"]

    def test_a_single_week_confirms_nothing(self, operator, rosa):
        with clock.at(clock.now() + timedelta(days=20)):
            except_weeks(operator, rosa, {week(1): Decimal(0)})
            assert found() == []

    def test_for_how_long_is_a_setting(self, rosa):
        set_limit("confirmed_days", 3)
        said = Workweek.objects.get().confirmed_at
        for days, expected in ((2.9, ["Rosa"]), (3, [])):
            with clock.at(said + timedelta(days=days)):
                assert found() == expected

    def test_who_has_paused_is_not_found_until_they_resume(self, operator, rosa):
        other = make_engineer("Other")
        pause_engineers(operator, [rosa, other])
        assert found() == []
        resume_engineers(operator, [rosa])
        assert found() == ["Rosa"]
        assert Event.objects.filter(name="availability.paused").count() == 2
        assert [event.chain for event in Event.objects.filter(name="availability.resumed")] == [rosa.chain]

    def test_who_resumes_after_their_word_has_grown_old_confirms_first(self, operator, rosa):
        pause_engineers(operator, [rosa])
        with clock.at(clock.now() + timedelta(days=20)):
            resume_engineers(operator, [rosa])
            assert found() == []
            confirm_availability(operator, [rosa])
            assert found() == ["Rosa"]

    def test_hours_that_were_never_said_cannot_be_confirmed_by_anybody_in_a_batch(self, operator, rosa):
        silent = make_engineer("Silent", hours=None)
        before = Workweek.objects.get(engineer=rosa).confirmed_at
        with pytest.raises(HoursNotSaid, match="Silent has not said"):
            confirm_availability(operator, [rosa, silent])
        assert Workweek.objects.get(engineer=rosa).confirmed_at == before
        assert not Event.objects.filter(name="availability.confirmed").exists()

    def test_somebody_without_hours_can_pause(self, operator):
        silent = make_engineer("Silent", hours=None, day=None)
        pause_engineers(operator, [silent])
        set_capacity(operator, {silent: Decimal(20)})
        assert found() == []


def in_any_state(rng: random.Random, engineers: list[Engineer]) -> None:
    """Exceptions, holds, bookings and an accepted excess, at random; what does not fit is refused."""
    operator = local_operator()
    for engineer in engineers:
        for number in rng.sample(range(12), 3):
            except_weeks(operator, engineer, {week(number): Decimal(rng.randrange(0, 160)) / 4})
        for _ in range(4):
            try:
                (held,) = hold(
                    engineer, hours=rng.randrange(1, 80) / 4, first=rng.randrange(0, 8), weeks=rng.randrange(1, 9)
                )
            except CapacityExceeded:
                continue
            if rng.random() < 0.6:
                book_hold(operator, held)
            elif rng.random() < 0.3:
                release_holds(operator, [held])
        except_weeks(operator, engineer, {week(rng.randrange(12)): Decimal(2)}, accepts_excess=True)


@pytest.mark.parametrize("seed", range(3))
def test_the_weeks_of_one_and_those_of_everybody_agree(seed, own_database):
    rng = random.Random(seed)
    engineers = [make_engineer(f"Person {number}", hours=rng.randrange(0, 60)) for number in range(6)]
    make_engineer("Silent", hours=None, day=None)
    in_any_state(rng, engineers)
    together = everybodys_weeks(104)
    assert together.first == week(0)
    assert together.reservations == Reservation.objects.filter(state__in=["hold", "booked"]).count() > 0
    assert [found.size for found in together.overbooked()] == [0, 0]
    by_id = {UUID(bytes=bytes(one).ljust(16, b"\0")): row for row, one in enumerate(together.engineers)}
    assert by_id.keys() == {engineer.id for engineer in engineers}
    for engineer in engineers:
        row = by_id[engineer.id]
        one = weeks_ahead(engineer.id)
        assert together.capacity[row].tolist() == [each.capacity for each in one]
        assert together.taken[row].tolist() == [each.held + each.booked for each in one]
        assert together.accepted[row].tolist() == [each.accepted for each in one]
        assert together.free[row].tolist() == [each.free for each in one]
        assert all(each.held + each.booked <= each.capacity + each.accepted for each in one)


def test_the_owner_of_the_tables_can_overbook_and_is_found_out(own_database):
    make_engineer("Other")
    rosa = make_engineer("Rosa", hours=30)
    book_hold(local_operator(), hold(rosa, hours=30, first=1, weeks=2)[0])
    assert [found.size for found in everybodys_weeks(104).overbooked()] == [0, 0]
    with transaction.atomic(using="migrator"), connections["migrator"].cursor() as cursor:
        cursor.execute("ALTER TABLE availability_workweek DISABLE TRIGGER USER")
        cursor.execute("UPDATE availability_workweek SET quarter_hours = 40 WHERE engineer_id = %s", [rosa.id])
        cursor.execute("ALTER TABLE availability_workweek ENABLE TRIGGER USER")
    together = everybodys_weeks(104)
    rows, places = together.overbooked()
    assert [UUID(bytes=bytes(together.engineers[row])) for row in rows] == [rosa.id, rosa.id]
    assert places.tolist() == [1, 2]
