"""From a brief to a shortlist: who is on it, why, who is not, and what each requirement ruled out."""

from __future__ import annotations

import time

import pytest

from guildworks.accounts.queries import local_operator, operator_organisation
from guildworks.availability.overlap import WorkingDay
from guildworks.matching.actions import make_shortlist, write_brief
from guildworks.matching.listed import BadTop
from guildworks.matching.queries import get_shortlist, shortlist_json
from guildworks.matching.reading import BadBrief, brief_reader
from guildworks.matching.shown.shortlist import shortlist_shown
from guildworks.matching.spent import Spent
from guildworks.platform import clock, limits
from guildworks.platform.errors import NotAllowed, NotFound
from guildworks.skills.queries import graph
from guildworks.talent.actions import unlist_engineers
from tests.cast import make_engineer

BRIEF = """Claims search

You must know Python and pgvector. LangGraph would be nice.
24 hours a week for 12 weeks from 11 January 2027, at most 110 EUR per hour.
Remote, at least 4 hours between 9:00 and 17:00 Berlin time. English at B2 or better."""

pytestmark = pytest.mark.django_db


def shortlist(text: str = BRIEF, *, top: int = 10):
    spent, actor = Spent(), local_operator()
    brief = write_brief(actor, operator_organisation(), text=text, spent=spent)
    return shortlist_json(make_shortlist(actor, brief, top=top, spent=spent), spent=spent)


def names(people) -> list[str]:
    return [person["name"] for person in people]


def test_who_meets_everything_is_listed_and_the_better_comes_first():
    make_engineer("Good", skills=["python", "pgvector"])
    make_engineer("Better", skills=["python", "pgvector", "langgraph"], seen={"python": 3.9, "pgvector": 3.8})
    found = shortlist()
    assert names(found["engineers"]) == ["Better", "Good"]
    best = found["engineers"][0]
    assert best["rank"] == 1
    assert sum(best["parts"].values()) == pytest.approx(best["score"], abs=1e-9)
    assert best["low"] < best["score"] < best["high"]
    assert best["rate"] == {"amount": 90.0, "currency": "EUR"}
    assert best["cost"] == {"amount": 90.0 * 24 * 12, "currency": "EUR"}
    assert best["overlap_hours"] == 8
    assert best["free_hours"] == 40


@pytest.mark.parametrize(
    ("lacks", "requirement"),
    [
        ({"skills": ["python"]}, "pgvector"),
        ({"rate": (111, "EUR")}, "budget 110 EUR/h"),
        ({"hours": 20}, "24 h a week free"),
        ({"languages": {"en": "B1"}}, "language en B2"),
        ({"languages": {"de": "C2"}}, "language en B2"),
        ({"day": WorkingDay("America/Los_Angeles", 540, 1020)}, "overlap 4 h"),
        ({"day": None}, "overlap 4 h"),
    ],
)
def test_who_fails_one_requirement_is_a_near_miss_that_says_which(lacks, requirement):
    make_engineer("Short", **{"skills": ["python", "pgvector"], **lacks})
    found = shortlist()
    assert found["engineers"] == []
    assert [(miss["name"], miss["fails"]) for miss in found["near_misses"]] == [("Short", [requirement])]
    counted = {each["requirement"]: each for each in found["excluded"]}
    assert counted[requirement]["engineers"] == counted[requirement]["only"] == 1
    assert found["excluded"][-1]["left"] == 0


def test_a_client_sees_in_which_zone_somebody_works_in_the_week_of_the_start():
    make_engineer("Near", skills=["python", "pgvector"], day=WorkingDay("America/New_York", 360, 840), city="Boston")
    spent, actor = Spent(), local_operator()
    brief = write_brief(actor, operator_organisation(), text=BRIEF.replace("11 January", "11 May"), spent=spent)
    made = make_shortlist(actor, brief, top=10, spent=spent)
    (person,) = made.found["roles"][0]["engineers"]
    assert person["zone"] == "America/New_York"
    assert shortlist_shown(made)["roles"][0]["people"][0]["facts"] == "Boston · UTC−4 · 8 years"


