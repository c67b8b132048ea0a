"""The operator lists a person, finds a brief for which nobody fits, and verifies a chain, at the desk."""

from __future__ import annotations

import re

import pytest

from tests.journeys.conftest import small_targets, violations
from tests.journeys.test_brief_to_shortlist import send
from tests.journeys.test_holds import as_administrator

OVERFLOW = "document.documentElement.scrollWidth - innerWidth"
LOOKS = ({"width": 1440}, {"width": 1440, "theme": "dark"}, {"width": 360}, {"width": 360, "theme": "dark"})
TOO_MUCH = "# Far too much\n\nPython and COBOL are a must, Finnish C2, 40 hours a week for 12 weeks."
PAGES = (
    "/desk",
    "/desk/people",
    "/desk/organisations",
    "/desk/engineers",
    "/desk/briefs",
    "/desk/holds",
    "/desk/skills",
    "/desk/skills/python",
    "/desk/skills/lacking",
    "/desk/events",
    "/desk/chains/operator",
    "/desk/mails",
    "/desk/jobs",
    "/desk/policies",
    "/desk/limits",
    "/desk/health",
    "/desk/tables",
    "/desk/tables/talent_engineer",
    "/desk/tables/platform_event",
    "/desk/tables/accounts_consent",
    "/desk/tables/accounts_user?q=nobody",
)


def is_whole(page, *, narrow: bool) -> None:
    assert violations(page) == []
    assert page.evaluate(OVERFLOW) <= 0
    if narrow:
        assert small_targets(page) == []


def test_the_operator_lists_a_person(open_page, site):
    as_administrator(
        site, "DELETE FROM talent_listing USING talent_engineer e WHERE e.id = engineer_id AND public_name = 'Lea Voss'"
    )
    page = open_page("/desk")
    page.get_by_role("link", name=re.compile("Look and list")).click()
    page.get_by_role("link", name="Lea Voss").click()
    page.get_by_text("not listed").first.wait_for()
    is_whole(page, narrow=False)
    page.get_by_role("button", name="List Lea Voss").click()
    page.get_by_text("Lea Voss is listed from now on.").wait_for()
    page.get_by_text("found by searches").wait_for()
    is_whole(page, narrow=False)


def test_the_operator_finds_a_brief_for_which_nobody_fits(open_page, site):
    send(open_page("/", session=site.sessions["Hedda"]), TOO_MUCH).wait_for_url("**/shortlists/**")
    page = open_page("/desk", width=360)
    page.get_by_role("link", name=re.compile("See which")).click()
    page.get_by_role("link", name="Far too much", exact=True).first.wait_for()
    page.get_by_text("0 of 10").first.wait_for()
    is_whole(page, narrow=True)
    page.get_by_role("link", name=re.compile("See what helps.*Far too much")).first.click()
    page.wait_for_url("**/shortlists/**")
    page.get_by_role("heading", level=1).wait_for()


def test_the_operator_verifies_a_chain_and_sees_that_an_event_was_changed(open_page, site):
    page = open_page("/desk/organisations")
    page.get_by_role("link", name="Halden Mutual").click()
    page.get_by_role("link", name="Events").first.click()
    page.goto(site.address + "/desk/events")
    page.get_by_role("link", name=re.compile(r"operator$")).first.click()
    page.get_by_role("button", name="Verify the chain").click()
    page.get_by_text(re.compile("as (it was|they were) written.* none is missing")).wait_for()
    is_whole(page, narrow=False)
    changed = "UPDATE platform_event SET subject_id = gen_random_uuid() WHERE chain = 'operator'"
    as_administrator(
        site, f"{changed} AND id = (SELECT id FROM platform_event WHERE chain = 'operator' ORDER BY id DESC LIMIT 1)"
    )
    page.get_by_role("button", name="Verify the chain").click()
    page.get_by_text("The chain is broken at 1 place").wait_for()
    is_whole(page, narrow=False)


@pytest.mark.parametrize("look", LOOKS, ids=["wide", "wide-dark", "narrow", "narrow-dark"])
def test_the_operator_reads_a_row_and_what_refers_to_it(open_page, site, look):
    """By the pages of GUILDWORKS_TABLE_PAGES, which are Django's own admin in the house's look."""
    page = open_page("/desk", **look)
    page.get_by_role("link", name="Tables").click()
    is_whole(page, narrow=look["width"] == 360)
    page.get_by_role("link", name="engineer", exact=True).click()
    page.get_by_role("rowheader").first.get_by_role("link").click()
    page.get_by_text("left out: what somebody wrote").wait_for()
    is_whole(page, narrow=look["width"] == 360)
    page.get_by_role("link", name="talent_claim").click()
    page.get_by_role("rowheader").first.get_by_role("link").click()
    page.get_by_role("link", name=re.compile("eng_")).click()
    page.get_by_role("heading", level=1, name=re.compile("eng_")).wait_for()


@pytest.mark.parametrize("look", LOOKS, ids=["wide", "wide-dark", "narrow", "narrow-dark"])
def test_each_page_is_whole(open_page, site, look):
    page = open_page(PAGES[0], **look)
    for path in PAGES:
        page.goto(site.address + path)
        is_whole(page, narrow=look["width"] == 360)
