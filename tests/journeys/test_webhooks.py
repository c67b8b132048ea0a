"""An owner registers an address, tests it, and looks at what was sent, wide and on a telephone, in both themes."""

from __future__ import annotations

import pytest

from tests.journeys.conftest import ARTIFACTS, keep_picture, small_targets, violations
from tests.journeys.test_signing_in import open_menu, too_wide


@pytest.mark.parametrize(("width", "theme"), [(1440, "light"), (360, "dark")])
def test_from_an_address_to_its_deliveries(open_page, site, width: int, theme: str):
    page = open_page("/organisation/people", width=width, theme=theme, session=site.sessions["Orla"])
    open_menu(page).get_by_role("link", name="Webhooks").click()
    page.wait_for_url("**/organisation/webhooks")
    found = {"empty": wrong_with(page, width)}
    page.get_by_role("textbox", name="Address").fill("http://example.org/hooks")
    page.get_by_label("An engineer accepts a hold").check()
    page.get_by_role("button", name="Register the address").click()
    assert "Nothing is sent to an address of http" in page.get_by_role("alert").inner_text()
    assert page.get_by_label("An engineer accepts a hold").is_checked()
    found["refused"] = wrong_with(page, width)
    page.get_by_role("textbox", name="Address").fill(f"https://hooks.example.org/{width}")
    page.get_by_role("button", name="Register the address").click()
    assert page.get_by_role("textbox", name="Its secret, shown this once").input_value().startswith("whsec_")
    found["secret"] = wrong_with(page, width)
    keep_picture(page, ARTIFACTS / f"webhook-{width}-{theme}.png")
    page.get_by_role("button", name="Send a test").click()
    assert "A test is on its way." in page.get_by_role("status").first.inner_text()
    found["one"] = wrong_with(page, width)
    page.get_by_role("link", name="A test").click()
    page.wait_for_url("**/organisation/deliveries/*")
    assert "webhook.test" in page.locator("pre").last.inner_text()
    found["delivery"] = wrong_with(page, width)
    keep_picture(page, ARTIFACTS / f"webhook-delivery-{width}-{theme}.png")
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def wrong_with(page, width: int) -> list[str]:
    return violations(page) + too_wide(page, width) + (small_targets(page) if width == 360 else [])