@pytest.mark.parametrize("text", [BRIEF, "We need Python."])
def test_whoever_never_said_their_hours_is_on_no_list_and_counted_as_not_confirmed(text):
    make_engineer("Silent", skills=["python", "pgvector"], hours=None)
    found = shortlist(text)
    assert (found["candidates"], found["engineers"], found["near_misses"]) == (1, [], [])
    first = found["excluded"][0]
    assert (first["requirement"], first["engineers"], first["left"]) == ("not confirmed", 1, 0)


def test_a_skill_below_the_one_asked_meets_it_and_not_the_reverse():
    make_engineer("Below", skills=["python", "pgvector"])
    make_engineer("Above", skills=["python", "vector-databases"])
    found = shortlist("We need Python and vector databases, both are a must.")
    assert sorted(names(found["engineers"])) == ["Above", "Below"]
    through = {p["name"]: {s["skill"]: s["through"] for s in p["skills"]} for p in found["engineers"]}
    assert through["Below"]["vector-databases"] == "pgvector"
    assert names(shortlist("We need Python and pgvector, both are a must.")["engineers"]) == ["Below"]


def test_one_of_several_is_enough():
    make_engineer("One", skills=["python", "vllm"])
    make_engineer("None", skills=["python"])
    found = shortlist("Required: Python, and either TensorRT or vLLM.")
    assert names(found["engineers"]) == ["One"]


def test_an_excluded_skill_neither_adds_nor_rules_out():
    make_engineer("With", skills=["python", "kubernetes"])
    make_engineer("Without", skills=["python"])
    found = shortlist("Python is a must. No Kubernetes please.")
    assert len(found["engineers"]) == 2
    assert len({person["parts"]["skills"] for person in found["engineers"]}) == 1
    assert [skill["skill"] for skill in found["engineers"][0]["skills"]] == ["python"]


def test_what_the_brief_says_in_two_ways_rules_nobody_out():
    make_engineer("Dear", skills=["python"], rate=(70, "USD"))
    found = shortlist(
        "Python is a must. 20 hours a week for 17 weeks from 15 January 2027. $70/h; total must stay under $15,000."
    )
    assert names(found["engineers"]) == ["Dear"]
    assert any("23,800" in note["message"] for note in found["requirement"]["contradictions"])


def test_a_rate_in_another_currency_is_unknown_and_rules_nobody_out():
    make_engineer("Elsewhere", skills=["python", "pgvector"], rate=(300, "USD"))
    (person,) = shortlist()["engineers"]
    assert person["rate"] == {"amount": 300.0, "currency": "USD"}
    assert person["rate_is_comparable"] is False


def test_the_unlisted_are_found_by_nobody():
    engineer = make_engineer("Gone", skills=["python", "pgvector"])
    unlist_engineers(local_operator(), [engineer])
    found = shortlist()
    assert (found["candidates"], found["engineers"], found["near_misses"]) == (0, [], [])


def test_presence_is_asked_in_the_city_named():
    make_engineer("Here", skills=["python"], city="Milan", country="IT")
    make_engineer("There", skills=["python"], city="Turin", country="IT")
    found = shortlist("Python is a must. On site in Milan two days a week.")
    assert names(found["engineers"]) == ["Here"]
    assert names(found["near_misses"]) == ["There"]


def test_a_stuffed_profile_ranks_no_higher_than_the_same_profile_without():
    from guildworks.skills.queries import graph

    skills = graph().skills.values()
    every = [name for skill in skills for name in (skill.name, *(alias.text for alias in skill.aliases))]
    plain = "I have kept search systems of two insurers running."
    make_engineer("Plain", skills=["python", "pgvector"], summary=plain)
    make_engineer("Stuffed", skills=["python", "pgvector"], summary=f"{plain} {', '.join(every)}.")
    scores = {person["name"]: person["score"] for person in shortlist()["engineers"]}
    assert scores["Stuffed"] <= scores["Plain"]


