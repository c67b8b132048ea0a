"""People come in, by password, passkey and second factor, look after their account, and leave."""

from __future__ import annotations

import re

import pytest

from tests.journeys.conftest import PASSWORD, small_targets, violations
from tests.journeys.totp import digits


def sign_in(page, name: str, *, password: str = PASSWORD):
    page.get_by_label("Email").fill(f"{name}@example.org")
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_load_state()
    return page


def open_menu(page):
    page.locator(".menu summary").click()
    return page.locator(".menu .sheet")


def prove(page) -> None:
    """Say the password once more where a page asks for it."""
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.locator("main button.filled").click()
    page.wait_for_load_state()


def is_in(page) -> bool:
    return bool(page.locator(".menu").count())


def test_a_visitor_is_told_what_this_is_and_signs_in(open_page, site):
    page = open_page("/", as_oda=False)
    assert page.locator("h1").inner_text() == "From a written brief to an explained shortlist of AI engineers"
    page.get_by_role("link", name="Sign in").click()
    sign_in(page, "ines", password="seven herons over Riga")
    assert "do not belong together" in page.get_by_role("alert").inner_text()
    assert page.get_by_label("Email").input_value() == "ines@example.org"
    sign_in(page, "ines")
    assert page.url == f"{site.address}/"
    assert page.get_by_label("Your brief").is_visible()
    assert "Halden Mutual" in page.locator(".menu summary").inner_text()


def test_whoever_belongs_to_two_acts_for_one_of_them(open_page):
    page = sign_in(open_page("/account/login/", as_oda=False), "ines")
    open_menu(page).get_by_role("button", name=re.compile("Vela Clinics")).click()
    page.wait_for_load_state()
    assert "Vela Clinics" in page.locator(".menu summary").inner_text()
    page.get_by_label("Your brief").fill("We need Python for 20 hours a week.")
    page.get_by_role("button", name="Find engineers").click()
    assert "Only " in page.locator("#wrong").inner_text(), "there she only looks on"
    open_menu(page).get_by_role("button", name=re.compile("Halden Mutual")).click()
    page.wait_for_load_state()
    open_menu(page).get_by_role("button", name="Sign out").click()
    assert page.get_by_role("link", name="Sign in").is_visible()


def test_a_first_password_is_set_by_a_link_that_works_once(open_page, site):
    page = open_page(site.link, as_oda=False)
    page.locator("input[type=password]").first.fill("short")
    page.locator("input[type=password]").last.fill("short")
    page.get_by_role("button", name="Set the password").click()
    assert "at least 12 characters" in page.locator("main .error").first.inner_text()
    for field in page.locator("input[type=password]").all():
        field.fill("nine lanterns in the rain")
    page.get_by_role("button", name="Set the password").click()
    page.wait_for_url(f"{site.address}/")
    assert "Lin" in page.locator(".menu summary").inner_text()
    again = open_page(site.link, as_oda=False)
    assert again.locator("h1").inner_text() == "This link does not work any more"


