"""A hiring manager holds people of a list together, sees the time run, and gives them back; refusals."""

from __future__ import annotations

import re
from collections.abc import Iterator

import psycopg
import pytest
from psycopg import sql

from tests.journeys.conftest import small_targets, violations
from tests.journeys.test_brief_to_shortlist import BRIEF, send
from tests.journeys.test_compare import MOVED, REFUSED_BY_RULES, tick

REVIVED = """
    UPDATE availability_reservation SET state = 'hold', ended_at = NULL, expires_at = now() + interval '1 hour'
    WHERE state IN ('hold', 'expired')
"""
LATER = "UPDATE availability_reservation SET expires_at = now() + interval '3 seconds' WHERE state = 'hold'"


@pytest.fixture(autouse=True)
def everybody_is_free_again(site, browser) -> Iterator[None]:
    """After each story whoever was held is released: by the page, so that the talent index learns of it too."""
    yield
    as_administrator(site, REVIVED)
    context = browser.new_context()
    context.add_cookies([{"name": "guildworks_session", "value": site.sessions["Hedda"], "url": site.address}])
    page = context.new_page()
    page.goto(site.address + "/holds")
    if page.get_by_role("checkbox").count():
        for box in page.get_by_role("checkbox").all():
            box.check()
        page.get_by_role("button", name="Release the ticked").click()
        page.wait_for_url("**/holds#ended")
    context.close()
    as_administrator(site, "DELETE FROM availability_reservation")


