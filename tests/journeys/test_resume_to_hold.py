"""From the file of a resume to an accepted hold: read, put right, found, held, and accepted by page or by mail link."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.journeys.conftest import violations
from tests.journeys.test_brief_to_shortlist import BRIEF, names
from tests.journeys.test_brief_to_shortlist import send as send_brief
from tests.journeys.test_holds import REVIVED, as_administrator, row
from tests.journeys.test_profile import send as send_resume
from tests.journeys.test_talks import FORGOTTEN, link_in, place

ASKS_TOO_MUCH = """
    UPDATE talent_rate SET hourly_minor = 15000
    WHERE engineer_id = (SELECT id FROM talent_engineer WHERE public_name = 'Emil Roth')
"""


@pytest.fixture(autouse=True)
def emil_asks_too_much_again(site, browser) -> Iterator[None]:
    """Before and after each story nobody is held, and Emil has no resume and a rate above all budgets."""
    as_administrator(site, FORGOTTEN)
    yield
    for statement in (REVIVED, FORGOTTEN, "DELETE FROM talent_resume", ASKS_TOO_MUCH):
        as_administrator(site, statement)


@pytest.fixture
def hedda(open_page, site):
    """Emil has sent his resume and lowered his rate by what he was told; Hedda holds him from the list he is on now."""
    emil = open_page("/me/profile/resume", session=site.sessions["Emil"])
    send_resume(emil)
    emil.get_by_role("button", name="Save into my profile").click()
    emil.get_by_text("what was there before is still there").wait_for()
    rates = emil.locator("#rates")
    rates.locator("li summary").first.click()
    rates.get_by_label("An hour costs").first.fill("95")
    rates.get_by_role("button", name="Save").first.click()
    emil.locator("#rates", has_text="€95").wait_for()
    page = send_brief(open_page("/", session=site.sessions["Hedda"]), BRIEF)
    assert "Emil Roth" in names(page)
    row(page, "Emil Roth").get_by_role("link", name="Hold Emil Roth").click()
    page.wait_for_url("**/holds/new?*")
    place(page)
    return page


def test_accepted_on_ones_own_page(hedda, open_page, site):
    emil = open_page("/", session=site.sessions["Emil"], width=360)
    emil.get_by_role("link", name="Look and accept").click()
    emil.get_by_label("None of these fits").check()
    emil.get_by_role("button", name="Accept the hold").click()
    emil.get_by_text("Your yes keeps the hours for Nordvik Bank").wait_for()
    assert violations(emil) == []
    hedda.goto(site.address + "/holds")
    hedda.get_by_text("accepted").first.wait_for()


def test_accepted_by_the_link_of_the_mail(hedda, open_page, site):
    emil = open_page(link_in(hedda, site, "emil@example.org"), as_oda=False, width=360)
    emil.get_by_label("None of these fits").check()
    emil.get_by_role("button", name="Accept the hold").click()
    emil.get_by_text("Your yes keeps the hours for Nordvik Bank").wait_for()
    assert violations(emil) == []
    hedda.goto(site.address + "/holds")
    hedda.get_by_text("accepted").first.wait_for()
