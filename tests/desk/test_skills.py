"""The skill graph at the desk: what is asked for and met, and what briefs name that it lacks."""

from __future__ import annotations

import pytest

from guildworks.matching.considered.actions import count_demand
from tests.cast import make_brief, make_engineer

pytestmark = pytest.mark.django_db
ASKS = "# Letters\n\nPython, Zilkin and Kubernetes are a must, 20 hours a week."


def test_the_most_asked_stand_first_and_say_who_meets_them(oda, cast):
    make_engineer(skills=["python"])
    make_brief(cast.halden, text=ASKS)
    count_demand()
    page = oda.get("/desk/skills").content.decode()
    assert page.index(">Kubernetes<") < page.index(">Python<") < page.index("not counted")
    assert "nobody" in page


def test_a_skill_is_found_by_another_spelling(oda):
    page = oda.get("/desk/skills", {"search": "K8S"}).content.decode()
    assert "Kubernetes" in page and "Nothing holds" not in page
    assert "Nothing holds" in oda.get("/desk/skills", {"search": "zilkin"}).content.decode()


def test_one_skill_says_who_has_it_and_who_asks_for_it(oda, cast):
    make_engineer(skills=["python"], seen={"python": 3.4})
    make_engineer("Tom Late", skills=["python"], listed=False)
    make_brief(cast.halden, text=ASKS)
    count_demand()
    page = oda.get("/desk/skills/python").content.decode()
    for words in ("2 engineers say so.", "Of 1 the platform has seen it.", "1 listed engineer meets it", "Letters"):
        assert words in page
    assert oda.get("/desk/skills/zilkin").status_code == 404


def test_what_briefs_name_beside_skills_and_the_graph_does_not_know(oda, cast):
    make_brief(cast.halden, text=ASKS)
    make_brief(cast.halden, text="# Numbers\n\nSQL or Zilkin is a must, 20 hours a week.")
    page = oda.get("/desk/skills/lacking").content.decode()
    assert "Zilkin" in page and "Letters" in page and "Numbers" in page and "Kubernetes" not in page
