"""What pages ask the database stays little, and is found by an index, however many briefs and holds there are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

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
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO matching_brief (id, organisation_id, title, text, requirement, read_on, written_at)"
            " SELECT uuidv7(), %s, title, text, requirement, read_on, written_at"
            " FROM matching_brief, generate_series(1, 3000) WHERE id = %s",
            [cast.strangers.id, made.brief_id],
        )


@pytest.fixture
def taken(made) -> None:
    """Three thousand reservations that are for no brief, half of them ended: a table that is worth an index."""
    people = [make_engineer(f"Taken {number}", rate=None, day=None).id for number in range(20)]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO availability_reservation (id, group_id, engineer_id, organisation_id, holder_kind, holder_id,"
            " first_week, quarter_hours, state, placed_at, expires_at)"
            " SELECT uuidv7(), uuidv7(), one, one, 'organisation', one,"
            " availability_this_week(now()) + 7 * (1 + n %% 90), '{1}', 'hold', now(), now() + interval '3 days'"
            " FROM unnest(%s::uuid[]) one, generate_series(1, 150) n",
            [people],
        )
        cursor.execute(
            "UPDATE availability_reservation SET state = 'released', ended_at = now()"
            " WHERE holder_kind = 'organisation' AND engineer_id = ANY(%s)",
            [people[:10]],
        )


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


def test_a_client_has_its_briefs_from_an_index_in_their_order(cast, made, of_others):
    plan = plan_of(lambda: find_briefs(cast.ada, page=2))
    # By the client's own index, or by that of all where the planner takes the client for a large one: never by a sort.
    assert ("brief_of_organisation" in plan[0] or "brief_written_at" in plan[0]) and "Sort" not in plan[0]
    assert "matching_shortlist" not in plan[0] + plan[1]  # they are counted for the briefs of the page alone


def test_the_operator_has_all_briefs_from_an_index_in_their_order(made):
    operator = local_operator()
    plan = plan_of(lambda: find_briefs(operator, page=1))
    assert "brief_written_at" in plan[0] and "Sort" not in plan[0]


def test_what_a_client_holds_is_found_without_what_others_hold(cast, made, taken):
    at = clock.now()
    reads = [
        lambda: live_holds_by_holder(cast.ada, at=at, page=1),
        lambda: count_live_holds(cast.ada, at=at, most=100),
    ]
    for read in reads:
        plans = [plan for plan in plan_of(read) if "reservation" in plan]
        # Both hold briefs' reservations alone, here so few that either is as cheap.
        assert plans and all("reservation_held_for_briefs" in plan or "reservation_of_brief" in plan for plan in plans)
    assert "reservation_of_brief" in plan_of(lambda: live_holds_for(cast.ada, made.brief.ref, at=at))[0]


def test_what_of_a_client_has_ended_is_found_without_what_lies_longer_back(cast, made, taken):
    at, operator = clock.now(), local_operator()
    marked, expired = plan_of(lambda: ended_holds(cast.ada, since=at - timedelta(weeks=4), at=at))
    assert "reservation_ended_of_briefs" in marked
    assert "reservation_held_for_briefs" in expired
    of_all, _ = plan_of(lambda: ended_holds(operator, since=at - timedelta(weeks=4), at=at))
    assert "reservation_ended" in of_all


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


def plan_of(read: Callable[[], object]) -> list[str]:
    """How the database finds what each query reads; reading a whole table costs as much as it does of a large one."""
    with CaptureQueriesContext(connection) as captured:
        read()
    asked = [
        query["sql"] for query in captured if query["sql"].startswith("SELECT") and "platform_" not in query["sql"]
    ]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        plans = []
        for sql in asked:
            cursor.execute(f"EXPLAIN (COSTS OFF) {sql}")
            plans.append("\n".join(line for (line,) in cursor.fetchall()))
        cursor.execute("SET LOCAL enable_seqscan = on")
    return plans
