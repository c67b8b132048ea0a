"""A public page is closed while somebody else asks for its address: whoever comes second finds it kept."""

from __future__ import annotations

import threading
import time

import pytest
from django.db import IntegrityError, connection, connections, transaction

from guildworks.platform.actor import Actor
from guildworks.platform.refusals import constraint_of
from guildworks.talent.models import Engineer, PublicPage
from guildworks.talent.public.actions import HandleTaken, close_public_page, open_public_page
from tests.cast import make_engineer

SECONDS_MOST = 30


def opens(engineer: Engineer, handle: str = "rosa-lind") -> PublicPage:
    return open_public_page(Actor("engineer", engineer.id), engineer, handle=handle, shows=[])


@pytest.mark.usefixtures("own_database")
def test_who_waits_for_an_address_that_is_being_closed_does_not_get_it():
    rosa, tom = make_engineer("Rosa Lind"), make_engineer("Tom Late")
    opens(rosa)
    is_closed = threading.Event()

    def close() -> None:
        with transaction.atomic():
            close_public_page(Actor("engineer", rosa.id), rosa)
            is_closed.set()
            until = time.monotonic() + SECONDS_MOST
            while not somebody_waits() and time.monotonic() < until:
                pass
        connections.close_all()

    closing = threading.Thread(target=close)
    closing.start()
    assert is_closed.wait(SECONDS_MOST)
    with pytest.raises(HandleTaken):
        opens(tom)
    closing.join(SECONDS_MOST)
    assert not PublicPage.objects.exists()
    assert opens(rosa).handle == "rosa-lind"


@pytest.mark.django_db
def test_raw_sql_takes_no_address_that_is_kept_for_somebody_else():
    rosa, tom = make_engineer("Rosa Lind"), make_engineer("Tom Late")
    opens(rosa)
    close_public_page(Actor("engineer", rosa.id), rosa)
    opens(tom, "tom-late")
    with pytest.raises(IntegrityError) as refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE talent_publicpage SET handle = 'rosa-lind'")
    assert constraint_of(refused.value) == "public_page_handle_is_kept_for_nobody_else"


def somebody_waits() -> bool:
    """Whether somebody in this database waits for somebody else."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock')"
        )
        return bool(cursor.fetchone()[0])
