"""Holds: all or none, for as long as they live, and what may become of them."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection

from guildworks.availability.actions.holds import (
    AcceptedBefore,
    BadGroup,
    CapacityExceeded,
    HoldHasEnded,
    HoldHasExpired,
    HoldInThePast,
    HoldTooFar,
    NotToBeHeld,
    accept_hold,
    book_hold,
    decline_hold,
    release_holds,
)
from guildworks.availability.actions.hours import pause_engineers, resume_engineers, set_capacity
from guildworks.availability.holder import Holder
from guildworks.availability.models import Reservation
from guildworks.availability.queries import get_hold, live_holds, weeks_of
from guildworks.platform import clock
from guildworks.platform.actor import Actor
from guildworks.platform.errors import NotAllowed, NotFound
from guildworks.platform.ids import BadId, shown, uuid7
from guildworks.platform.limits import set_limit
from guildworks.platform.models import Event
from guildworks.talent.models import Engineer
from tests.cast import hold, make_brief, make_engineer, week

pytestmark = pytest.mark.django_db


@pytest.fixture
def rosa(db) -> Engineer:
    return make_engineer("Rosa", hours=30)


@pytest.fixture
def juno(db) -> Engineer:
    return make_engineer("Juno", hours=20)


def free(engineer: Engineer, *, first: int = 1, weeks: int = 4) -> list[float]:
    """The hours that nobody has, week by week."""
    return [each.free / 4 for each in weeks_of(engineer.id, week(first), weeks, at=clock.now())]


def ends(placed: Reservation) -> Reservation:
    """Wait, by the database's own clock, until a hold has expired."""
    with connection.cursor() as cursor:
        for _ in range(1_000_000):
            cursor.execute("SELECT clock_timestamp() > %s", [placed.expires_at])
            if cursor.fetchone()[0]:
                return placed
    raise AssertionError("the database's clock stands still")


def short_hold(engineer: Engineer, *, hours: int = 30, milliseconds: int = 30, holder: Holder | None = None):
    """A hold that lives for some milliseconds, which no action places."""
    kept = Reservation(id=uuid7(), engineer=engineer, first_week=week(1), quarter_hours=[hours * 4] * 4, state="hold")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO availability_reservation (id, group_id, engineer_id, organisation_id, holder_kind, holder_id,"
            " first_week, quarter_hours, state, placed_at, expires_at) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, 'hold',"
            " clock_timestamp(), clock_timestamp() + make_interval(secs => %s)) RETURNING expires_at",
            [
                kept.id,
                uuid4(),
                engineer.id,
                holder.organisation_id if holder else uuid4(),
                holder.ref.kind if holder else "organisation",
                holder.ref.id if holder else uuid4(),
                kept.first_week,
                kept.quarter_hours,
                milliseconds / 1000,
            ],
        )
        (kept.expires_at,) = cursor.fetchone()
    return kept


