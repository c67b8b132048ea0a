"""A public page: off until its engineer opens it, and what it shows is what they chose, to the word."""

from __future__ import annotations

import json
import re

import pytest
from django.test import Client

from guildworks.kernels.text.profile import JobDraft, WorkDraft
from guildworks.platform.actor import Actor
from guildworks.talent.actions import ProfileChange, edit_engineer, erase_engineer, unlist_engineers
from guildworks.talent.models import PUBLIC_PARTS, Engineer, PublicPage
from guildworks.talent.profiles.actions import write_job, write_work
from guildworks.talent.public.actions import open_public_page
from tests.cast import content_of, make_account, make_engineer

pytestmark = pytest.mark.django_db
# What tells that a part is shown.
TELLS = {
    "headline": "Search engineer",
    "summary": "I index contracts",
    "place": "Berlin",
    "years": "8 years",
    "evidence": "3.4",
    "skills": "Go, advanced",
    "languages": "Portuguese",
    "rates": "€90",
    "jobs": "Team lead",
    "duties": "Moved everything",
    "works": "pocket-rank",
}
NEVER = ("rosa@engineers.example", "rosa@home.example", "+49 170 1234567", "javascript:")


@pytest.fixture
def rosa() -> Engineer:
    engineer = make_engineer(
        "Rosa Lind",
        skills=("python", "go"),
        seen={"python": 3.4},
        email="rosa@engineers.example",
        languages={"pt": "C1"},
        summary="I index contracts. Write to rosa@home.example or +49 170 1234567.",
    )
    me = Actor("engineer", engineer.id)
    edit_engineer(me, engineer, change=ProfileChange(headline="Search engineer"))
    write_job(me, engineer, job=JobDraft("Team lead", "Acme Legal", text="Moved everything."))
    write_work(me, engineer, work=WorkDraft("pocket-rank", "https://example.org/x"))
    engineer.works.create(title="Trap", url="javascript:alert(1)")
    return engineer


@pytest.fixture
def client(rosa) -> Client:
    browser = Client(raise_request_exception=False)
    browser.force_login(make_account(rosa))
    return browser


def opened(rosa: Engineer, *shows: str) -> str:
    """The page as somebody sees it who is not signed in."""
    open_public_page(Actor("engineer", rosa.id), rosa, handle="rosa-lind", shows=shows)
    answer = Client().get("/engineers/rosa-lind")
    assert answer.status_code == 200
    return answer.content.decode()


def data_in(page: str) -> dict[str, object]:
    """What the page says to machines."""
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    return json.loads(block)


@pytest.mark.parametrize("part", TELLS)
def test_each_part_alone_shows_itself_and_nothing_else(rosa, part):
    page = opened(rosa, part)
    assert "Rosa Lind" in page
    shown = {other for other, words in TELLS.items() if words in page}
    assert shown == ({part} if part != "duties" else set())  # what was done stands under its job
    assert not any(words in page for words in (*NEVER, "Acme Legal"))


def test_with_everything_the_ways_to_reach_them_are_still_left_out(rosa):
    page = opened(rosa, *PUBLIC_PARTS)
    assert [part for part, words in TELLS.items() if words not in page] == []
    assert "Acme Legal" in page
    assert not any(words in page for words in NEVER)


def test_names_of_organisations_stand_nowhere_unless_chosen(rosa):
    assert "Acme Legal" not in opened(rosa, *(part for part in PUBLIC_PARTS if part != "employers"))


def test_machines_read_what_people_see(rosa):
    person = data_in(opened(rosa, "headline", "skills", "place", "languages"))["mainEntity"]
    assert person["@type"] == "Person"
    assert (person["name"], person["jobTitle"]) == ("Rosa Lind", "Search engineer")
    assert person["knowsAbout"] == ["Go", "Python"]
    assert person["address"] == {"@type": "PostalAddress", "addressLocality": "Berlin", "addressCountry": "DE"}
    assert set(data_in(opened(rosa))["mainEntity"]) == {"@type", "name", "url"}


def test_what_somebody_writes_does_not_end_the_data(rosa):
    evil = "</script><script>alert(1)</script>\u2028"
    edit_engineer(Actor("engineer", rosa.id), rosa, change=ProfileChange(headline=evil))
    page = opened(rosa, "headline")
    assert "<script>alert" not in page
    assert data_in(page)["mainEntity"]["jobTitle"] == evil.strip()


def test_off_until_it_is_opened_and_again_once_it_is_closed(client, rosa):
    never = Client().get("/engineers/nobody")
    assert Client().get("/engineers/rosa-lind").status_code == 404
    client.post("/me/profile/public", {"handle": "Rosa Lind", "shows": ["skills"]})
    assert Client().get("/engineers/Rosa-Lind").status_code == 200
    client.post("/me/profile/public/closing")
    gone = Client().get("/engineers/rosa-lind")
    assert gone.status_code == 404
    assert content_of(gone).replace(b"rosa-lind", b"nobody") == content_of(never)


def test_search_engines_are_kept_from_whoever_is_not_listed(rosa, operator):
    assert "noindex" not in opened(rosa, "skills")
    unlist_engineers(operator, [rosa])
    answer = Client().get("/engineers/rosa-lind")
    assert answer["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in answer.content.decode()


@pytest.mark.parametrize("typed", ["", "ab", "x" * 41, "ana--reis", "-ana", "ana_reis", "änne", "a/b", "a\x00b", "<b>"])
def test_an_address_that_is_none_is_refused_beside_its_field(client, typed):
    page = client.post("/me/profile/public", {"handle": typed, "shows": ["skills"]})
    assert page.status_code == 422
    assert 'id="handle-error"' in page.content.decode()
    assert not PublicPage.objects.exists()


def test_an_address_is_had_once(client):
    tom = make_engineer("Tom Late")
    open_public_page(Actor("engineer", tom.id), tom, handle="rosa-lind", shows=[])
    page = client.post("/me/profile/public", {"handle": "rosa-lind", "shows": ["skills", "rates"]})
    assert page.status_code == 409
    assert "Somebody else has this address" in page.content.decode()
    assert 'value="rates" checked' in page.content.decode()


def test_a_part_that_there_is_not_is_refused(client):
    assert client.post("/me/profile/public", {"handle": "rosa", "shows": ["email"]}).status_code == 422


def test_an_erased_engineer_has_none(rosa, operator):
    opened(rosa, *PUBLIC_PARTS)
    erase_engineer(operator, rosa)
    assert Client().get("/engineers/rosa-lind").status_code == 404
