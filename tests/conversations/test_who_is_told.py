"""Who is told of what: colleagues and whoever holds, once, and nobody of what they do themself."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from guildworks.accounts.actions import add_member, change_role, end_membership, invite_member
from guildworks.accounts.models import Membership, User
from guildworks.accounts.queries import local_operator, operator_organisation
from guildworks.availability.actions.expiries import watch_holds
from guildworks.availability.actions.holds import accept_hold, book_hold, decline_hold, release_holds
from guildworks.availability.models import Reservation
from guildworks.conversations.models import Notification
from guildworks.platform import clock
from guildworks.platform.actor import Actor
from guildworks.talent.models import Engineer
from tests.availability.test_holds import ends, short_hold
from tests.cast import hold, make_admin, make_brief, make_engineer, make_member
from tests.conversations.telling import tell, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def rosa(db) -> Engineer:
    return make_engineer("Rosa Lind")


@pytest.fixture
def held(cast, rosa) -> Reservation:
    """Bo holds Rosa for a brief of Halden; everybody was told of it before."""
    (placed,) = hold(rosa, holder=make_brief(cast.halden).holder, actor=cast.bo)
    tell()
    Notification.objects.all().delete()
    return placed


@pytest.fixture(autouse=True)
def from_now_on(db) -> None:
    tell()


def nobody_else(*people: Actor | User) -> bool:
    """Whether these alone were told."""
    return set(Notification.objects.values_list("user_id", flat=True)) == {one.id for one in people}


def test_owners_and_hiring_managers_are_told_of_a_hold_and_not_the_one_who_placed_it(cast, rosa):
    hold(rosa, holder=make_brief(cast.halden).holder, actor=cast.bo)
    tell()
    assert told(cast.ada) == ["hold_placed"]
    assert nobody_else(cast.ada)


def test_of_several_held_together_each_is_told_of_once(cast, rosa):
    hold(rosa, make_engineer("Juno"), holder=make_brief(cast.halden).holder, actor=cast.ada)
    tell()
    tell()
    assert told(cast.bo) == ["hold_placed", "hold_placed"]
    assert nobody_else(cast.bo)


def test_the_operator_who_holds_for_a_client_tells_its_people_and_not_its_own(cast, rosa, admin):
    hold(rosa, holder=make_brief(cast.halden).holder)
    tell()
    assert nobody_else(cast.ada, cast.bo)


def test_admins_are_told_of_what_the_operator_holds_for_itself(cast, rosa, admin):
    other = make_member("Rolf", operator_organisation(), role="reviewer")
    second = make_admin("Olaf")
    hold(rosa, actor=Actor("operator", admin.id, operator_organisation().id, "admin"))
    tell()
    assert told(second) == ["hold_placed"] and told(other) == []
    assert nobody_else(second)


def test_an_answer_is_told_to_whoever_holds_and_their_colleagues(cast, rosa, held):
    accept_hold(Actor("engineer", rosa.id), held)
    tell()
    decline_hold(Actor("engineer", rosa.id), held)
    tell()
    assert told(cast.ada) == told(cast.bo) == ["hold_accepted", "hold_declined"]
    assert nobody_else(cast.ada, cast.bo)


def test_whoever_placed_a_hold_is_told_of_its_answer_in_whatever_role_they_are_now(cast, rosa, held):
    Membership.objects.filter(user=cast.bo.id).update(role="finance")
    accept_hold(Actor("engineer", rosa.id), held)
    tell()
    assert told(cast.bo) == ["hold_accepted"]


def test_whoever_has_left_is_told_nothing(cast, rosa, held):
    Membership.objects.filter(user=cast.bo.id).delete()
    accept_hold(Actor("engineer", rosa.id), held)
    tell()
    assert nobody_else(cast.ada)


def test_whoever_cannot_sign_in_is_told_nothing(cast, rosa, held):
    User.objects.filter(id=cast.ada.id).update(is_active=False)
    accept_hold(Actor("engineer", rosa.id), held)
    tell()
    assert nobody_else(cast.bo)


def test_a_release_is_told_to_whoever_placed_the_hold(cast, held):
    release_holds(cast.ada, [held])
    tell()
    assert told(cast.bo) == ["hold_released"]
    assert nobody_else(cast.bo)


def look(moment: datetime, expected: int) -> None:
    """A worker's look at this moment records so much, and people are told of it."""
    with clock.at(moment):
        assert watch_holds() == expected
        tell()


