"""What time alone does to holds is recorded once, whoever looks and whatever happens at that moment."""

from __future__ import annotations

import threading
import time
from datetime import timedelta

import pytest
from django.db import connections, transaction

from guildworks.accounts.queries import local_operator
from guildworks.availability.actions.expiries import WARNED, watch_holds
from guildworks.availability.actions.holds import accept_hold
from guildworks.availability.models import Reservation
from guildworks.platform import clock, events
from guildworks.platform.models import Event
from tests.cast import hold, make_engineer

A_MINUTE = timedelta(minutes=1)


@pytest.fixture
def held(own_database) -> list[Reservation]:
    """Three holds that live, from before the first look."""
    placed = hold(*(make_engineer(name) for name in ("Rosa", "Juno", "Kim")))
    watch_holds()
    return placed


def recorded() -> list[str]:
    """The names of what a look has recorded."""
    names = Event.objects.filter(name__in=["hold.expires_soon", "hold.expired"]).order_by("at", "id")
    return list(names.values_list("name", flat=True))


def test_of_four_who_look_at_once_one_records(held, at_once):
    def look() -> int:
        with clock.at(held[0].expires_at - WARNED + A_MINUTE):
            return watch_holds()

    counts, refused = at_once(4, look)
    assert refused == []
    assert sorted(counts) == [0, 0, 0, 3]
    assert recorded() == ["hold.expires_soon"] * 3


def test_it_lies_on_the_engineers_chain_and_concerns_whoever_holds(held):
    with clock.at(held[0].expires_at):
        assert watch_holds() == 3
    (_, last) = events.read_chain(held[0].engineer.chain)[-1]
    assert (last.name, last.actor_kind, last.concerns) == ("hold.expired", "program", ["operator"])
    assert last.subject_id == held[0].id


def test_a_hold_that_is_being_accepted_is_waited_for_and_has_not_expired(held):
    """Who accepts in the last second has lengthened it, although a look came before their commit."""
    begun, ended = threading.Event(), held[0].expires_at

    def accept() -> None:
        with transaction.atomic():
            accept_hold(local_operator(), held[0])
            begun.set()
            until = time.monotonic() + 30
            while not waiting_for_a_lock() and time.monotonic() < until:
                pass
        connections.close_all()

    answering = threading.Thread(target=accept)
    answering.start()
    assert begun.wait(30)
    with clock.at(ended + A_MINUTE):
        count = watch_holds()
    answering.join(30)
    assert count == 2
    assert not Event.objects.filter(name="hold.expired", subject_id=held[0].id).exists()


def waiting_for_a_lock() -> bool:
    """Whether somebody in this database waits for somebody else."""
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock')"
        )
        return bool(cursor.fetchone()[0])