class TestPlacing:
    def test_a_hold_takes_its_hours_in_each_of_its_weeks_and_in_no_other(self, rosa):
        (held,) = hold(rosa, hours="12.5", first=2, weeks=2)
        assert free(rosa, weeks=5) == [30, 17.5, 17.5, 30, 30]
        assert held.lives(clock.now())
        assert held.expires_at - held.placed_at == timedelta(hours=72)
        assert not held.lives(held.expires_at)

    def test_how_long_it_lives_is_a_setting(self, rosa):
        set_limit("hold_hours", 5)
        (held,) = hold(rosa)
        assert held.expires_at - held.placed_at == timedelta(hours=5)

    def test_holds_of_several_fit_beside_each_other_until_nothing_is_left(self, rosa):
        for hours in ("10", "19.75", "0.25"):
            hold(rosa, hours=hours)
        assert free(rosa) == [0, 0, 0, 0]
        with pytest.raises(CapacityExceeded):
            hold(rosa, hours="0.25", first=4)
        assert hold(rosa, hours=30, first=5)

    def test_a_group_is_held_together(self, rosa, juno):
        held = hold(rosa, juno, hours=20)
        assert {each.group_id for each in held} == {held[0].group_id}
        assert [each.engineer for each in held] == [rosa, juno]
        assert (free(rosa), free(juno)) == ([10] * 4, [0] * 4)

    def test_where_some_of_a_group_lack_hours_nobody_is_held_and_all_of_those_are_named(self, rosa, juno):
        third = make_engineer("Third", hours=20)
        hold(juno, hours=5, first=2, weeks=1)
        events = Event.objects.count()
        with pytest.raises(CapacityExceeded) as refused:
            hold(juno, rosa, third, hours=24, weeks=2)
        assert refused.value.code == "reservation_within_capacity"
        assert refused.value.status == 1
        assert refused.value.facts["engineers"] == [juno.shown_id, third.shown_id]
        lacking = {
            (each["engineer"], each["week"]): (each["free"], each["asked"]) for each in refused.value.facts["weeks"]
        }
        assert lacking == {
            (juno.shown_id, f"{week(1)}"): (20, 24),
            (juno.shown_id, f"{week(2)}"): (15, 24),
            (third.shown_id, f"{week(1)}"): (20, 24),
            (third.shown_id, f"{week(2)}"): (20, 24),
        }
        assert refused.value.message == (
            f"Juno has 20 hours free in the week of {week(1)}, 24 were asked for, and 1 more lack hours"
        )
        assert (Reservation.objects.count(), Event.objects.count()) == (1, events)
        assert free(rosa) == [30] * 4

    def test_an_engineer_who_never_said_their_hours_cannot_be_held(self, rosa):
        silent = make_engineer("Silent", hours=None, day=None)
        with pytest.raises(CapacityExceeded, match="Silent has not said") as refused:
            hold(rosa, silent)
        assert refused.value.facts == {"engineers": [silent.shown_id]}
        with_a_day = make_engineer("Half", hours=None)
        with pytest.raises(CapacityExceeded):
            hold(with_a_day)
        assert not Reservation.objects.exists()

    def test_no_group_and_the_same_engineer_twice_are_refused(self, rosa, juno):
        for group, words in (((), "1 to 50"), ((rosa, juno, rosa), "Rosa is named twice")):
            with pytest.raises(BadGroup, match=words) as refused:
                hold(*group)
            assert refused.value.status == 2
        assert not Reservation.objects.exists()

    def test_how_large_a_group_may_be_is_a_setting(self, rosa, juno):
        set_limit("hold_engineers", 1)
        with pytest.raises(BadGroup, match="1 to 1 engineers"):
            hold(rosa, juno)
        assert hold(rosa)

    def test_who_is_not_listed_or_has_paused_cannot_be_held(self, operator, rosa, juno):
        hidden = make_engineer("Hidden", listed=False)
        pause_engineers(operator, [juno])
        for other, words in ((hidden, "Hidden is not listed"), (juno, "Juno has paused")):
            with pytest.raises(NotToBeHeld, match=words) as refused:
                hold(rosa, other)
            assert refused.value.facts == {"engineers": [other.shown_id]}
        assert not Reservation.objects.exists()
        resume_engineers(operator, [juno])
        assert hold(rosa, juno)

    def test_what_is_reserved_stays_when_somebody_pauses(self, operator, juno):
        (held,) = hold(juno, hours=15)
        pause_engineers(operator, [juno])
        assert free(juno) == [5] * 4
        assert book_hold(operator, held).state == "booked"

    def test_a_week_that_is_over_cannot_be_held_and_the_present_one_can(self, rosa):
        with pytest.raises(HoldInThePast, match=f"week of {week(-2)} is over") as refused:
            hold(rosa, first=-2, weeks=6)
        assert refused.value.status == 2
        assert hold(rosa, first=0)

    @pytest.mark.parametrize(("first", "weeks"), [(104, 2), (2, 104), (3120, 1)])
    def test_a_hold_ends_within_the_next_104_weeks(self, rosa, first, weeks):
        with pytest.raises(HoldTooFar, match="104 weeks"):
            hold(rosa, first=first, weeks=weeks)
        assert not Reservation.objects.exists()

    def test_the_last_week_that_can_be_held(self, rosa):
        (held,) = hold(rosa, first=0, weeks=104)
        assert held.last_week == week(103)

    def test_an_event_lies_on_the_engineers_chain_and_concerns_the_client(self, cast, rosa, juno):
        brief = make_brief(cast.halden)
        held = hold(rosa, juno, hours=15, weeks=2, holder=brief.holder, actor=cast.bo)
        placed = Event.objects.filter(name="hold.placed").order_by("at")
        assert [(event.chain, event.concerns) for event in placed] == [
            (rosa.chain, [cast.halden.chain]),
            (juno.chain, [cast.halden.chain]),
        ]
        assert [event.subject_id for event in placed] == [each.id for each in held]
        assert (placed[0].actor_id, placed[0].organisation_id) == (cast.bo.id, cast.halden.id)
        assert placed[0].facts == {
            "group": str(held[0].group_id),
            "organisation": str(cast.halden.id),
            "holder_kind": "brief",
            "holder": str(brief.id),
            "first_week": f"{week(1)}",
            "weeks": 2,
            "quarter_hours": 60,
        }

    def test_nobody_holds_for_an_organisation_that_is_not_theirs(self, cast, rosa):
        with pytest.raises(NotAllowed):
            hold(rosa, holder=make_brief(cast.halden).holder, actor=cast.cy)
        assert not Reservation.objects.exists()


