"""People and organisations: the operator is there from the beginning, once; an organisation keeps an owner."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from guildworks.accounts.actions import (
    LastOwner,
    MemberAlready,
    UnknownRole,
    add_member,
    change_role,
    create_organisation,
    end_membership,
)
from guildworks.accounts.models import ALL_ROLES, ROLES, Membership, Organisation, User
from guildworks.accounts.queries import (
    find_organisations,
    get_member,
    get_organisation,
    local_operator,
    members_of,
    operator_organisation,
)
from guildworks.accounts.typed import BadEmail, BadName
from guildworks.platform import clock
from guildworks.platform.errors import NotAllowed, NotFound
from guildworks.platform.ids import shown, uuid7
from guildworks.platform.models import Event
from guildworks.platform.refusals import constraint_of

pytestmark = pytest.mark.django_db


def test_the_command_line_is_the_operator_who_was_there_from_the_beginning():
    actor = local_operator()
    assert (actor.kind, actor.id) == ("operator", operator_organisation().id)
    assert operator_organisation().chain == "operator"


def test_each_client_has_a_chain_of_its_own(cast):
    assert len({cast.halden.chain, cast.strangers.chain, "operator"}) == 3


class TestWhoBelongs:
    def test_somebody_new_and_somebody_known_join_and_the_chain_tells_it_without_names(self, operator):
        vela = create_organisation(operator, name="  Vela   Clinics ")
        assert vela.name == "Vela Clinics"
        add_member(operator, vela, email="Ines@Example.ORG", name="Ines Brandt", role="owner")
        halden = create_organisation(operator, name="Halden Mutual")
        add_member(operator, halden, email="INES@example.org", name="Somebody else", role="viewer")
        assert [user.name for user in User.objects.all()] == ["Ines Brandt"]
        members, total = members_of(operator, vela, page=1)
        assert ([each.role for each in members], total) == (["owner"], 1)

    def test_a_known_person_does_not_join_twice(self, operator, cast):
        with pytest.raises(MemberAlready):
            add_member(operator, cast.halden, email="Ada@example.org", name="Ada", role="viewer")
        assert get_member(operator, cast.halden, "ada@example.org").role == "owner"

    @pytest.mark.parametrize("email", ["", "ada", "ada@", "ada @example.org", "a" * 300 + "@b.org", "a@b\x00.org"])
    def test_what_is_no_address_is_refused_in_words(self, operator, cast, email):
        with pytest.raises(BadEmail):
            add_member(operator, cast.halden, email=email, name="Di", role="viewer")

    @pytest.mark.parametrize("name", ["", " \n ", "x" * 201, "Di\x00", "Di\u202e"])
    def test_a_name_can_be_read(self, operator, cast, name):
        for call in (
            lambda: create_organisation(operator, name=name),
            lambda: add_member(operator, cast.halden, email="di@example.org", name=name, role="viewer"),
        ):
            with pytest.raises(BadName):
                call()

    def test_a_role_belongs_to_the_kind_of_organisation(self, operator, cast):
        for organisation, role in ((cast.halden, "admin"), (operator_organisation(), "owner"), (cast.halden, "king")):
            with pytest.raises(UnknownRole):
                add_member(operator, organisation, email="di@example.org", name="Di", role=role)
            user = User.objects.create(email=f"{uuid7()}@example.org", name="Di")
            with pytest.raises(IntegrityError, match="membership_role_"), transaction.atomic():
                Membership.objects.create(user=user, organisation=organisation, role=role, joined_at=clock.now())

    def test_every_role_that_the_program_knows_fits_in_the_database(self, operator, cast):
        for kind, organisation in (("client", cast.halden), ("operator", operator_organisation())):
            for role in ROLES[kind]:
                add_member(operator, organisation, email=f"{role}@example.org", name=role, role=role)
        assert set(Membership.objects.values_list("role", flat=True)) == set(ALL_ROLES)

    def test_a_stranger_finds_neither_the_organisation_nor_its_people(self, cast):
        with pytest.raises(NotFound) as hidden:
            get_organisation(cast.cy, cast.halden.shown_id)
        with pytest.raises(NotFound) as none:
            get_organisation(cast.cy, nobody := shown("org", uuid7()))
        assert hidden.value.message.replace(cast.halden.shown_id, nobody) == none.value.message
        assert members_of(cast.cy, cast.halden, page=1) == ([], 0)
        assert [one.name for one in find_organisations(cast.cy, page=1)[0]] == ["Elsewhere"]
        assert get_organisation(cast.vi, cast.halden.shown_id) == cast.halden
        ((halden,), total) = find_organisations(cast.vi, page=1)
        assert (halden, halden.people, total) == (cast.halden, 3, 1)


class TestTheLastOwner:
    def test_neither_leaves_nor_becomes_something_else_and_can_once_there_is_another(self, cast):
        ada, bo = (get_member(cast.ada, cast.halden, f"{name}@example.org") for name in ("ada", "bo"))
        for call in (
            lambda: end_membership(cast.ada, ada),
            lambda: change_role(cast.ada, ada, role="viewer"),
            lambda: User.objects.filter(id=cast.ada.id).delete(),
        ):
            with pytest.raises((LastOwner, IntegrityError), match="keeps an owner"), transaction.atomic():
                call()
        change_role(cast.ada, bo, role="owner")
        end_membership(cast.ada, ada)
        assert members_of(cast.bo, cast.halden, page=1)[1] == 2
        told = Event.objects.filter(chain=cast.halden.chain).order_by("at")
        assert [event.name for event in told] == ["member.role_changed", "member.left"]

    def test_raw_sql_cannot_take_it_away(self, cast):
        for statement in (
            "DELETE FROM accounts_membership",
            "UPDATE accounts_membership SET role = 'viewer'",
            f"DELETE FROM accounts_membership WHERE user_id = '{cast.ada.id}'",
        ):
            with pytest.raises(IntegrityError) as refused, transaction.atomic():
                connection.cursor().execute(statement)
            assert constraint_of(refused.value) == "organisation_keeps_an_owner"

    def test_who_changes_nothing_records_nothing(self, cast, operator):
        ada = get_member(operator, cast.halden, "ada@example.org")
        assert change_role(operator, ada, role="owner").role == "owner"
        end_membership(operator, vi := get_member(operator, cast.halden, "vi@example.org"))
        end_membership(operator, vi)
        with pytest.raises(NotFound, match="any more"):
            change_role(operator, vi, role="finance")
        with pytest.raises(NotFound, match="Nobody of Halden"):
            get_member(operator, cast.halden, "vi@example.org")
        assert [event.name for event in Event.objects.filter(chain=cast.halden.chain)] == ["member.left"]


def test_who_looks_on_may_not_change_who_belongs(cast):
    for actor in (cast.bo, cast.vi, cast.cy):
        with pytest.raises(NotAllowed):
            change_role(actor, get_member(cast.ada, cast.halden, "vi@example.org"), role="owner")
    end_membership(cast.vi, get_member(cast.vi, cast.halden, "vi@example.org"))
    assert Organisation.objects.get(id=cast.halden.id).memberships.count() == 2
