"""A public page: off until its engineer opens it, and what it shows is what they chose, to the word."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client

from guildworks.kernels.text.profile import JobDraft, WorkDraft
from guildworks.platform import clock
from guildworks.platform.actor import Actor
from guildworks.platform.limits import set_limit
from guildworks.talent.actions import ProfileChange, edit_engineer, erase_engineer, unlist_engineers
from guildworks.talent.models import PUBLIC_PARTS, Engineer, KeptHandle, PublicPage
from guildworks.talent.profiles.actions import write_job, write_work
from guildworks.talent.public.actions import (
    HandleTaken,
    close_public_page,
    forget_handles,
    open_public_page,
)
from tests.cast import content_of, make_account, make_engineer, tables_that_hold

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


class TestAnAddressThatWasLeft:
    @pytest.fixture
    def tom(self) -> Engineer:
        return make_engineer("Tom Late")

    def leave(self, rosa: Engineer) -> None:
        opened(rosa, "skills")
        close_public_page(Actor("engineer", rosa.id), rosa)

    def take(self, tom: Engineer, handle: str = "rosa-lind") -> PublicPage:
        return open_public_page(Actor("engineer", tom.id), tom, handle=handle, shows=[])

    def test_nobody_else_has_it_for_90_days(self, rosa, tom):
        self.leave(rosa)
        for days in (0, 89):
            with clock.at(clock.now() + timedelta(days=days)):
                assert forget_handles() == 0
                with pytest.raises(HandleTaken), transaction.atomic():
                    self.take(tom)
        assert Client().get("/engineers/rosa-lind").status_code == 404
        with clock.at(clock.now() + timedelta(days=91)):
            assert forget_handles() == 1
            assert self.take(tom).handle == "rosa-lind"

    def test_its_engineer_has_it_again_at_once_and_is_offered_it(self, client, rosa):
        client.post("/me/profile/public", {"handle": "lind-of-berlin", "shows": ["skills"]})
        page = client.post("/me/profile/public/closing", follow=True).content.decode()
        assert "Its address is kept for you for 90 days." in page
        assert 'value="lind-of-berlin"' in page
        client.post("/me/profile/public", {"handle": "lind-of-berlin", "shows": ["skills"]})
        assert Client().get("/engineers/lind-of-berlin").status_code == 200
        assert not KeptHandle.objects.exists()

    def test_so_is_one_that_the_page_has_moved_away_from(self, client, rosa, tom):
        for handle in ("rosa-one", "rosa-two"):
            client.post("/me/profile/public", {"handle": handle, "shows": ["skills"]})
        with pytest.raises(HandleTaken), transaction.atomic():
            self.take(tom, "rosa-one")
        client.post("/me/profile/public", {"handle": "rosa-one", "shows": ["skills"]})
        assert list(KeptHandle.objects.values_list("handle", flat=True)) == ["rosa-two"]

    def test_nobody_keeps_many(self, client, rosa, tom):
        set_limit("handles_per_engineer", 2)
        for number in range(5):
            with clock.at(clock.now() + timedelta(minutes=number)):
                client.post("/me/profile/public", {"handle": f"rosa-{number}", "shows": ["skills"]})
        assert set(KeptHandle.objects.values_list("handle", flat=True)) == {"rosa-2", "rosa-3"}
        assert self.take(tom, "rosa-1").handle == "rosa-1"

    def test_it_goes_with_an_engineer_who_is_erased(self, rosa, tom, operator):
        self.leave(rosa)
        erase_engineer(operator, rosa)
        assert tables_that_hold("rosa-lind") == []
        assert self.take(tom).handle == "rosa-lind"


def test_a_part_that_there_is_not_is_refused(client):
    assert client.post("/me/profile/public", {"handle": "rosa", "shows": ["email"]}).status_code == 422


def test_an_erased_engineer_has_none(rosa, operator):
    opened(rosa, *PUBLIC_PARTS)
    erase_engineer(operator, rosa)
    assert Client().get("/engineers/rosa-lind").status_code == 404
