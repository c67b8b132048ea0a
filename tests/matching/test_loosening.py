"""A list that is too short says what would bring more people, each one click, and every count is what comes of it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from guildworks.accounts.models import User
from guildworks.availability.overlap import WorkingDay
from guildworks.matching.actions import AskedTooOften, correct_brief, make_shortlist
from guildworks.matching.correcting import Typed
from guildworks.matching.corrections import asked_for
from guildworks.matching.feasibility import rounded
from guildworks.matching.loosening.actions import WayIsGone, check_loosening, loosen_brief
from guildworks.matching.loosening.counting import count_fitting
from guildworks.matching.loosening.telling import what_helps
from guildworks.matching.loosening.ways import ways
from guildworks.matching.models import Brief, LooseningCheck, Shortlist
from guildworks.matching.spent import Spent
from guildworks.platform import clock
from guildworks.platform.actor import Actor
from guildworks.platform.errors import NotAllowed
from guildworks.platform.limits import set_limit
from guildworks.platform.models import Event
from tests.cast import hold, make_brief, make_engineer, make_list, week

pytestmark = pytest.mark.django_db

TEXT = """Python, RAG and Kubernetes are must-haves; experience with PyTorch or TensorFlow is required.
German at B2 is required. On site in Hamburg. At least 4 hours between 9:00 and 17:00 Berlin time.
32 hours a week for 8 weeks, starting on {monday:%-d %B %Y}. We pay €80 to €100 an hour."""


@pytest.fixture
def brief(cast) -> Brief:
    return make_brief(cast.halden, text=TEXT.format(monday=week(2)))


def everybody() -> None:
    """Somebody for each way: who lacks one thing, and nothing else."""
    whole = {
        "skills": ("python", "rag", "kubernetes", "pytorch"),
        "languages": {"de": "C1"},
        "city": "Hamburg",
        "rate": (100, "EUR"),
        "hours": 40,
    }
    far = WorkingDay("America/Toronto", 8 * 60, 16 * 60)
    lacking = {
        "kubernetes": {"skills": ("python", "rag", "pytorch")},
        "frameworks": {"skills": ("python", "rag", "kubernetes")},
        "german": {"languages": {"de": "B1"}},
        "none": {"languages": {"en": "C2"}},
        "elsewhere": {"city": "Berlin"},
        "dear": {"rate": (108, "EUR")},
        "dearer": {"rate": (121, "EUR")},
        "few hours": {"hours": 24},
        "far": {"day": far},
        "nothing": {},
    }
    for place, (what, lack) in enumerate(lacking.items()):
        for each in range(3 + place % 3):
            engineer = make_engineer(f"{what} {each}", **{**whole, **lack})
            if what == "nothing":
                hold(engineer, hours=40, first=2, weeks=1)


def made_by(way, brief: Brief, actor: Actor) -> Shortlist:
    """The list that a way leads to, and the brief as it was again."""
    versions = asked_for(brief).versions
    correct_brief(
        actor, brief, [Typed(each.item, each.says, each.pieces, versions.get(each.item, 0)) for each in way.typed]
    )
    made = make_shortlist(actor, brief, top=200, spent=Spent())
    versions = asked_for(brief).versions
    correct_brief(actor, brief, [Typed(each.item, "as_read", {}, versions[each.item]) for each in way.typed])
    return made


def test_every_count_is_how_many_are_on_the_list_that_the_way_leads_to(cast, brief):
    everybody()
    asks = asked_for(brief)
    some = [way for steps in ways(asks) for way in steps]
    ((base, counts),) = count_fitting(asks, some, at=clock.now())
    assert base == 0
    assert len({way.key for way in some}) == len(some) > 12
    lists = {way.words: made_by(way, brief, cast.ada).found["roles"][0]["survivors"] for way in some}
    assert dict(zip(lists, counts, strict=True)) == lists
    assert sum(count > 0 for count in counts) >= 9


def test_the_smallest_step_that_brings_three_is_told_and_the_greatest_gain_comes_first(cast, brief):
    set_limit("loosening_ways", 30)
    everybody()
    (role,) = what_helps(asked_for(brief), at=clock.now())
    words = {way.key: way.words for steps in ways(asked_for(brief)) for way in steps}
    told = {words[way["key"]]: way["more"] for way in role["ways"]}
    assert told == {
        "German B1 or better": 5,
        "Without PyTorch or TensorFlow as a must": 4,
        "Without Kubernetes as a must": 3,
        "Remote": 4,
        "Up to €110 an hour": 5,
        "24 h a week": 4,
        "3 h or more together": 5,
        "Start a week later": 3,
    }
    assert list(told.values()) == sorted(told.values(), reverse=True)


@pytest.mark.parametrize(("people", "told"), [(0, []), (1, [None]), (2, [None]), (3, [3]), (43, [44])])
def test_nothing_is_told_of_a_single_person_and_counts_are_rounded(cast, people, told):
    for place in range(people):
        make_engineer(f"P{place}", skills=("python",))
    (role,) = what_helps(asked_for(make_brief(cast.halden, text="Python and Rust are must-haves.")), at=clock.now())
    assert [way["more"] for way in role["ways"]] == told
    assert rounded(43) == 44


def browser_of(actor: Actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(id=actor.id))
    return client


@pytest.fixture
def rusty(cast) -> Shortlist:
    """A list on which nobody stands; four would without Rust."""
    for name in ("A", "B", "C", "D"):
        make_engineer(name, skills=("python",))
    return make_list(cast.ada, make_brief(cast.halden, text="Python and Rust are must-haves."))


def way_on(page: str) -> str:
    found = re.search(r'name="way" value="([^"]+)"', page)
    assert found
    return found[1]


def test_one_click_corrects_the_brief_and_shows_the_new_list(cast, rusty):
    bo = browser_of(cast.bo)
    page = bo.get(f"/shortlists/{rusty.shown_id}").content.decode()
    assert "Without Rust as a must</button>" in page
    assert "4 more would fit" in page
    answer = bo.post(f"/shortlists/{rusty.shown_id}/loosening", {"way": way_on(page)}, follow=True)
    made = Shortlist.objects.latest("made_at")
    assert answer.redirect_chain == [(f"/shortlists/{made.shown_id}", 302)]
    assert made.found["roles"][0]["survivors"] == 4
    (change,) = rusty.brief.corrections.all()
    assert (change.item, change.value) == ("skills.rust", {"importance": "nice", "level": None})


def test_a_second_click_and_a_colleague_who_comes_second_are_shown_the_latest_list(cast, rusty):
    ada, bo = browser_of(cast.ada), browser_of(cast.bo)
    address = f"/shortlists/{rusty.shown_id}"
    way = way_on(ada.get(address).content.decode())
    first = ada.post(f"{address}/loosening", {"way": way})
    for who in (ada, bo):
        again = who.post(f"{address}/loosening", {"way": way}, follow=True)
        assert again.redirect_chain == [(first["Location"], 302)]
        assert "This is its latest list" in again.content.decode()
    assert rusty.brief.corrections.count() == 1
    old = bo.get(address).content.decode()
    assert "The brief asks for something else since this list was made" in old
    assert 'name="way"' not in old


def test_a_way_that_is_none_changes_nothing(cast, rusty):
    for key in ("", "skills.rust:nothing", "x" * 10_000, "budget:per=hour"):
        with pytest.raises(WayIsGone):
            loosen_brief(cast.ada, rusty, key)
        assert browser_of(cast.ada).post(f"/shortlists/{rusty.shown_id}/loosening", {"way": key}).status_code == 409
    assert rusty.brief.corrections.count() == 0
    assert Shortlist.objects.count() == 1


def test_who_looks_on_sees_no_button_and_a_stranger_nothing(cast, rusty):
    address = f"/shortlists/{rusty.shown_id}"
    assert 'name="way"' not in browser_of(cast.vi).get(address).content.decode()
    assert browser_of(cast.vi).post(f"{address}/loosening", {"way": "skills.rust:nice"}).status_code == 403
    assert browser_of(cast.cy).post(f"{address}/loosening", {"way": "skills.rust:nice"}).status_code == 404
    with pytest.raises(NotAllowed):
        check_loosening(cast.vi, rusty)


def test_the_same_question_gets_the_same_answer_for_ten_minutes_and_asking_often_has_an_end(cast, rusty):
    set_limit("loosenings_per_hour", 1)
    first = check_loosening(cast.ada, rusty)
    make_engineer("E", skills=("python",))
    assert check_loosening(cast.bo, rusty) == first
    other = make_list(cast.ada, make_brief(cast.halden, text="Python and Go are must-haves."))
    with pytest.raises(AskedTooOften):
        check_loosening(cast.bo, other)
    assert "what would bring more people" in browser_of(cast.bo).get(f"/shortlists/{other.shown_id}").content.decode()
    assert LooseningCheck.objects.count() == Event.objects.filter(name="loosening.checked").count() == 1
    with clock.at(clock.now() + timedelta(minutes=61)):
        assert check_loosening(cast.ada, rusty).roles[0]["ways"][0]["more"] == 5


def test_a_list_with_as_many_as_asked_asks_nothing_and_nobody_listed_says_so(cast, operator):
    lonely = make_list(cast.ada, make_brief(cast.halden))
    page = browser_of(cast.ada).get(f"/shortlists/{lonely.shown_id}").content.decode()
    assert "Nobody is listed yet" in page
    assert "No single change of the brief brings anybody today" in page
    make_engineer("A")
    again = browser_of(cast.ada).get(f"/shortlists/{lonely.shown_id}")
    assert LooseningCheck.objects.count() == 1, "the answer of a moment ago"
    assert again.status_code == 200
    with clock.at(clock.now() + timedelta(minutes=11)):
        assert "Somebody fits by now" in browser_of(cast.ada).get(f"/shortlists/{lonely.shown_id}").content.decode()
    full = make_list(cast.ada, make_brief(cast.halden), top=1)
    assert "bring more people" not in browser_of(cast.ada).get(f"/shortlists/{full.shown_id}").content.decode()
    assert LooseningCheck.objects.count() == 2


def test_each_role_of_a_brief_has_ways_of_its_own(cast):
    text = (
        "We look for two people.\n\n## 1. ML engineer\nMust have: Python, pgvector.\n\n"
        "## 2. Data engineer\nMust have: Python, Rust.\n"
    )
    for name in ("A", "B", "C"):
        make_engineer(name, skills=("python",))
    made = make_list(cast.ada, make_brief(cast.halden, text=text))
    page = browser_of(cast.ada).get(f"/shortlists/{made.shown_id}").content.decode()
    first, second = page.split('id="role-2"')
    assert "Without pgvector as a must</button>" in first
    assert "Without pgvector" not in second
    assert "Without Rust as a must</button>" in second
