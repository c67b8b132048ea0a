"""What a page of lists reads stays little, however much others have: told by the rows that the database looks at."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guildworks.accounts.queries import local_operator
from guildworks.availability.actions.holds import release_holds
from guildworks.availability.queries import count_live_holds, ended_holds, live_holds_by_holder, live_holds_for
from guildworks.matching.models import Brief
from guildworks.matching.queries import find_briefs
from guildworks.platform import clock
from guildworks.platform.limits import limit
from tests.cast import Cast, hold, make_brief, make_cast, make_engineer
from tests.conftest import current_database, url


@pytest.fixture
def cast(own_database) -> Cast:
    return make_cast()


@pytest.fixture
def brief(cast) -> Brief:
    return make_brief(cast.halden)


@pytest.fixture
def run(own_database, server) -> Iterator[Callable[[str, Sequence[object]], None]]:
    """Make many rows, which the actions would take minutes to make; the database knows then how many there are."""
    with psycopg.connect(url(server.admin, current_database())) as admin:

        def made(statement: str, values: Sequence[object]) -> None:
            admin.execute(statement, values)
            admin.execute("ANALYZE matching_brief, availability_reservation")
            admin.commit()

        yield made


@pytest.fixture
def of_others(run, brief, cast) -> None:
    """Three thousand briefs of another client: so many that reading all of them costs more than finding one's own."""
    run(
        "INSERT INTO matching_brief (id, organisation_id, title, text, requirement, read_on, written_at)"
        " SELECT uuidv7(), %s, title, text, requirement, read_on, written_at"
        " FROM matching_brief, generate_series(1, 3000) WHERE id = %s",
        [cast.strangers.id, brief.id],
    )


@pytest.fixture
def taken(run, brief, cast) -> None:
    """Three thousand holds for briefs of another client, half of them over; of one's own one that lives, one that has
    ended lately, and 300 that are over since last year.
    """
    people = [make_engineer(f"Taken {number}", rate=None, day=None) for number in range(20)]
    for person in people[:2]:
        held = hold(person, hours=1, holder=brief.holder)
    release_holds(cast.ada, held)
    ids = [person.id for person in people]
    insert = (
        "INSERT INTO availability_reservation (id, group_id, engineer_id, organisation_id, holder_kind, holder_id,"
        " first_week, quarter_hours, state, placed_at, expires_at)"
        " SELECT uuidv7(), uuidv7(), one, %s, 'brief', uuidv7(),"
        " availability_this_week(now()) + 7 * (1 + n %% 90), '{1}', 'hold', now(), now() + interval '3 days'"
        " FROM unnest(%s::uuid[]) one, generate_series(1, %s) n"
    )
    end = (
        "UPDATE availability_reservation SET state = 'released',"
        " ended_at = now() - %s::interval + random() * interval '1 hour'"
        " WHERE organisation_id = %s AND engineer_id = ANY(%s)"
    )
    run(insert, [cast.strangers.id, ids, 150])
    run(end, ["2 hours", cast.strangers.id, ids[:10]])
    run(insert, [cast.halden.id, ids[2:], 17])
    run(end, ["1 year", cast.halden.id, ids[2:]])


def test_a_client_has_its_briefs_without_those_of_others(cast, brief, of_others):
    assert 0 < rows_read(lambda: find_briefs(cast.ada, page=1), "matching_brief") < 10


def test_the_operator_has_a_page_of_all_briefs_without_those_behind_it(of_others):
    operator = local_operator()
    assert 0 < rows_read(lambda: find_briefs(operator, page=1), "matching_brief", first=True) <= limit("page_size")


def test_what_a_client_holds_is_found_without_what_others_hold(cast, brief, taken):
    at = clock.now()
    for read in (
        lambda: live_holds_by_holder(cast.ada, at=at, page=1),
        lambda: count_live_holds(cast.ada, at=at, most=100),
        lambda: live_holds_for(cast.ada, brief.ref, at=at),
    ):
        assert 0 < rows_read(read, "availability_reservation") < 10


def test_what_of_a_client_has_ended_is_found_without_what_lies_longer_back(cast, brief, taken):
    at, operator, table = clock.now(), local_operator(), "availability_reservation"
    since, page = at - timedelta(weeks=4), limit("page_size") + 1  # a sort in steps looks one row ahead
    assert 0 < rows_read(lambda: ended_holds(cast.ada, since=since, at=at), table) < 10
    assert 0 < rows_read(lambda: ended_holds(operator, since=since, at=at), table, first=True) <= page


def rows_read(read: Callable[[], object], table: str, *, first: bool = False) -> int:
    """How many rows of a table were read by all queries, or by the first one; also those looked at in vain."""
    with CaptureQueriesContext(connection) as captured:
        read()
    asked = [query["sql"] for query in captured if f'FROM "{table}"' in query["sql"]]
    assert asked
    return sum(_rows(_explained(sql), table) for sql in asked[: 1 if first else None])


def _explained(sql: str) -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {sql}")
        (told,) = cursor.fetchone()
    return (json.loads(told) if isinstance(told, str) else told)[0]["Plan"]


def _rows(node: dict[str, Any], table: str) -> int:
    own = ("Actual Rows", "Rows Removed by Filter", "Rows Removed by Index Recheck")
    here = sum(node.get(name, 0) for name in own) * node["Actual Loops"] if node.get("Relation Name") == table else 0
    return int(here) + sum(_rows(each, table) for each in node.get("Plans", ()))