def test_a_passkey_lets_somebody_in_without_a_password(open_page, site):
    page = sign_in(open_page("/account/login/", as_oda=False), "pia")
    keys = page.context.new_cdp_session(page)
    keys.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    keys.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": {**options, "isUserVerified": True, "automaticPresenceSimulation": True}},
    )
    page.goto(f"{site.address}/account/2fa/webauthn/add/")
    prove(page)
    page.get_by_label("Name").fill("Her telephone")
    page.locator("#id_passwordless").check()
    assert violations(page) == []
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url(lambda url: "webauthn/add" not in url)
    open_menu(page).get_by_role("button", name="Sign out").click()
    page.goto(f"{site.address}/account/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(f"{site.address}/")
    assert "Pia" in page.locator(".menu summary").inner_text()


def test_a_second_factor_is_asked_for_after_the_password(open_page, site):
    page = sign_in(open_page("/account/login/", as_oda=False), "tove")
    page.goto(f"{site.address}/account/2fa/totp/activate/")
    prove(page)
    assert page.locator("img.scan").evaluate("image => image.complete && image.naturalWidth > 0"), "the code is drawn"
    assert violations(page) == []
    secret = page.locator("#authenticator_secret").input_value()
    page.locator("#id_code").fill(digits(secret))
    page.locator("main button.filled").click()
    page.wait_for_load_state()
    open_menu(page).get_by_role("button", name="Sign out").click()
    page.goto(f"{site.address}/account/login/")
    sign_in(page, "tove")
    assert not is_in(page), "a password alone is not enough"
    page.locator("#id_code").fill("000000")
    page.locator("main button.filled").first.click()
    assert not is_in(page)
    assert violations(page) == []
    page.locator("#id_code").fill(digits(secret, ahead=1))  # the one of this half minute was used just now
    page.locator("main button.filled").first.click()
    page.wait_for_url(f"{site.address}/")
    assert "Tove" in page.locator(".menu summary").inner_text()


def test_all_other_sessions_end_by_one_click(open_page, site):
    pages = [sign_in(open_page("/account/login/", as_oda=False), "ines") for _ in range(2)]
    here, elsewhere = pages
    here.goto(f"{site.address}/account/sessions/")
    assert here.locator("tbody tr").count() >= 2
    here.get_by_role("button", name="End all others").click()
    here.wait_for_load_state()
    assert here.locator("tbody tr").count() == 1
    elsewhere.goto(f"{site.address}/account/email/")
    assert elsewhere.locator("h1").inner_text() == "Sign in"
    assert is_in(here)


def test_whoever_belongs_nowhere_is_told_what_to_do(open_page, site):
    page = sign_in(open_page("/account/login/", as_oda=False), "nils")
    assert page.locator("h1").inner_text() == "You are signed in, and you belong to no organisation."
    assert "invite your address" in page.locator("main").inner_text()
    assert open_menu(page).get_by_role("button", name="Sign out").is_visible()


def test_a_demo_is_tried_by_one_click(open_page, site):
    page = open_page("/", as_oda=False)
    page.get_by_role("button", name=re.compile("^Oda")).click()
    page.wait_for_load_state()
    assert page.get_by_label("Your brief").is_visible()


def test_the_menu_works_from_the_keyboard_and_without_script(open_page, site, browser):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 780})
    page = context.new_page()
    page.goto(f"{site.address}/account/login/")
    sign_in(page, "ines")
    for _ in range(8):  # past the places in the bar
        page.keyboard.press("Tab")
        if page.locator("summary:focus").count():
            break
    assert page.locator("summary:focus").count() == 1
    page.keyboard.press("Enter")
    assert page.get_by_role("button", name="Sign out").is_visible()
    page.get_by_role("button", name="Sign out").press("Enter")
    page.wait_for_load_state()
    assert not is_in(page)
    context.close()


OUTSIDE = ("/", "/account/login/", "/account/password/reset/", "/account/password/reset/key/ab-cd/", "/account/signup/")
INSIDE = ("email/", "password/change/", "2fa/", "2fa/webauthn/", "sessions/", "logout/", "reauthenticate/")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 360])
def test_nobody_is_kept_out_by_the_look_of_the_door(open_page, site, width: int, theme: str):
    page = open_page("/", width=width, theme=theme, as_oda=False)
    found = {}
    for path in OUTSIDE:
        page.goto(site.address + path)
        found[path] = violations(page) + too_wide(page, width) + (small_targets(page) if width == 360 else [])
    page.goto(f"{site.address}/account/login/")
    sign_in(page, "nobody", password="wrong wrong wrong")
    found["wrong"] = violations(page)
    sign_in(page, "ines")
    open_menu(page)
    found["menu"] = violations(page) + too_wide(page, width) + (small_targets(page) if width == 360 else [])
    for path in INSIDE:
        page.goto(f"{site.address}/account/{path}")
        found[path] = violations(page) + too_wide(page, width) + (small_targets(page) if width == 360 else [])
    assert {path: wrong for path, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize(("width", "theme"), [(1440, "light"), (360, "dark")])
def test_whoever_has_no_password_is_asked_for_a_code(open_page, site, width: int, theme: str):
    page = open_page("/account/data", session=site.sessions["Greta"], width=width, theme=theme)
    found = violations(page) + too_wide(page, width)
    page.get_by_role("button", name="Send the code").click()
    page.get_by_role("heading", name="Enter the code").wait_for()
    assert found + violations(page) + too_wide(page, width) == []


def too_wide(page, width: int) -> list[str]:
    wide = page.evaluate("document.documentElement.scrollWidth")
    return [f"{wide} px wide"] if wide > width else []
