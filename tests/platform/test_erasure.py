"""Shares of an erasure: each domain's own, in one order, and a refusal of one refuses all."""

from __future__ import annotations

import pytest

from guildworks.accounts.queries import local_operator
from guildworks.platform.actor import Ref
from guildworks.platform.erasure import erase_shares, register
from guildworks.platform.errors import NotAllowed
from guildworks.platform.ids import uuid7


@pytest.mark.django_db
def test_shares_are_called_in_the_order_in_which_they_were_registered_and_for_their_kind_alone():
    called: list[tuple[str, Ref]] = []
    for kind, name in (("test_one", "lower"), ("test_one", "upper"), ("test_other", "other")):
        register(kind, lambda _, subject, name=name: called.append((name, subject)))
    subject = Ref("test_one", uuid7())
    erase_shares(local_operator(), subject)
    assert called == [("lower", subject), ("upper", subject)]


@pytest.mark.django_db
def test_a_share_that_refuses_stops_those_above_it():
    called: list[Ref] = []

    def refuse(actor: object, subject: Ref) -> None:
        raise NotAllowed("Not yet")

    register("test_refusing", refuse)
    register("test_refusing", lambda _, subject: called.append(subject))
    with pytest.raises(NotAllowed):
        erase_shares(local_operator(), Ref("test_refusing", uuid7()))
    assert called == []
