"""Somebody who is held answers from their mail: accepts and chooses a time, or declines; and the client sees it."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest

from guildworks.platform import clock
from tests.journeys.conftest import ARTIFACTS, keep_picture, small_targets, violations
from tests.journeys.test_brief_to_shortlist import BRIEF, send
from tests.journeys.test_compare import MOVED, REFUSED_BY_RULES
from tests.journeys.test_holds import LATER, REVIVED, as_administrator, ask_for, row

MAIL_SECONDS = 60
FORGOTTEN = """
    DELETE FROM availability_talkanswer; DELETE FROM availability_talkproposal; DELETE FROM availability_holdnotice;
    DELETE FROM availability_reservation; DELETE FROM platform_mail
"""


@pytest.fixture(autouse=True)
def nothing_is_left(site, browser) -> Iterator[None]:
    """Each story begins without the mails of another; after it whoever was held is released by the page."""
    as_administrator(site, FORGOTTEN)  # nobody is held then: each story of holds releases whom it held
    yield
    as_administrator(site, REVIVED)
    context = browser.new_context()
    context.add_cookies([{"name": "guildworks_session", "value": site.sessions["Hedda"], "url": site.address}])
    page = context.new_page()
    page.goto(site.address + "/holds")
    for box in page.get_by_role("checkbox").all():
        box.check()
    if page.get_by_role("checkbox").count():
        page.get_by_role("button", name="Release the ticked").click()
        page.wait_for_url("**/holds#ended")
    context.close()
    as_administrator(site, FORGOTTEN)


@pytest.fixture
def asked(open_page, site):
    """The question whether Bela, who works in Lisbon, is to be held, in Hedda's browser of some width and theme."""

    def ask(**look):
        page = send(open_page("/", session=site.sessions["Hedda"], **look), BRIEF)
        row(page, "Bela Kiss").get_by_role("link", name="Hold Bela Kiss").click()
        page.wait_for_url("**/holds/new?*")
        return page

    return ask


def place(page) -> None:
    page.locator("form.correct button.filled").click()
    page.wait_for_url("**/shortlists/*")


def mail_to(page, site, address: str, about: str) -> str:
    """Wait for the worker to write a mail, and open it; its text."""
    until = time.monotonic() + MAIL_SECONDS
    there = page.locator(".mails li", has_text=address).filter(has_text=about)
    while time.monotonic() < until:
        page.goto(site.address + "/mail")
        if there.count():
            there.first.get_by_role("link").click()
            return page.locator(".letter").inner_text()
        time.sleep(0.3)
    raise AssertionError(f"no mail to {address} about {about} within {MAIL_SECONDS} s")


def link_in(page, site, address: str) -> str:
    """The path of the one link in the mail about a hold."""
    mail_to(page, site, address, "holds 32 h a week")
    links = page.locator(".letter a")
    assert links.count() == 1
    return str(links.get_attribute("href")).removeprefix(site.address)


@pytest.fixture
def as_bela(asked, open_page, site):
    """Bela is held with the times that stood there: her page in a browser of her own, and Hedda's beside it."""

    def opened(**look):
        hedda = asked()
        place(hedda)
        path = link_in(hedda, site, "bela@engineers.example")
        return open_page(path, as_oda=False, **look), hedda

    return opened


def test_held_with_three_times_told_by_mail_accepted_with_one_and_seen_by_the_client(asked, open_page, site):
    hedda = asked()
    assert hedda.get_by_label("A talk of").input_value() == "30"
    assert hedda.get_by_label("Your time zone").input_value() == "Europe/Berlin"
    ticks = hedda.locator(".talk .tick", has_text="for Bela Kiss")
    assert ticks.count() >= 1 and all(
        ticks.nth(place).get_by_role("checkbox").is_checked() for place in range(ticks.count())
    )
    berlin, lisbon = re.findall(r"\d\d:\d\d–\d\d:\d\d", ticks.first.inner_text())
    assert int(berlin[:2]) - int(lisbon[:2]) == 1
    place(hedda)
    path = link_in(hedda, site, "bela@engineers.example")
    assert lisbon in hedda.locator(".letter").inner_text() and "Nordvik Bank" in hedda.locator("h1").inner_text()

    bela = open_page(path, as_oda=False)
    assert "Nordvik Bank holds 32 h a week of yours" in bela.locator("h1").inner_text()
    bela.get_by_role("radio", name=lisbon).first.check()
    bela.get_by_role("button", name="Accept the hold").click()
    bela.wait_for_url(f"**{path}")
    assert "Accepted on" in bela.locator(".about").inner_text() and lisbon in bela.locator(".about").inner_text()
    assert bela.get_by_role("button", name="Accept the hold").count() == 0
    with bela.expect_download() as download:
        bela.get_by_role("link", name="Into your calendar").click()
    assert download.value.suggested_filename == "talk.ics"

    hedda.go_back()
    while "/shortlists/" not in hedda.url:
        hedda.go_back()
    hedda.reload()
    said = row(hedda, "Bela Kiss").inner_text()
    assert "accepted, talk" in said and berlin[:5] in said
    keep_picture(hedda, ARTIFACTS / "talk-list.png")
    hedda.goto(site.address + "/holds")
    answer = hedda.locator("td[data-head=Answer]").inner_text()
    assert "accepted" in answer and berlin in answer and "Berlin" in answer and "bela@engineers.example" in answer
    assert "BEGIN:VCALENDAR" in mail_to(hedda, site, "hedda@example.org", "A talk with Bela Kiss") or (
        hedda.get_by_text("Its invitation, as text").is_visible()
    )


