"""Bringing a database that holds people to a skill graph that has grown or lost a skill."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from guildworks.accounts.queries import local_operator, operator_organisation
from guildworks.cli.engineer_view import print_engineer
from guildworks.matching.actions import match_brief
from guildworks.matching.reading import brief_reader
from guildworks.matching.spent import Spent
from guildworks.project import schema
from guildworks.skills import queries
from guildworks.skills.meaning import meanings
from guildworks.talent.queries import whole
from tests.cast import make_engineer

NEW = """
- slug: zebra-{number}
  name: Zebra{number}
  kind: framework
  half_life: two-years
  about: "A framework that came with a later version."
  aliases: []
"""


@pytest.fixture
def change_graph(monkeypatch, tmp_path) -> Iterator[Callable[[Callable[[Path], None]], None]]:
    """Changes a copy of the graph's files and brings the database to it, as a new version of the program would."""
    remembered = (
        queries.graph,
        queries.gazetteer,
        queries.half_lives,
        queries.skill_numbers,
        brief_reader,
        meanings,
        schema.fingerprint,
    )

    def forget() -> None:
        for function in remembered:
            function.cache_clear()

    def change(edit: Callable[[Path], None]) -> None:
        folder = tmp_path / "graph"
        shutil.copytree(queries.GRAPH_FOLDER, folder)
        edit(folder)
        monkeypatch.setattr(queries, "GRAPH_FOLDER", folder)
        monkeypatch.setattr(schema, "GRAPH_FOLDER", folder)
        forget()
        schema.migrate()

    yield change
    forget()


def found(text: str) -> list[str]:
    made = match_brief(local_operator(), operator_organisation(), text=text, top=10, spent=Spent())
    return [person["name"] for person in made.found["roles"][0]["engineers"]]


def test_new_skills_are_searched_at_once_also_above_those_that_people_have(own_database, change_graph):
    make_engineer("Rosa", skills=["pytorch"])

    def grow(folder: Path) -> None:
        (folder / "99-new.yaml").write_text("".join(NEW.format(number=number) for number in range(20)))
        for file in folder.glob("*.yaml"):
            text = file.read_text("utf-8")
            if "\n- slug: pytorch\n" in text:
                before, after = text.split("\n- slug: pytorch\n")
                file.write_text(f"{before}\n- slug: pytorch\n{after.replace('broader: [', 'broader: [zebra-0, ', 1)}")

    change_graph(grow)
    assert found("Zebra0 is a must. 20 hours a week.") == ["Rosa"]
    assert found("Zebra19 is a must. 20 hours a week.") == []


def test_a_skill_that_left_the_graph_still_shows_with_those_who_have_it(own_database, change_graph, capsys):
    rosa = make_engineer("Rosa", skills=["python", "matplotlib"])

    def shrink(folder: Path) -> None:
        for file in folder.glob("*.yaml"):
            skills = file.read_text("utf-8").split("\n- slug: ")
            kept = [skill for skill in skills if not skill.startswith("matplotlib\n")]
            file.write_text("\n- slug: ".join(kept).replace("matplotlib, ", "").replace(", matplotlib", ""))

    change_graph(shrink)
    print_engineer(whole(type(rosa).objects.filter(id=rosa.id)).get())
    assert "matplotlib" in capsys.readouterr().out
    assert found("Python is a must. 20 hours a week.") == ["Rosa"]
