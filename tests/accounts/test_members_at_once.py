"""Members who join and leave in the same moment."""

from __future__ import annotations

from itertools import cycle

import pytest

from guildworks.accounts.actions import (
    AddressTaken,
    LastOwner,
    add_member,
    change_role,
    create_organisation,
    end_membership,
)
from guildworks.accounts.models import User
from guildworks.accounts.queries import get_member, local_operator
from guildworks.platform.events import broken_links, read_chain
from tests.cast import make_cast

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
