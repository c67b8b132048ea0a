"""The reference is complete. Why: what is not documented is found by nobody, or used in a way that nobody promised."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from guildworks.accounts.queries import local_operator, operator_organisation
from guildworks.kernels.text.requirement_json import requirement_json
from guildworks.matching.actions import make_shortlist, write_brief
from guildworks.matching.queries import shortlist_json
from guildworks.matching.reading import brief_reader
from guildworks.matching.spent import Spent
from guildworks.talent.told import engineer_json
from tests.cast import TODAY, make_engineer
from tests.house.checkout import ROOT, File, files, tree
from tests.house.reference import commands, option_row, options, pages
from tests.house.rewriting import compare

REFERENCE = ROOT / "docs" / "reference"
BRIEF = """Claims search

You must know Python and pgvector. LangGraph would be nice. Two roles: a data engineer and a search engineer.
24 hours a week for 12 weeks from 11 January 2027, at most 110 EUR per hour.
Remote, at least 4 hours between 9:00 and 17:00 Berlin time. English at B2 or better."""


def test_what_the_program_promises_is_in_the_reference(request: pytest.FixtureRequest):
    """Made from the program and kept, so that a change is seen as what it is: a change of a promise."""
    made = pages()
    for name, text in made.items():
        compare(request, REFERENCE, {name: text}, pattern=name)


def test_every_command_and_option_says_what_it_is_for():
    """Way out: a docstring for a command, `help=` for an option or argument."""
    assert [words for words, command in commands() if not (command.help or "").strip().endswith(".")] == []
    silent = [
        f"{words} {option_row(option)[0]}"
        for words, command in commands()
        for option in options(command)
        if not option_row(option)[2]
    ]
    assert silent == []


def test_every_setting_of_the_environment_is_documented():
    """Way out: a line in docs/reference/settings.md; what only tests and benchmarks read is in CONTRIBUTING.md."""
    read = {name for file in files("src/*.py", "guildworks") for name in re.findall(r"GUILDWORKS_[A-Z_]+", file.text)}
    page = (REFERENCE / "settings.md").read_text("utf-8")
    assert set(re.findall(r"^\| `(GUILDWORKS_[A-Z_]+)`", page, re.MULTILINE)) == read


def test_documents_that_code_names_are_in_the_repository():
    """A pointer to a page that only its writer has helps nobody. Way out: the page in docs/, or the reason itself."""
    named = {
        (file.path, page)
        for file in files("src/*", "benchmarks/*.py", "tests/*.py", "guildworks", ".ci/*", "pyproject.toml")
        for page in re.findall(r"(?<![\w/])(docs/[\w/-]+\.md|[A-Z]{3,}\.md)\b", file.text)
    }
    assert [name for name in sorted(named) if name[1] != "BRIEF.md" and not (ROOT / name[1]).exists()] == []


@pytest.mark.django_db
def test_every_field_of_a_shortlist_and_of_an_engineer_is_documented():
    """Way out: the field's path and meaning in docs/reference/json.md."""
    engineer = make_engineer("Good", skills=["python", "pgvector"], seen={"python": 3.5})
    make_engineer("Nearly", skills=["python"])
    spent, actor = Spent(), local_operator()
    brief = write_brief(actor, operator_organisation(), text=BRIEF, spent=spent)
    shown = shortlist_json(make_shortlist(actor, brief, top=10, spent=spent), spent=spent)
    assert shown["engineers"] and shown["near_misses"], "else it shows no field of a person"
    assert undocumented("shortlist", shown) == []
    assert undocumented("engineers show", engineer_json(engineer)) == []


def test_every_field_of_a_requirement_is_documented():
    """The examples together say everything that a brief can say."""
    for path in sorted((ROOT / "examples" / "briefs").glob("*.md")):
        text = path.read_text("utf-8")
        requirement = requirement_json(brief_reader(40_000).read(text, today=TODAY), text)
        assert undocumented("shortlist", {"requirement": requirement}) == [], path.name


def test_every_field_that_a_command_prints_is_documented():
    """The keys that stand in a call of `print_json`. Way out: as above."""
    fields = [(file.path, key) for file in files("src/guildworks/cli/*.py") for key in printed(file)]
    words = documented_words()
    assert [field for field in fields if field[1] not in words] == []


def undocumented(command: str, document: object) -> list[str]:
    """The paths of a JSON document that the section of this command does not name."""
    page = (REFERENCE / "json.md").read_text("utf-8")
    _, _, section = page.partition(f"## {command}\n")
    named = set(re.findall(r"^\| `([^`]+)`", section.partition("\n## ")[0], re.MULTILINE))
    same = re.compile(r"^(near_misses|roles\[\]\.engineers)\[\]")  # people have the same fields in each list
    found = dict.fromkeys(paths(document))
    return [path for path in found if path not in named and same.sub("engineers[]", path) not in named]


def paths(document: object, prefix: str = "") -> Iterator[str]:
    """`engineers[].parts.skills` and so on, for each field of a document."""
    if isinstance(document, list):
        for each in document:
            yield from paths(each, f"{prefix}[]")
    elif isinstance(document, dict):
        for name, value in document.items():
            path = f"{prefix}.{name}" if prefix else name
            yield path
            yield from paths(value, path)


def printed(file: File) -> Iterator[str]:
    for call in ast.walk(tree(file)):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "print_json":
            keys = (key for node in ast.walk(call) if isinstance(node, ast.Dict) for key in node.keys)
            yield from (str(key.value) for key in keys if isinstance(key, ast.Constant))


def documented_words() -> set[str]:
    page = Path(REFERENCE / "json.md").read_text("utf-8")
    named = re.findall(r"^\| `([^`]+)`", page, re.MULTILINE)
    return {word for path in named for word in re.split(r"[.\[\]]+", path)}
