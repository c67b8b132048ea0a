"""The same pages in German: chosen by one click, and no word is cut off where words are longer."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.journeys.conftest import covered, cut_off, small_targets, violations
from tests.journeys.test_brief_to_shortlist import BRIEF, NOBODY
from tests.journeys.test_holds import REVIVED, as_administrator

GERMAN = "de-DE"
LOOKS = ({"width": 1440}, {"width": 360, "theme": "dark"})
OVERFLOW = "document.documentElement.scrollWidth - innerWidth"
PAGES = {
    "": ("/", "/account/login/", "/account/password/reset/", "/ranking"),
    "Hedda": (
        "/",
        "/briefs",
        "/holds",
        "/notifications",
        "/notifications/preferences",
        "/organisation/people",
        "/account/email/",
        "/account/password/change/",
        "/account/2fa/",
        "/account/sessions/",
        "/account/data",
        "/account/delete",
        "/ranking",
    ),
    "Ana": ("/", "/me/hours", "/me/holds", "/me/opportunities", "/demand", "/ranking"),
}


@pytest.fixture(autouse=True)
def everybody_is_free_again(site, browser) -> Iterator[None]:
    """After each story whoever was held is released, and everybody reads English again."""
    yield
    as_administrator(site, REVIVED)
    as_administrator(site, "DELETE FROM availability_reservation")
    as_administrator(site, "UPDATE accounts_user SET language = ''")


def is_whole(page, look) -> None:
    page.wait_for_load_state()
    assert page.locator("html").get_attribute("lang") == "de"
    assert cut_off(page) == [], page.url
    assert covered(page) == [], page.url
    assert page.evaluate(OVERFLOW) <= 0, page.url
    if look["width"] < 760:
        assert small_targets(page) == [], page.url
    else:
        assert violations(page) == [], page.url


def tick(page, *names: str) -> None:
    for name in names:
        page.locator(".person", has_text=name).get_by_role("checkbox").first.check()


def test_german_is_one_click_away_and_stays(open_page, site):
    page = open_page("/briefs?q=rag", session=site.sessions["Hedda"])
    page.locator(".menu > summary").click()
    page.get_by_role("button", name="Deutsch").click()
    page.get_by_role("heading", name="Anfragen").wait_for()
    assert page.url.endswith("/briefs?q=rag")
    again = open_page("/", session=site.sessions["Hedda"], language="fr-FR")
    again.get_by_label("Ihre Anfrage").wait_for()
    again.locator(".menu > summary").click()
    again.get_by_role("button", name="English").click()
    again.get_by_label("Your brief").wait_for()


@pytest.mark.parametrize("look", LOOKS, ids=["wide", "narrow"])
def test_from_a_brief_to_a_hold(open_page, site, look):
    page = open_page("/", session=site.sessions["Hedda"], language=GERMAN, **look)
    is_whole(page, look)
    page.get_by_label("Ihre Anfrage").fill(BRIEF)
    page.locator("form .button.filled").click()
    page.wait_for_url("**/shortlists/**")
    is_whole(page, look)
    tick(page, "Ana Reis", "Bela Kiss")
    shortlist = page.url
    page.locator(".why summary").first.click()
    page.get_by_role("link", name="Dies auf eigener Seite").first.click()
    page.wait_for_url("**/engineers/**")
    is_whole(page, look)
    page.goto(shortlist)
    tick(page, "Ana Reis", "Bela Kiss")
    page.get_by_role("button", name="Vergleichen").first.click()
    page.wait_for_url("**/compare?**")
    is_whole(page, look)
    page.goto(shortlist)
    tick(page, "Ana Reis", "Bela Kiss")
    page.get_by_role("button", name="Gemeinsam reservieren").first.click()
    page.wait_for_url("**/holds/new?*")
    is_whole(page, look)
    page.locator("form.correct button.filled").click()
    page.wait_for_url("**/shortlists/**")
    page.locator(".held").first.wait_for()
    is_whole(page, look)
    page.goto(site.address + "/holds")
    is_whole(page, look)


@pytest.mark.parametrize("look", LOOKS, ids=["wide", "narrow"])
def test_where_nobody_fits(open_page, site, look):
    page = open_page("/", session=site.sessions["Hedda"], language=GERMAN, **look)
    page.get_by_label("Ihre Anfrage").fill(NOBODY)
    page.locator("form .button.filled").click()
    page.wait_for_url("**/shortlists/**")
    is_whole(page, look)


@pytest.mark.parametrize("look", LOOKS, ids=["wide", "narrow"])
@pytest.mark.parametrize("who", PAGES)
def test_every_page_holds_its_words(open_page, site, who, look):
    session, pages = site.sessions[who] if who else "", PAGES[who]
    page = open_page(pages[0], session=session, as_oda=bool(who), language=GERMAN, **look)
    for path in pages:
        page.goto(site.address + path)
        is_whole(page, look)
