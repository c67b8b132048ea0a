"""Somebody takes out all that is kept of them, deletes their account, and is out everywhere."""

from __future__ import annotations

from zipfile import ZipFile

import pytest

from tests.journeys.conftest import small_targets, violations
from tests.journeys.test_signing_in import open_menu, prove, sign_in, too_wide


def own_data(open_page, name: str, **look):
    """The page *Your data*, by the menu, after somebody has proved who they are."""
    page = sign_in(open_page("/account/login/", as_oda=False, **look), name)
    open_menu(page).get_by_role("link", name="Your data").click()
    page.wait_for_load_state()
    prove(page)
    return page


def test_whoever_wants_to_go_takes_their_data_with_them_and_is_out_in_all_browsers(open_page, site):
    elsewhere = sign_in(open_page("/account/login/", as_oda=False), "wim")
    page = own_data(open_page, "wim")
    with page.expect_download() as downloaded:
        page.get_by_role("button", name="Download").click()
    archive = ZipFile(downloaded.value.path())
    assert "wim@example.org" in archive.read("account.json").decode()
    assert "account.json: Who you are here. 1 entry." in archive.read("README.txt").decode()
    page.get_by_role("link", name="Delete your account").click()
    page.get_by_label("Type wim@example.org").fill("wim@example.com")
    page.get_by_role("button", name="Delete my account").click()
    assert "This is not the address of the account" in page.get_by_role("alert").inner_text()
    page.get_by_label("Type wim@example.org").fill("wim@example.org")
    page.get_by_role("button", name="Delete my account").click()
    page.wait_for_url(f"{site.address}/")
    assert "Your account is deleted." in page.get_by_role("status").inner_text()
    elsewhere.goto(f"{site.address}/briefs")
    assert "/account/login/" in elsewhere.url
    sign_in(elsewhere, "wim")
    assert "do not belong together" in elsewhere.get_by_role("alert").inner_text()


def test_the_last_owner_reads_what_to_do_first(open_page):
    page = own_data(open_page, "orla")
    page.get_by_role("link", name="Delete your account").click()
    assert "Selwood Labs keeps somebody who looks after it" in page.locator("main").inner_text()
    assert not page.get_by_role("button", name="Delete my account").count()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 360])
def test_the_pages_hold_for_everybody(open_page, width: int, theme: str):
    page = own_data(open_page, "quinn", width=width, theme=theme)
    found = {}
    for name in ("data", "delete"):
        found[name] = violations(page) + too_wide(page, width) + (small_targets(page) if width == 360 else [])
        if name == "data":
            page.get_by_role("link", name="Delete your account").click()
            page.wait_for_load_state()
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