class TestTime:
    def test_twelve_hours_before_its_end_and_at_its_end_a_hold_is_told_of_once(self, cast, held):
        ends = held.expires_at
        look(held.placed_at, 0)
        look(ends - timedelta(hours=13), 0)
        look(ends - timedelta(hours=12), 1)
        look(ends - timedelta(hours=11), 0)
        look(ends, 1)
        look(ends + timedelta(hours=1), 0)
        assert told(cast.ada) == told(cast.bo) == ["hold_expires_soon", "hold_expired"]

    def test_an_accepted_hold_has_another_end_of_which_is_told_again(self, cast, rosa, held):
        look(held.expires_at - timedelta(hours=13), 0)
        look(held.expires_at - timedelta(hours=10), 1)
        accept_hold(Actor("engineer", rosa.id), held)
        look(held.expires_at - timedelta(days=14), 0)
        look(held.expires_at - timedelta(hours=11), 1)
        look(held.expires_at + timedelta(minutes=1), 1)
        assert told(cast.bo) == ["hold_expires_soon", "hold_accepted", "hold_expires_soon", "hold_expired"]

    def test_what_was_booked_released_or_declined_does_not_expire(self, cast, rosa, held):
        others = [hold(make_engineer(name), holder=make_brief(cast.halden).holder)[0] for name in ("Juno", "Kim")]
        look(held.placed_at, 0)
        book_hold(local_operator(), held)
        release_holds(cast.ada, [others[0]])
        decline_hold(local_operator(), others[1])
        look(held.placed_at + timedelta(days=4), 0)

    def test_one_that_a_guard_has_marked_as_expired_is_told_of_too(self, cast, rosa):
        look(clock.now(), 0)
        ended = ends(short_hold(rosa, hours=40, holder=make_brief(cast.halden).holder))
        hold(rosa, hours=40)
        ended.refresh_from_db()
        assert ended.state == "expired"
        look(clock.now(), 1)
        look(clock.now(), 0)
        assert told(cast.ada).count("hold_expired") == 1

    def test_after_a_long_pause_what_has_expired_meanwhile_is_not_said_to_expire_soon(self, cast, held):
        look(held.placed_at, 0)
        look(held.expires_at + timedelta(days=2), 1)
        assert told(cast.ada) == ["hold_expired"]

    def test_a_clock_that_is_set_back_tells_nothing_twice(self, held):
        look(held.placed_at, 0)
        look(held.expires_at + timedelta(hours=1), 1)
        look(held.placed_at, 0)
        look(held.expires_at + timedelta(hours=2), 0)

    def test_on_the_first_look_nothing_was_missed(self, held):
        look(held.expires_at + timedelta(hours=1), 0)


class TestPeople:
    def test_owners_are_told_of_who_joins(self, cast):
        add_member(local_operator(), cast.halden, email="di@example.org", name="Di", role="viewer")
        tell()
        assert told(cast.ada) == ["member_joined"]
        assert nobody_else(cast.ada)

    def test_an_owner_who_joins_is_not_told_of_themself(self, cast):
        add_member(local_operator(), cast.halden, email="di@example.org", name="Di", role="owner")
        tell()
        assert nobody_else(cast.ada)

    def test_an_invitation_alone_is_no_news(self, cast):
        invite_member(cast.ada, cast.halden, email="di@example.org", role="viewer")
        tell()
        assert nobody_else()

    def test_a_new_role_is_told_to_its_person_and_to_other_owners(self, cast):
        second = make_member("Olga", cast.halden)
        change_role(cast.ada, Membership.objects.get(user=cast.bo.id), role="viewer")
        tell()
        assert told(cast.bo) == told(second) == ["role_changed"]
        assert nobody_else(cast.bo, second)

    def test_leaving_is_no_news(self, cast):
        end_membership(cast.bo, Membership.objects.select_related("organisation", "user").get(user=cast.bo.id))
        tell()
        assert nobody_else()
