"""People and organisations: the operator is there from the beginning, once; membership is one row."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from guildworks.accounts.models import Membership, Organisation, User
from guildworks.accounts.queries import local_operator, operator_organisation

pytestmark = pytest.mark.django_db


def test_the_command_line_is_the_operator_who_was_there_from_the_beginning():
    actor = local_operator()
    assert (actor.kind, actor.id) == ("operator", operator_organisation().id)
    assert operator_organisation().chain == "operator"


def test_there_is_one_operator():
    with pytest.raises(IntegrityError, match="organisation_one_operator"), transaction.atomic():
        Organisation.objects.create(kind="operator", name="Another")


def test_an_organisation_is_a_client_or_the_operator():
    with pytest.raises(IntegrityError, match="organisation_is_client_or_operator"), transaction.atomic():
        Organisation.objects.create(kind="charity", name="X")


def test_each_client_has_a_chain_of_its_own(cast):
    assert len({cast.halden.chain, cast.strangers.chain, "operator"}) == 3


def test_nobody_is_twice_in_an_organisation_nor_with_a_role_that_is_none(cast):
    for role, constraint in (("owner", "membership_once"), ("king", "membership_is_owner_or_member")):
        user = User.objects.get(name="Ada" if role == "owner" else "Cy")
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            Membership.objects.create(user=user, organisation=cast.halden, role=role)


def test_an_address_belongs_to_one_person(cast):
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(email="ada@example.org", name="Another Ada")