class TestExpiry:
    def test_hours_are_free_at_the_moment_in_which_a_hold_expires(self, rosa):
        held = short_hold(rosa, milliseconds=400)
        with pytest.raises(CapacityExceeded):
            hold(rosa, hours=1)
        assert free(rosa) == [0] * 4
        ends(held)
        assert free(rosa) == [30] * 4
        assert hold(rosa, hours=30)

    @pytest.mark.parametrize(
        "move", [book_hold, accept_hold, decline_hold, lambda actor, one: release_holds(actor, [one])]
    )
    def test_nothing_becomes_of_a_hold_that_has_expired(self, operator, rosa, move):
        expired = ends(short_hold(rosa))
        with pytest.raises(HoldHasExpired) as refused:
            move(operator, Reservation.objects.get(id=expired.id))
        assert refused.value.code == "hold_changes_only_while_it_lives"
        assert refused.value.status == 1
        assert free(rosa) == [30] * 4

    def test_also_not_once_the_next_hold_has_marked_it(self, operator, rosa):
        expired = ends(short_hold(rosa))
        hold(rosa, hours=20)
        marked = Reservation.objects.get(id=expired.id)
        assert (marked.state, marked.ended_at) == ("expired", expired.expires_at)
        with pytest.raises(HoldHasEnded):
            book_hold(operator, marked)
        assert free(rosa) == [10] * 4

    def test_an_expired_hold_is_on_no_list(self, operator, rosa):
        (held,) = hold(rosa, hours=5)
        expired = short_hold(rosa, hours=5)
        assert {each.id for each in live_holds(operator, page=1)[0]} == {held.id, expired.id}
        ends(expired)
        assert live_holds(operator, page=1) == ([held], 1)


