"""What pages ask the database stays little, and is found by an index, however many briefs and holds there are."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from guildworks.accounts.models import User
from guildworks.accounts.queries import local_operator
from guildworks.availability.actions.holds import decline_hold, release_holds
from guildworks.availability.queries import (
    count_live_holds,
    ended_holds,
    get_holds,
    live_holds_by_holder,
    live_holds_for,
)
from guildworks.matching.actions import make_shortlist, match_brief
from guildworks.matching.models import Shortlist
from guildworks.matching.queries import find_briefs, get_shortlist
from guildworks.matching.spent import Spent
from guildworks.platform import clock
from guildworks.platform.limits import set_limit
from tests.cast import hold, make_brief, make_engineer

TEXT = "Python is a must, 20 hours a week for 8 weeks."
# Queries of each page: who asks (3), the badge, the bell, whether a demo; then its own, of which a talk has 4.
PAGES = {
    "/": 7,
    "/briefs": 10,
    "/briefs?search=python": 10,
    "/briefs?page=2": 10,
    "/briefs/{brief}": 17,
    "/shortlists/{list}": 18,
    "/shortlists/{list}/engineers/{first}": 12,
    "/shortlists/{list}/compare?engineer={first}&engineer={second}": 8,
    "/briefs/{brief}/holds/new?engineer={first}": 13,
    "/holds": 12,
    "/organisation/people": 10,
}

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(cast) -> Shortlist:
    """A list of three people, one of a brief that has two lists; five briefs more, on the second page too."""
    set_limit("page_size", 10)
    for name in ("Ana Reis", "Bela Kiss", "Ciro Neri"):
        make_engineer(name)
    made = match_brief(cast.ada, cast.halden, text=TEXT, top=5, spent=Spent())
    make_shortlist(cast.ada, made.brief, top=5, spent=Spent())
    return made


@pytest.fixture
def of_others(made, cast) -> None:
    """Three thousand briefs of another client: so many that reading all of them costs more than finding one's own."""
    run(
        "INSERT INTO matching_brief (id, organisation_id, title, text, requirement, read_on, written_at)"
        " SELECT uuidv7(), %s, title, text, requirement, read_on, written_at"
        " FROM matching_brief, generate_series(1, 3000) WHERE id = %s",
        [cast.strangers.id, made.brief_id],
    )


@pytest.fixture
def taken(made, cast) -> None:
    """Three thousand holds for briefs of another client, half of them over; of one's own one that lives, one that has
    ended lately, and 300 that are over since last year.
    """
    people = [make_engineer(f"Taken {number}", rate=None, day=None) for number in range(20)]
    for person in people[:2]:
        held = hold(person, hours=1, holder=made.brief.holder)
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
        "UPDATE availability_reservation SET state = 'released', ended_at = now() - %s::interval"
        " WHERE organisation_id = %s AND engineer_id = ANY(%s)"
    )
    run(insert, [cast.strangers.id, ids, 150])
    run(end, ["1 hour", cast.strangers.id, ids[:10]])
    run(insert, [cast.halden.id, ids[2:], 17])
    run(end, ["1 year", cast.halden.id, ids[2:]])


def run(statement: str, values: Sequence[object]) -> None:
    """A statement that makes many rows, which the actions would take minutes to make."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.fixture
def address_of(made) -> Callable[[str], str]:
    first, second, *_ = (person["id"] for person in made.found["roles"][0]["engineers"])
    known = {"brief": made.brief.shown_id, "list": made.shown_id, "first": first, "second": second}
    return lambda page: page.format(**known)


@pytest.fixture
def ada(cast) -> Client:
    browser = Client()
    browser.force_login(User.objects.get(id=cast.ada.id))
    return browser


@pytest.mark.parametrize(("page", "most"), PAGES.items())
def test_a_page_asks_no_more_where_there_is_more(
    cast, ada, made, address_of, page, most, django_assert_max_num_queries
):
    people = [make_engineer(f"Person {number}", rate=None, day=None) for number in range(6)]
    for person in people:
        brief = make_brief(cast.halden, text=f"# {person.public_name}\n\n{TEXT}")
        make_shortlist(cast.ada, brief, top=5, spent=Spent())
        (held,) = hold(person, hours=1, holder=brief.holder)
        if person is not people[0]:
            release_holds(cast.ada, [held])
    for number in range(8):
        make_brief(cast.halden, text=f"# More {number}\n\n{TEXT}")
    address = address_of(page)
    ada.get(address)  # what is read once in ten seconds, or ten minutes, is read
    with django_assert_max_num_queries(most):
        assert ada.get(address).status_code == 200


def test_a_client_has_its_briefs_without_those_of_others(cast, made, of_others):
    for page in (1, 2):
        assert 0 < rows_read(lambda page=page: find_briefs(cast.ada, page=page), "matching_brief") < 30


def test_the_operator_has_a_page_of_all_briefs_without_those_behind_it(of_others):
    operator = local_operator()
    assert 0 < rows_read(lambda: find_briefs(operator, page=1), "matching_brief", first=True) < 30


def test_what_a_client_holds_is_found_without_what_others_hold(cast, made, taken):
    at = clock.now()
    for read in (
        lambda: live_holds_by_holder(cast.ada, at=at, page=1),
        lambda: count_live_holds(cast.ada, at=at, most=100),
        lambda: live_holds_for(cast.ada, made.brief.ref, at=at),
    ):
        assert 0 < rows_read(read, "availability_reservation") < 10


def test_what_of_a_client_has_ended_is_found_without_what_lies_longer_back(cast, made, taken):
    at, operator = clock.now(), local_operator()
    since = at - timedelta(weeks=4)
    assert 0 < rows_read(lambda: ended_holds(cast.ada, since=since, at=at), "availability_reservation") < 10
    # The operator's are all that ended lately, whoever held.
    assert (
        0 < rows_read(lambda: ended_holds(operator, since=since, at=at), "availability_reservation", first=True) < 1600
    )


def test_a_list_brings_no_statement_of_its_receipt(cast, made):
    with CaptureQueriesContext(connection) as captured:
        assert get_shortlist(cast.ada, made.shown_id).receipt.shown_id.startswith("rcp_")
    assert len(captured) == 1 and "statement" not in captured[0]["sql"]


def test_what_has_ended_is_told_the_latest_first_whether_it_is_marked_or_not(cast, made):
    """Of two that expire at once the guard has marked the one whose engineer is asked for again."""
    ana, bela, ciro = [make_engineer(name, rate=None, day=None) for name in ("Anna", "Berta", "Cara")]
    briefs = [make_brief(cast.halden) for _ in range(3)]
    (first,) = hold(ana, hours=1, holder=briefs[0].holder)
    (second,) = hold(bela, hours=1, holder=briefs[1].holder)
    (third,) = hold(ciro, hours=1, holder=briefs[2].holder)
    decline_hold(local_operator(), third)
    later = clock.now() + timedelta(days=4)
    with clock.at(later):
        found = ended_holds(cast.ada, since=later - timedelta(weeks=4), at=later)
        assert [each.id for each in found] == [second.id, first.id, third.id]
        assert ended_holds(cast.cy, since=later - timedelta(weeks=4), at=later) == []
    assert {each.state for each in get_holds(cast.ada, [first.shown_id, third.shown_id])} == {"hold", "declined"}


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
