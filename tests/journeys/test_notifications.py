"""Of two colleagues one holds; the other's bell counts it, they follow it, and choose how they want to be told."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import psycopg
import pytest

from tests.journeys.conftest import small_targets, violations
from tests.journeys.test_brief_to_shortlist import BRIEF, send
from tests.journeys.test_holds import ask_for, place
from tests.journeys.test_signing_in import too_wide

TOLD_SECONDS = 30.0  # a worker tells within one; the machine may be busy
UNTOLD = """
    SELECT count(*) FROM platform_event e WHERE e.name = 'hold.released' AND e.at > %s
    AND NOT EXISTS (SELECT FROM conversations_notification n WHERE n.event_id = e.id)
"""


@pytest.fixture
def as_greta(open_page, site):
    return lambda path, **look: open_page(path, session=site.sessions["Greta"], **look)


@pytest.fixture
def hold(open_page, site) -> Iterator[object]:
    """Has Hugo hold some people of a list; afterwards he has released them, and who is told of it was told."""
    pages, began = [], datetime.now(UTC)

    def held(*names: str):
        page = send(open_page("/", session=site.sessions["Hugo"]), BRIEF)
        ask_for(page, *names)
        place(page)
        pages.append(page)
        return page

    yield held
    for page in pages:
        page.goto(site.address + "/holds")
        for box in page.get_by_role("checkbox").all():
            box.check()
        if page.get_by_role("checkbox").count():
            page.get_by_role("button", name="Release the ticked").click()
            page.wait_for_url("**/holds#ended")
    until = time.monotonic() + TOLD_SECONDS
    with psycopg.connect(site.admin, dbname=site.database, autocommit=True) as connection:
        while connection.execute(UNTOLD, [began]).fetchone() != (0,) and time.monotonic() < until:
            time.sleep(0.1)


def badge(page) -> int:
    """What the bell says is new."""
    shown = page.locator(".bell .badge")
    return int(re.sub(r"\D", "", shown.inner_text())) if shown.count() else 0


def wait_for_news(page, count: int):
    """Load the page anew until the bell has so many."""
    until = time.monotonic() + TOLD_SECONDS
    while badge(page) < count and time.monotonic() < until:
        page.wait_for_timeout(200)
        page.reload()
    assert badge(page) == count
    return page


def seen(page) -> None:
    """Begin with nothing new."""
    if page.get_by_role("button", name="Mark all as seen").count():
        page.get_by_role("button", name="Mark all as seen").click()
        page.wait_for_load_state()
    assert badge(page) == 0


def test_what_a_colleague_holds_is_counted_followed_and_seen(as_greta, hold):
    page = as_greta("/notifications")
    seen(page)
    place_of_menu = page.locator(".menu").bounding_box()
    hold("Ana Reis", "Bela Kiss")
    wait_for_news(page, 2)
    assert page.locator(".menu").bounding_box() == place_of_menu, "the count moves nothing"
    row = page.locator(".notices li", has_text="Hugo has placed a hold on Ana Reis")
    assert row.locator(".tag").inner_text() == "new"
    row.get_by_role("link").click()
    page.wait_for_url("**/holds")
    assert page.get_by_role("rowheader", name="Ana Reis").is_visible()
    assert badge(page) == 1
    page.get_by_role("link", name="Notifications 1 new").press("Enter")
    page.wait_for_url("**/notifications")
    assert page.locator(".notices li", has_text="Ana Reis").first.locator(".tag").count() == 0
    page.get_by_role("button", name="Mark all as seen").press("Enter")
    page.wait_for_load_state()
    assert badge(page) == 0 and page.get_by_role("button", name="Mark all as seen").count() == 0


def test_whoever_holds_is_not_told_of_it_and_the_colleague_of_the_release(as_greta, hold, open_page, site):
    page = as_greta("/notifications")
    seen(page)
    of_hugo = hold("Ciro Neri")
    wait_for_news(page, 1)
    assert badge(of_hugo) == 0
    of_hugo.goto(site.address + "/holds")
    of_hugo.get_by_role("checkbox").check()
    of_hugo.get_by_role("button", name="Release the ticked").click()
    wait_for_news(page, 2)
    assert "Hugo has released Ciro Neri, who was held for" in page.locator(".notices li").first.inner_text()


def test_how_one_is_told_is_chosen_and_kept(as_greta):
    page = as_greta("/notifications")
    page.get_by_role("link", name="What you are told of").first.click()
    joins = page.get_by_role("row", name="Somebody joins the organisation")
    joins.get_by_role("checkbox").uncheck()
    joins.get_by_role("combobox").select_option("once a day")
    page.get_by_role("button", name="Save").click()
    assert "Saved." in page.get_by_role("status").inner_text()
    assert not joins.get_by_role("checkbox").is_checked()
    assert joins.get_by_role("combobox").input_value() == "digest"
    answers = page.get_by_role("row", name="An engineer accepts a hold")
    assert "always" in answers.inner_text()
    assert answers.get_by_role("combobox").locator("option").all_inner_texts() == ["at once", "once a day"]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 360])
def test_the_pages_are_for_everybody_at_every_width(as_greta, hold, width, theme):
    hold("Dora Łuk")
    page = as_greta("/notifications", width=width, theme=theme)
    for path in ("/notifications", "/notifications/preferences"):
        page.goto(re.sub(r"/notifications.*", path, page.url))
        assert violations(page) == []
        assert too_wide(page, width) == []
        if width == 360:
            assert small_targets(page) == []
            bell = page.locator(".bell").bounding_box()
            assert bell["height"] >= 44 and bell["width"] >= 44