class TestWhatBecomesOfAHold:
    def test_a_booking_does_not_expire(self, operator, rosa):
        (held,) = hold(rosa, hours=10)
        booked = book_hold(operator, held)
        assert (booked.state, booked.expires_at) == ("booked", None)
        with clock.at(clock.now() + timedelta(days=20)):
            taken = weeks_of(rosa.id, week(0), 1, at=clock.now())[0]
        assert (taken.held, taken.booked) == (0, 40)
        event = Event.objects.get(name="hold.booked")
        assert (event.chain, event.subject_id) == (rosa.chain, held.id)

    def test_an_answer_of_yes_lengthens_a_hold_once(self, operator, rosa):
        (held,) = hold(rosa)
        before = held.expires_at
        accepted = accept_hold(Actor("engineer", rosa.id), held)
        assert accepted.expires_at - before == timedelta(days=14)
        assert accepted.state == "hold"
        with pytest.raises(AcceptedBefore) as refused:
            accept_hold(operator, accepted)
        assert refused.value.code == "hold_is_lengthened_once"
        kept = Reservation.objects.get()
        assert (kept.expires_at, kept.accepted_at is not None) == (before + timedelta(days=14), True)
        event = Event.objects.get(name="hold.accepted")
        assert (event.facts, event.chain, event.actor_kind) == ({"days": 14}, rosa.chain, "engineer")

    def test_by_how_much_is_a_setting(self, operator, rosa):
        set_limit("accepted_hold_days", 3)
        (held,) = hold(rosa)
        before = held.expires_at
        assert accept_hold(operator, held).expires_at == before + timedelta(days=3)

    @pytest.mark.parametrize(
        ("move", "state", "event"),
        [
            (decline_hold, "declined", "hold.declined"),
            (lambda actor, one: release_holds(actor, [one]), "released", "hold.released"),
        ],
        ids=["declined", "released"],
    )
    def test_what_is_given_back_is_free_at_once_and_never_comes_back(self, operator, rosa, move, state, event):
        (held,) = hold(rosa, hours=30)
        move(operator, held)
        assert Reservation.objects.get().state == state
        assert free(rosa) == [30] * 4
        recorded = Event.objects.get(name=event)
        assert (recorded.chain, recorded.subject_id) == (rosa.chain, held.id)
        for again in (book_hold, accept_hold, decline_hold, lambda actor, one: release_holds(actor, [one])):
            with pytest.raises(HoldHasEnded) as refused:
                again(operator, Reservation.objects.get(id=held.id))
            assert refused.value.code == "reservation_only_moves_on"
        assert hold(rosa, hours=30)

    def test_a_booking_is_released_and_neither_declined_nor_booked_again(self, operator, rosa):
        (held,) = hold(rosa, hours=30)
        booked = book_hold(operator, held)
        for again in (decline_hold, accept_hold):
            with pytest.raises(HoldHasEnded):
                again(operator, booked)
        release_holds(operator, [Reservation.objects.get()])
        assert free(rosa) == [30] * 4
        assert Event.objects.filter(name="booking.released", chain=rosa.chain).count() == 1
        assert not Event.objects.filter(name="hold.released").exists()

    def test_several_are_given_back_all_or_none(self, operator, rosa, juno):
        held = hold(rosa, juno)
        release_holds(operator, held[:1])
        with pytest.raises(HoldHasEnded):
            release_holds(operator, held)
        assert free(juno) == [10] * 4

    def test_the_client_is_concerned_by_what_becomes_of_its_hold(self, cast, rosa):
        (held,) = hold(rosa, holder=make_brief(cast.halden).holder)
        decline_hold(Actor("engineer", rosa.id), held)
        assert Event.objects.get(name="hold.declined").concerns == [cast.halden.chain]


def test_somebody_elses_hold_is_not_found_in_the_words_for_none(cast, operator, rosa, juno):
    (held,) = hold(rosa, holder=make_brief(cast.halden).holder)
    none = shown("hld", uuid7())
    for asker in (cast.cy, Actor("engineer", juno.id), Actor("user", uuid4())):
        with pytest.raises(NotFound) as of_another:
            get_hold(asker, held.shown_id)
        with pytest.raises(NotFound) as of_none:
            get_hold(asker, none)
        assert of_another.value.message == of_none.value.message.replace(none, held.shown_id)
        assert live_holds(asker, page=1) == ([], 0)
    for asker in (cast.ada, cast.bo, operator, Actor("engineer", rosa.id)):
        assert get_hold(asker, held.shown_id) == held
        assert live_holds(asker, page=1) == ([held], 1)


@pytest.mark.parametrize("shown_id", ["", "hld_1", "nonsense", "brf_01M8HNDWB6EYCR42DTAADW6ZPV"])
def test_an_id_that_is_none_is_refused(operator, shown_id):
    with pytest.raises(BadId):
        get_hold(operator, shown_id)


def test_hours_that_become_free_by_a_larger_capacity_can_be_held_at_once(operator, juno):
    hold(juno, hours=20)
    set_capacity(operator, {juno: Decimal(25)})
    assert hold(juno, hours=5)
    with pytest.raises(CapacityExceeded):
        hold(juno, hours="0.25")
