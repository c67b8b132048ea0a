"""Events at the desk: of whatever has an id, and the chains that are verified."""

from __future__ import annotations

from uuid import UUID

import psycopg
import pytest
from django.test import Client

from guildworks.accounts.models import User
from guildworks.accounts.queries import operator_organisation
from guildworks.platform import events
from guildworks.platform.ids import shown, uuid7
from tests.api.asking import key_of
from tests.cast import hold, make_admin, make_brief, make_cast, make_engineer, make_list
from tests.conftest import current_database, url


def as_administrator(server, statement: str) -> None:
    """What no login of the program may do, past the guards."""
    with psycopg.connect(url(server.admin, current_database()), autocommit=True) as admin:
        admin.execute("SET session_replication_role = replica")
        admin.execute(statement)


@pytest.mark.django_db
def test_what_happened_last_is_there_without_an_id(oda):
    make_engineer()
    page = oda.get("/desk/events").content.decode()
    assert "engineer.listed" in page and "claims: 1" in page


@pytest.mark.django_db
def test_an_id_of_any_kind_shows_its_events(oda, cast):
    made = make_list(cast.ada, make_brief(cast.halden))
    for shown_id, name in (
        (made.shown_id, "shortlist.made"),
        (made.brief.shown_id, "brief.written"),
        (make_engineer().shown_id, "engineer.imported"),
    ):
        page = oda.get("/desk/events", {"id": f" {shown_id} "}).content.decode()
        assert name in page
    by_ada = oda.get("/desk/events", {"id": User.objects.get(id=cast.ada.id).shown_id, "part": "by"}).content.decode()
    assert "shortlist.made" in by_ada and "brief.written" not in by_ada


@pytest.mark.django_db
def test_keys_and_whatever_else_events_are_about_are_looked_up(oda, cast):
    made = key_of(cast.ada).key
    for typed in (made.shown_id, str(made.id), f"{made.id}".upper()):
        page = oda.get("/desk/events", {"id": typed}).content.decode()
        assert "api_key.made" in page and made.shown_id in page


@pytest.mark.django_db
def test_ids_among_facts_stand_as_everywhere(oda):
    (held,), house = hold(make_engineer()), operator_organisation()
    page = oda.get("/desk/events", {"id": held.shown_id}).content.decode()
    assert f"holder: {house.shown_id} · holder_kind: organisation" in page
    assert str(house.id) not in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "status", "words"),
    [
        ("nothing", 422, "is not an id that events are about"),
        ("eng_123", 404, "is not an id of the kind eng_"),
        (shown("eng", UUID(int=7)), 200, "No event is kept."),
        ("\x00", 200, "What happened last."),
        (str(UUID(int=7)), 422, "Nothing has happened to what has the id"),
    ],
)
def test_an_id_that_is_none_is_answered_beside_its_field(oda, typed, status, words):
    answer = oda.get("/desk/events", {"id": typed})
    assert answer.status_code == status and words in answer.content.decode()


@pytest.mark.django_db
def test_there_is_no_chain_that_nobody_has(oda):
    assert oda.get(f"/desk/chains/{shown('org', uuid7())}").status_code == 404
    assert oda.post("/desk/chains/brief/verification").status_code == 422


@pytest.mark.usefixtures("own_database")
def test_a_chain_is_verified_and_a_changed_event_is_found(server):
    """Committed, since links are written at commit."""
    halden = make_cast().halden
    make_brief(halden)
    make_brief(halden)
    browser = Client()
    browser.force_login(make_admin())
    address = f"/desk/chains/{halden.shown_id}"
    assert "2 events" in browser.get(address).content.decode()
    whole = browser.post(f"{address}/verification").content.decode()
    assert "All 2 events are as they were written, in this order, and none is missing." in whole
    part = events.verify(halden.chain, after=0, most=1)
    assert (part.upto, part.length, part.is_done, part.holds) == (1, 2, False, True)
    assert events.verify(halden.chain, after=1, most=1).holds
    as_administrator(server, "UPDATE platform_event SET facts = facts || '{\"skills\": 9}'")
    broken = browser.post(f"{address}/verification").content.decode()
    assert "The chain is broken at 2 places" in broken and "Compare with a backup" in broken


@pytest.mark.usefixtures("own_database")
def test_events_that_are_missing_at_the_end_are_found(server):
    halden = make_cast().halden
    make_brief(halden)
    as_administrator(server, "DELETE FROM platform_eventlink WHERE chain LIKE 'organisation:%'")
    found = events.verify(halden.chain, after=0, most=10)
    assert found.is_done and not found.holds and not found.broken
