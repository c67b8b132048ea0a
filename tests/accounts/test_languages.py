"""The language in which somebody is spoken to: by their browser, by one click, and in mails."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.utils.translation import override

from guildworks.accounts.actions import invite_member, sign_up_invited
from guildworks.accounts.languages.actions import UnknownLanguage, choose_language
from guildworks.accounts.models import Invitation, User
from guildworks.accounts.queries import acting_as_themself
from tests.cast import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(cast) -> User:
    return User.objects.get(id=cast.ada.id)


@pytest.fixture
def browser(ada) -> Client:
    client = Client()
    client.force_login(ada)
    return client


def spoken_on(client: Client, page: str = "/briefs", **headers: str) -> str:
    return client.get(page, headers=headers)["Content-Language"]


def test_a_browser_is_answered_in_its_language_and_one_that_asks_for_none_in_english():
    assert spoken_on(Client(), "/account/login/", accept_language="de-AT,de;q=0.9,en;q=0.5") == "de"
    assert spoken_on(Client(), "/account/login/", accept_language="fr") == "en"


def test_one_click_counts_for_the_person_whatever_their_next_browser_asks_for(browser, ada):
    answer = browser.post("/language", {"language": "de"}, headers={"referer": "http://testserver/briefs?q=rag"})
    assert (answer.status_code, answer["Location"]) == (302, "/briefs?q=rag")
    page = browser.get("/briefs")
    assert page["Content-Language"] == "de" and '<html lang="de">' in page.content.decode()
    other = Client()
    other.force_login(User.objects.get(id=ada.id))
    assert spoken_on(other, accept_language="en") == "de"


def test_whoever_is_not_signed_in_is_remembered_by_their_browser():
    client = Client()
    client.post("/language", {"language": "de"})
    assert spoken_on(client, "/account/login/", accept_language="en") == "de"


@pytest.mark.parametrize(
    "before",
    ["//example.org/", "https://example.org/briefs", "javascript:alert(1)", "", "http://testserver//example.org"],
)
def test_the_way_back_stays_on_this_site(browser, before):
    answer = browser.post("/language", {"language": "en"}, headers={"referer": before})
    assert answer["Location"] == "/"


def test_from_the_answer_to_a_form_the_way_leads_to_the_start(browser):
    sent = {"language": "en", "back": "start"}
    assert browser.post("/language", sent, headers={"referer": "http://testserver/briefs/reading"})["Location"] == "/"


def test_a_language_that_the_pages_do_not_speak(browser, ada):
    answer = browser.post("/language", {"language": "tlh"})
    assert answer.status_code == 422 and "do not speak this language" in answer.content.decode()
    with pytest.raises(UnknownLanguage):
        choose_language(acting_as_themself(ada), ada, "de\x00")


def test_a_choice_from_before_the_site_spoke_less_does_no_harm(browser, ada):
    User.objects.filter(id=ada.id).update(language="pt-br")
    assert spoken_on(browser) == "en"


class TestMails:
    def test_whoever_is_invited_is_written_to_in_their_language_else_in_that_of_the_page(self, cast):
        known = make_member("Dora")
        User.objects.filter(id=known.id).update(language="de")
        for address in (known.email, "somebody@example.org"):
            invite_member(cast.ada, cast.halden, email=address, role="viewer")
        german, english = mail.outbox[-2:]
        assert "invites you" in english.body
        assert "invites you" not in german.body and "/invitation/" in german.body

    def test_whoever_signs_up_on_a_german_page_reads_german_mails(self, cast):
        invite_member(cast.ada, cast.halden, email="neu@example.org", role="viewer")
        with override("de"):
            user = sign_up_invited(
                Invitation.objects.get(email="neu@example.org"), name="Neu", password="a long enough one"
            )
        assert user.language == "de" and settings.LANGUAGE_CODE == "en"