def test_several_roles_each_get_a_list():
    make_engineer("Both", skills=["python", "pgvector", "spark"])
    found = shortlist(
        "We look for two people.\n\n## 1. ML engineer\nMust have: Python, pgvector.\n\n"
        "## 2. Data engineer\nMust have: Spark.\n"
    )
    assert len(found["roles"]) == 2
    assert found["engineers"] == found["roles"][0]["engineers"]


def test_a_shortlist_is_kept_and_its_organisation_alone_may_see_it(cast):
    from guildworks.platform.ids import shown, uuid7

    make_engineer(skills=["python", "pgvector"])
    spent = Spent()
    brief = write_brief(cast.ada, cast.halden, text=BRIEF, spent=spent)
    made = make_shortlist(cast.ada, brief, top=5, spent=spent)
    assert get_shortlist(cast.bo, made.shown_id).found == made.found
    for asker, shown_id in ((cast.cy, made.shown_id), (cast.ada, shown("sho", uuid7())), (cast.ada, "nonsense")):
        with pytest.raises(NotFound) as refused:
            get_shortlist(asker, shown_id)
        assert refused.value.message == "There is no such shortlist, or it is not yours."
    with pytest.raises(NotAllowed):
        make_shortlist(cast.cy, brief, top=5, spent=spent)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "brief_empty"),
        (" \n\t", "brief_empty"),
        ("x" * 200_000, "brief_too_long"),
        ("เราต้องการวิศวกรปัญญาประดิษฐ์ที่มีประสบการณ์", "brief_not_english"),
    ],
)
def test_a_brief_that_cannot_be_read_is_refused_and_nothing_is_kept(text, code):
    from guildworks.matching.models import Brief

    with pytest.raises(BadBrief) as refused:
        shortlist(text)
    assert refused.value.code == code
    assert refused.value.hint
    assert not Brief.objects.exists()


@pytest.mark.parametrize("top", [0, -1, 100_000])
def test_a_list_of_no_or_too_many_places_is_refused(top):
    with pytest.raises(BadTop):
        shortlist(top=top)


def test_equal_scores_fall_by_the_brief_and_not_by_age():
    for number in range(6):
        make_engineer(f"Same {number}", skills=["python"])
    orders = {tuple(names(shortlist("Python is a must.")["engineers"])) for _ in range(6)}
    assert len(orders) > 1


def test_more_requirements_than_bits_still_all_hold():
    frameworks = [skill.name for skill in graph().skills.values() if skill.kind == "framework"]
    text = "Must have: " + "; ".join(frameworks[:75]) + ".\n20 hours a week. English at B2 is a must."
    read = brief_reader(40_000).read(text, today=clock.today())
    musts = [wish.skill for wish in read.skills if wish.importance == "must"]
    assert len(musts) > 60
    make_engineer("Everything", skills=musts)
    make_engineer("No English", skills=musts, languages={"de": "C1"})
    make_engineer("But the last", skills=musts[:-1])
    found = shortlist(text)
    assert names(found["engineers"]) == ["Everything"]
    assert found["excluded"][-1]["engineers"] == 2


def test_an_operator_may_want_no_near_misses(monkeypatch):
    monkeypatch.setattr(limits, "_read", (time.monotonic(), {"near_misses": 0}))
    make_engineer("Short", skills=["python"])
    found = shortlist()
    assert (found["engineers"], found["near_misses"]) == ([], [])


def test_the_last_days_of_the_work_count_with_their_week():
    """From a Thursday for two weeks: the third calendar week is the first of summer time in Berlin, not in Lagos."""
    lagos = WorkingDay("Africa/Lagos", 13 * 60, 17 * 60)
    make_engineer("Lagos", skills=["python", "pgvector"], day=lagos)
    dates = ("12 weeks from 11 January 2027", "2 weeks from 18 March 2027")
    found = shortlist(BRIEF.replace(*dates))
    assert found["engineers"] == []
    assert found["near_misses"][0]["overlap_hours"] == 3
    assert found["near_misses"][0]["cost"]["amount"] == 90 * 24 * 2
