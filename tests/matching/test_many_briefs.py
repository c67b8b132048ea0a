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
    ended_holds,
    get_holds,
)
from guildworks.matching.actions import make_shortlist, match_brief
from guildworks.matching.models import Shortlist
from guildworks.matching.queries import get_shortlist
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
    "/threads/shortlist/{list}/shares": 7,
    "/organisation/people": 10,
    "/organisation/webhooks": 7,
    "/organisation/api-keys": 7,
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
