"""Accounts that are deleted in the same moment as something else happens to them."""

from __future__ import annotations

from itertools import cycle
from uuid import uuid4

import pytest
from allauth.usersessions.models import UserSession
from django.db import IntegrityError, transaction
from django.utils import timezone

from guildworks.accounts.actions import (
    ExportUnderWay,
    WrongAddress,
    accept_invitation,
    change_role,
    erase_person,
    export_own_data,
    invite_by_link,
)
from guildworks.accounts.erasure import LastAdmin, LastOwner
from guildworks.accounts.invitations import InvitationWithdrawn
from guildworks.accounts.models import Membership, User
from guildworks.accounts.queries import acting_as_themself, get_member, local_operator, operator_organisation
from guildworks.platform.errors import NotAllowed
from guildworks.platform.events import broken_links
from tests.cast import make_admin, make_cast, make_member

pytestmark = pytest.mark.usefixtures("own_database")


def erase(user: User) -> None:
    erase_person(acting_as_themself(user), user, address=user.email)


def test_of_two_owners_who_are_deleted_one_stays(at_once):
    cast = make_cast()
    change_role(local_operator(), get_member(local_operator(), cast.halden, "bo@example.org"), role="owner")
    people = cycle([User.objects.get(id=actor.id) for actor in (cast.ada, cast.bo)])
    won, refused = at_once(2, lambda: erase(next(people)))
    assert (len(won), [type(error) for error in refused]) == (1, [LastOwner])
    assert Membership.objects.filter(organisation=cast.halden, role="owner").count() == 1
    assert list(broken_links(cast.halden.chain)) == []


def test_of_two_admins_who_are_deleted_one_stays(at_once):
    people = cycle([make_admin("Oda"), make_admin("Una")])
    won, refused = at_once(2, lambda: erase(next(people)))
    assert (len(won), [type(error) for error in refused]) == (1, [LastAdmin])
    assert Membership.objects.filter(organisation=operator_organisation(), role="admin").count() == 1


def test_a_form_that_is_sent_four_times_deletes_once(at_once):
    user = make_member("Zoe")
    won, refused = at_once(4, lambda: erase(user))
    assert (len(won), {type(error) for error in refused}) == (1, {WrongAddress})


def test_whoever_comes_in_meanwhile_is_out_or_refused(at_once):
    """Of signing in, joining and deleting at one moment, nothing is left that belongs to somebody erased."""
    cast = make_cast()
    for number in range(4):
        user = make_member(f"Zoe{number}")
        invited = invite_by_link(local_operator(), cast.halden, email=user.email, role="viewer").invitation

        def sign_in(user: User = user) -> None:
            with transaction.atomic():
                UserSession.objects.create(user=user, session_key=str(uuid4()), ip="::1", last_seen_at=timezone.now())

        def join(user: User = user, invited=invited) -> None:
            accept_invitation(acting_as_themself(user), invited)

        acts = cycle([sign_in, lambda user=user: erase(user), join])
        _, refused = at_once(3, lambda acts=acts: next(acts)())
        assert {type(error) for error in refused} <= {IntegrityError, NotAllowed, InvitationWithdrawn}
        left = User.objects.get(id=user.id)
        assert left.erased_at
        assert not UserSession.objects.filter(user=left).exists()
        assert not left.memberships.exists()


def test_an_archive_is_made_one_at_a_time(at_once):
    user = make_member("Zoe")
    with transaction.atomic():
        list(User.objects.select_for_update().filter(id=user.id))
        won, refused = at_once(1, lambda: export_own_data(acting_as_themself(user), user))
        assert (won, [type(error) for error in refused]) == ([], [ExportUnderWay])
    assert export_own_data(acting_as_themself(user), user)
