"""Two colleagues talk about a list and whoever stands on it, and one points the other to it."""

from __future__ import annotations

import re

import pytest

from tests.journeys.conftest import small_targets, violations

BRIEF = """# Search over policies

Python and RAG are must-haves. LangGraph would be nice. 20 hours a week for 8 weeks, €80 to €120 an hour."""
LOOKS = [(1440, "light"), (1440, "dark"), (360, "light"), (360, "dark")]


def listed(open_page, session: str, **look):
    page = open_page("/", session=session, **look)
    page.get_by_label("Your brief").fill(BRIEF)
    page.get_by_role("button", name="Find engineers").click()
    page.wait_for_url("**/shortlists/sho_*")
    return page


def path_of(page, site) -> str:
    return page.url.removeprefix(site.address).partition("#")[0]


def say(page, words: str) -> None:
    page.get_by_label("Your comment").fill(words)
    page.get_by_role("button", name="Comment", exact=True).click()
    page.wait_for_url("**#com_*")


def test_hedda_comments_viola_answers_and_hedda_takes_hers_back(open_page, site):
    hedda = listed(open_page, site.sessions["Hedda"])
    assert "Nobody has said anything about this list yet" in hedda.locator(".talk").inner_text()
    say(hedda, "Ana wrote the retrieval of the claims desk: https://example.org/talk.\nI would begin with her.")
    assert hedda.get_by_role("link", name="https://example.org/talk").get_attribute("rel") == "nofollow noopener ugc"
    viola = open_page(path_of(hedda, site), session=site.sessions["Viola"])
    viola.get_by_text("Answer Hedda").click()
    viola.get_by_label("Your answer").fill("Is she free in January?")
    viola.locator(".comments").get_by_role("button", name="Answer").click()
    viola.wait_for_url("**#com_*")
    assert "Viola to Hedda" in viola.locator(".comments .answer").inner_text()
    hedda.reload()
    hedda.get_by_text("Take back your comment").click()
    hedda.get_by_role("button", name="Take it back").click()
    assert "The words of this comment were taken back." in hedda.locator(".comments").inner_text()
    assert "Is she free in January?" in hedda.locator(".comments").inner_text()
    assert "claims desk" not in hedda.content()


def test_a_list_is_shared_with_a_colleague_and_its_address_copied(open_page, site):
    hedda = listed(open_page, site.sessions["Hedda"])
    shown = hedda.url
    hedda.get_by_role("link", name="Share with colleagues").click()
    assert violations(hedda) == []
    hedda.get_by_label("Viola").check()
    hedda.get_by_label("A word to them").fill("Have a look before Thursday.")
    hedda.get_by_role("button", name="Share", exact=True).click()
    hedda.wait_for_url("**#com_*")
    assert "Shared with Viola" in hedda.locator(".comments").inner_text()
    hedda.get_by_role("link", name="Share with colleagues").click()
    hedda.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=site.address)
    hedda.get_by_role("button", name="Copy the link").click()
    hedda.get_by_text("Copied.").wait_for()
    assert hedda.evaluate("navigator.clipboard.readText()") == shown


def test_a_form_that_is_sent_twice_and_one_with_nothing_in_it_by_keyboard_alone(open_page, site):
    page = listed(open_page, site.sessions["Hedda"])
    page.get_by_label("Your comment").fill("Once.")
    page.evaluate("document.querySelector('.talk > form').submit(), document.querySelector('.talk > form').submit()")
    page.wait_for_url("**#com_*")
    assert page.locator(".comments > li").count() == 1
    page.get_by_label("Your comment").focus()
    page.keyboard.type("   ")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/comments")
    assert "There is nothing in it yet" in page.get_by_role("alert").inner_text()
    assert page.get_by_label("Your comment").get_attribute("aria-invalid") == "true"


@pytest.mark.parametrize(("width", "theme"), LOOKS)
def test_the_foot_holds_at_every_width_and_theme(open_page, site, width, theme):
    page = listed(open_page, site.sessions["Hedda"], width=width, theme=theme)
    say(page, "A word that has no end: " + "Donaudampfschiffahrtsgesellschaft" * 4)
    page.get_by_text("Answer Hedda").click()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    if width < 760:
        assert small_targets(page) == []
    sharing = open_page(shared_at(page), session=site.sessions["Hedda"], width=width, theme=theme)
    assert violations(sharing) == []
    assert sharing.evaluate("document.documentElement.scrollWidth <= innerWidth")
    if width < 760:
        assert small_targets(sharing) == []
    page.locator(".talk").scroll_into_view_if_needed()
    engineer = open_page(why_of(page), session=site.sessions["Hedda"], width=width, theme=theme)
    say(engineer, "She has shown it; he has said it.")
    assert violations(engineer) == []


def shared_at(page) -> str:
    """The page on which a list is shared."""
    return page.get_by_role("link", name="Share with colleagues").get_attribute("href")


def why_of(page) -> str:
    """The page of why the first of a list stands there."""
    found = re.search(r'href="(/shortlists/sho_\w+/engineers/eng_\w+)"', page.content())
    assert found
    return found[1]


@pytest.mark.parametrize(("width", "theme"), LOOKS)
def test_a_brief_and_the_page_of_its_thread_hold_at_every_width_and_theme(open_page, site, width, theme):
    page = listed(open_page, site.sessions["Hedda"], width=width, theme=theme)
    page.get_by_role("link", name="Correct what was read").click()
    say(page, "The hours are for both of them together, are they not?")
    assert violations(page) == []
    page.get_by_label("Your comment").fill("  ")
    page.get_by_role("button", name="Comment", exact=True).click()
    page.wait_for_url("**/comments")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
