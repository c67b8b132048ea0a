"""Briefs for several roles: which roles they want, and which skills are asked of which."""

from __future__ import annotations

from datetime import date

import pytest

from guildworks.kernels.text.brief import BriefReader
from tests.kernels.text.small_graph import GRAPH

READER = BriefReader(GRAPH)
TODAY = date(2026, 11, 23)
ML, DATA = "ML engineer", "data engineer"
APART = {"pytorch": ML, "kafka": DATA}
AND_COMMON = {**APART, "docker": None}


def roles_and_skills(text: str) -> tuple[set[str], dict[str, str | None]]:
    result = READER.read(text, today=TODAY)
    assert len({wish.skill for wish in result.skills}) == len(result.skills), "a skill is asked for once"
    return {role.value for role in result.roles}, {wish.skill: wish.role for wish in result.skills}


@pytest.mark.parametrize(
    ("text", "skills"),
    [
        (
            "We need an ML engineer and a data engineer. The data engineer must know Kafka. The ML engineer must know "
            "PyTorch. Both must know Docker.",
            AND_COMMON,
        ),
        (
            "We need an ML engineer and a data engineer. The ML engineer must know PyTorch and the data engineer must "
            "know Kafka. The ML engineer and the data engineer must know Docker.",
            AND_COMMON,
        ),
        (
            "We want an ML engineer and a data engineer. PyTorch is required for the ML engineer. For the data "
            "engineer, Kafka is a must.",
            APART,
        ),
        ("We need an ML engineer with PyTorch and a data engineer with Kafka. Docker is needed for both.", AND_COMMON),
        ("Two freelancers from May. The ML engineer should know PyTorch. The data engineer should know Kafka.", APART),
        (
            "We need an ML engineer and a data engineer. The ML engineer must know PyTorch and the data "
            "engineer Kafka.",
            APART,
        ),
        ("We need an ML engineer and a data engineer. Docker is required.", {"docker": None}),
        ("PyTorch is required of the ML engineer, Kafka of the data engineer.", APART),
        ("Two roles: ML engineer (PyTorch) at 90 EUR/h; data engineer (Kafka) at 80 EUR/h.", APART),
        ("ML engineer: 20 hours per week, PyTorch. Data engineer: full time, Kafka. Both: Docker.", AND_COMMON),
        (
            "We need an ML engineer and a data engineer. PyTorch is a must for the ML engineer and Kafka for the data "
            "engineer.",
            APART,
        ),
        (
            "We need an ML engineer and a data engineer. Docker is a must for the ML engineer and for the data "
            "engineer.",
            {"docker": None},
        ),
        (
            "We need: 1. ML engineer: PyTorch, part of the week. 2. Data engineer: Kafka, full time. Both: Docker.",
            AND_COMMON,
        ),
        ("We need an ML engineer and a data engineer. The first must know PyTorch, the second Kafka.", APART),
        ("We need an ML engineer and a data engineer: PyTorch for the first, Kafka for the second.", APART),
        (
            "We need an ML engineer and a data engineer. Our shop has two halves. The first uses PyTorch, the second "
            "uses Kafka.",
            {"pytorch": None, "kafka": None},
        ),
    ],
)
def test_a_sentence_about_a_role_asks_its_skills_of_that_role(text: str, skills: dict[str, str | None]) -> None:
    assert roles_and_skills(text) == ({ML, DATA}, skills)


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("We need two people. The first trains models with PyTorch, the second builds with Kafka.", "person", "person"),
        ("We want two experienced hands. First person: PyTorch. Second person: Kafka.", "person", "person"),
        ("We want two people for it. First person: PyTorch. Second person: Kafka.", "person", "person"),
        ("We want two data engineers. One must know PyTorch, the other Kafka.", "data engineer", "data engineer"),
    ],
)
def test_people_told_apart_by_their_order_only_are_two_roles(text: str, first: str, second: str) -> None:
    found, skills = roles_and_skills(text)
    assert found == {f"first {first}", f"second {second}"}
    assert skills == {"pytorch": f"first {first}", "kafka": f"second {second}"}


def test_what_differs_by_role_is_asked_back_and_not_used() -> None:
    text = (
        "1. ML engineer: PyTorch, 20 hours a week, 80 EUR an hour, start in May\n"
        "2. Data engineer: Kafka, 30 hours a week, 70 EUR an hour, start in June\n"
    )
    result = READER.read(text, today=TODAY)
    assert (result.hours_per_week, result.budget, result.starts, result.contradictions) == ((), None, None, ())
    said = {note.field: [span.of(text) for span in note.spans] for note in result.vague}
    assert said == {
        "hours_per_week": ["20 hours a week", "30 hours a week"],
        "budget": ["80 EUR an hour", "70 EUR an hour"],
        "starts": ["May", "June"],
    }
    assert all("one brief per role" in note.message for note in result.vague)
    assert not {note.field for note in result.missing} & said.keys(), "what is said in two ways is not missing"


def test_what_is_the_same_for_both_roles_is_said_once() -> None:
    text = "We need an ML engineer with PyTorch for 20 hours a week and a data engineer with Kafka for 20 hours a week."
    result = READER.read(text, today=TODAY)
    assert [entry.value.most for entry in result.hours_per_week] == [20]
    assert "hours_per_week" not in {note.field for note in result.vague}


@pytest.mark.parametrize(
    ("text", "skills"),
    [
        (
            "We need an ML engineer and a data engineer for our shop.\n\nThe ML engineer builds models. PyTorch is "
            "required.\n\nThe data engineer builds pipelines. Kafka is required.\n\nDocker is required.",
            AND_COMMON,
        ),
        (
            "We look for an ML engineer with PyTorch to rank our products.\n\nWe also look for a data engineer. "
            "Kafka is a must.\n\nBoth work with Docker.",
            AND_COMMON,
        ),
    ],
)
def test_a_paragraph_for_each_role(text: str, skills: dict[str, str | None]) -> None:
    assert roles_and_skills(text) == ({ML, DATA}, skills)


