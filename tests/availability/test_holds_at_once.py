"""Many clients who want the same hours at the same moment: as many get them as there are hours, all others are told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import timedelta
from decimal import Decimal
from threading import Barrier
from typing import Any, TypeVar
from uuid import uuid4

import psycopg
import pytest
from django.db import connection

from guildworks.accounts.models import Organisation
from guildworks.accounts.queries import local_operator
from guildworks.availability.actions.holds import (
    AcceptedBefore,
    CapacityExceeded,
    HeldBefore,
    Holder,
    HoldHasEnded,
    TooManyHeldHours,
    TooManyHolds,
    accept_hold,
    book_hold,
    decline_hold,
    place_hold,
    release_holds,
)
from guildworks.availability.actions.hours import HoursAreReserved, except_weeks, set_capacity
from guildworks.availability.load import Load, monday_of
from guildworks.availability.models import Reservation
from guildworks.platform import clock, limits
from guildworks.platform.actor import Ref
from guildworks.talent.models import Engineer
from tests.availability.reservations import INTO, await_expiry, connected, name_of, overbooked, place, row
from tests.cast import make_engineer
from tests.conftest import current_database, url

T = TypeVar("T")

CLIENTS = 64
WON = CLIENTS - 59  # 20 hours, of which each of them wants 4


@pytest.fixture
def organisation(own_database) -> Organisation:
    return Organisation.objects.create(kind="client", name="Halden Mutual")


@pytest.fixture
def race(at_once, monkeypatch) -> Callable[..., tuple[list[Any], list[Exception]]]:
    """Run these acts at the same moment on connections of their own: what won and what was refused.

    How long that takes is measured by `bench availability`, where nothing else runs.
    """

    def run(acts: Sequence[Callable[[], T]]) -> tuple[list[T], list[Exception]]:
        # Limits are read anew every ten seconds: now, and not in the middle of a refusal, where nothing can be read.
        monkeypatch.setattr(limits, "_read", (float("-inf"), {}))
        left, ready = list(acts), Barrier(len(acts))

        def one() -> T:
            act = left.pop()
            connection.ensure_connection()
            ready.wait()
            return act()

        return at_once(len(left), one)

    return run


def load(hours: int, *, weeks: int = 4) -> Load:
    """These hours of some weeks from the next one on."""
    return Load(monday_of(clock.today()) + timedelta(weeks=1), (hours * 4,) * weeks)


def placing(engineers: Sequence[Engineer], holder: Holder, hours: int) -> Callable[[], list[Reservation]]:
    """A client who places a hold."""
    operator = local_operator()
    return lambda: place_hold(operator, engineers, holder=holder, load=load(hours))


def held_and_booked(hours: int, count: int, engineer: Engineer, organisation: Organisation) -> list[Reservation]:
    """Holds of so many hours that are there before."""
    holder = Holder.itself(organisation)
    return [place_hold(local_operator(), [engineer], holder=holder, load=load(hours))[0] for _ in range(count)]


def for_brief(organisation: Organisation) -> Holder:
    """The organisation for another brief each time."""
    return Holder(organisation.id, Ref("brief", uuid4()), organisation.chain)


def kinds(errors: Sequence[Exception]) -> set[type[Exception]]:
    return {type(error) for error in errors}


def over_booked(database: str) -> list[tuple[Any, ...]]:
    with connected(database) as fresh:
        return overbooked(fresh)


@pytest.mark.parametrize("rounds", [5, pytest.param(45, marks=pytest.mark.long)])
def test_64_clients_asking_for_4_hours_win_exactly_the_20_that_are_left(own_database, race, organisation, rounds):
    for number in range(rounds):
        rosa = make_engineer(f"Rosa {number}", hours=40)
        (booked,) = held_and_booked(20, 1, rosa, organisation)
        book_hold(local_operator(), booked)
        won, refused = race([placing([rosa], Holder.itself(organisation), 4) for _ in range(CLIENTS)])
        assert (len(won), len(refused)) == (WON, CLIENTS - WON)
        assert kinds(refused) == {CapacityExceeded}
    assert over_booked(own_database) == []


@pytest.mark.parametrize("rounds", [3, pytest.param(30, marks=pytest.mark.long)])
def test_groups_in_opposite_orders_are_held_whole_or_not_at_all(own_database, race, organisation, rounds):
    ten = [make_engineer(f"Engineer {number}", hours=40) for number in range(10)]
    holder = Holder.itself(organisation)
    for turn in range(rounds):
        groups = [[ten[(first + step * way + turn) % 10] for step in range(5)] for first in range(8) for way in (1, -1)]
        won, refused = race([placing(group, holder, 20) for group in groups])
        assert len(won) >= 2, "there is room for two groups of anybody"
        assert kinds(refused) <= {CapacityExceeded}
        rows = Counter(Reservation.objects.filter(state="hold").values_list("group_id", flat=True))
        assert rows == {group[0].group_id: 5 for group in won}
        assert over_booked(own_database) == []
        _, refused = race([releasing(group) for group in won])
        assert refused == []


def releasing(holds: Sequence[Reservation]) -> Callable[[], object]:
    operator = local_operator()
    return lambda: release_holds(operator, list(reversed(holds)))


def test_placing_against_everything_else_that_changes_hours_never_deadlocks(own_database, race, organisation):
    operator = local_operator()
    one, other = (make_engineer(name, hours=40) for name in ("One", "Other"))
    week = load(4).first_week
    for _ in range(4):
        holds = [hold.id for who in (one, other) for hold in held_and_booked(4, 4, who, organisation)]
        acts: list[Callable[[], object]] = [
            placing(group, Holder.itself(organisation), 4) for group in ([one, other], [other, one], [one], [other])
        ]
        for number, hold in enumerate(holds):
            answers = (accept_hold, decline_hold, book_hold, lambda actor, held: release_holds(actor, [held]))
            acts += [changing(hold, answers[(number + more) % 4]) for more in (0, 1)]
        for who in (one, other):
            acts += [
                lambda who=who: set_capacity(operator, {who: Decimal(40)}),
                lambda who=who: set_capacity(operator, {who: Decimal(20)}),
                lambda who=who: set_capacity(operator, {who: Decimal(8)}, accepts_excess=True),
                lambda who=who: except_weeks(operator, who, {week: Decimal(10)}, accepts_excess=True),
                lambda who=who: except_weeks(operator, who, {week: Decimal(60)}),
            ]
        _, refused = race(acts)
        rules = {error.code for error in (CapacityExceeded, HoldHasEnded, AcceptedBefore, HoursAreReserved)}
        assert {name_of(error) for error in refused} <= rules
        assert over_booked(own_database) == []
        end_all(one, other)


def changing(hold: Any, act: Callable[..., object]) -> Callable[[], object]:
    """Somebody who answers or moves a hold, as it is when they see it."""
    operator = local_operator()
    seen = Reservation.objects.get(id=hold)
    return lambda: act(operator, seen)


@pytest.mark.parametrize("act", [accept_hold, book_hold])
def test_what_was_given_back_a_moment_ago_is_neither_accepted_nor_booked(own_database, organisation, act):
    (hold,) = held_and_booked(4, 1, make_engineer(), organisation)
    late = changing(hold.id, act)
    release_holds(local_operator(), [hold])
    with pytest.raises(HoldHasEnded):
        late()


def test_capacity_below_what_is_booked_is_refused_in_our_words_also_beside_an_expired_hold(own_database, organisation):
    rosa = make_engineer(hours=40)
    (hold,) = held_and_booked(30, 1, rosa, organisation)
    book_hold(local_operator(), hold)
    names = {"engineer": rosa.id, "week": load(1).first_week, "expired": uuid4()}
    soon = "clock_timestamp() + interval '40 ms'"
    with connected(own_database) as sql:
        sql.execute(place("{4}", reservation="%(expired)s", expires=soon), names)
        await_expiry(sql, names["expired"])
    with pytest.raises(HoursAreReserved):
        set_capacity(local_operator(), {rosa: Decimal(20)})


def test_excess_that_was_accepted_once_is_not_accepted_for_what_is_held_later(own_database, organisation):
    rosa, operator = make_engineer(hours=40), local_operator()
    week = load(1).first_week
    place_hold(operator, [rosa], holder=Holder.itself(organisation), load=load(30, weeks=1))
    set_capacity(operator, {rosa: Decimal(20)}, accepts_excess=True)
    except_weeks(operator, rosa, {week: None}, accepts_excess=True)
    set_capacity(operator, {rosa: Decimal(40)})
    place_hold(operator, [rosa], holder=Holder.itself(organisation), load=load(10, weeks=1))
    with pytest.raises(HoursAreReserved):
        set_capacity(operator, {rosa: Decimal(30)})


def end_all(*engineers: Engineer) -> None:
    """Give back all that is held, and 40 hours to everybody."""
    live = Reservation.objects.filter(engineer__in=engineers, state__in=["hold", "booked"])
    release_holds(local_operator(), list(live))
    week = load(4).first_week
    for engineer in engineers:
        except_weeks(local_operator(), engineer, {week + timedelta(weeks=number): None for number in range(4)})
        set_capacity(local_operator(), {engineer: Decimal(40)})


def test_a_brief_has_exactly_5_holds_however_many_are_placed_at_once(own_database, race, organisation):
    brief = for_brief(organisation)
    many = [make_engineer(f"Engineer {number}", hours=40) for number in range(16)]
    won, refused = race([placing([engineer], brief, 4) for engineer in many])
    assert len(won) == 5
    assert kinds(refused) == {TooManyHolds}
    release_holds(local_operator(), won[0])
    held = {hold.engineer_id for (hold,) in won}
    fresh = [engineer for engineer in many if engineer.id not in held]
    won, refused = race([placing([engineer], brief, 4) for engineer in fresh])
    assert len(won) == 1, "one was given back"
    assert kinds(refused) == {TooManyHolds}


def test_a_client_never_holds_more_than_400_hours_of_a_week(own_database, race, organisation):
    many = [make_engineer(f"Engineer {number}", hours=40) for number in range(16)]
    won, refused = race([placing([engineer], for_brief(organisation), 40) for engineer in many])
    assert len(won) == 10
    assert kinds(refused) == {TooManyHeldHours}
    elsewhere = Organisation.objects.create(kind="client", name="Elsewhere")
    held = {hold.engineer_id for (hold,) in won}
    (free, *_) = (engineer for engineer in many if engineer.id not in held)
    assert placing([free], for_brief(elsewhere), 40)(), "what one client holds is nothing to another"


def test_an_engineer_is_held_once_for_a_brief_however_often_it_is_tried_at_once(own_database, race, organisation):
    brief, rosa = for_brief(organisation), make_engineer("Rosa", hours=40)
    won, refused = race([placing([rosa], brief, 1) for _ in range(16)])
    assert len(won) == 1
    assert kinds(refused) == {HeldBefore}
    release_holds(local_operator(), won[0])
    with pytest.raises(HeldBefore):
        placing([rosa], brief, 1)()
    assert placing([rosa], for_brief(organisation), 1)(), "another brief is another matter"


@pytest.mark.parametrize("level", ["REPEATABLE READ", "SERIALIZABLE"])
def test_raw_sql_with_an_outdated_snapshot_places_no_sixth_hold_for_a_brief(own_database, organisation, level):
    brief, six = for_brief(organisation), [make_engineer(f"Engineer {number}", hours=40) for number in range(6)]
    with connected(own_database) as early:
        early.execute(f"BEGIN ISOLATION LEVEL {level}")
        early.execute("SELECT count(*) FROM availability_reservation")
        for engineer in six[:5]:
            placing([engineer], brief, 1)()
        with pytest.raises(psycopg.Error):
            early.execute(f"{INTO} VALUES {row_for(brief)}", {"engineer": six[5].id, "week": load(1).first_week})


def test_raw_sql_holds_nobody_twice_for_a_brief_in_one_statement(own_database, organisation):
    brief, rosa = row_for(for_brief(organisation)), make_engineer()
    with connected(own_database) as sql, pytest.raises(psycopg.errors.CheckViolation):
        sql.execute(f"{INTO} VALUES {brief}, {brief}", {"engineer": rosa.id, "week": load(1).first_week})


def row_for(holder: Holder) -> str:
    """The values of a hold of an hour for a brief."""
    plain = row("{4}", organisation=f"'{holder.organisation_id}'")
    return plain.replace("'organisation', gen_random_uuid()", f"'brief', '{holder.ref.id}'")


def test_what_began_weeks_ago_can_be_given_back_when_capacity_has_fallen_since(own_database, server, organisation):
    rosa, operator, week = make_engineer(hours=40), local_operator(), load(1).first_week
    names = {"engineer": rosa.id, "week": week - timedelta(weeks=3)}
    with connected(url(server.admin, current_database())) as past:
        past.execute("SET session_replication_role = replica")  # as if the weeks had gone by
        for _ in range(3):
            past.execute(place("{50,50,50,50}", organisation=f"'{organisation.id}'"), names)
    except_weeks(operator, rosa, {week - timedelta(weeks=1): Decimal(10), week: Decimal(10)}, accepts_excess=True)
    # On a Monday before noon UTC the week before is not over everywhere, and is accepted here.
    set_capacity(operator, {rosa: Decimal(10)}, accepts_excess=True)
    one = Reservation.objects.earliest("id")
    assert release_holds(operator, [one])
