"""A client reads what was understood of a brief, answers, corrects, sees the market move, and gets the list."""

from __future__ import annotations

import pytest

from guildworks.platform import clock
from tests.journeys.test_brief_to_shortlist import names, violations

YEAR = clock.today().year + 1
BRIEF = f"""# Letters that find their clause

Python, RAG and Kubernetes are must-haves. LangGraph would be nice. The drafts must be good enough for production.

The work starts on 11 January {YEAR} and lasts 12 weeks, 32 hours a week. We pay €80 to €100 an hour, and the whole
project must stay under €20,000."""


def written(open_page, **look):
    page = open_page("/", **look)
    page.get_by_label("Your brief").fill(BRIEF)
    page.get_by_role("button", name="Read it first").click()
    page.wait_for_url("**/briefs/brf_*")
    return page


def line(page, words: str):
    return page.locator(".items > li", has_text=words).first


def test_questions_are_answered_lines_corrected_and_the_list_goes_by_it(open_page):
    page = written(open_page)
    assert page.get_by_role("heading", name="2 questions before we search").is_visible()
    assert page.locator(".market").inner_text().startswith("Fit all of it today\nfewer than 3")
    page.get_by_role("button", name="No total").click()
    assert page.get_by_role("heading", name="1 question before we search").is_visible()
    page.get_by_role("button", name="Leave it open").click()
    assert page.locator("#questions").count() == 0
    line(page, "Kubernetes").locator("summary").click()
    line(page, "Kubernetes").get_by_role("button", name="Not asked for").click()
    page.get_by_text("Add a skill").click()
    page.locator(".adding").get_by_label("Skill").fill("pgvector")
    page.locator("#skills-importance").select_option("nice to have")
    page.locator(".adding").get_by_role("button", name="Add it").click()
    assert "by hand" in line(page, "pgvector").inner_text()
    assert page.locator(".market dl").inner_text().split("\n")[1].startswith("4 of")
    page.get_by_role("button", name="Show the shortlist").click()
    assert sorted(names(page)) == ["Ana Reis", "Bela Kiss", "Ciro Neri", "Dora Łuk"]
    page.get_by_role("link", name="Correct what was read").click()
    assert "Taken out by hand" in page.locator(".read-side").inner_text()


def test_by_keyboard_alone_a_line_is_opened_changed_and_saved_and_a_mistake_is_told_beside_it(open_page):
    page = written(open_page)
    line(page, "32 h a week").locator("summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Control+a")
    page.keyboard.type("200")
    page.keyboard.press("Enter")
    page.wait_for_url("**/corrections")
    field = page.get_by_label("Hours a week")
    assert field.input_value() == "200"
    assert field.get_attribute("aria-invalid") == "true"
    assert page.get_by_text("A week has 1 to 168 hours.").is_visible()
    field.fill("20")
    field.press("Enter")
    assert "20 h a week" in line(page, "20 h a week").inner_text()
    assert page.url.endswith("#changed")


@pytest.mark.parametrize(("width", "theme"), [(1440, "light"), (1440, "dark"), (360, "light"), (360, "dark")])
def test_the_page_holds_at_every_width_and_theme(open_page, width, theme):
    page = written(open_page, width=width, theme=theme)
    line(page, "€80").locator("summary").click()
    page.get_by_text("Add a skill").click()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    bar = page.locator(".market").bounding_box()
    assert bar
    assert bar["y"] + bar["height"] == page.viewport_size["height"], "the market is in sight wherever one reads"


def test_two_windows_on_one_brief_overwrite_nothing_unseen(open_page, site):
    first = written(open_page)
    second = open_page(first.url.removeprefix(site.address))
    for page, hours in ((first, "24"), (second, "16")):
        line(page, "32 h a week").locator("summary").click()
        page.get_by_label("Hours a week").fill(hours)
        page.get_by_label("Hours a week").press("Enter")
        page.wait_for_load_state()
    assert second.get_by_text("Somebody else has corrected the same point").is_visible()
    assert "24 h a week" in second.locator(".items").first.inner_text()
    second.get_by_label("Hours a week").press("Enter")
    assert "16 h a week" in second.locator(".items").first.inner_text()


def test_what_is_read_appears_beside_the_words_while_they_are_typed(open_page):
    page = open_page("/")
    so_far = page.locator("#so-far")
    before = page.get_by_label("Your brief").bounding_box()
    page.get_by_label("Your brief").press_sequentially("Python is a must. It must be fast.")
    so_far.get_by_text("Python").wait_for()
    so_far.get_by_text("1 question to you").wait_for()
    page.get_by_label("Your brief").fill("We need <b>Rust</b> for 20 hours a week.")
    so_far.get_by_text("20 h a week").wait_for()
    assert so_far.get_by_text("Python").count() == 0
    page.get_by_label("Your brief").fill(
        "Wir suchen eine Ingenieurin, die gut mit Daten und Modellen umgehen kann, bitte."
    )
    so_far.get_by_text("only English is read so far").wait_for()
    assert page.get_by_label("Your brief").bounding_box() == before
    assert violations(page) == []


def test_reading_works_without_script(open_page, site, browser):
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies([{"name": "guildworks_session", "value": site.cookie, "url": site.address}])
    page = context.new_page()
    page.goto(site.address)
    page.get_by_label("Your brief").fill(BRIEF)
    page.get_by_role("button", name="Read it first").click()
    page.get_by_role("button", name="Leave it open").click()
    assert page.get_by_role("heading", name="1 question before we search").is_visible()
    page.get_by_role("button", name="Show the shortlist").click()
    assert "/shortlists/" in page.url
    context.close()
