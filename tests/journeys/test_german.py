"""The same pages in German: chosen by one click, and no word is cut off where words are longer."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.journeys.conftest import covered, cut_off, small_targets, violations
from tests.journeys.test_brief_to_shortlist import BRIEF, NOBODY
from tests.journeys.test_desk import PAGES as DESK
from tests.journeys.test_holds import REVIVED, as_administrator
from tests.journeys.test_profile import RESUME

GERMAN = "de-DE"
LOOKS = ({"width": 1440}, {"width": 360, "theme": "dark"})
OVERFLOW = "document.documentElement.scrollWidth - innerWidth"
PAGES = {
    "": (
        "/",
        "/account/login/",
        "/account/signup/",
        "/account/password/reset/",
        "/account/password/reset/done/",
        "/ranking",
        "/demand",
        "/no/such/page",
    ),
    "Hedda": (
        "/",
        "/briefs",
        "/holds",
        "/notifications",
        "/notifications/preferences",
        "/organisation/people",
        "/account/name",
        "/account/email/",
        "/account/password/change/",
        "/account/2fa/",
        "/account/sessions/",
        "/account/data",
        "/account/delete",
        "/ranking",
    ),
    "Ana": (
        "/",
        "/me/hours",
        "/me/holds",
        "/me/opportunities",
        "/me/profile",
        "/me/profile/resume",
        "/me/profile/public",
        "/me/api-keys",
        "/demand",
        "/ranking",
        "/notifications/preferences",
        "/account/name",
        "/account/data",
        "/account/delete",
    ),
    "Oda": (
        *DESK,
        "/desk/policies/comparison?old=1&new=2",
        "/desk/skills?search=zanzibarquux",
        "/desk/people?search=zanzibarquux",
        "/organisation/people",
        "/organisation/api-keys",
        "/mail",
    ),
}
LISTS = ("/desk/people", "/desk/organisations", "/desk/engineers")  # and what their first line opens


@pytest.fixture(autouse=True)
def everybody_is_free_again(site, browser) -> Iterator[None]:
    """After each story whoever was held is released, and everybody reads English again."""
    yield
    as_administrator(site, REVIVED)
    as_administrator(site, "DELETE FROM availability_reservation")
    as_administrator(site, "DELETE FROM talent_resume")
    as_administrator(site, "DELETE FROM talent_publicpage")
    as_administrator(site, "UPDATE accounts_user SET language = ''")


def is_whole(page, look) -> None:
    page.wait_for_load_state()
    assert page.locator("html").get_attribute("lang") == "de"
    assert cut_off(page) == [], page.url
    assert covered(page) == [], page.url
    assert page.evaluate(OVERFLOW) <= 0, page.url
    assert violations(page) == [], page.url
    if look["width"] < 760:
        assert small_targets(page) == [], page.url


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
    ana = open_page("/me/holds", session=site.sessions["Ana"], language=GERMAN, **look)
    for path, first in (("/me/holds", "main a[href^='/me/holds/']"), ("/me/opportunities", "th a")):
        ana.goto(site.address + path)
        is_whole(ana, look)
        ana.locator(first).first.click()
        is_whole(ana, look)


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
    session, pages = site.sessions.get(who, ""), PAGES[who]
    page = open_page(pages[0], session=session, as_oda=bool(who), language=GERMAN, **look)
    for path in pages:
        page.goto(site.address + path)
        is_whole(page, look)


@pytest.mark.parametrize("look", LOOKS, ids=["wide", "narrow"])
def test_from_a_resume_to_a_public_page(open_page, site, look):
    page = open_page("/me/profile/resume", session=site.sessions["Emil"], language=GERMAN, **look)
    says = RESUME.replace("Docker, Kubernetes (basic)", "Terraform")  # other stories tell of those two
    file = {"name": "cv.txt", "mimeType": "text/plain", "buffer": says.encode()}
    page.locator("input[type=file]").set_input_files(file)
    page.locator("form:has(input[type=file]) button").click()
    page.locator(".read-row").first.wait_for()
    is_whole(page, look)
    page.locator("form:has(.read-row) .button.filled").click()
    page.locator("#claims .sayings").wait_for()
    page.locator("main details").evaluate_all("all => all.forEach((one) => { one.open = true; })")
    is_whole(page, look)
    page.goto(site.address + "/me/profile/public")
    page.locator("input[name=handle]").fill("emil-roth")
    for box in page.locator("main [type=checkbox]").all():
        box.check()
    is_whole(page, look)
    page.locator("form:has(input[name=handle]) .button.filled").click()
    is_whole(page, look)
    is_whole(open_page("/engineers/emil-roth", as_oda=False, language=GERMAN, **look), look)


@pytest.mark.parametrize("look", LOOKS, ids=["wide", "narrow"])
def test_webhooks_and_keys(open_page, site, look):
    page = open_page("/organisation/webhooks", session=site.sessions["Orla"], language=GERMAN, **look)
    is_whole(page, look)
    form = page.locator("form:has(input[name=address])")
    for address in ("http://example.org/hooks", f"https://hooks.example.org/german-{look['width']}"):
        form.locator("input[name=address]").fill(address)
        form.locator("[type=checkbox]").first.check()
        form.locator(".button.filled").click()
        is_whole(page, look)
    page.locator("form[action$='/test'] button").click()
    is_whole(page, look)
    page.locator("a[href^='/organisation/deliveries/']").first.click()
    is_whole(page, look)
    page.goto(site.address + "/organisation/api-keys")
    page.locator("input[name=name]").fill("Nightly sync of briefs")
    page.locator("form:has(input[name=name]) .button.filled").click()
    is_whole(page, look)
    page.locator("input[name=scope]").first.check()
    page.locator("form:has(input[name=name]) .button.filled").click()
    page.locator("copy-link").wait_for()
    is_whole(page, look)


@pytest.mark.parametrize("look", LOOKS, ids=["wide", "narrow"])
def test_what_the_lists_of_the_desk_open(open_page, site, look):
    page = open_page("/desk", language=GERMAN, **look)
    for path in LISTS:
        page.goto(site.address + path)
        page.locator(f"main table a[href^='{path}/']").first.click()
        is_whole(page, look)
    page.goto(site.address + "/desk/limits")
    page.locator("input[name=value]").first.fill("viele")
    page.locator("form:has(input[name=value]) button").first.click()
    is_whole(page, look)


@pytest.mark.parametrize("look", LOOKS, ids=["wide", "narrow"])
def test_what_a_link_opens(open_page, site, look):
    for path in (site.link, site.invited["waiting"]):
        is_whole(open_page(path, as_oda=False, language=GERMAN, **look), look)
    docs = open_page("/api/v1/docs", as_oda=False, language=GERMAN, **look)
    assert (cut_off(docs), covered(docs), docs.evaluate(OVERFLOW) <= 0) == ([], [], True)
