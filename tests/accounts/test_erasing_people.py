"""Deleting an account: nothing of the person is left in any table, nothing comes back, and every chain still holds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from guildworks.accounts.actions import (
    WrongAddress,
    accept_invitation,
    add_member,
    erase_person,
    invite_by_link,
    invite_member,
    sign_up,
    withdraw_invitation,
)
from guildworks.accounts.erasure import LastAdmin, LastOwner
from guildworks.accounts.forgetting.actions import forget_invitations, forget_sessions, forget_sign_ups
from guildworks.accounts.models import SAYING_NOTHING, Invitation, Membership, Organisation, User
from guildworks.accounts.queries import acting_as_themself, find_person, invitations_of, local_operator
from guildworks.matching.actions import write_brief
from guildworks.matching.models import Brief
from guildworks.matching.spent import Spent
from guildworks.platform import clock, events
from guildworks.platform.actions import write_mails
from guildworks.platform.actor import Actor
from guildworks.platform.choices import set_choice
from guildworks.platform.errors import NotAllowed
from guildworks.platform.mail.draft import Draft
from guildworks.platform.models import Event, EventChain, Mail
from guildworks.platform.refusals import constraint_of
from tests.cast import make_admin, make_member, tables_that_hold

WORD = "zanzibarquux"
PASSWORD = "seven herons over Tallinn"

pytestmark = pytest.mark.django_db


@pytest.fixture
def zoe(cast) -> User:
    """Somebody who hires for Halden, with the word wherever it can stand, and a row in each table of theirs."""
    user = make_member(WORD.title(), cast.halden, role="hiring_manager", password=PASSWORD)
    EmailAddress.objects.create(user=user, email=f"second-{WORD}@example.org", verified=True)
    Client(headers={"user-agent": f"{WORD} browser"}).post(
        "/account/login/", {"login": user.email, "password": PASSWORD}
    )
    assert UserSession.objects.filter(user=user, user_agent__contains=WORD).exists()
    Authenticator.objects.create(user=user, type="webauthn", data={"name": f"{WORD} telephone"})
    Authenticator.objects.create(user=user, type="recovery_codes", data={"seed": WORD})
    write_mails([Draft(to, "For you", f"Dear {WORD}") for to in (user.email, f"Second-{WORD}@example.org")])
    return user


def itself(user: User) -> Actor:
    return acting_as_themself(user)


def erased(user: User) -> User:
    erase_person(itself(user), user, address=user.email)
    return User.objects.get(id=user.id)


class TestGone:
    def test_no_word_of_them_is_left_in_any_table_and_every_chain_holds(self, cast, zoe):
        address = zoe.email
        invite_member(cast.cy, cast.strangers, email=f"Second-{WORD}@example.org", role="viewer")
        assert set(tables_that_hold(WORD)) >= {
            "account_emailaddress", "accounts_invitation", "accounts_user", "mfa_authenticator", "platform_mail",
            "usersessions_usersession",
        }  # fmt: skip
        left = erased(zoe)
        assert tables_that_hold(WORD) == []
        assert {name: getattr(left, name) for name in SAYING_NOTHING} == SAYING_NOTHING
        assert (left.id, left.created_at) == (zoe.id, zoe.created_at)
        assert find_person(address) is None
        for chain in EventChain.objects.values_list("name", flat=True):
            assert list(events.broken_links(chain)) == []

    def test_it_is_told_on_the_chains_by_a_number_alone(self, cast, zoe):
        erased(zoe)
        told = {(event.name, event.chain) for event in Event.objects.filter(subject_id=zoe.id)}
        assert told >= {("member.left", cast.halden.chain), ("person.erased", "operator")}

    def test_every_browser_is_signed_out_at_its_next_click(self, cast, zoe):
        Authenticator.objects.all().delete()
        browsers = [Client(), Client()]
        for browser in browsers:
            browser.post("/account/login/", {"login": zoe.email, "password": PASSWORD})
            assert browser.get("/briefs").status_code == 200
        kept = Session.objects.count()
        erased(zoe)
        assert Session.objects.count() == kept - 3
        assert not UserSession.objects.filter(user=zoe).exists()
        for browser in browsers:
            assert browser.get("/account/sessions/")["Location"].startswith("/account/login/")

    def test_a_session_that_no_list_names_ends_as_well(self, zoe):
        browser = Client()
        browser.force_login(zoe)
        UserSession.objects.all().delete()
        assert browser.get("/account/sessions/").status_code == 200
        erased(zoe)
        assert browser.get("/account/sessions/").status_code == 302

    def test_the_password_and_links_that_set_one_let_nobody_in(self, zoe):
        from guildworks.accounts.actions import make_password_link

        address, link = zoe.email, make_password_link(local_operator(), zoe)
        erased(zoe)
        browser = Client()
        assert browser.post("/account/login/", {"login": address, "password": PASSWORD}).status_code == 200
        assert b'name="password1"' not in browser.get(link, follow=True).content

    def test_invitations_that_wait_are_withdrawn_those_by_them_and_those_to_them(self, cast, zoe):
        by_them = invite_by_link(local_operator(), cast.halden, email="new@example.org", role="viewer").invitation
        Invitation.objects.filter(id=by_them.id).update(invited_by=zoe)
        to_them = invite_member(cast.cy, cast.strangers, email=zoe.email, role="viewer")
        erased(zoe)
        assert set(Invitation.objects.values_list("id", "ended_as")) == {
            (by_them.id, "withdrawn"), (to_them.id, "withdrawn"),
        }  # fmt: skip
        assert Event.objects.filter(name="invitation.withdrawn").count() == 2

    def test_mails_to_them_are_not_sent(self, zoe):
        assert Mail.objects.filter(due_at__isnull=False).count() == 2
        erased(zoe)
        assert not Mail.objects.filter(due_at__isnull=False).exists()


class TestStays:
    def test_what_they_wrote_for_their_organisation_is_the_organisations(self, cast, zoe):
        theirs = Actor("user", zoe.id, cast.halden.id, "hiring_manager")
        brief = write_brief(theirs, cast.halden, text="We need Python.", spent=Spent())
        erased(zoe)
        assert Brief.objects.get(id=brief.id).text == "We need Python."
        assert Event.objects.get(name="brief.written").actor_id == zoe.id

    def test_colleagues_are_as_they_were(self, cast, zoe):
        erased(zoe)
        assert set(Membership.objects.filter(organisation=cast.halden).values_list("user__name", flat=True)) == {
            "Ada", "Bo", "Vi",
        }  # fmt: skip

    def test_somebody_new_takes_the_address_and_has_nothing_of_theirs(self, cast, zoe):
        address = zoe.email
        erased(zoe)
        set_choice("sign_up", "open")
        new = sign_up(email=address, name="New", password="nine lanterns in the rain", organisation="Another")
        assert new.id != zoe.id
        assert [one.organisation.name for one in new.memberships.all()] == ["Another"]

    def test_two_can_be_erased(self, cast, zoe):
        erased(zoe)
        erased(make_member("Yan", cast.halden, role="viewer"))
        assert User.objects.filter(name=SAYING_NOTHING["name"]).count() == 2


class TestRefused:
    @pytest.mark.parametrize("typed", ["", "zoe", "ada@example.org", f"second-{WORD}@example.org"])
    def test_another_address_than_the_primary_one_deletes_nothing(self, zoe, typed):
        with pytest.raises(WrongAddress):
            erase_person(itself(zoe), zoe, address=typed)
        assert User.objects.get(id=zoe.id).email == zoe.email

    def test_capitals_and_spaces_do_not_matter(self, zoe):
        erase_person(itself(zoe), zoe, address=f"  {zoe.email.upper()} ")
        assert User.objects.get(id=zoe.id).erased_at

    def test_a_colleague_even_the_owner_may_not(self, cast, zoe):
        with pytest.raises(NotAllowed):
            erase_person(cast.ada, zoe, address=zoe.email)

    def test_the_last_owner_is_told_what_to_do_and_nothing_is_half_done(self, cast, zoe):
        ada = User.objects.get(id=cast.ada.id)
        add_member(local_operator(), cast.strangers, email=ada.email, name="Ada", role="viewer")
        with pytest.raises(LastOwner, match="Halden Mutual keeps an owner") as refused, transaction.atomic():
            erase_person(itself(ada), ada, address=ada.email)
        assert "ask the operator" in refused.value.hint
        assert Membership.objects.filter(user=ada).count() == 2
        assert EmailAddress.objects.filter(user=ada).exists()
        add_member(local_operator(), cast.halden, email=zoe.email[:3] + "@example.org", name="Owner", role="owner")
        assert erased(ada).erased_at

    def test_the_last_admin_of_the_operator_stays_and_the_last_but_one_goes(self):
        oda, una = make_admin("Oda"), make_admin("Una")
        erased(oda)
        with pytest.raises(LastAdmin), transaction.atomic():
            erased(una)
        assert User.objects.get(id=una.id).name == "Una"

    def test_who_is_erased_is_not_erased_again(self, zoe):
        left = erased(zoe)
        with pytest.raises(WrongAddress):
            erase_person(itself(left), left, address="")


def refused_by(sql: str, *values: object) -> str | None:
    with pytest.raises(IntegrityError) as refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    return constraint_of(refused.value)


ROWS: dict[str, Callable[[User, Organisation], object]] = {
    "membership": lambda user, there: Membership.objects.create(
        user=user, organisation=there, role="viewer", joined_at=clock.now()
    ),
    "address": lambda user, _: EmailAddress.objects.create(user=user, email="back@example.org"),
    "factor": lambda user, _: Authenticator.objects.create(user=user, type="totp", data={}),
    "session": lambda user, _: UserSession.objects.create(
        user=user, session_key="k", ip="::1", last_seen_at=timezone.now()
    ),
}


class TestDatabase:
    @pytest.mark.parametrize("what", ROWS)
    def test_nothing_is_written_of_an_erased_person_again(self, cast, zoe, what):
        with pytest.raises(IntegrityError) as refused, transaction.atomic():
            ROWS[what](erased(zoe), cast.strangers)
        assert constraint_of(refused.value) == "user_is_not_erased"

    def test_raw_sql_brings_nobody_back(self, zoe):
        erased(zoe)
        assert refused_by("UPDATE accounts_user SET erased_at = NULL WHERE id = %s", zoe.id) == "user_is_not_erased"
        assert refused_by("UPDATE accounts_user SET name = 'Zoe' WHERE id = %s", zoe.id) == "user_is_not_erased"

    def test_raw_sql_moves_nothing_to_them(self, cast, zoe):
        erased(zoe)
        sql = "UPDATE account_emailaddress SET user_id = %s WHERE user_id = %s"
        assert refused_by(sql, zoe.id, cast.ada.id) == "user_is_not_erased"

    @pytest.mark.parametrize("left", ["accounts_membership", "account_emailaddress", "mfa_authenticator"])
    def test_raw_sql_erases_nobody_by_halves(self, zoe, left):
        tables = {"accounts_membership", "account_emailaddress", "mfa_authenticator", "usersessions_usersession"}
        say_nothing = (
            "UPDATE accounts_user SET email = '', name = 'Erased person', password = '!', is_active = false,"
            " last_login = NULL, erased_at = now() WHERE id = %(who)s"
        )
        with pytest.raises(IntegrityError) as refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(say_nothing, {"who": zoe.id})
            for table in sorted(tables - {left}):
                cursor.execute(f"DELETE FROM {table} WHERE user_id = %(who)s", {"who": zoe.id})
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        assert constraint_of(refused.value) == "user_is_erased_whole"

    def test_raw_sql_gives_an_invitation_to_nobody_else_and_forgets_none_that_waits(self, cast):
        invite_member(cast.ada, cast.halden, email="di@example.org", role="viewer")
        for address in ("cy@example.org", ""):
            sql = "UPDATE accounts_invitation SET email = %s"
            assert refused_by(sql, address) == "invitation_is_for_one_address"


def link_events() -> None:
    """As at a commit: then the chains count their events."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


