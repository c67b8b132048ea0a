"""Times proposed for a talk with a hold, and the answer; refusals that are counted; what is to be told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from guildworks.accounts.queries import local_operator
from guildworks.availability.actions.answers import (
    NotProposed,
    TalkAnswered,
    accept_hold_and_answer,
    answer_talk,
)
from guildworks.availability.actions.holds import (
    CapacityExceeded,
    HoldHasEnded,
    HoldHasExpired,
    RefusedTooOften,
    accept_hold,
    decline_hold,
    place_hold,
    release_holds,
)
from guildworks.availability.actions.talks import BadTalk
from guildworks.availability.load import Load
from guildworks.availability.models import RefusedHold, Reservation, TalkAnswer, TalkProposal
from guildworks.availability.talks import Talk
from guildworks.availability.zones import UnknownZone
from guildworks.platform import clock
from guildworks.platform.actor import Actor
from guildworks.platform.errors import NotAllowed, NotFound
from guildworks.platform.limits import set_limit
from guildworks.platform.models import Event
from guildworks.platform.refusals import constraint_of
from guildworks.talent.models import Engineer
from tests.cast import make_brief, make_engineer, week

pytestmark = pytest.mark.django_db


@pytest.fixture
def rosa(db) -> Engineer:
    return make_engineer("Rosa")


@pytest.fixture
def brief(cast):
    return make_brief(cast.halden)


def in_hours(*hours: float) -> tuple[datetime, ...]:
    now = clock.now().astimezone(UTC).replace(second=0, microsecond=0)
    return tuple(now + timedelta(hours=each) for each in hours)


def talk(*hours: float, minutes: int = 30, zone: str = "Europe/Berlin") -> Talk:
    return Talk(in_hours(*hours or (20, 30, 44)), minutes, zone)


def place(actor: Actor, brief, *engineers: Engineer, quarters: int = 40, talks=None) -> list[Reservation]:
    return place_hold(actor, engineers, holder=brief.holder, load=Load(week(1), (quarters,)), talks=talks)


@pytest.fixture
def held(cast, rosa, brief) -> Reservation:
    return place(cast.ada, brief, rosa, talks={rosa.id: talk()})[0]


def as_engineer(hold: Reservation) -> Actor:
    return Actor("engineer", hold.engineer_id)


def until_it_expires(hold: Reservation) -> None:
    """Wait by the database's own clock."""
    with connection.cursor() as cursor:
        is_over = False
        while not is_over:
            cursor.execute("SELECT clock_timestamp() > %s", [hold.expires_at])
            (is_over,) = cursor.fetchone()


def names_of(hold: Reservation) -> list[str]:
    return list(Event.objects.filter(subject_id=hold.id).order_by("id").values_list("name", flat=True))


