"""Members who join and leave in the same moment."""

from __future__ import annotations

from itertools import cycle

import pytest

from guildworks.accounts.actions import (
    AddressTaken,
    LastOwner,
    accept_invitation,
    add_member,
    change_role,
    create_organisation,
    end_membership,
    invite_by_link,
    invite_member,
    sign_up_invited,
    withdraw_invitation,
)
from guildworks.accounts.invitations import InvitationUsed, InvitationWithdrawn, TooManyInvitations
from guildworks.accounts.models import Invitation, Membership, User
from guildworks.accounts.queries import acting_as_themself, get_member, invitation_behind, local_operator
from guildworks.platform.events import broken_links, read_chain
from guildworks.platform.limits import set_limit
from tests.cast import make_cast, make_member

pytestmark = pytest.mark.usefixtures("own_database")


def test_of_two_owners_who_leave_one_stays(at_once):
    cast = make_cast()
    change_role(local_operator(), get_member(local_operator(), cast.halden, "bo@example.org"), role="owner")
    leaving = cycle([(cast.ada, "ada@example.org"), (cast.bo, "bo@example.org")])

    def leave() -> None:
        actor, address = next(leaving)
        end_membership(actor, get_member(actor, cast.halden, address))

    won, refused = at_once(2, leave)
    assert (len(won), [type(error) for error in refused]) == (1, [LastOwner])
    assert list(broken_links(cast.halden.chain)) == []
    told = [event for _, event in read_chain(cast.halden.chain) if event.name == "member.left"]
    assert [event.facts for event in told] == [{"role": "owner"}]


def test_one_address_makes_one_person_however_often_it_is_added(at_once):
    operator = local_operator()
    organisations = cycle([create_organisation(operator, name=f"Client {number}") for number in range(4)])
    won, refused = at_once(
        4, lambda: add_member(operator, next(organisations), email="di@example.org", name="Di", role="owner")
    )
    assert len(won) >= 1
    assert {type(error) for error in refused} <= {AddressTaken}
    assert User.objects.get().email == "di@example.org"


def test_of_many_clicks_on_one_invitation_one_lets_in(at_once):
    cast, eda = make_cast(), make_member("Eda")
    made = invite_by_link(local_operator(), cast.halden, email="eda@example.org", role="viewer")
    actor, token = acting_as_themself(eda), made.path.removeprefix("/invitation/")
    found = cycle([invitation_behind(token) for _ in range(4)])
    won, refused = at_once(4, lambda: accept_invitation(actor, next(found)))
    assert (len(won), {type(error) for error in refused}) == (1, {InvitationUsed})
    assert Membership.objects.filter(user=eda).count() == 1
    told = [event.name for _, event in read_chain(cast.halden.chain)]
    assert told == ["member.invited", "invitation.accepted", "member.joined"]


def test_of_many_who_sign_up_by_one_link_one_does(at_once):
    cast = make_cast()
    made = invite_by_link(local_operator(), cast.halden, email="di@example.org", role="viewer")
    found = cycle([invitation_behind(made.path.removeprefix("/invitation/")) for _ in range(4)])
    won, refused = at_once(4, lambda: sign_up_invited(next(found), name="Di", password="seven herons over Tallinn"))
    assert (len(won), {type(error) for error in refused}) == (1, {InvitationUsed})
    assert User.objects.filter(email="di@example.org").count() == 1


def test_an_invitation_that_is_withdrawn_while_it_is_accepted_ends_once(at_once):
    cast, eda = make_cast(), make_member("Eda")
    asked = invite_member(cast.ada, cast.halden, email="eda@example.org", role="viewer")
    acts = cycle(
        [lambda: accept_invitation(acting_as_themself(eda), asked), lambda: withdraw_invitation(cast.ada, asked)]
    )
    _, refused = at_once(2, lambda: next(acts)())
    ended = Invitation.objects.get().ended_as
    assert (ended == "accepted") == Membership.objects.filter(user=eda).exists()
    assert {type(error) for error in refused} == ({InvitationWithdrawn} if ended == "withdrawn" else set())


def test_of_many_who_invite_the_same_address_each_replaces_the_one_before_and_one_is_left(at_once):
    cast = make_cast()
    won, refused = at_once(4, lambda: invite_member(cast.ada, cast.halden, email="di@example.org", role="viewer"))
    assert (len(won), refused) == (4, [])
    assert sorted(str(one.ended_as) for one in Invitation.objects.all()) == ["None", *["replaced"] * 3]


def test_no_more_wait_than_may_however_many_are_sent_at_once(at_once):
    cast = make_cast()
    set_limit("open_invitations", 2)
    addresses = cycle([f"di{number}@example.org" for number in range(4)])
    won, refused = at_once(4, lambda: invite_member(cast.ada, cast.halden, email=next(addresses), role="viewer"))
    assert (len(won), {type(error) for error in refused}) == (2, {TooManyInvitations})
