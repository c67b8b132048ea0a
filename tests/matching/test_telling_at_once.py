"""Several workers at one moment tell of a hold once, and one that dies leaves it to be told."""

from __future__ import annotations

import pytest
from django.db import transaction

from guildworks.availability.models import HoldNotice
from guildworks.matching.notices import tell_of_holds
from guildworks.platform.models import Mail
from tests.cast import hold, make_brief, make_cast, make_engineer

pytestmark = pytest.mark.own_database

WORKERS, PEOPLE = 6, 4


def held_people() -> None:
    brief = make_brief(make_cast().halden)
    for number in range(PEOPLE):
        hold(make_engineer(f"Person {number}", email=f"p{number}@engineers.example"), hours=1, holder=brief.holder)


def test_many_workers_write_one_mail_to_each(own_database, at_once):
    held_people()
    told, refused = at_once(WORKERS, tell_of_holds)
    assert refused == [] and sum(told) == PEOPLE
    assert Mail.objects.count() == HoldNotice.objects.count() == PEOPLE
    assert len({mail.recipient for mail in Mail.objects.all()}) == PEOPLE


class Killed(BaseException):
    """A worker that ends in the middle."""


def test_what_a_worker_that_dies_has_begun_is_told_by_the_next(own_database):
    held_people()
    with pytest.raises(Killed), transaction.atomic():
        tell_of_holds()
        raise Killed
    assert not Mail.objects.exists() and not HoldNotice.objects.exists()
    assert tell_of_holds() == PEOPLE and tell_of_holds() == 0
    assert Mail.objects.count() == PEOPLE
