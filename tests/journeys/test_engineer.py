"""An engineer looks after their hours, answers a hold on their own page, and learns why a list does not name them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.journeys.conftest import small_targets, violations
from tests.journeys.test_brief_to_shortlist import BRIEF, send
from tests.journeys.test_holds import REVIVED, as_administrator, ask_for

OVERFLOW = "document.documentElement.scrollWidth - innerWidth"
LOOKS = ({"width": 1440}, {"width": 360, "theme": "dark"})


@pytest.fixture(autouse=True)
def everybody_is_free_again(site, browser) -> Iterator[None]:
    """After each story whoever was held is released."""
    yield
    as_administrator(site, REVIVED)
    as_administrator(site, "DELETE FROM availability_reservation")
    as_administrator(site, "DELETE FROM availability_capacityexception")


@pytest.fixture
def as_ana(open_page, site):
    """Ana's own pages, in a browser of some width and theme."""
    return lambda path, **look: open_page(path, session=site.sessions["Ana"], **look)


def is_whole(page, *, narrow: bool) -> None:
    assert violations(page) == []
    assert page.evaluate(OVERFLOW) <= 0
    if narrow:
        assert small_targets(page) == []


def test_a_hold_is_answered_on_ones_own_page(open_page, site, as_ana):
    hedda = send(open_page("/", session=site.sessions["Hedda"]), BRIEF)
    ask_for(hedda, "Ana Reis")
    hedda.get_by_role("button", name="Hold").last.click()
    hedda.wait_for_url("**/shortlists/**")
    ana = as_ana("/", width=360)
    ana.get_by_text("One thing waits for you").wait_for()
    is_whole(ana, narrow=True)
    ana.get_by_role("link", name="Look and accept").click()
    ana.get_by_role("heading", name="Nordvik Bank holds").wait_for()
    is_whole(ana, narrow=True)
    ana.get_by_label("None of these fits").check()
    ana.get_by_role("button", name="Accept the hold").click()
    ana.get_by_text("Your yes keeps the hours for Nordvik Bank").wait_for()
    ana.goto(site.address + "/me/holds")
    ana.get_by_text("you have accepted").wait_for()
    hedda.goto(site.address + "/holds")
    hedda.get_by_text("accepted").first.wait_for()


@pytest.mark.parametrize("look", LOOKS, ids=["wide", "narrow"])
def test_weeks_are_changed_by_the_keyboard(as_ana, look):
    page = as_ana("/me/hours", **look)
    fields = page.locator(".week input")
    fields.nth(2).focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowRight", "PageDown", "ArrowRight", "ArrowUp"):
        page.keyboard.press(key)
    assert [fields.nth(place).input_value() for place in (2, 3, 4)] == ["38", "32", "41"]
    page.get_by_text("3 weeks changed, not saved yet").wait_for()
    is_whole(page, narrow=look["width"] == 360)
    page.get_by_role("button", name="Save the weeks").click()
    page.get_by_text("3 weeks are changed.").wait_for()
    assert [page.locator(".week input").nth(place).input_value() for place in (2, 3, 4, 5)] == ["38", "32", "41", "40"]


def test_a_week_is_dragged(as_ana):
    page = as_ana("/me/hours")
    picture = page.locator(".week .picture").nth(4).bounding_box()
    middle = picture["x"] + picture["width"] / 2
    page.mouse.move(middle, picture["y"] + 2)
    page.mouse.down()
    page.mouse.move(middle, picture["y"] + picture["height"] / 2, steps=4)
    page.mouse.up()
    assert 17 <= float(page.locator(".week input").nth(4).input_value()) <= 23
    page.get_by_text("1 week changed, not saved yet").wait_for()


def test_pause_and_return(as_ana, open_page, site):
    ana = as_ana("/me/hours", width=360, theme="dark")
    ana.get_by_role("button", name="Pause").click()
    ana.get_by_text("You have paused: no search finds you until you come back.").wait_for()
    hedda = send(open_page("/", session=site.sessions["Hedda"]), BRIEF)
    assert hedda.get_by_role("rowheader", name="Ana Reis").count() == 0
    ana.goto(site.address + "/")
    ana.get_by_role("button", name="Come back").click()
    ana.get_by_text("You are back, and your hours are confirmed").wait_for()
    hedda = send(open_page("/", session=site.sessions["Hedda"]), BRIEF)
    hedda.get_by_text("Ana Reis").first.wait_for()


@pytest.fixture
def asks(open_page, site):
    """Has Emil ask another rate by his profile; afterwards it is what it was."""

    def ask(amount: str) -> None:
        page = open_page("/me/profile", session=site.sessions["Emil"], width=360)
        page.locator("#rates summary").first.click()
        page.get_by_label("An hour costs").first.fill(amount)
        page.locator("#rates").get_by_role("button", name="Save").first.click()
        page.get_by_role("status").first.wait_for()

    yield ask
    ask("150")


def test_why_not_is_told_as_a_direction_and_the_change_leads_onto_the_list(open_page, site, asks):
    hedda = send(open_page("/", session=site.sessions["Hedda"]), BRIEF)
    assert "Emil Roth" not in hedda.locator(".lists > .people").first.inner_text()
    emil = open_page("/me/opportunities", session=site.sessions["Emil"], width=360)
    emil.get_by_text("your rate of €150/h is above its range").first.wait_for()
    is_whole(emil, narrow=True)
    emil.get_by_role("rowheader").get_by_role("link").first.click()
    emil.get_by_text("A lower rate").wait_for()
    assert "Nordvik" not in emil.content()
    is_whole(emil, narrow=True)
    asks("90")
    hedda = send(open_page("/", session=site.sessions["Hedda"]), BRIEF)
    assert "Emil Roth" in hedda.locator(".lists > .people").first.inner_text()
    emil = open_page("/me/opportunities", session=site.sessions["Emil"], width=360)
    first = emil.get_by_role("row").filter(has=emil.get_by_role("rowheader")).first
    assert first.locator("strong").inner_text().startswith("Listed, number")


@pytest.mark.parametrize("look", LOOKS, ids=["wide", "narrow"])
@pytest.mark.parametrize("path", ["/", "/me/holds", "/me/opportunities?which=others", "/demand", "/ranking"])
def test_each_page_is_whole(as_ana, path, look):
    is_whole(as_ana(path, **look), narrow=look["width"] == 360)
