"""Engineers come in by an invitation to look after their profile, and go whole."""

from __future__ import annotations

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from guildworks.accounts.actions import accept_invitation, erase_person, invite_member, sign_up_invited
from guildworks.accounts.engineers.actions import invite_engineer
from guildworks.accounts.engineers.opening import EngineerAlready, EngineerHasAccount
from guildworks.accounts.invitations import InvitationReplaced, InvitationWithdrawn, TooManyInvitations
from guildworks.accounts.models import EngineerAccount, Membership, User
from guildworks.accounts.queries import acting_as_themself, invitations_of, operator_organisation
from guildworks.availability.actions.erasure import EngineerIsBooked
from guildworks.availability.actions.holds import book_hold
from guildworks.platform.errors import NotAllowed
from guildworks.platform.limits import set_limit
from guildworks.talent.actions import erase_engineer
from tests.cast import hold, make_account, make_engineer, make_member, tables_that_hold

pytestmark = pytest.mark.django_db
PASSWORD = "seven herons over Tallinn"


@pytest.fixture
def rosa():
    return make_engineer("Rosa Lind", email="rosa@example.org")


class TestComingIn:
    def test_whoever_has_the_link_makes_an_account_and_is_the_engineer(self, operator, rosa):
        invited = invite_engineer(operator, rosa.ref, email="rosa@example.org")
        user = sign_up_invited(invited.invitation, name="Rosa Lind", password=PASSWORD)
        assert EngineerAccount.objects.get(user=user).engineer_id == rosa.id
        assert not user.memberships.exists()

    def test_the_mail_says_what_it_is_for(self, operator, rosa, client):
        invited = invite_engineer(operator, rosa.ref, email="rosa@example.org")
        page = client.get(invited.path).content.decode()
        assert "look after your profile" in page
        assert "Join" not in page

    def test_by_the_page_one_lands_on_ones_own_start(self, operator, rosa, client):
        invited = invite_engineer(operator, rosa.ref, email="rosa@example.org")
        answer = client.post(invited.path, {"name": "Rosa Lind", "password": PASSWORD}, follow=True)
        assert answer.status_code == 200
        assert "Rosa Lind" in answer.content.decode()

    def test_a_second_invitation_takes_the_place_of_the_first(self, operator, rosa):
        first = invite_engineer(operator, rosa.ref, email="rosa@example.org")
        invite_engineer(operator, rosa.ref, email="lind@example.org")
        with pytest.raises(InvitationReplaced):
            sign_up_invited(first.invitation, name="Rosa", password=PASSWORD)

    def test_nobody_is_asked_in_twice(self, operator, rosa):
        make_account(rosa)
        with pytest.raises(EngineerHasAccount):
            invite_engineer(operator, rosa.ref, email="other@example.org")

    def test_an_account_has_one_profile(self, operator, rosa):
        user = make_account(rosa)
        other = make_engineer("Rosa Lind the second")
        invited = invite_engineer(operator, other.ref, email=user.email)
        with pytest.raises(EngineerAlready):
            accept_invitation(acting_as_themself(user), invited.invitation)

    def test_how_many_are_asked_in_a_day_has_a_bound(self, operator, rosa):
        set_limit("engineer_invitations_per_day", 1)
        invite_engineer(operator, rosa.ref, email="rosa@example.org")
        with pytest.raises(TooManyInvitations):
            invite_engineer(operator, make_engineer("Tom").ref, email="tom@example.org")

    def test_they_take_no_room_of_colleagues_who_are_invited(self, operator, rosa):
        set_limit("open_invitations", 1)
        invite_engineer(operator, rosa.ref, email="rosa@example.org")
        invite_member(operator, operator_organisation(), email="new@example.org", role="reviewer")
        assert [one.role for one in invitations_of(operator, operator_organisation())] == ["reviewer"]

    def test_only_the_operator_asks_engineers_in(self, cast, rosa):
        with pytest.raises(NotAllowed):
            invite_engineer(cast.ada, rosa.ref, email="rosa@example.org")


class TestDoors:
    def test_an_engineer_does_not_come_through_the_clients_door(self, rosa):
        client = signed_in(make_account(rosa))
        answer = client.get(reverse("briefs"))
        assert answer.status_code == 403
        assert "for clients" in answer.content.decode()

    def test_somebody_of_a_client_who_is_an_engineer_too_has_both(self, cast, rosa):
        user = make_account(rosa)
        Membership.objects.create(user=user, organisation=cast.halden, role="viewer", joined_at=user.created_at)
        client = signed_in(user)
        assert client.get(reverse("briefs")).status_code == 200
        assert "waits for you" not in client.get("/").content.decode().split("<main")[1]
        assert client.post(reverse("choose_organisation"), {"organisation": "engineer"}).status_code == 302
        assert "waits for you" in client.get("/").content.decode().split("<main")[1]

    def test_nobody_chooses_to_be_an_engineer_who_is_none(self, cast):
        client = signed_in(User.objects.get(id=cast.ada.id))
        assert client.post(reverse("choose_organisation"), {"organisation": "engineer"}).status_code == 404


class TestGoing:
    def test_with_the_account_goes_the_profile(self, rosa):
        user = make_account(rosa)
        erase_person(acting_as_themself(user), user, address=user.email)
        rosa.refresh_from_db()
        assert rosa.erased_at is not None
        assert not tables_that_hold("rosa@example.org")

    def test_with_the_profile_goes_the_account(self, operator, rosa):
        user = make_account(rosa)
        erase_engineer(operator, rosa)
        user.refresh_from_db()
        assert user.erased_at is not None
        assert not tables_that_hold("rosa@example.org")

    def test_somebody_of_a_client_stays_there(self, operator, cast, rosa):
        user = make_account(rosa)
        Membership.objects.create(user=user, organisation=cast.halden, role="viewer", joined_at=user.created_at)
        erase_engineer(operator, rosa)
        user.refresh_from_db()
        assert user.erased_at is None
        assert not EngineerAccount.objects.exists()

    def test_whoever_is_booked_keeps_both(self, operator, rosa):
        user = make_account(rosa)
        book_hold(operator, hold(rosa)[0])
        with pytest.raises(EngineerIsBooked):
            erase_person(acting_as_themself(user), user, address=user.email)
        user.refresh_from_db()
        assert user.erased_at is None

    def test_an_invitation_that_waits_ends(self, operator, rosa):
        invited = invite_engineer(operator, rosa.ref, email="other@example.org")
        erase_engineer(operator, rosa)
        with pytest.raises(InvitationWithdrawn):
            sign_up_invited(invited.invitation, name="Rosa", password=PASSWORD)
        mail.outbox.clear()
        assert not tables_that_hold("other@example.org")


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="guildworks.accounts.backends.Backend")
    return client


def test_a_member_of_an_organisation_has_no_account_of_an_engineer(cast):
    assert not EngineerAccount.objects.filter(user=make_member("Di", cast.halden)).exists()