@pytest.mark.parametrize(
    ("first", "second", "common"),
    [
        ("## ML engineer", "## Data engineer", "## For both"),
        ("## ML engineer", "## Data engineer", "## Conditions"),
        ("**ML engineer**", "**Data engineer**", "**For both**"),
        ("ML engineer:", "Data engineer:", "Both:"),
        ("ML engineer (20 hours a week):", "Data engineer (full time):", "For everyone:"),
        ("ML engineer", "Data engineer", "Both:"),
        ("Role 1: ML engineer", "Role 2: Data engineer", "General:"),
        ("Position A - ML engineer", "Position B - Data engineer", "General:"),
        ("ML engineer must-haves:", "Data engineer must-haves:", "Both:"),
        ("## Requirements for the ML engineer", "## Requirements for the data engineer", "## Requirements for both"),
    ],
)
@pytest.mark.parametrize("opening", ["# People for our shop\n\nWe need help from May.\n\n", ""])
def test_a_section_for_each_role(opening: str, first: str, second: str, common: str) -> None:
    text = f"{opening}{first}\n- PyTorch\n\n{second}\n- Kafka\n\n{common}\n- Docker\n"
    assert roles_and_skills(text) == ({ML, DATA}, AND_COMMON)


def test_the_section_of_a_role_keeps_its_own_lists_and_terms() -> None:
    text = (
        "# Two engineers\n\n## ML engineer\n\n20 hours a week, start in May. PyTorch is required. The data engineer "
        "gives you tables.\n\n### Nice to have\n- Rust\n\n## Data engineer\n\nMust have:\n- Kafka\n\n"
        "Nice to have:\n- Java\n\n## Practical\nDocker is required."
    )
    assert roles_and_skills(text) == ({ML, DATA}, {**AND_COMMON, "rust": ML, "java": DATA})


@pytest.mark.parametrize("signs", [("1.", "2."), ("-", "-"), ("*", "*")])
@pytest.mark.parametrize("colon", ["", ":"])
def test_a_list_item_for_each_role_with_a_list_below(signs: tuple[str, str], colon: str) -> None:
    text = (
        f"{signs[0]} ML engineer{colon}\n   - PyTorch\n{signs[1]} Data engineer{colon}\n   - Kafka\n\nBoth know Docker."
    )
    assert roles_and_skills(text) == ({ML, DATA}, AND_COMMON)


def test_a_line_for_each_role() -> None:
    text = "ML engineer: PyTorch is required.\nData engineer: Kafka is required.\nBoth: Docker."
    assert roles_and_skills(text) == ({ML, DATA}, AND_COMMON)


@pytest.mark.parametrize("common", ["Must have:\n- Docker\n", "Docker is a must."])
def test_what_stands_below_a_bare_list_of_roles_is_asked_of_all(common: str) -> None:
    text = f"We need:\n- an ML engineer\n- a data engineer\n\n{common}"
    assert roles_and_skills(text) == ({ML, DATA}, {"docker": None})


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("Web developer - Java\n\nRole: Frontend developer\nYou know Docker.", {"web developer"}),
        ("We need an ML engineer with PyTorch. You work with our data engineers on Kafka.", {ML}),
        ("We need an ML engineer.\n\nEngineering manager: Jane\nProduct owner: Joe\n\nPyTorch is required.", {ML}),
        ("We need a data engineer with Kafka. The ML engineer left us. The product manager was here before.", {DATA}),
    ],
)
def test_a_brief_for_one_role_has_no_parts(text: str, roles: set[str]) -> None:
    found, skills = roles_and_skills(text)
    assert found == roles
    assert set(skills.values()) == {None}


def test_one_post_under_two_titles_is_not_cut_by_them() -> None:
    text = "Full-stack developer (Java)\n\nWe seek an application engineer with Kafka.\n\nDocker is a must."
    found, skills = roles_and_skills(text)
    assert found == {"full-stack engineer", "software engineer"}
    assert set(skills.values()) == {None}


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("We need 2 senior ML engineers for 3 months. Budget: 60k USD total.", True),
        ("We look for a data engineer and a frontend developer. Budget: 20,000 EUR in total.", True),
        ("We need 2 senior ML engineers for 3 months, 90 EUR an hour.", False),
        ("We need an ML engineer with two years of Python. Budget: 60k USD total.", False),
    ],
)
def test_one_sum_for_several_people_is_asked_about(text: str, asks: bool) -> None:
    notes = [note for note in READER.read(text, today=TODAY).vague if note.field == "budget"]
    assert [("for each" in note.message) for note in notes] == [True] * asks


@pytest.mark.parametrize(
    "text", ["Title: Data engineer, Kafka", "| Role | Data engineer |", "We look for a data contractor for Kafka."]
)
def test_a_field_of_a_form_or_another_word_for_a_freelancer_names_the_role(text: str) -> None:
    found, _ = roles_and_skills(f"REQUEST 4471\n{text}\nStart: May")
    assert found == {DATA}


def test_numbered_roles_on_one_line_are_told_apart() -> None:
    found = READER.read("Role 1: ML engineer, PyTorch. Role 2: MLOps engineer, Kubernetes.", today=TODAY)
    assert {(wish.skill, wish.role) for wish in found.skills} == {
        ("pytorch", "ML engineer"),
        ("kubernetes", "MLOps engineer"),
    }
