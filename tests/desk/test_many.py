"""What the pages of the desk ask the database stays as little, however much there is."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guildworks.platform.limits import set_limit
from tests.cast import hold, make_account, make_brief, make_engineer, make_list

pytestmark = pytest.mark.django_db
PAGES = (
    "/desk",
    "/desk/people",
    "/desk/organisations",
    "/desk/engineers",
    "/desk/engineers?search=python",
    "/desk/engineers?search=many",
    "/desk/engineers?stands=unconfirmed",
    "/desk/briefs",
    "/desk/holds",
    "/desk/events",
    "/desk/mails",
    "/desk/jobs",
    "/desk/skills",
    "/desk/skills/python",
    "/desk/skills/lacking",
)


def make_more(cast, *numbers: int) -> None:
    """For each a person with an account, who is held for a brief of which the list is too short."""
    for number in numbers:
        person = make_engineer(f"P{number} Many", rate=None, day=None)
        make_account(person)
        brief = make_brief(cast.halden, text=f"# Brief {number}\n\nPython, Zilkin and Kubernetes are a must, 2 hours.")
        make_list(cast.ada, brief)
        hold(person, hours=1, holder=brief.holder)


def queries_of(oda, page: str) -> int:
    oda.get(page)  # what is read once in ten seconds is read
    with CaptureQueriesContext(connection) as captured:
        assert oda.get(page).status_code == 200
    return len(captured)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_asks_no_more_where_there_is_more(oda, cast, page):
    set_limit("page_size", 10)
    make_more(cast, 1)
    few = queries_of(oda, page)
    make_more(cast, 2, 3, 4)
    assert queries_of(oda, page) <= few
