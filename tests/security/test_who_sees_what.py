"""What each side sees: one test for each sentence of the design that has a door so far."""

from __future__ import annotations

import json
import re
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from guildworks.accounts.models import User
from guildworks.accounts.queries import local_operator, operator_organisation
from guildworks.availability.actions.hours import set_capacity
from guildworks.kernels.text.profile import ClaimDraft, JobDraft, LanguageDraft, ProfileDraft, WorkDraft
from guildworks.matching.actions import match_brief
from guildworks.matching.queries import get_shortlist, shortlist_json, shortlists_visible_to
from guildworks.matching.shown.shortlist import shortlist_shown
from guildworks.matching.spent import Spent
from guildworks.platform.actor import Actor
from guildworks.platform.errors import NotFound
from guildworks.platform.money import Money
from guildworks.talent.actions import import_engineers, list_engineers, set_rates, unlist_engineers
from guildworks.talent.models import Engineer
from guildworks.talent.queries import find_engineers, get_engineer, visible_to
from tests.cast import make_admin, make_engineer

BRIEF = (
    "English is a must. Python is a must, 20 hours a week for 8 weeks from 11 January 2027, at most 110 EUR per hour."
)
PRIVATE = {
    "e-mail": "rosa.hidden@example.org",
    "employer": "Undisclosed Insurance",
    "what was done there": "rewrote the pricing engine",
    "summary": "a summary in her own words",
    "portfolio": "https://example.org/rosa-portfolio",
}

pytestmark = pytest.mark.django_db


@pytest.fixture
def rosa(db) -> Engineer:
    """A listed engineer with something private in each field."""
    draft = ProfileDraft(
        name="Rosa Lind",
        headline="Search engineer",
        summary=PRIVATE["summary"],
        email=PRIVATE["e-mail"],
        city="Berlin",
        country="DE",
        years=8,
        claims=(ClaimDraft("python", 3), ClaimDraft("kubernetes", 2)),
        jobs=(JobDraft("Engineer", PRIVATE["employer"], date(2020, 1, 1), text=PRIVATE["what was done there"]),),
        works=(WorkDraft("Portfolio", PRIVATE["portfolio"], "things"),),
        languages=(LanguageDraft("en", "C1"),),
    )
    (engineer,) = import_engineers(local_operator(), [draft], source="file", files=["rosa.pdf"])
    set_rates(local_operator(), {engineer: [Money(90, "EUR"), Money(777, "USD")]})
    set_capacity(local_operator(), {engineer: Decimal(30)})
    list_engineers(local_operator(), [engineer])
    return engineer


def all_that_is_shown(actor: Actor, organisation, text: str = BRIEF) -> str:
    """Everything that a shortlist holds, stores, answers to programs and shows on its page, as one text."""
    made = match_brief(actor, organisation, text=text, top=5, spent=Spent())
    shown = [shortlist_json(made, spent=Spent()), made.found]
    return json.dumps(shown) + repr(shortlist_shown(made))


def text_of(user: User, address: str) -> str:
    """A page as somebody reads it, without its marks."""
    browser = Client()
    browser.force_login(user)
    return re.sub(r"<[^>]+>", " ", browser.get(address).content.decode())


