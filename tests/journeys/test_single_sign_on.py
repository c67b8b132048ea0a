"""Somebody comes in by a real provider on this machine, sees that it knows them, and removes it; in German too."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.accounts.identity_provider import CLIENT, SECRET, Provider, providing
from tests.conftest import url
from tests.journeys.conftest import Site, covered, cut_off, free_port, serve, violations, wait_until_healthy
from tests.journeys.test_german import GERMAN, LOOKS, OVERFLOW
from tests.journeys.test_signing_in import open_menu, prove

INES = {"sub": "p-1", "email": "ines@example.org", "email_verified": True, "name": "Ines Brandt"}


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with providing() as found:
        yield found


@pytest.fixture(scope="module")
def site(site: Site, server, provider: Provider, tmp_path_factory) -> Iterator[Site]:
    """The same installation, served once more by a process that knows the provider."""
    home, port = tmp_path_factory.mktemp("home"), free_port()
    secret = home / "secret"
    secret.write_text(SECRET)
    secret.chmod(0o600)
    process = serve(
        port,
        app=url(server.app, site.database),
        migrator=url(server.migrator, site.database),
        GUILDWORKS_HOME=str(home),
        GUILDWORKS_OIDC_ID="halden",
        GUILDWORKS_OIDC_NAME="Halden Mutual",
        GUILDWORKS_OIDC_ISSUER=provider.issuer,
        GUILDWORKS_OIDC_CLIENT_ID=CLIENT,
        GUILDWORKS_OIDC_SECRET_FILE=str(secret),
    )
    try:
        wait_until_healthy(f"http://127.0.0.1:{port}/health", process)
        yield replace(site, address=f"http://localhost:{port}")
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(20)


def is_whole(page) -> None:
    page.wait_for_load_state()
    assert (cut_off(page), covered(page), violations(page)) == ([], [], [])
    assert page.evaluate(OVERFLOW) <= 0


@pytest.mark.parametrize("look", LOOKS, ids=["wide", "narrow"])
def test_in_by_a_provider_and_without_it_again(open_page, site, provider, look):
    provider.person = INES
    page = open_page("/account/login/?next=/briefs", as_oda=False, **look)
    page.get_by_role("button", name="Sign in with Halden Mutual").click()
    page.wait_for_url("**/briefs")
    open_menu(page).get_by_role("link", name="Single sign-on").click()
    page.get_by_role("heading", name="Halden Mutual").wait_for()
    is_whole(page)
    page.get_by_role("button", name="Remove Halden Mutual").click()
    prove(page)
    page.get_by_text("Halden Mutual signs you in no longer.").wait_for()
    page.get_by_text("None yet. Sign in by a provider once").wait_for()
    is_whole(page)


@pytest.mark.parametrize("look", LOOKS, ids=["wide", "narrow"])
def test_in_german(open_page, site, provider, look):
    provider.person = INES
    page = open_page("/account/login/", as_oda=False, language=GERMAN, **look)
    is_whole(page)
    page.get_by_role("button", name="Halden Mutual").click()
    page.wait_for_url(f"{site.address}/")
    page.goto(f"{site.address}/account/providers")
    page.get_by_role("button", name="Halden Mutual entfernen").wait_for()
    is_whole(page)


def test_whom_nobody_knows_is_told_what_to_do(open_page, site, provider):
    provider.person = INES | {"sub": "p-9", "email": "nobody@example.org"}
    page = open_page("/account/login/", as_oda=False)
    page.get_by_role("button", name="Sign in with Halden Mutual").click()
    page.get_by_text("no invitation waits for it").wait_for()
    is_whole(page)
