"""Invitations: one for each address and organisation, bounded, ended once; and the page of the people."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.test import Client

from guildworks.accounts.actions import (
    MemberAlready,
    UnknownRole,
    accept_invitation,
    end_membership,
    invite_by_link,
    invite_member,
    withdraw_invitation,
)
from guildworks.accounts.invitations import (
    InvitationExpired,
    InvitationReplaced,
    InvitationUsed,
    InvitationWithdrawn,
    TooManyInvitations,
)
from guildworks.accounts.models import Invitation, Membership, User
from guildworks.accounts.queries import (
    acting_as_themself,
    get_member,
    invitation_behind,
    invitations_of,
    local_operator,
)
from guildworks.accounts.typed import BadEmail
from guildworks.platform import clock
from guildworks.platform.limits import set_limit
from guildworks.platform.models import Event
from guildworks.platform.refusals import constraint_of
from tests.cast import make_admin, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def eda() -> User:
    """Somebody with an account who belongs nowhere."""
    return make_member("Eda")


class TestInviting:
    def test_who_is_invited_stands_on_the_list_of_those_who_may_invite(self, cast):
        invite_member(cast.ada, cast.halden, email=" Di@Example.ORG ", role="finance")
        (asked,) = invitations_of(cast.ada, cast.halden)
        assert (asked.email, asked.role, asked.invited_by.name) == ("Di@example.org", "finance", "Ada")
        assert timedelta(days=13) < asked.expires_at - clock.now() <= timedelta(days=14)
        for looking_on in (cast.bo, cast.vi, cast.cy):
            assert invitations_of(looking_on, cast.halden) == []
        assert len(invitations_of(local_operator(), cast.halden)) == 1

    def test_the_chain_tells_it_without_the_address(self, cast, eda):
        made = invite_by_link(local_operator(), cast.halden, email="eda@example.org", role="viewer")
        accept_invitation(acting_as_themself(eda), made.invitation)
        withdraw_invitation(cast.ada, invite_member(cast.ada, cast.halden, email="di@example.org", role="viewer"))
        told = list(Event.objects.filter(chain=cast.halden.chain).order_by("at"))
        assert [event.name for event in told] == [
            "member.invited",
            "invitation.accepted",
            "member.joined",
            "member.invited",
            "invitation.withdrawn",
        ]
        assert {str(event.facts) for event in told} == {"{'role': 'viewer'}"}

    def test_a_second_invitation_of_the_same_address_takes_the_place_of_the_first(self, cast, eda):
        first = invite_member(cast.ada, cast.halden, email="eda@example.org", role="viewer")
        second = invite_member(cast.ada, cast.halden, email="EDA@example.org", role="owner")
        with pytest.raises(InvitationReplaced):
            accept_invitation(acting_as_themself(eda), first)
        assert [one.id for one in invitations_of(cast.ada, cast.halden)] == [second.id]
        assert accept_invitation(acting_as_themself(eda), second).memberships.get().role == "owner"

    def test_two_organisations_invite_the_same_address_each_for_itself(self, cast, eda):
        for actor, organisation in ((cast.ada, cast.halden), (cast.cy, cast.strangers)):
            invite_member(actor, organisation, email="eda@example.org", role="viewer")
        for one in Invitation.objects.select_related("organisation"):
            accept_invitation(acting_as_themself(eda), one)
        assert eda.memberships.count() == 2

    def test_what_cannot_be_is_refused_and_no_mail_goes_out(self, cast):
        for email, role, refusal in (
            ("di", "viewer", BadEmail),
            ("di@example.org", "admin", UnknownRole),
            ("BO@example.org", "viewer", MemberAlready),
        ):
            with pytest.raises(refusal):
                invite_member(cast.ada, cast.halden, email=email, role=role)
        assert (mail.outbox, Invitation.objects.count()) == ([], 0)

    def test_so_many_wait_at_once_and_withdrawing_makes_room(self, cast):
        set_limit("open_invitations", 1)
        first = invite_member(cast.ada, cast.halden, email="one@example.org", role="viewer")
        invite_member(cast.ada, cast.halden, email="ONE@example.org", role="viewer")
        with pytest.raises(TooManyInvitations, match="1 invitation waits"):
            invite_member(cast.ada, cast.halden, email="two@example.org", role="viewer")
        withdraw_invitation(cast.ada, first)
        withdraw_invitation(cast.ada, invitations_of(cast.ada, cast.halden)[0])
        invite_member(cast.ada, cast.halden, email="two@example.org", role="viewer")
        invite_member(cast.cy, cast.strangers, email="two@example.org", role="viewer")

    def test_so_many_go_out_in_a_day_also_to_the_same_address(self, cast):
        set_limit("invitations_per_day", 2)
        for _ in range(2):
            invite_member(cast.ada, cast.halden, email="one@example.org", role="viewer")
        with pytest.raises(TooManyInvitations):
            invite_member(cast.ada, cast.halden, email="one@example.org", role="viewer")
        assert len(mail.outbox) == 2
        with clock.at(clock.now() + timedelta(hours=25)):
            invite_member(cast.ada, cast.halden, email="one@example.org", role="viewer")


class TestAccepting:
    def test_an_invitation_ends_by_time_by_its_owner_and_by_being_used(self, cast, eda):
        made = invite_by_link(local_operator(), cast.halden, email="eda@example.org", role="viewer")
        with clock.at(clock.now() + timedelta(days=14, seconds=1)), pytest.raises(InvitationExpired):
            accept_invitation(acting_as_themself(eda), made.invitation)
        stale = invitation_behind(made.path.removeprefix("/invitation/"))
        accept_invitation(acting_as_themself(eda), made.invitation)
        with pytest.raises(InvitationUsed):
            accept_invitation(acting_as_themself(eda), stale)
        end_membership(acting_as_themself(eda), Membership.objects.get(user=eda))
        with pytest.raises(InvitationUsed):
            accept_invitation(acting_as_themself(eda), stale)
        again = invite_member(cast.ada, cast.halden, email="eda@example.org", role="viewer")
        withdraw_invitation(cast.ada, Invitation.objects.select_related("organisation").get(id=again.id))
        with pytest.raises(InvitationWithdrawn):
            accept_invitation(acting_as_themself(eda), again)
        assert not Membership.objects.filter(user=eda).exists()

    def test_who_was_added_meanwhile_keeps_their_role(self, cast, eda):
        asked = invite_member(cast.ada, cast.halden, email="eda@example.org", role="owner")
        Membership.objects.create(user=eda, organisation=cast.halden, role="viewer", joined_at=clock.now())
        with pytest.raises(MemberAlready), transaction.atomic():
            accept_invitation(acting_as_themself(eda), asked)
        assert Membership.objects.get(user=eda).role == "viewer"

    def test_an_admin_accepts_as_the_person_they_are(self, cast):
        oda = make_admin()
        asked = invite_member(cast.ada, cast.halden, email="oda@example.org", role="viewer")
        accept_invitation(acting_as_themself(oda), asked)
        assert oda.memberships.get(organisation=cast.halden).role == "viewer"

    def test_raw_sql_neither_opens_an_ended_one_nor_changes_whom_it_is_for(self, cast):
        withdraw_invitation(cast.ada, invite_member(cast.ada, cast.halden, email="di@example.org", role="viewer"))
        with pytest.raises(IntegrityError) as refused, transaction.atomic():
            connection.cursor().execute("UPDATE accounts_invitation SET ended_at = NULL, ended_as = NULL")
        assert constraint_of(refused.value) == "invitation_ends_once"
        with pytest.raises(IntegrityError) as refused, transaction.atomic():
            connection.cursor().execute("UPDATE accounts_invitation SET email = 'eve@example.org'")
        assert constraint_of(refused.value) == "invitation_is_for_one_address"
        for change in ("role = 'owner'", "expires_at = now() + interval '1 year'"):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                connection.cursor().execute(f"UPDATE accounts_invitation SET {change}")


class TestThePageOfThePeople:
    @pytest.fixture
    def browser(self, cast) -> Client:
        browser = Client(raise_request_exception=False)
        browser.force_login(User.objects.get(id=cast.ada.id))
        return browser

    def test_an_owner_changes_a_role_and_takes_somebody_out(self, cast, browser):
        bo = User.objects.get(id=cast.bo.id)
        browser.post(f"/organisation/people/{bo.shown_id}/role", {"role": "finance"})
        page = browser.get("/organisation/people").content.decode()
        assert "Bo is finance now." in page
        browser.post(f"/organisation/people/{bo.shown_id}/removal")
        page = browser.get("/organisation/people").content.decode()
        assert "Bo does not belong any more to Halden Mutual." in page
        assert "bo@example.org" not in page
        assert browser.post(f"/organisation/people/{bo.shown_id}/removal").status_code == 404

    def test_the_last_owner_is_told_beside_their_name_what_to_do_first(self, cast, browser):
        ada = User.objects.get(id=cast.ada.id)
        for what, sent in (("role", {"role": "viewer"}), ("removal", {})):
            answer = browser.post(f"/organisation/people/{ada.shown_id}/{what}", sent)
            assert answer.status_code == 409
            assert "Make somebody else an owner first." in answer.content.decode()
        assert get_member(cast.ada, cast.halden, "ada@example.org").role == "owner"

    def test_sending_again_ends_the_earlier_link(self, cast, browser):
        asked = invite_member(cast.ada, cast.halden, email="di@example.org", role="finance")
        browser.post(f"/organisation/invitations/{asked.shown_id}/sending")
        (anew,) = invitations_of(cast.ada, cast.halden)
        assert (anew.email, anew.role, anew.id != asked.id, len(mail.outbox)) == ("di@example.org", "finance", True, 2)
        assert browser.post(f"/organisation/invitations/{asked.shown_id}/withdrawal").status_code == 404
        browser.post(f"/organisation/invitations/{anew.shown_id}/withdrawal")
        assert "Nobody is asked in right now." in browser.get("/organisation/people").content.decode()

    def test_what_is_typed_wrong_stays_in_the_form_beside_the_reason(self, cast, browser):
        answer = browser.post("/organisation/invitations", {"email": "bo@example.org", "role": "finance"})
        page = answer.content.decode()
        assert answer.status_code == 409
        assert 'value="bo@example.org"' in page and "belongs to the organisation already" in page
        assert '<option value="finance" selected>' in page
        assert (
            browser.post("/organisation/invitations", {"email": "di@example.org", "role": "admin"}).status_code == 422
        )

    def test_whoever_looks_on_sees_people_and_no_buttons_but_their_own(self, cast):
        invite_member(cast.ada, cast.halden, email="di@example.org", role="viewer")
        browser = Client()
        browser.force_login(User.objects.get(id=cast.vi.id))
        page = browser.get("/organisation/people").content.decode()
        assert "bo@example.org" in page and "di@example.org" not in page
        assert ("Take Bo out" in page, "Leave Halden Mutual" in page, "<select" in page) == (False, True, False)

    def test_another_organisations_people_and_invitations_are_not_there(self, cast, browser):
        theirs = invite_member(cast.cy, cast.strangers, email="di@example.org", role="viewer")
        cy = User.objects.get(id=cast.cy.id).shown_id
        for path in (f"people/{cy}/role", f"people/{cy}/removal", f"invitations/{theirs.shown_id}/withdrawal"):
            assert browser.post(f"/organisation/{path}", {"role": "viewer"}).status_code == 404
        assert Invitation.objects.get(id=theirs.id).ended_at is None

    def test_one_leaves_by_oneself_and_is_where_else_one_belongs(self, cast):
        bo, browser = User.objects.get(id=cast.bo.id), Client(raise_request_exception=False)
        Membership.objects.create(user=bo, organisation=cast.strangers, role="viewer", joined_at=clock.now())
        browser.force_login(bo)
        assert browser.post(f"/organisation/people/{bo.shown_id}/removal")["Location"] == "/"
        page = browser.get("/organisation/people").content.decode()
        assert "People of Elsewhere" in page and "does not belong any more" not in page
        assert browser.post(f"/organisation/people/{bo.shown_id}/removal")["Location"] == "/"
        assert browser.get("/").status_code == 403

    def test_what_is_refused_on_a_later_page_is_told_there(self, cast, browser):
        set_limit("page_size", 10)
        for number in range(10):
            make_member(f"Fin{number}", cast.halden, role="finance")
        last = User.objects.get(email="fin9@example.org")
        page = browser.get("/organisation/people?page=2").content.decode()
        action = f"/organisation/people/{last.shown_id}/role?page=2"
        assert f'action="{action}"' in page
        answer = browser.post(action, {"role": "king"})
        assert (answer.status_code, "has no role" in answer.content.decode()) == (422, True)

    def test_the_page_costs_the_same_however_many_belong(self, cast, browser, django_assert_max_num_queries):
        for number in range(8):
            make_member(f"Fin{number}", cast.halden, role="finance")
            invite_member(cast.ada, cast.halden, email=f"di{number}@example.org", role="viewer")
        browser.get("/organisation/people")
        with django_assert_max_num_queries(11):
            page = browser.get("/organisation/people").content.decode()
        assert "Fin7" in page and "di7@example.org" in page

    def test_a_leaver_has_nothing_at_the_next_click_in_their_own_browser(self, cast, browser):
        bo, of_bo = User.objects.get(id=cast.bo.id), Client(raise_request_exception=False)
        of_bo.force_login(bo)
        assert of_bo.get("/organisation/people").status_code == 200
        browser.post(f"/organisation/people/{bo.shown_id}/removal")
        assert of_bo.get("/organisation/people").status_code == 403
        assert of_bo.post(f"/organisation/people/{bo.shown_id}/role", {"role": "owner"}).status_code == 403
