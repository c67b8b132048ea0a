"""Nobody fits: one click asks for less, or a saved search tells when somebody comes."""

from __future__ import annotations

import re
import time

import psycopg
import pytest
from psycopg import sql

from guildworks.platform import clock
from tests.journeys.conftest import small_targets, violations
from tests.journeys.test_brief_to_shortlist import BRIEF, names, send
from tests.journeys.test_holds import as_administrator, ask_for

YEAR = clock.today().year + 1
NOBODY = f"""# A desk that answers

Python, RAG and Kubernetes are must-haves. 20 hours a week for 8 weeks from 11 January {YEAR}, up to €90 an hour."""
NEVER = "# Nothing helps\n\nRust, Kubernetes, COBOL and Spark are must-haves; all four are required."
LOOKS = [(1440, "light"), (1440, "dark"), (360, "light"), (360, "dark")]


def listed(open_page, site, text: str = NOBODY, **look):
    return send(open_page("/", session=site.sessions["Hedda"], **look), text)


def ways_of(page) -> list[list[str]]:
    return [text.split("\n") for text in page.locator(".loosen .way").all_inner_texts()]


def test_nobody_fits_then_one_click_and_another_and_people_stand_on_the_list(open_page, site):
    page = listed(open_page, site)
    assert page.get_by_role("heading", name="Nobody fits all of it").is_visible()
    assert ways_of(page) == [["Without Kubernetes as a must", "3 more would fit"]]
    page.get_by_role("button", name="Without Kubernetes as a must").click()
    page.wait_for_url(re.compile(r"/shortlists/sho_\w+$"))
    assert sorted(names(page)) == ["Ana Reis", "Bela Kiss", "Ciro Neri"]
    assert ["Up to €115 an hour", "4 more would fit"] in ways_of(page)
    page.get_by_role("button", name="Up to €115 an hour").click()
    assert len(names(page)) == 7
    page.get_by_role("link", name="Correct what was read").click()
    assert page.locator(".items").first.inner_text().count("by hand") == 2


def test_a_colleague_with_the_old_page_is_shown_the_latest_list_and_who_looks_on_has_no_button(open_page, site):
    first = listed(open_page, site)
    path = first.url.removeprefix(site.address)
    second = open_page(path, session=site.sessions["Hedda"])
    viola = open_page(path, session=site.sessions["Viola"])
    assert viola.locator(".loosen, .saved").count() == 0
    first.get_by_role("button", name="Without Kubernetes as a must").click()
    first.wait_for_url(lambda address: not address.endswith(path))
    second.get_by_role("button", name="Without Kubernetes as a must").click()
    second.wait_for_url(first.url)
    assert "This is its latest list" in second.get_by_role("status").first.inner_text()
    old = open_page(path, session=site.sessions["Hedda"])
    assert old.get_by_role("link", name="To its latest list").first.is_visible()


def test_a_saved_search_waits_is_marked_and_is_ended_by_its_person(open_page, site):
    page = listed(open_page, site, NEVER)
    assert "No single change of the brief brings anybody today." in page.locator(".loosen").inner_text()
    page.get_by_role("button", name="Tell me when somebody fits").click()
    page.wait_for_url("**#role-1")
    assert "You get a mail when somebody fits" in page.locator(".saved").first.inner_text()
    briefs = open_page("/briefs", session=site.sessions["Hedda"])
    row = briefs.locator("tr", has_text="Nothing helps").first
    assert row.get_by_text("waiting for somebody").is_visible()
    row.get_by_role("link", name="Nothing helps").first.click()
    a_worker_searches_again(site, until_over="searched_at IS NULL")
    briefs.get_by_role("button", name="End this search").click()
    briefs.wait_for_load_state()
    assert briefs.locator(".saved").count() == 0


def a_worker_searches_again(site, *, until_over: str) -> None:
    """At once, and not within ten minutes; until nothing is left of what this condition names."""
    with psycopg.connect(site.admin, dbname=site.database, autocommit=True) as connection:
        connection.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status)"
            " SELECT 'default', 'matching.search_again', jsonb_build_object('search', id), 'todo'"
            " FROM matching_savedsearch WHERE ended_at IS NULL"
        )
        until = time.monotonic() + 60
        waiting = sql.SQL("SELECT 1 FROM matching_savedsearch WHERE ended_at IS NULL AND {}").format(
            sql.SQL(until_over)
        )
        while connection.execute(waiting).fetchone():
            assert time.monotonic() < until, "no worker came to it"
            time.sleep(0.1)


def test_all_who_fit_are_held_then_released_and_a_mail_leads_to_the_new_list(open_page, site):
    page = send(open_page("/", session=site.sessions["Hedda"]), BRIEF)
    ask_for(page, *names(page))
    page.get_by_role("button", name="Hold all 4").click()
    page.wait_for_load_state()
    page = send(open_page("/", session=site.sessions["Hedda"]), BRIEF.replace("clause", "paragraph"))
    assert page.get_by_role("heading", name="Nobody fits all of it").is_visible()
    page.get_by_role("button", name="Tell me when somebody fits").click()
    page.wait_for_url("**#role-1")
    a_worker_searches_again(site, until_over="searched_at IS NULL")
    holds = open_page("/holds", session=site.sessions["Hedda"])
    for box in holds.get_by_role("checkbox").all():
        box.check()
    holds.get_by_role("button", name="Release the ticked").click()
    holds.wait_for_url("**/holds#ended")
    a_worker_searches_again(site, until_over="true")
    mails = open_page("/mail", session=site.sessions["Hedda"])
    mails.get_by_role("link", name="Guildworks: somebody fits").first.click()
    link = re.search(r"/shortlists/sho_\w+", mails.locator("main").inner_text())
    assert link
    found = open_page(link[0], session=site.sessions["Hedda"])
    assert sorted(names(found)) == ["Ana Reis", "Bela Kiss", "Ciro Neri", "Dora Łuk"]
    page.reload()
    assert "Somebody was found, and you were told by mail." in page.locator(".saved").first.inner_text()
    as_administrator(site, "DELETE FROM availability_reservation")


@pytest.mark.parametrize(("width", "theme"), LOOKS)
def test_a_list_that_is_too_short_holds_at_every_width_and_theme(open_page, site, width, theme):
    page = listed(open_page, site, NOBODY, width=width, theme=theme)
    page.get_by_role("button", name="Without Kubernetes as a must").click()
    page.wait_for_load_state()
    page.get_by_role("button", name="Tell me when somebody fits").click()
    page.wait_for_url("**#role-1")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    if width < 760:
        assert small_targets(page) == []
    empty = listed(open_page, site, NOBODY, width=width, theme=theme)
    assert violations(empty) == []
