"""Whom people write to who object to a decision: the operator's address, or those who look after the site, by name."""

from __future__ import annotations

from html import unescape

import pytest
from django.test import Client

from guildworks.accounts.models import User
from guildworks.project.addresses import BadContact, contact
from tests.cast import make_admin

pytestmark = pytest.mark.django_db


@pytest.fixture
def vi(cast) -> Client:
    browser = Client(raise_request_exception=False)
    browser.force_login(User.objects.get(id=cast.vi.id))
    return browser


def test_an_address_stands_where_somebody_objects_and_where_something_failed(vi, settings):
    settings.CONTACT = contact("talent@example.org")
    for page in (vi.get("/ranking"), Client().get("/ranking"), vi.get("/briefs/brf_none")):
        assert '<a href="mailto:talent@example.org">talent@example.org</a>' in page.content.decode()


def test_without_one_whoever_is_signed_in_reads_who_looks_after_the_site_and_nobody_else(vi):
    make_admin("Oda Lind")
    assert "This site is looked after by Oda Lind" in unescape(vi.get("/ranking").content.decode())
    nobodys = unescape(Client().get("/ranking").content.decode())
    assert "Oda Lind" not in nobodys and "Write to whoever invited you" in nobodys
    assert "oda lind@example.org" not in vi.get("/ranking").content.decode()


@pytest.mark.parametrize("text", ["talent", "talent@", "ftp://example.org", "javascript:alert(1)", "http://"])
def test_what_is_neither_an_address_nor_a_page_keeps_the_program_from_starting(text):
    with pytest.raises(BadContact):
        contact(text)


def test_a_page_and_none_can_be_set_too():
    page = contact(" https://example.org/contact ")
    assert page is not None and page.link == page.address == "https://example.org/contact"
    assert contact("") is None