class TestProposing:
    def test_times_are_kept_with_the_hold_and_recorded_on_both_sides(self, cast, held, rosa):
        proposal = TalkProposal.objects.get()
        assert (proposal.reservation_id, proposal.minutes, proposal.zone) == (held.id, 30, "Europe/Berlin")
        assert proposal.starts_at == sorted(proposal.starts_at) and len(proposal.starts_at) == 3
        assert proposal.proposed_by_id == cast.ada.id
        assert names_of(held) == ["hold.placed", "talk.proposed"]
        event = Event.objects.get(name="talk.proposed")
        assert event.chain == rosa.chain and event.concerns == [cast.halden.chain]
        assert event.facts["times"] == 3 and event.facts["minutes"] == 30

    def test_of_several_each_has_times_of_their_own_and_some_have_none(self, cast, rosa, brief):
        other, third = make_engineer("Other"), make_engineer("Third")
        talks = {rosa.id: talk(20), other.id: talk(30, 40, minutes=15)}
        place(cast.ada, brief, rosa, other, third, talks=talks)
        found = {
            each.reservation.engineer_id: (len(each.starts_at), each.minutes) for each in TalkProposal.objects.all()
        }
        assert found == {rosa.id: (1, 30), other.id: (2, 15)}

    @pytest.mark.parametrize(
        ("wrong", "error"),
        [
            (talk(71.9), BadTalk),  # it would end after the hold
            (talk(-1, 20), BadTalk),
            (talk(20, 20), BadTalk),
            (talk(20, 21, 22, 23), BadTalk),
            (talk(20, minutes=20), BadTalk),
            (talk(20, zone="Europe/Nowhere"), UnknownZone),
        ],
    )
    def test_what_cannot_be_refuses_the_hold_as_well(self, cast, rosa, brief, wrong, error):
        with pytest.raises(error):
            place(cast.ada, brief, rosa, talks={rosa.id: wrong})
        assert not Reservation.objects.exists() and not TalkProposal.objects.exists()

    def test_a_hold_without_a_talk_asks_the_database_nothing_more(
        self, cast, rosa, brief, django_assert_max_num_queries
    ):
        other = make_engineer("Other")
        operator = local_operator()
        place(operator, brief, rosa)
        with django_assert_max_num_queries(9) as asked:
            place(operator, brief, other)
        assert not any("talk" in query["sql"] or "refusedhold" in query["sql"] for query in asked.captured_queries)


class TestAnswering:
    def test_a_time_is_chosen_once(self, held, cast):
        (_, second, _) = TalkProposal.objects.get().starts_at
        answer_talk(as_engineer(held), held, chosen=second)
        assert TalkAnswer.objects.get().chosen == second
        event = Event.objects.get(name="talk.chosen")
        assert event.facts["time"] == 2 and event.concerns == [cast.halden.chain]
        with pytest.raises(TalkAnswered):
            answer_talk(as_engineer(held), held, chosen=None)
        held.refresh_from_db()
        assert held.state == "hold" and held.accepted_at is None

    def test_none_fits_is_an_answer(self, held):
        answer_talk(as_engineer(held), held, chosen=None)
        assert TalkAnswer.objects.get().chosen is None
        assert names_of(held)[-1] == "talk.declined"

    def test_accepting_and_choosing_are_both_or_neither(self, held):
        first = TalkProposal.objects.get().starts_at[0]
        with pytest.raises(NotProposed):
            accept_hold_and_answer(as_engineer(held), held, chosen=first + timedelta(minutes=1))
        held.refresh_from_db()
        assert held.accepted_at is None and not TalkAnswer.objects.exists()
        accept_hold_and_answer(as_engineer(held), held, chosen=first)
        assert names_of(held)[-2:] == ["hold.accepted", "talk.chosen"]

    def test_a_time_that_has_passed_cannot_be_chosen(self, held):
        first = TalkProposal.objects.get().starts_at[0]
        with clock.at(first + timedelta(minutes=1)), pytest.raises(NotProposed, match="has passed"):
            answer_talk(as_engineer(held), held, chosen=first)

    def test_where_no_talk_was_proposed_there_is_nothing_to_answer(self, cast, rosa, brief):
        (hold,) = place(cast.ada, brief, rosa)
        with pytest.raises(NotFound):
            answer_talk(as_engineer(hold), hold, chosen=None)

    @pytest.mark.parametrize("end", [decline_hold, lambda actor, hold: release_holds(local_operator(), [hold])])
    def test_once_the_hold_has_ended_nothing_is_answered(self, held, end):
        end(as_engineer(held), held)
        with pytest.raises(HoldHasEnded):
            answer_talk(as_engineer(held), held, chosen=None)

    def test_an_accepted_hold_can_still_be_declined_and_its_talk_answered(self, held):
        accept_hold(as_engineer(held), held)
        answer_talk(as_engineer(held), held, chosen=None)
        assert decline_hold(as_engineer(held), held).state == "declined"

    def test_an_expired_hold_is_told_as_that(self, cast, rosa, brief):
        with clock.at(clock.now() - timedelta(hours=72) + timedelta(seconds=1)):
            (hold,) = place(cast.ada, brief, rosa, talks={rosa.id: talk()})
        until_it_expires(hold)
        with pytest.raises(HoldHasExpired):
            answer_talk(as_engineer(hold), hold, chosen=None)
        assert not TalkAnswer.objects.exists()

    def test_only_the_engineer_and_the_operator_answer(self, held, cast):
        for actor in (cast.ada, cast.cy, Actor("engineer", make_engineer("Other").id)):
            with pytest.raises(NotAllowed):
                answer_talk(actor, held, chosen=None)

    def test_raw_sql_answers_nothing_that_was_not_proposed_nor_what_has_ended(self, held):
        insert = "INSERT INTO availability_talkanswer (talk_id, chosen, answered_at) VALUES (%s, %s, now())"
        with pytest.raises(IntegrityError) as refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(insert, [held.id, clock.now()])
        assert constraint_of(refused.value) == "talk_is_at_a_proposed_time"
        decline_hold(as_engineer(held), held)
        with pytest.raises(IntegrityError) as refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(insert, [held.id, None])
        assert constraint_of(refused.value) == "talk_is_answered_while_its_hold_lives"

    def test_raw_sql_proposes_no_talk_beyond_the_hold(self, cast, rosa, brief):
        (hold,) = place(cast.ada, brief, rosa)
        insert = (
            "INSERT INTO availability_talkproposal (reservation_id, starts_at, minutes, zone, proposed_by_kind,"
            " proposed_by_id, proposed_at) VALUES (%s, ARRAY[%s], 30, 'UTC', 'user', %s, now())"
        )
        with pytest.raises(IntegrityError) as refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(insert, [hold.id, hold.expires_at, cast.ada.id])
        assert constraint_of(refused.value) == "talk_ends_before_its_hold"


