"""How senior the person should be."""

from __future__ import annotations

import pytest

from guildworks.kernels.text.fields import read_seniority
from guildworks.kernels.text.requirement import Seniority


@pytest.mark.parametrize(
    ("text", "wanted", "words"),
    [
        ("Senior ML engineer", Seniority("senior"), "Senior ML engineer"),
        ("Looking for a very senior person", Seniority("senior"), "a very senior person"),
        ("Level: senior", Seniority("senior"), "senior"),
        ("mid-level", Seniority("middle"), "mid-level"),
        ("junior welcome", Seniority("junior"), "junior welcome"),
        ("a junior developer", Seniority("junior"), "a junior developer"),
        ("mid/senior engineer", Seniority("middle", up_to="senior"), "mid/senior engineer"),
        ("Experience level:\nMid-Level Senior\nRole:\nDevOps", Seniority("middle", up_to="senior"), "Mid-Level Senior"),
        ("We need a Tech Lead for our platform.", Seniority("lead"), "Tech Lead"),
        ("Principal engineer", Seniority("lead"), "Principal engineer"),
        ("Sr. data scientist", Seniority("senior"), "Sr. data scientist"),
        ("10 years+ experience", Seniority(years=10), "10 years+ experience"),
        ("5+ years of experience", Seniority(years=5), "5+ years of experience"),
        ("at least 5 years in the field", Seniority(years=5), "at least 5 years in the field"),
        ("minimum of three years' experience", Seniority(years=3), None),
        ("3-5 years of hands-on experience", Seniority(years=3), None),
        ("Senior data engineer with 7 years of experience", Seniority("senior", 7), None),
        ("Backend engineer, 5+ years, Python, Postgres, remote.", Seniority(years=5), "5+ years"),
        ("Senior data engineer (7+ years), Spark.", Seniority("senior", 7), "Senior data engineer"),
        ("Data engineer, 5+ years, Spark, Airflow. Salary 80k EUR per year.", Seniority(years=5), "5+ years"),
        ("Looking for a data engineer. 4+ years. Spark.", Seniority(years=4), "4+ years"),
        ("ML engineer, minimum 4 years, Python", Seniority(years=4), "minimum 4 years"),
        ("We need someone with 3 years, Python.", Seniority(years=3), "3 years"),
    ],
)
def test_seniority_is_read_in_the_ways_people_write_it(text: str, wanted: Seniority, words: str | None) -> None:
    read = read_seniority(text).read
    assert read is not None
    assert read.value == wanted
    assert words in (None, read.span.of(text))


def test_senior_only_with_junior_welcome_is_a_contradiction_and_no_level() -> None:
    text = "Evaluation of our agents: senior only (junior welcome)"
    reading = read_seniority(text)
    assert reading.read is not None
    assert reading.read.value == Seniority()
    assert [note.spans[0].of(text) for note in reading.contradictions] == ["senior only (junior welcome)"]


@pytest.mark.parametrize(
    "text",
    [
        "You mentor junior developers.",
        "You present to senior management and senior stakeholders.",
        "We have 20 years of experience.",
        "Our founders bring 40 years of experience together.",
        "lead the team and staff the project",
        "Our house is 10 years old.",
        "You report to the senior engineer.",
        "a middle layer in the network",
        "PyTorch, several years",
        "ML engineer, contract of two years, remote.",
        "We need a data engineer, full time, for three years.",
        "We are a startup, 6 years, and need an ML engineer.",
        "",
    ],
)
def test_other_people_and_the_firm_are_not_the_person(text: str) -> None:
    assert read_seniority(text).read is None


@pytest.mark.parametrize(
    "text",
    [
        "Six years of proven proficiency in Fortran.",
        "You bring 6+ years of working with turbines.",
        "With your + 6 years knowledge of compilers.",
    ],
)
def test_years_of_work_or_knowledge_are_years_of_experience(text: str) -> None:
    read = read_seniority(text).read
    assert read is not None
    assert read.value.years == 6


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("AI lead, who mentors two junior engineers", Seniority("lead")),
        ("Experience: at least 6 years with ETL", Seniority(None, 6)),
        ("Somebody with 4+ years in industrial vision", Seniority(None, 4)),
        ("The contractor shall have five years' experience.", Seniority(None, 5)),
        ("A junior is welcome.", Seniority("junior")),
        ("Python, SQL, experience 5-8 yrs", Seniority(None, 5)),
        ("We require the services of a principal data engineer.", Seniority("lead")),
    ],
)
def test_seniority_is_that_of_the_person_in_question(text: str, wanted: Seniority) -> None:
    read = read_seniority(text).read
    assert read is not None
    assert read.value == wanted