class TestClient:
    @pytest.mark.parametrize("what", PRIVATE)
    def test_a_shortlist_never_shows(self, cast, rosa, what):
        shown = all_that_is_shown(cast.ada, cast.halden)
        assert "Rosa Lind" in shown
        assert PRIVATE[what] not in shown

    def test_it_shows_the_rate_for_this_brief_and_no_other(self, cast, rosa):
        assert "777" not in all_that_is_shown(cast.ada, cast.halden)

    def test_it_shows_nothing_of_skills_that_were_not_asked(self, cast, rosa):
        (person,) = match_brief(cast.ada, cast.halden, text=BRIEF, top=5, spent=Spent()).found["roles"][0]["engineers"]
        assert [skill["skill"] for skill in person["skills"]] == ["python"]

    def test_it_shows_exactly_these_things_of_a_person(self, cast, rosa):
        """A further field is a decision: it goes into the list here, or it is a leak."""
        (person,) = match_brief(cast.ada, cast.halden, text=BRIEF, top=5, spent=Spent()).found["roles"][0]["engineers"]
        assert person.keys() == {
            "id", "name", "headline", "city", "country", "zone", "is_demo", "years", "rank", "score", "low",
            "high", "parts", "rate", "rate_is_comparable", "cost", "overlap_hours", "free_hours", "confirmed_at",
            "skills", "working_hours",
        }  # fmt: skip

    def test_of_a_week_only_the_least_of_those_asked_is_shown(self, cast, rosa):
        (person,) = match_brief(cast.ada, cast.halden, text=BRIEF, top=5, spent=Spent()).found["roles"][0]["engineers"]
        assert person["free_hours"] == 30.0

    def test_of_everybody_else_it_counts_from_three_up(self, cast, rosa):
        """Three lack the language, and one asks for too much: of that one the operator alone reads."""
        for number in range(3):
            make_engineer(f"Silent {number}", languages={"de": "C1"})
        make_engineer("Dear", languages={"en": "C1"}, rate=(150, "EUR"))
        made = match_brief(cast.ada, cast.halden, text=BRIEF, top=5, spent=Spent())
        address = f"/shortlists/{made.shown_id}"
        told, exact = (text_of(who, address) for who in (User.objects.get(id=cast.ada.id), make_admin()))
        assert "fewer than 3 fail it" in told and "3 fail it" in told.replace("than 3 fail it", "")
        assert "1 fails it" not in told and "−1" not in told
        assert "1 fails it" in exact and "−1" in exact

    def test_a_client_knows_of_listed_engineers_only(self, cast, rosa):
        hidden = make_engineer("Hidden", listed=False)
        assert [engineer.public_name for engineer in visible_to(cast.cy)] == ["Rosa Lind"]
        assert find_engineers(cast.cy, "Hidden", page=1) == ([], 0)
        with pytest.raises(NotFound) as of_hidden:
            get_engineer(cast.cy, hidden.shown_id)
        gone = Engineer(public_name="Gone").shown_id
        with pytest.raises(NotFound) as of_nobody:
            get_engineer(cast.cy, gone)
        assert of_hidden.value.message == of_nobody.value.message.replace(gone, hidden.shown_id)

    def test_the_unlisted_appear_nowhere(self, cast, rosa):
        unlist_engineers(local_operator(), [rosa])
        shown = all_that_is_shown(cast.ada, cast.halden)
        assert "Rosa" not in shown
        assert rosa.shown_id not in shown
        assert match_brief(cast.ada, cast.halden, text=BRIEF, top=5, spent=Spent()).candidates == 0

    def test_another_clients_shortlist_is_not_there(self, cast, rosa):
        made = match_brief(cast.ada, cast.halden, text=BRIEF, top=5, spent=Spent())
        for stranger in (cast.cy, Actor("engineer", rosa.id)):
            assert not shortlists_visible_to(stranger).exists()
            with pytest.raises(NotFound):
                get_shortlist(stranger, made.shown_id)
        assert get_shortlist(cast.bo, made.shown_id) == made
        assert get_shortlist(local_operator(), made.shown_id) == made

    def test_two_clients_who_ask_the_same_learn_nothing_of_each_other(self, cast, rosa):
        first = match_brief(cast.ada, cast.halden, text=BRIEF, top=5, spent=Spent())
        second = all_that_is_shown(cast.cy, cast.strangers)
        for trace in (cast.halden.name, str(cast.halden.id), first.shown_id, first.brief.shown_id):
            assert trace not in second


class TestEngineer:
    def test_an_engineer_knows_of_themself_only(self, rosa):
        make_engineer("Other")
        asker = Actor("engineer", rosa.id)
        assert [engineer.public_name for engineer in visible_to(asker)] == ["Rosa Lind"]
        assert find_engineers(asker, "Other", page=1) == ([], 0)


class TestWishesThatMayNotBeUsed:
    @pytest.mark.parametrize(
        "wish",
        [
            "Native English speakers only.",
            "Please send a photo.",
            "We would like somebody under 30 years of age.",
            "Ideally a woman.",
        ],
    )
    def test_a_wish_changes_no_filter_and_no_score(self, wish):
        """Only the score's fit of free text may move, by the wish's words, alike for everybody."""
        for number in range(4):
            make_engineer(f"Person {number}", skills=["python"], rate=(80 + number, "EUR"), years=3 + 2 * number)
        plain, wishful = (self.found(text) for text in (BRIEF, f"{BRIEF}\n\n{wish}"))
        assert [note["field"] for note in wishful["requirement"]["not_used"]]
        assert wishful["excluded"] == plain["excluded"]
        assert wishful["candidates"] == plain["candidates"]
        for one, other in zip(plain["engineers"], wishful["engineers"], strict=True):
            assert (one["name"], one["parts"], one["score"]) == (other["name"], other["parts"], other["score"])

    def found(self, text: str):
        made = match_brief(local_operator(), operator_organisation(), text=text, top=5, spent=Spent())
        return shortlist_json(made, spent=Spent())


def test_scores_do_not_read_names_places_or_the_age_of_an_account():
    """Two people who differ in nothing that was asked have one score."""
    same = {"skills": ["python"], "city": "Berlin", "country": "DE"}
    make_engineer("Rosa Lind", **same)
    make_engineer("Chukwuemeka Obi", **(same | {"city": "Lagos", "country": "NG"}))
    made = match_brief(local_operator(), operator_organisation(), text=BRIEF, top=5, spent=Spent())
    scores = {person["score"] for person in made.found["roles"][0]["engineers"]}
    assert len(scores) == 1
