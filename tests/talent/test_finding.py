"""Engineers whom words find: in what they are called, what they say they are, where they live, and by a skill."""

from __future__ import annotations

import pytest
from django.db import connection

from guildworks.accounts.queries import local_operator
from guildworks.talent.queries import engineers_found, find_engineers
from tests.cast import make_engineer

pytestmark = pytest.mark.django_db


@pytest.fixture
def three() -> None:
    make_engineer("Ana Reis", city="Lisboa", skills=("python", "rag"), seen={"python": 2.5, "rag": 2.0})
    make_engineer("Bela Kiss", city="Győr", skills=("python",))
    make_engineer("Ciro Neri", city="Roma", skills=("sql",), seen={"pgvector": 2.5})


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("ana", ["Ana Reis"]),
        ("a re", ["Ana Reis"]),
        ("GYŐR", ["Bela Kiss"]),
        ("engineer", ["Ana Reis", "Bela Kiss", "Ciro Neri"]),
        ("python", ["Ana Reis", "Bela Kiss"]),
        ("Pgvector", ["Ciro Neri"]),
        ("Kiss\nEngineer", []),
        ("50%", []),
        ("nobody", []),
    ],
)
def test_words_find_names_headlines_cities_and_skills_each_once(three, words, names):
    found, total = find_engineers(local_operator(), words, page=1)
    assert ([each.public_name for each in found], total) == (names, len(names))


def test_words_are_looked_for_as_the_index_has_them():
    """Written otherwise, the database would read each profile instead, and nobody would see more than a slow page."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_expr(indexprs, indrelid) FROM pg_index WHERE indexrelid = 'engineer_by_words'::regclass"
        )
        (indexed,) = cursor.fetchone()
    plan = engineers_found(local_operator(), "reis").explain(verbose=True)
    assert indexed.replace("chr(10)", "'\n'::text") in plan.replace("talent_engineer.", "")