class TestRefusals:
    def test_each_engineer_who_lacks_hours_counts_and_what_was_refused_holds_nobody(self, cast, rosa, brief):
        other = make_engineer("Other")
        with pytest.raises(CapacityExceeded):
            place(cast.ada, brief, rosa, other, quarters=500)
        assert RefusedHold.objects.get().engineers == 2
        assert Event.objects.get(name="hold.refused").facts["engineers"] == 2
        assert not Reservation.objects.exists()

    def test_nobody_reads_a_calendar_by_asking_on(self, cast, rosa, brief):
        set_limit("refused_holds_per_hour", 5)
        told, asked = 0, 0
        for quarters in range(600, 160, -4):  # down, hour by hour, until it fits and tells how much is free
            asked += 1
            try:
                place(cast.ada, make_brief(cast.halden), rosa, quarters=quarters)
            except CapacityExceeded:
                told += 1
            except RefusedTooOften:
                continue
        assert (told, asked) == (5, 110)
        # Not even whether it would fit is told any more: what would have been held is refused in the same words.
        with pytest.raises(RefusedTooOften) as would_fit:
            place(cast.bo, brief, rosa, quarters=4)
        with pytest.raises(RefusedTooOften) as would_not:
            place(cast.bo, brief, rosa, quarters=600)
        assert (would_fit.value.message, would_fit.value.hint) == (would_not.value.message, would_not.value.hint)
        assert not Reservation.objects.exists()

    def test_others_and_the_operator_are_not_bound_by_it_and_an_hour_later_it_goes_on(self, cast, rosa, brief):
        set_limit("refused_holds_per_hour", 1)
        with pytest.raises(CapacityExceeded):
            place(cast.ada, brief, rosa, quarters=600)
        with pytest.raises(CapacityExceeded):
            place(cast.cy, make_brief(cast.strangers), rosa, quarters=600)
        for _ in range(3):
            with pytest.raises(CapacityExceeded):
                place(local_operator(), brief, rosa, quarters=600)
        with clock.at(clock.now() + timedelta(minutes=61)):
            assert place(cast.ada, brief, rosa)
        assert RefusedHold.objects.count() == 2
