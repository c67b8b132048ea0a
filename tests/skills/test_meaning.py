"""Skills suggested by meaning: close to the text, never what it names, and never asked of anybody."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from guildworks.accounts.queries import local_operator, operator_organisation
from guildworks.kernels.text.graph import SkillGraph
from guildworks.matching.actions import match_brief
from guildworks.matching.spent import Spent
from guildworks.skills import actions
from guildworks.skills.meaning import SUGGESTED_MOST, meanings, suggested
from guildworks.skills.models import Skill
from guildworks.skills.queries import graph
from tests.cast import make_engineer

RICE = """We advise growers of rice in a river delta. From satellite images we want to know which fields are flooded,
and when the harvest will come. PyTorch is a must. 20 hours a week for 12 weeks from 11 January 2027."""

pytestmark = pytest.mark.django_db


def requirement_of(text: str) -> dict:
    made = match_brief(local_operator(), operator_organisation(), text=text, top=10, spent=Spent())
    return {**made.brief.requirement, "found": made.found["roles"][0]}


def test_a_brief_is_told_what_it_is_close_to_and_nobody_is_ruled_out_by_it():
    make_engineer("Deep", skills=["pytorch", "remote-sensing"])
    read = requirement_of(RICE)
    assert "agriculture" in read["suggested_skills"]
    assert len(read["suggested_skills"]) <= SUGGESTED_MOST
    assert {wish["skill"] for wish in read["skills"]} == {"pytorch", "remote-sensing"}
    assert "Agriculture" not in [each["requirement"] for each in read["found"]["excluded"]]
    assert {skill["skill"] for skill in read["found"]["engineers"][0]["skills"]} == {"pytorch", "remote-sensing"}


def test_what_a_brief_names_is_not_suggested_nor_what_lies_above_or_below():
    named = requirement_of(RICE + " Experience in agriculture would be nice.")
    assert "agriculture" not in named["suggested_skills"]
    at = meanings().slugs.index("vector-databases")
    direction = meanings().directions[at] + meanings().brief_centre
    assert suggested(direction, named=[])[0] == "vector-databases"
    below = next(iter(graph().below("vector-databases")))
    assert "vector-databases" not in suggested(direction, named=["vector-databases"])
    assert "vector-databases" not in suggested(direction, named=[below])


def test_a_text_that_says_nothing_of_work_suggests_nothing():
    assert suggested(meanings().brief_centre, named=[]) == ()
    assert requirement_of("Python.\n\n20 hours a week from 11 January 2027.")["suggested_skills"] == []


def test_only_skills_whose_words_changed_are_embedded_again(monkeypatch):
    embedded: list[str] = []
    real = actions.embedder()

    class Counting:
        def embed(self, texts):
            embedded.extend(texts)
            return real.embed(texts)

    monkeypatch.setattr(actions, "embedder", Counting)
    old = graph()["agriculture"]
    new = replace(old, about="Growing rice, wheat and vegetables with data.")
    actions.sync_skills(SkillGraph({**graph().skills, "agriculture": new}), using="default")
    assert embedded == [f"{new.name}: {new.about}"]
    row = Skill.objects.get(slug="agriculture")
    np.testing.assert_allclose(np.frombuffer(row.direction, np.float16), real.embed(embedded)[0], atol=1e-3)
    meanings.cache_clear()
