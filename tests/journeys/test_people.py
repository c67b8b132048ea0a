"""People are asked into an organisation, come in, get another role, and are taken out."""

from __future__ import annotations

import re
from collections.abc import Iterator

import psycopg
import pytest

from tests.conftest import url
from tests.journeys.conftest import ARTIFACTS, keep_picture, small_targets, violations
from tests.journeys.test_signing_in import open_menu, sign_in, too_wide

PASSWORD = "nine lanterns in the rain"


@pytest.fixture
def as_orla(open_page, site):
    """Opens a page as the owner of Selwood Labs."""
    return lambda path, **look: open_page(path, session=site.sessions["Orla"], **look)


def test_somebody_new_makes_an_account_by_the_link_and_is_in_the_organisation(open_page, site):
    page = open_page(site.invited["una"], as_oda=False)
    assert page.locator("h1").inner_text() == "You are invited to Selwood Labs"
    assert page.get_by_label("Your address").input_value() == "una@example.org"
    page.get_by_label("Your name").fill("Una Byrne")
    page.get_by_label("A password").fill("short")
    page.get_by_role("button", name="Join Selwood Labs").click()
    assert "at least 12 characters" in page.get_by_role("alert").inner_text()
    assert page.get_by_label("Your name").input_value() == "Una Byrne"
    page.get_by_label("A password").fill(PASSWORD)
    page.get_by_role("button", name="Join Selwood Labs").click()
    page.wait_for_url(f"{site.address}/")
    assert page.get_by_label("Your brief").is_visible()
    open_menu(page).get_by_role("link", name="People of Selwood Labs").click()
    page.wait_for_load_state()
    assert "una@example.org" in page.locator("tbody").first.inner_text()
    again = open_page(site.invited["una"], as_oda=False)
    assert again.locator("h1").inner_text() == "This invitation has been accepted."


def test_somebody_with_an_account_signs_in_and_accepts_by_one_button(open_page, site):
    page = open_page(site.invited["eda"], as_oda=False)
    page.get_by_role("link", name="Sign in").last.click()
    sign_in(page, "eda")
    assert page.url == site.address + site.invited["eda"]
    page.get_by_role("button", name="Join Selwood Labs").click()
    page.wait_for_url(f"{site.address}/")
    assert "Selwood Labs" in page.locator(".menu summary").inner_text()


def test_another_person_is_told_so_and_goes_on_as_somebody_else(open_page, site):
    page = sign_in(open_page("/account/login/", as_oda=False), "nils")
    page.goto(site.address + site.invited["waiting"])
    assert "You are signed in as Nils" in page.locator("main").inner_text()
    page.get_by_role("button", name="Sign out and go on").click()
    page.wait_for_load_state()
    assert page.get_by_label("A password").is_visible()


def test_an_owner_gives_another_role_and_takes_somebody_out_who_has_nothing_at_the_next_click(as_orla, open_page, site):
    of_kit = sign_in(open_page("/account/login/", as_oda=False), "kit")
    page = as_orla("/organisation/people")
    page.get_by_label("Role of Kit", exact=True).select_option("finance")
    page.get_by_role("button", name="Change the role of Kit").click()
    assert "Kit is finance now." in page.get_by_role("status").inner_text()
    of_kit.goto(f"{site.address}/organisation/people")
    assert "finance" in of_kit.locator("tr", has_text="kit@example.org").inner_text()
    page.locator("summary", has_text="Take out Kit").click()
    assert "To come back, they need an invitation." in page.locator("main").inner_text()
    page.get_by_role("button", name="Take Kit out").click()
    assert "Kit does not belong any more to Selwood Labs." in page.get_by_role("status").inner_text()
    of_kit.reload()
    assert of_kit.locator("h1").inner_text() == "You are signed in, and you belong to no organisation."


def test_the_last_owner_stays_and_is_told_why(as_orla):
    page = as_orla("/organisation/people")
    page.locator("summary", has_text="Leave").click()
    page.get_by_role("button", name="Leave Selwood Labs").click()
    assert "Make somebody else an owner first." in page.get_by_role("alert").inner_text()


def test_an_address_that_belongs_already_is_told_beside_its_field(as_orla):
    page = as_orla("/organisation/people")
    page.get_by_label("Their address").fill("ORLA@example.org")
    page.get_by_role("button", name="Send the invitation").click()
    assert "belongs to the organisation already" in page.get_by_role("alert").inner_text()
    assert page.get_by_label("Their address").input_value() == "ORLA@example.org"


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 360])
def test_the_pages_hold_for_everybody(as_orla, open_page, site, width: int, theme: str):
    page = as_orla("/organisation/people", width=width, theme=theme)
    page.locator("summary", has_text="Leave").click()
    outside = open_page(site.invited["waiting"], width=width, theme=theme, as_oda=False)
    other = open_page(site.invited["waiting"], width=width, theme=theme, session=site.sessions["Nils"])
    found = {}
    for name, one in (("people", page), ("new", outside), ("another", other)):
        found[name] = violations(one) + too_wide(one, width) + (small_targets(one) if width == 360 else [])
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


@pytest.fixture
def opened(site) -> Iterator[None]:
    """Sign-up is open for a while."""
    with psycopg.connect(url(site.admin, site.database), autocommit=True) as admin:
        admin.execute("INSERT INTO platform_setting (name, word) VALUES ('sign_up', 'open')")
        yield
        admin.execute("DELETE FROM platform_setting WHERE name = 'sign_up'")


@pytest.mark.usefixtures("opened")
@pytest.mark.parametrize(("width", "theme"), [(1440, "light"), (360, "dark")])
def test_where_sign_up_is_open_somebody_comes_by_themselves(open_page, width: int, theme: str):
    page = open_page("/", width=width, theme=theme, as_oda=False)
    page.get_by_role("link", name="Sign up").click()
    page.get_by_label("Your name").fill("Noor Haddad")
    page.get_by_label("Your organisation").fill("Haddad Optics")
    page.get_by_label("Email").fill(f"noor{width}@example.org")
    page.get_by_label("Password").fill("short")
    page.get_by_role("button", name="Sign up").click()
    assert "at least 12 characters" in page.get_by_role("alert").inner_text()
    assert violations(page) + too_wide(page, width) + (small_targets(page) if width == 360 else []) == []
    keep_picture(page, ARTIFACTS / f"sign-up-{width}-{theme}.png")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign up").click()
    page.wait_for_url("**/account/confirm-email/")
    assert page.get_by_label("Code").is_visible()
    assert violations(page) + too_wide(page, width) + (small_targets(page) if width == 360 else []) == []


def test_the_page_works_from_the_keyboard_and_without_script(site, browser):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 780})
    page = context.new_page()
    page.goto(f"{site.address}/account/login/")
    sign_in(page, "orla")
    page.goto(f"{site.address}/organisation/people")
    page.locator("tr", has_text="waiting@example.org").get_by_role("button", name=re.compile("^Withdraw")).press(
        "Enter"
    )
    page.wait_for_load_state()
    assert "is withdrawn" in page.get_by_role("status").inner_text()
    context.close()
