"""Somebody makes a key for a program, which works; and the page about programs holds for everybody."""

from __future__ import annotations

import json
import urllib.request

import pytest

from tests.journeys.conftest import small_targets, violations
from tests.journeys.test_signing_in import open_menu, too_wide


def test_an_owner_makes_a_key_a_program_uses_it_and_the_owner_revokes_it(open_page, site):
    page = open_page("/", session=site.sessions["Orla"])
    open_menu(page).get_by_role("link", name="API keys").click()
    page.get_by_label("For which program").fill("Nightly sync")
    page.get_by_label("Read briefs, and what was read from them").check()
    page.get_by_role("button", name="Make the key").click()
    secret = page.get_by_role("textbox", name="This is the key Nightly sync").input_value()
    assert told(site, secret)["scopes"] == ["briefs:read"]
    page.get_by_role("link", name="What programs can do").click()
    assert page.locator("h1").inner_text() == "Interface for programs"
    page.goto(f"{site.address}/organisation/api-keys")
    assert secret not in page.content()
    page.locator("summary", has_text="Revoke Nightly sync").first.click()
    page.get_by_role("button", name="Revoke Nightly sync").first.click()
    assert "The key Nightly sync opens nothing any more." in page.get_by_role("status").first.inner_text()
    with pytest.raises(urllib.error.HTTPError, match="401"):
        told(site, secret)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 360])
def test_the_pages_hold_for_everybody(open_page, site, width: int, theme: str):
    look = {"width": width, "theme": theme}
    keys = open_page("/organisation/api-keys", session=site.sessions["Orla"], **look)
    keys.get_by_label("For which program").fill("A program")
    keys.get_by_role("button", name="Make the key").click()
    own = open_page("/me/api-keys", session=site.sessions["Ana"], **look)
    docs = open_page("/api/v1/docs", as_oda=False, **look)
    found = {}
    for name, page in (("keys", keys), ("own", own), ("docs", docs)):
        found[name] = violations(page) + too_wide(page, width)
        if width == 360 and page is not docs:
            found[name] += small_targets(page)
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def told(site, secret: str) -> dict:
    asked = urllib.request.Request(f"{site.address}/api/v1/me", headers={"Authorization": f"Bearer {secret}"})
    with urllib.request.urlopen(asked, timeout=60) as answer:
        return json.load(answer)
