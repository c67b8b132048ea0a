"""What somebody has agreed to is kept in its words, taken back at any time, and ends what it allowed."""

from __future__ import annotations

import pytest
from django.test import Client

from guildworks.accounts.consents.actions import withdraw_consent
from guildworks.accounts.consents.models import Consent
from guildworks.accounts.consents.purposes import UnknownPurpose
from guildworks.accounts.consents.queries import agreed_by
from guildworks.accounts.models import User
from guildworks.accounts.queries import acting_as_themself
from guildworks.platform.actor import Actor
from guildworks.platform.exporting import archive_of
from guildworks.talent.models import Engineer, PublicPage
from guildworks.talent.public.actions import PURPOSE, close_public_page, open_public_page
from tests.cast import make_account, make_engineer

pytestmark = pytest.mark.django_db


@pytest.fixture
def rosa() -> Engineer:
    return make_engineer("Rosa Lind")


@pytest.fixture
def person(rosa) -> User:
    return make_account(rosa)


def publish(rosa: Engineer, *shows: str) -> None:
    open_public_page(Actor("engineer", rosa.id), rosa, handle="rosa", shows=shows or ["skills"])


def said() -> list[str]:
    return list(Consent.objects.order_by("at", "id").values_list("said", flat=True))


def test_whoever_opens_a_public_page_agrees_once_and_closing_it_takes_it_back(rosa, person):
    publish(rosa)
    publish(rosa, "skills", "headline")
    assert said() == ["given"] and [one.purpose for one in agreed_by(person)] == [PURPOSE]
    close_public_page(Actor("engineer", rosa.id), rosa)
    assert said() == ["given", "withdrawn"] and agreed_by(person) == []
    publish(rosa)
    assert said() == ["given", "withdrawn", "given"]


def test_taking_it_back_closes_the_page(rosa, person):
    publish(rosa)
    withdraw_consent(acting_as_themself(person), person, PURPOSE)
    assert not PublicPage.objects.exists() and said() == ["given", "withdrawn"]
    assert Client().get("/engineers/rosa").status_code == 404
    withdraw_consent(acting_as_themself(person), person, PURPOSE)
    assert said() == ["given", "withdrawn"]


def test_nobody_is_asked_for_something_that_there_is_not(person):
    with pytest.raises(UnknownPurpose):
        withdraw_consent(acting_as_themself(person), person, "everything")


def test_it_is_in_the_archive_of_ones_data(rosa, person):
    publish(rosa)
    assert b"consents.json" in archive_of(person.ref)


def test_the_page_says_to_what_before_one_agrees(rosa, person):
    browser = Client()
    browser.force_login(person)
    page = browser.get("/me/profile/public").content.decode()
    assert "By opening it you agree" in page and "without signing in" in page
