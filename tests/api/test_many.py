"""What lists for programs ask the database stays as little, however much there is."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.api.asking import Program, key_of, key_of_operator
from tests.cast import hold, make_brief, make_engineer, make_list

pytestmark = pytest.mark.django_db
LISTS = (
    "/briefs",
    "/briefs?search=python",
    "/shortlists",
    "/holds",
    "/holds?state=hold",
    "/events",
    "/skills?search=python",
    "/demand",
)
OF_THE_OPERATOR = ("/engineers", "/engineers?search=python", "/engineers?search=many", "/holds", "/events")


def make_more(cast, *numbers: int) -> None:
    """For each a person who is held for a brief that has a list."""
    for number in numbers:
        person = make_engineer(f"P{number} Many", skills=("python", "rag"), rate=None, day=None)
        brief = make_brief(cast.halden, text=f"# Brief {number}\n\nPython is a must, 2 hours a week for 4 weeks.")
        make_list(cast.ada, brief)
        hold(person, hours=1, holder=brief.holder)


def queries_of(program: Program, path: str) -> int:
    program.get(path)  # that the key was used is kept once in a minute
    with CaptureQueriesContext(connection) as captured:
        assert program.get(path).status_code == 200
    return len(captured)


@pytest.mark.parametrize(
    ("path", "is_operator"), [*((path, False) for path in LISTS), *((path, True) for path in OF_THE_OPERATOR)]
)
def test_a_list_asks_no_more_where_there_is_more(cast, path, is_operator):
    program = Program((key_of_operator() if is_operator else key_of(cast.ada)).secret)
    make_more(cast, 1)
    few = queries_of(program, path)
    make_more(cast, 2, 3, 4)
    assert queries_of(program, path) <= few <= 6