@pytest.mark.parametrize("width", [1440, 360])
def test_two_who_are_held_together_have_times_of_their_own(open_page, site, width):
    page = send(open_page("/", session=site.sessions["Hedda"], width=width), BRIEF)
    ask_for(page, "Ana Reis", "Bela Kiss")
    groups = page.get_by_role("group", name=re.compile("^(Ana Reis|Bela Kiss)"))
    assert groups.count() == 2
    assert page.locator(".times", has_text="in Lisbon").get_by_role("checkbox").count() == 3
    check(page, width, "light", "two")
    page.get_by_label("A talk of").select_option("0")
    place(page)
    page.goto(site.address + "/holds")
    assert page.locator("td[data-head=Answer]").all_inner_texts() == ["not yet", "not yet"]


def test_declining_is_one_click_and_ends_the_link(as_bela, site):
    bela, hedda = as_bela()
    bela.get_by_role("button", name="Decline").click()
    bela.wait_for_load_state()
    assert "This hold was declined." in bela.locator("h1").inner_text()
    hedda.goto(site.address + "/holds")
    assert "declined by the engineer" in hedda.locator("#ended").inner_text()


def test_opening_the_link_changes_nothing_and_an_expired_one_tells_nothing(as_bela, site):
    bela, hedda = as_bela()
    for _ in range(3):
        bela.reload()
    hedda.goto(site.address + "/holds")
    assert "not yet" in hedda.locator("td[data-head=Answer]").inner_text()
    as_administrator(site, LATER)
    bela.wait_for_timeout(3500)
    bela.reload()
    assert "The time of this hold is over." in bela.locator("h1").inner_text()
    assert "Nordvik" not in bela.locator("body").inner_text()


def test_a_changed_time_outside_of_hours_is_warned_of_and_then_held(asked):
    page = asked()
    field = page.locator(".talk input[type=datetime-local]").first
    field.fill(f"{clock.today() + timedelta(days=1)}T05:00")
    page.get_by_role("button", name="Look at the times again").click()
    assert page.get_by_text("Outside of your working day.").is_visible()
    page.locator("form.correct button.filled").click()
    assert "Some of the times lie outside" in page.get_by_role("alert").inner_text()
    assert violations(page) == []
    place(page)
    assert "held by you until" in row(page, "Bela Kiss").inner_text()


def test_without_a_script_all_of_it_works(as_bela, browser, site):
    bela, _ = as_bela()
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(bela.url)
    assert not page.locator("count-down").is_visible()
    page.get_by_role("radio", name="None of these fits").check()
    page.get_by_role("button", name="Answer the talk only").click()
    assert "none of the times fits" in page.locator(".about").inner_text()
    page.get_by_role("button", name="Accept the hold").click()
    assert "Accepted on" in page.locator(".about").inner_text()
    context.close()


@pytest.mark.parametrize(("width", "theme"), [(1440, "light"), (1440, "dark"), (360, "light"), (360, "dark")])
def test_nobody_is_kept_out_of_these_pages_by_the_look(asked, open_page, site, width, theme):
    hedda = asked(width=width, theme=theme)
    check(hedda, width, theme, "question")
    place(hedda)
    bela = open_page(link_in(hedda, site, "bela@engineers.example"), as_oda=False, width=width, theme=theme)
    check(bela, width, theme, "held")
    bela.get_by_role("radio").first.check()
    assert violations(bela) == []
    bela.get_by_role("button", name="Accept the hold").click()
    bela.wait_for_load_state()
    check(bela, width, theme, "accepted")
    hedda.goto(site.address + "/holds")
    check(hedda, width, theme, "holds")


def check(page, width: int, theme: str, name: str) -> None:
    """A page that nobody is kept out of, that nothing moves on, and that breaks no rule for browsers; its picture."""
    keep_picture(page, ARTIFACTS / f"talk-{name}-{width}-{theme}.png")
    page.add_init_script(f"({REFUSED_BY_RULES})()")
    page.reload(wait_until="networkidle")
    assert page.evaluate("window.refusedByRules") == []
    assert page.evaluate(MOVED) < 0.01
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
    if width == 360:
        assert small_targets(page) == []