def as_administrator(site, statement: str) -> None:
    """What no login of the program may do: take holds away, let one expire."""
    with psycopg.connect(site.admin, dbname=site.database, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")  # past the guards
        connection.execute(sql.SQL(statement))


@pytest.fixture
def listed(open_page, site):
    """Hedda's list of four in a browser of some width and theme: she owns Nordvik Bank."""
    return lambda **look: send(open_page("/", session=site.sessions["Hedda"], **look), BRIEF)


def ask_for(page, *names: str) -> None:
    tick(page, *names)
    page.get_by_role("button", name="Hold together").first.click()
    page.wait_for_url("**/holds/new?*")


def place(page) -> None:
    page.locator("form.correct button.filled").click()
    page.wait_for_load_state()


def row(page, name: str):
    return page.locator(".person", has_text=name)


def test_two_are_held_together_the_time_runs_and_they_are_released(listed):
    page = listed()
    address, heights = page.url, [each.bounding_box()["height"] for each in page.locator(".person").all()]
    ask_for(page, "Ana Reis", "Bela Kiss")
    assert page.locator("h1").inner_text() in ("Hold Ana Reis and Bela Kiss?", "Hold Bela Kiss and Ana Reis?")
    assert page.get_by_label("Hours a week").input_value() == "32"
    assert "384 h of each, 768 h together" in page.locator(".takes").inner_text()
    place(page)
    assert page.url == f"{address}#role-1"
    for name in ("Ana Reis", "Bela Kiss"):
        assert "held by you until" in row(page, name).inner_text()
        assert row(page, name).get_by_role("link", name="Hold").count() == 0
    assert row(page, "Ciro Neri").get_by_role("link", name="Hold").is_visible()
    assert heights == [each.bounding_box()["height"] for each in page.locator(".person").all()], "no row shifts"
    first = row(page, "Ana Reis").locator("count-down").inner_text()
    assert re.match(r"71:5\d:\d\d", first)
    page.wait_for_timeout(2100)
    assert row(page, "Ana Reis").locator("count-down").inner_text() < first
    assert page.get_by_role("link", name="Holds 2 held now").is_visible()
    page.get_by_role("link", name="Holds 2 held now").click()
    page.get_by_role("checkbox", name="Release Ana Reis").check()
    page.get_by_role("checkbox", name="Release Bela Kiss").check()
    page.get_by_role("button", name="Release the ticked").click()
    assert page.get_by_text("Nobody is held.").is_visible()
    assert page.locator("#ended").inner_text().count("released, ") == 2


def test_one_is_held_from_the_page_of_why_and_the_others_from_the_comparison(listed):
    page = listed()
    page.locator(".lists > .people > tbody").first.locator("summary").click()
    page.get_by_role("link", name="This on a page of its own").first.click()
    name = page.locator("h1").inner_text()
    page.get_by_role("link", name=f"Hold {name}").click()
    place(page)
    assert page.locator("h1").inner_text() == name
    assert "Held by you until" in page.locator(".terms").inner_text()
    page.get_by_role("link", name=re.compile("Shortlist of")).click()
    for box in page.get_by_role("checkbox").all()[:3]:
        box.check()
    page.get_by_role("button", name="Compare").click()
    page.get_by_role("link", name="Hold the other two").click()
    place(page)
    assert page.locator(".holding count-down").count() == 3
    assert page.locator(".holding .button").count() == 0


def test_refused_for_capacity_with_what_works_one_click_away(listed):
    page = listed()
    row(page, "Ana Reis").get_by_role("link", name="Hold Ana Reis").click()
    page.get_by_label("Hours a week").fill("50")
    place(page)
    assert re.search(r"Ana Reis has 40 h left in W\d\d, from Mon", page.get_by_role("alert").inner_text())
    assert page.get_by_label("Hours a week").input_value() == "50"
    page.get_by_role("link", name="Ask for 40 h a week").click()
    assert page.get_by_label("Hours a week").input_value() == "40"
    place(page)
    assert row(page, "Ana Reis").locator("count-down").is_visible()


def test_a_form_that_is_sent_twice_holds_once(listed, site):
    page = listed()
    row(page, "Ana Reis").get_by_role("link", name="Hold Ana Reis").click()
    question = page.url
    page.locator("form.correct button.filled").dblclick()
    page.wait_for_load_state("networkidle")
    page.goto(question)
    assert page.locator("h1").inner_text() == "Held already"
    assert "Ana Reis is held for this brief already" in page.locator("main").inner_text()
    page.goto(site.address + "/holds")
    assert page.locator(".of-brief count-down").count() == 1


def test_a_page_left_open_says_that_the_hold_has_ended(listed, site):
    page = listed()
    row(page, "Ana Reis").get_by_role("link", name="Hold Ana Reis").click()
    place(page)
    as_administrator(site, LATER)
    page.goto(site.address + "/holds")
    page.locator(".does summary").click()
    page.wait_for_timeout(3500)
    assert page.locator(".count .held").inner_text().strip().endswith("expired")
    page.get_by_role("button", name="Release now Ana Reis").click()
    assert "The hold of Ana Reis has ended already." in page.get_by_role("alert").inner_text()
    assert "expired, " in page.locator("#ended").inner_text()


def test_whoever_only_looks_on_has_no_button(listed, open_page, site):
    page = listed()
    address = page.url.removeprefix(site.address)
    row(page, "Ana Reis").get_by_role("link", name="Hold Ana Reis").click()
    question = page.url.removeprefix(site.address)
    place(page)
    viola = open_page(address, session=site.sessions["Viola"])
    assert "held by you until" in row(viola, "Ana Reis").inner_text()
    assert viola.get_by_role("link", name=re.compile("^Hold ")).count() == 0
    viola.goto(site.address + "/holds")
    assert viola.locator("count-down").count() == 1
    assert viola.get_by_role("button", name=re.compile("Release")).count() == 0
    viola.goto(site.address + question)
    assert viola.locator("h1").inner_text().startswith("Only an owner or a hiring manager")


def test_all_of_it_works_from_the_keyboard(listed):
    page = listed()
    row(page, "Ana Reis").get_by_role("link", name="Hold Ana Reis").press("Enter")
    page.wait_for_url("**/holds/new?*")
    page.get_by_label("Hours a week").press("Enter")
    page.wait_for_url("**/shortlists/*")
    page.get_by_role("link", name=re.compile("^Holds 1")).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/holds")
    page.get_by_role("checkbox", name="Release Ana Reis").press("Space")
    page.get_by_role("checkbox", name="Release Ana Reis").press("Enter")  # the form's first button is for the ticked
    page.wait_for_url("**/holds#ended")
    assert page.get_by_text("Nobody is held.").is_visible()


def test_without_a_script_the_day_and_time_stand_there(listed, site, browser):
    page = listed()
    address = page.url
    row(page, "Ana Reis").get_by_role("link", name="Hold Ana Reis").click()
    place(page)
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies(page.context.cookies())
    still = context.new_page()
    still.goto(address)
    assert re.search(r"held by you until \d+ \w+, \d\d:\d\d UTC", row(still, "Ana Reis").inner_text())
    assert not row(still, "Ana Reis").locator("count-down").is_visible()
    context.close()


@pytest.mark.parametrize(("width", "theme"), [(1440, "light"), (1440, "dark"), (360, "light"), (360, "dark")])
def test_nobody_is_kept_out_of_any_page_by_the_look(listed, site, width, theme):
    page = listed(width=width, theme=theme)
    ask_for(page, "Ana Reis", "Bela Kiss")
    check(page, width)
    page.get_by_label("Hours a week").fill("50")
    place(page)
    assert violations(page) == []
    page.get_by_role("link", name="Ask for 40 h a week").click()
    place(page)
    check(page, width)
    page.locator(".lists > .people > tbody").first.locator("summary").click()
    page.get_by_role("link", name="This on a page of its own").first.click()
    check(page, width)
    page.goto(site.address + "/holds")
    check(page, width)
    page.locator(".does summary").first.click()
    page.get_by_role("checkbox").first.check()
    assert violations(page) == []
    page.get_by_role("button", name="Release the ticked").click()
    check(page, width)


def check(page, width: int) -> None:
    """A page that nobody is kept out of, that nothing moves on, and that breaks no rule for browsers."""
    page.add_init_script(f"({REFUSED_BY_RULES})()")
    page.reload(wait_until="networkidle")
    assert page.evaluate("window.refusedByRules") == []
    assert page.evaluate(MOVED) < 0.01
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
    if width == 360:
        assert small_targets(page) == []


@pytest.mark.long
@pytest.mark.parametrize("width", [320, 600, 761, 960, 1199, 1200, 1680, 2560])
def test_every_page_at_every_width(listed, site, width):
    page = listed(width=width)
    ask_for(page, "Ana Reis", "Bela Kiss")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    place(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.goto(site.address + "/holds")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page) == []