class TestForgetting:
    def test_an_invitation_loses_its_address_once_it_has_been_over_for_a_while(self, cast):
        with clock.at(clock.now() - timedelta(days=50)):  # the last of them is over in 14 days
            withdrawn, expired = (
                invite_member(cast.ada, cast.halden, email=f"{name}@example.org", role="viewer") for name in "ab"
            )
            withdraw_invitation(cast.ada, withdrawn)
            accepted = invite_member(cast.cy, cast.strangers, email="bo@example.org", role="viewer")
            accept_invitation(cast.bo, accepted)
        with clock.at(clock.now() - timedelta(days=10)):
            recent = invite_member(cast.ada, cast.halden, email="c@example.org", role="viewer")
            withdraw_invitation(cast.ada, recent)
        waiting = invite_member(cast.ada, cast.halden, email="d@example.org", role="viewer")
        assert forget_invitations() == 3
        left = dict(Invitation.objects.values_list("id", "email"))
        assert [left[one.id] for one in (withdrawn, expired, accepted)] == [""] * 3
        assert (left[recent.id], left[waiting.id]) == ("c@example.org", "d@example.org")
        assert forget_invitations() == 0
        assert [one.id for one in invitations_of(cast.ada, cast.halden)] == [waiting.id]

    def test_two_that_nobody_accepted_are_forgotten_together(self, cast):
        with clock.at(clock.now() - timedelta(days=50)):
            for name in "ab":
                invite_member(cast.ada, cast.halden, email=f"{name}@example.org", role="viewer")
        assert forget_invitations() == 2

    def test_a_session_whose_time_is_over_goes_with_where_it_was_from(self, cast, zoe):
        kept = Client()
        kept.force_login(User.objects.get(id=cast.bo.id))
        Session.objects.exclude(session_key=kept.session.session_key).update(
            expire_date=clock.now() - timedelta(minutes=1)
        )
        assert UserSession.objects.filter(user=zoe).exists()
        assert forget_sessions() == 1
        assert not UserSession.objects.filter(user=zoe).exists()
        assert kept.get("/account/sessions/").status_code == 200
        assert forget_sessions() == 0

    @pytest.fixture
    def came(self, db) -> User:
        set_choice("sign_up", "open")
        user = sign_up(email=f"{WORD}@example.org", name=WORD, password=PASSWORD, organisation=f"{WORD} Ltd")
        User.objects.filter(id=user.id).update(created_at=clock.now() - timedelta(days=8))
        link_events()
        return user

    def test_who_signed_up_and_never_proved_their_address_goes_with_their_organisation(self, came):
        assert forget_sign_ups() == 1
        assert tables_that_hold(WORD) == []
        assert not User.objects.filter(id=came.id).exists()
        assert Event.objects.get(name="sign_up.forgotten").facts == {"organisations": 1}
        assert forget_sign_ups() == 0

    def test_who_has_proved_it_stays_and_who_came_lately_does(self, came):
        EmailAddress.objects.update(verified=True)
        assert forget_sign_ups() == 0
        EmailAddress.objects.update(verified=False)
        User.objects.update(created_at=clock.now() - timedelta(days=6))
        assert forget_sign_ups() == 0

    def test_an_organisation_in_which_something_was_done_stays_with_its_owner(self, came):
        brief = write_brief(local_operator(), Organisation.objects.get(kind="client"), text="Python.", spent=Spent())
        link_events()
        assert forget_sign_ups() == 0
        assert Brief.objects.filter(id=brief.id).exists()

    def test_who_was_put_into_another_organisation_stays(self, cast, came):
        add_member(local_operator(), cast.halden, email=came.email, name="Came", role="viewer")
        assert forget_sign_ups() == 0

    def test_raw_sql_takes_no_organisation_of_somebody_real(self, cast):
        link_events()
        with connection.cursor() as cursor:
            cursor.execute("SELECT accounts_forget_organisations(%s)", [cast.cy.id])
            assert cursor.fetchall() == []
        assert Organisation.objects.filter(id=cast.strangers.id).exists()
