"""An engineer reads their profile from a resume, corrects it, saves it, and chooses what everybody sees."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.journeys.conftest import small_targets, violations
from tests.journeys.test_engineer import OVERFLOW
from tests.journeys.test_holds import as_administrator

LOOKS = [{"width": width, "theme": theme} for width in (1440, 360) for theme in ("light", "dark")]
RESUME = """Emil Roth
Search engineer
Lisbon, Portugal

Summary
I build search over contracts, from the first index to its evaluation.

Experience
Search engineer, Acme Legal
March 2020 - present
Retrieval with pgvector for contracts.

Skills
Python (expert), Docker, Kubernetes (basic)

Languages
English C1, German B1

Hobbies
Sailing
"""


@pytest.fixture(autouse=True)
def nothing_is_kept_of_it(site, browser) -> Iterator[None]:
    """After each story nobody has a resume or a public page."""
    yield
    as_administrator(site, "DELETE FROM talent_resume")
    as_administrator(site, "DELETE FROM talent_publicpage")


@pytest.fixture
def as_emil(open_page, site):
    """Emil's own pages, in a browser of some width and theme."""
    return lambda path, **look: open_page(path, session=site.sessions["Emil"], **look)


def is_whole(page, look) -> None:
    assert violations(page) == []
    assert page.evaluate(OVERFLOW) <= 0
    if look["width"] == 360:
        assert small_targets(page) == []


def send(page, content: str = RESUME, name: str = "cv.txt") -> None:
    file = {"name": name, "mimeType": "text/plain", "buffer": content.encode()}
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Read it").click()


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look['width']}-{look['theme']}")
def test_from_a_resume_to_a_page_that_everybody_sees(as_emil, open_page, site, look):
    emil = as_emil("/me/profile", **look)
    is_whole(emil, look)
    emil.goto(site.address + "/me/profile/resume")
    is_whole(emil, look)
    send(emil)
    emil.get_by_text("Nothing of your profile has changed").wait_for()
    is_whole(emil, look)
    row = emil.locator(".read-row", has_text="Kubernetes")
    row.get_by_label("How well").select_option("advanced")
    emil.locator(".read-row", has_text="Docker").get_by_role("checkbox").uncheck()
    emil.get_by_role("button", name="Save into my profile").click()
    emil.get_by_text("what was there before is still there").wait_for()
    claims = emil.locator("#claims .sayings")
    assert "advanced" in claims.locator("li", has_text="Kubernetes").inner_text()
    assert claims.locator("li", has_text="Docker").count() == 0
    is_whole(emil, look)
    emil.get_by_role("link", name="Choose what is public").click()
    emil.get_by_label("Its address").fill("emil-roth")
    emil.get_by_label("Jobs", exact=False).first.check()
    is_whole(emil, look)
    emil.get_by_role("button", name="Open the page").click()
    emil.get_by_text("Your page is public at").wait_for()
    nobody = open_page("/engineers/emil-roth", as_oda=False, **look)
    nobody.get_by_role("heading", name="Emil Roth").wait_for()
    nobody.get_by_text("Search engineer").first.wait_for()
    assert "Acme" not in nobody.content() and "emil@engineers.example" not in nobody.content()
    is_whole(nobody, look)


def test_a_claim_is_changed_where_it_stands(as_emil):
    page = as_emil("/me/profile", width=360)
    page.get_by_text("Add a skill").click()
    page.get_by_label("Skill", exact=True).press_sequentially("lang")
    page.locator("#skills option[value=LangGraph]").wait_for(state="attached")
    page.get_by_label("Skill", exact=True).fill("LangGraph")
    page.locator("#claims .change").get_by_label("How well").select_option("expert")
    page.get_by_role("button", name="Add the skill").click()
    page.get_by_text("is saved. Searches read it from now on.").wait_for()
    page.locator("#claims li", has_text="LangGraph").locator("summary", has_text="expert").wait_for()
    page.locator("#claims li", has_text="LangGraph").locator("summary").click()
    page.get_by_role("button", name="Drop LangGraph").click()
    page.get_by_text("You do not say LangGraph any more.").wait_for()
    assert page.locator("#claims li", has_text="LangGraph").count() == 0


def test_what_is_wrong_stands_beside_its_field(as_emil):
    page = as_emil("/me/profile")
    page.get_by_text("Add a skill").click()
    page.get_by_label("Skill", exact=True).fill("Zanzibarquux")
    page.get_by_role("button", name="Add the skill").click()
    page.get_by_text("is not a skill that we know").first.wait_for()
    assert page.get_by_label("Skill", exact=True).input_value() == "Zanzibarquux"
    assert violations(page) == []


def test_a_file_that_is_no_resume_is_refused(as_emil):
    page = as_emil("/me/profile/resume", width=360)
    send(page, "\x89PNG", "me.pdf")
    page.get_by_text("Nothing that looks like a resume").or_(page.get_by_text("none of the kinds")).first.wait_for()
    assert violations(page) == []
