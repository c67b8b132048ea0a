"""Erasing an engineer while others write of them: one of both wins, nothing is left half, and nobody waits for ever."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from uuid import uuid4

import pytest

from guildworks.accounts.queries import local_operator, operator_organisation
from guildworks.availability.actions.holds import CapacityExceeded, NotToBeHeld
from guildworks.availability.actions.hours import (
    HoursNotSaid,
    confirm_availability,
    except_weeks,
    set_capacity,
    set_working_hours,
)
from guildworks.availability.models import Reservation, Workweek
from guildworks.matching.actions import match_brief
from guildworks.matching.models import Shortlist
from guildworks.matching.spent import Spent
from guildworks.platform import clock, events
from guildworks.platform.actor import Actor
from guildworks.platform.models import EventChain
from guildworks.platform.money import Money
from guildworks.talent.actions import (
    EvidenceDraft,
    ProfileChange,
    edit_engineer,
    erase_engineer,
    list_engineers,
    record_evidence,
    set_rates,
    unlist_engineers,
)
from guildworks.talent.erased import EngineerErased
from guildworks.talent.models import Engineer
from tests.cast import BERLIN_OFFICE_HOURS, hold, make_engineer, tables_that_hold, week

WORD = "zanzibarquux"
Act = Callable[[Actor, Engineer], object]
# What the loser of a race is told.
TOLD = {EngineerErased, NotToBeHeld, CapacityExceeded, HoursNotSaid}
ACTS: dict[str, Act] = {
    "hold": lambda _, who: hold(who, hours=1),
    "edit": lambda actor, who: edit_engineer(
        actor, who, change=ProfileChange(city=f"{WORD} City", rates=[Money(80, "USD")])
    ),
    "rates": lambda actor, who: set_rates(actor, {who: [Money(70, "USD")]}),
    "evidence": lambda actor, who: record_evidence(
        actor, {who: [EvidenceDraft("python", f"{WORD} exam", uuid4(), 3.0, 0.3, clock.today())]}
    ),
    "list": lambda actor, who: list_engineers(actor, [who]),
    "unlist": lambda actor, who: unlist_engineers(actor, [who]),
    "capacity": lambda actor, who: set_capacity(actor, {who: Decimal(30)}),
    "working hours": lambda actor, who: set_working_hours(actor, {who: BERLIN_OFFICE_HOURS}),
    "weeks": lambda actor, who: except_weeks(actor, who, {week(3): Decimal(9)}, reason="holiday"),
    "confirm": lambda actor, who: confirm_availability(actor, [who]),
    "shortlist": lambda _, who: match_brief(
        local_operator(), operator_organisation(), text="Python, 10 hours a week.", top=3, spent=Spent()
    ),
}


@pytest.fixture
def race(at_once) -> Callable[..., list[Exception]]:
    """Erase somebody while these acts are done to them; what was refused."""

    def run(engineer: Engineer, *acts: Act) -> list[Exception]:
        operator = local_operator()
        left = [erase_engineer, *acts]
        _, refused = at_once(len(left), lambda: left.pop()(operator, engineer))
        return refused

    return run


def is_whole(engineer: Engineer) -> bool:
    """Whether somebody was erased, and nothing of them is left or was written since."""
    hours = Workweek.objects.filter(engineer=engineer).first()
    return (
        Engineer.objects.get(id=engineer.id).erased_at is not None
        and not Reservation.objects.filter(engineer=engineer, state="hold").exists()
        and (hours is None or (hours.quarter_hours, hours.pattern_id, hours.confirmed_at) == (None, None, None))
        and tables_that_hold(WORD) == []
        and all(list(events.broken_links(name)) == [] for name in EventChain.objects.values_list("name", flat=True))
    )


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
@pytest.mark.parametrize("rounds", [4, pytest.param(40, marks=pytest.mark.long)])
def test_of_an_erasure_and_another_act_one_wins_and_no_half_is_left(own_database, race, act, rounds):
    for number in range(rounds):
        rosa = make_engineer(f"{WORD} {number}")
        refused = race(rosa, act)
        assert {type(error) for error in refused} <= TOLD, refused
        assert is_whole(rosa)


@pytest.mark.parametrize("rounds", [4, pytest.param(40, marks=pytest.mark.long)])
def test_an_erasure_amid_everything_else_leaves_nothing(own_database, race, rounds):
    for number in range(rounds):
        rosa = make_engineer(f"{WORD} {number}")
        refused = race(rosa, *ACTS.values())
        assert {type(error) for error in refused} <= TOLD, refused
        assert is_whole(rosa)
    assert Shortlist.objects.count() == rounds


def test_first_hours_said_during_an_erasure_are_not_left(own_database, race):
    for number in range(6):
        silent = make_engineer(f"{WORD} {number}", hours=None, day=None)
        refused = race(silent, ACTS["capacity"], ACTS["working hours"])
        assert {type(error) for error in refused} <= TOLD, refused
        assert is_whole(silent)


def test_of_two_erasures_one_is_told_that_it_is_done(own_database, race):
    rosa = make_engineer(f"{WORD} Name")
    assert [type(error) for error in race(rosa, erase_engineer)] == [EngineerErased]
    assert is_whole(rosa)
