"""How much of other people's time a client may hold: for a brief, for the whole client, and the same engineer again."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connections, transaction

from guildworks.accounts.models import Organisation
from guildworks.accounts.queries import local_operator
from guildworks.availability import models
from guildworks.availability.actions.holds import (
    HeldBefore,
    TooManyHeldHours,
    TooManyHolds,
    accept_hold,
    book_hold,
    decline_hold,
    release_holds,
)
from guildworks.availability.models import Reservation
from guildworks.platform.limits import LIMITS, set_limit
from guildworks.talent.models import Engineer
from tests.cast import hold, make_brief, make_engineer

FAIR_USE = Path(models.__file__).parent / "sql" / "0003_fair_use.sql"


def people(count: int, *, hours: int = 40) -> list[Engineer]:
    return [make_engineer(f"Person {number}", hours=hours) for number in range(count)]


def test_the_database_has_the_defaults_of_the_table_of_limits():
    found = dict(re.findall(r"(?:WHEN|CASE wanted WHEN)\s+'(\w+)'\s+THEN\s+(\d+)", FAIR_USE.read_text("utf-8")))
    assert found.keys() == {"holds_per_brief", "held_hours_per_organisation", "hold_again_days"}
    assert {name: int(value) for name, value in found.items()} == {name: LIMITS[name].default for name in found}


@pytest.mark.django_db
class TestOneBrief:
    def test_it_has_five_holds_at_once_and_the_sixth_is_refused(self, cast, operator):
        holder, (*five, sixth) = make_brief(cast.halden).holder, people(6)
        held = hold(*five, hours=1, holder=holder)
        with pytest.raises(TooManyHolds, match="at most 5 holds") as refused:
            hold(sixth, hours=1, holder=holder)
        assert refused.value.code == "brief_has_few_holds_at_once"
        assert hold(sixth, hours=1, holder=make_brief(cast.halden).holder), "another brief has its own five"
        release_holds(operator, held[:1])
        assert hold(sixth, hours=1, holder=holder)

    def test_six_together_are_refused_whole(self, cast):
        with pytest.raises(TooManyHolds):
            hold(*people(6), hours=1, holder=make_brief(cast.halden).holder)
        assert not Reservation.objects.exists()

    def test_what_is_booked_is_no_hold_any_more(self, cast, operator):
        holder, (*five, sixth) = make_brief(cast.halden).holder, people(6)
        book_hold(operator, hold(*five, hours=1, holder=holder)[0])
        assert hold(sixth, hours=1, holder=holder)

    def test_how_many_is_a_setting(self, cast):
        one, other = people(2)
        holder = make_brief(cast.halden).holder
        set_limit("holds_per_brief", 1)
        hold(one, hours=1, holder=holder)
        with pytest.raises(TooManyHolds, match="at most 1 holds"):
            hold(other, hours=1, holder=holder)
        set_limit("holds_per_brief", 2)
        assert hold(other, hours=1, holder=holder)


@pytest.mark.django_db
class TestOneClient:
    def test_it_holds_400_hours_of_a_week_at_once(self, cast):
        first, second, third = (make_brief(cast.halden).holder for _ in range(3))
        crowd = people(11, hours=100)
        hold(*crowd[:5], hours=40, holder=first)
        hold(*crowd[5:10], hours=40, holder=second)
        with pytest.raises(TooManyHeldHours, match="at most 400 hours") as refused:
            hold(crowd[10], hours="0.25", first=4, holder=third)
        assert refused.value.code == "organisation_holds_fair_hours"
        assert hold(crowd[10], hours=40, first=5, holder=third), "another week is not full"
        assert hold(crowd[9], hours=40, holder=make_brief(cast.strangers).holder), "another client has its own hours"

    def test_how_many_is_a_setting(self, cast):
        (one,) = people(1)
        set_limit("held_hours_per_organisation", 10)
        with pytest.raises(TooManyHeldHours):
            hold(one, hours=11, holder=make_brief(cast.halden).holder)
        assert hold(one, hours=10, holder=make_brief(cast.halden).holder)


@pytest.mark.django_db
class TestTheSameEngineer:
    @pytest.mark.parametrize(
        "end",
        [
            lambda actor, held: None,
            decline_hold,
            accept_hold,
            book_hold,
            lambda actor, held: release_holds(actor, [held]),
        ],
        ids=["still held", "declined", "accepted", "booked", "released"],
    )
    def test_is_not_held_again_at_once_for_the_same_brief(self, cast, operator, end):
        rosa, other = people(2)
        holder = make_brief(cast.halden).holder
        end(operator, hold(rosa, hours=1, holder=holder)[0])
        with pytest.raises(HeldBefore, match="once more, 7 days after") as refused:
            hold(other, rosa, hours=1, holder=holder)
        assert refused.value.code == "hold_again_once_and_not_at_once"
        assert refused.value.facts == {"engineers": [rosa.shown_id]}
        assert Reservation.objects.count() == 1
        assert hold(rosa, hours=1, holder=make_brief(cast.halden).holder), "another brief is another matter"

    def test_when_again_is_a_setting_and_a_third_time_is_never(self, cast, operator):
        (rosa,) = people(1)
        holder = make_brief(cast.halden).holder
        set_limit("hold_again_days", 0)
        for _ in range(2):
            decline_hold(operator, hold(rosa, hours=1, holder=holder)[0])
        with pytest.raises(HeldBefore, match="twice, which is as often as it may be"):
            hold(rosa, hours=1, holder=holder)


@pytest.mark.django_db
def test_the_operators_own_holds_are_bound_by_hours_alone(operator):
    crowd = people(6, hours=100)
    held = hold(*crowd, hours=90)
    release_holds(operator, held)
    assert len(hold(*crowd, hours=90)) == 6


def as_if(reservation: Reservation, field: str, *, days: float) -> None:
    """Let a hold have ended, or expired, so long ago: only the owner of the tables can."""
    with transaction.atomic(using="migrator"), connections["migrator"].cursor() as cursor:
        cursor.execute("ALTER TABLE availability_reservation DISABLE TRIGGER USER")
        cursor.execute(
            f"UPDATE availability_reservation SET {field} = now() - make_interval(secs => %s) WHERE id = %s",
            [timedelta(days=days).total_seconds(), reservation.id],
        )
        cursor.execute("ALTER TABLE availability_reservation ENABLE TRIGGER USER")


class TestDaysLater:
    """On a database of its own, because the owner of the tables sees only what was committed."""

    def test_the_same_engineer_is_held_once_more_after_seven_days_and_not_a_third_time(self, own_database):
        rosa, holder = make_engineer("Rosa"), make_brief(client()).holder
        (held,) = hold(rosa, hours=1, holder=holder)
        decline_hold(local_operator(), held)
        as_if(held, "ended_at", days=6.9)
        with pytest.raises(HeldBefore, match="7 days"):
            hold(rosa, hours=1, holder=holder)
        as_if(held, "ended_at", days=7.1)
        (again,) = hold(rosa, hours=1, holder=holder)
        decline_hold(local_operator(), again)
        as_if(again, "ended_at", days=1000)
        with pytest.raises(HeldBefore, match="twice"):
            hold(rosa, hours=1, holder=holder)

    def test_what_has_expired_without_a_note_counts_from_its_expiry(self, own_database):
        rosa, holder = make_engineer("Rosa", hours=30), make_brief(client()).holder
        (held,) = hold(rosa, hours=30, holder=holder)
        as_if(held, "expires_at", days=6.9)
        with pytest.raises(HeldBefore, match="7 days"):
            hold(rosa, hours=30, holder=holder)
        as_if(held, "expires_at", days=7.1)
        assert hold(rosa, hours=30, holder=holder)


def client() -> Organisation:
    return Organisation.objects.create(kind="client", name="Halden Mutual")
