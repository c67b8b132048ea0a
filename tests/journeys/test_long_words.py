"""Names, headlines, titles and places of one word as long as may be kept: no page becomes wider than its window."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

import psycopg
import pytest
from psycopg import sql

from tests.journeys.conftest import Site, made_site
from tests.journeys.test_brief_to_shortlist import BRIEF, send
from tests.journeys.test_holds import REVIVED, as_administrator, ask_for

OVERFLOW = "document.documentElement.scrollWidth - innerWidth"
WIDTHS = (1280, 360)
# As long as each may be, and of no letter at which a line could break.
LONG = {
    "talent_engineer": {"public_name": 120, "headline": 200, "summary": 400, "city": 100},
    "accounts_user": {"name": 200},
    "accounts_organisation": {"name": 200},
    "matching_brief": {"title": 200},
}
OF_EVERYBODY = ("/account/name", "/account/data", "/account/email/", "/account/sessions/", "/ranking", "/demand")
OF_CLIENTS = (
    "/",
    "/briefs",
    "/holds",
    "/organisation/people",
    "/organisation/api-keys",
    "/organisation/webhooks",
    "/notifications",
    "/notifications/preferences",
)
OF_ENGINEERS = (
    "/",
    "/me/profile",
    "/me/profile/resume",
    "/me/profile/public",
    "/me/hours",
    "/me/holds",
    "/me/opportunities",
    "/me/opportunities?which=others",
    "/me/api-keys",
)
AT_THE_DESK = (
    "/desk",
    "/desk/people",
    "/desk/organisations",
    "/desk/engineers",
    "/desk/briefs",
    "/desk/holds",
    "/desk/events",
    "/desk/chains/operator",
    "/desk/mails",
)
BELOW = re.compile(
    r"^/(?:briefs|shortlists|me/holds|me/opportunities|desk/people|desk/organisations|desk/engineers)/\w+$"
)
TITLE = f"# {'B' * 195}\n\n"


@pytest.fixture(scope="module")
def site(server, template, worker_id, django_db_setup, django_db_blocker) -> Iterator[Site]:
    """One of its own, which goes with the story."""
    yield from made_site(f"long_words_{worker_id}_{os.getpid()}", server, template, django_db_blocker)


@pytest.fixture
def long_words(site) -> Iterator[None]:
    """Everybody and everything is called by one long word, until the story is over."""
    with psycopg.connect(site.admin, dbname=site.database, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")  # past the guards
        before = [(table, name, _kept(connection, table, name)) for table, names in LONG.items() for name in names]
        for table, names in LONG.items():
            for name, most in names.items():
                # The last letters tell one from the other.
                says = sql.SQL("UPDATE {} SET {} = left(repeat('W', {}) || replace(id::text, '-', ''), {})")
                table_, name_ = sql.Identifier(table), sql.Identifier(name)
                connection.execute(says.format(table_, name_, sql.Literal(most - 32), sql.Literal(most)))
        yield
        for table, name, rows in before:
            restore = sql.SQL("UPDATE {} SET {} = %s WHERE id = %s").format(sql.Identifier(table), sql.Identifier(name))
            connection.cursor().executemany(restore, rows)
    as_administrator(site, REVIVED)
    as_administrator(site, "DELETE FROM availability_reservation")


@pytest.fixture
def held(site, open_page) -> str:
    """Ana is held, by a list that was made before."""
    hedda = send(open_page("/", session=site.sessions["Hedda"]), BRIEF)
    ask_for(hedda, "Ana Reis")
    hedda.get_by_role("button", name="Hold").last.click()
    hedda.wait_for_url("**/shortlists/**")
    return "held"


def too_wide(page, addresses) -> list[str]:
    """Which of these pages are wider than their window, and which of those that they lead to, one of each kind."""
    found, seen = [], set()
    waiting = [(address, True) for address in addresses]
    while waiting:
        address, leads_on = waiting.pop(0)
        if address in seen:
            continue
        seen.add(address)
        answer = page.goto(address if address.startswith("http") else f"{page.origin}{address}")
        if answer.status == 404 and not leads_on:
            continue  # of another story, which told of what is not there
        assert answer.status == 200, address
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            over = page.evaluate(OVERFLOW)
            if over > 0:
                found.append(f"{address} at {width}: {over} px too wide")
        if leads_on:
            links = page.locator("main a[href]").evaluate_all("all => all.map(one => one.getAttribute('href'))")
            kinds = {link.rsplit("/", 1)[0]: link for link in links if BELOW.match(link)}
            waiting += [(link, False) for link in kinds.values()]  # of each kind one
    return found


@pytest.mark.usefixtures("held", "long_words")
def test_no_page_of_anybody_is_wider_than_its_window(site, open_page):
    hedda = open_page("/", session=site.sessions["Hedda"])
    made = send(hedda, TITLE + BRIEF).url.removeprefix(site.address)
    people = hedda.locator("a[href*='/engineers/']").evaluate_all("all => all.map(one => one.getAttribute('href'))")
    ids = list(dict.fromkeys(re.search(r"eng_\w+", link)[0] for link in people if "eng_" in link))
    of_list = (
        made,
        f"{made}/engineers/{ids[0]}",
        f"{made}/compare?engineer={ids[0]}&engineer={ids[1]}",
        f"/threads/shortlist/{made.rpartition('/')[2]}/shares",
    )
    wide = []
    for who, addresses in (
        (site.sessions["Hedda"], (*OF_CLIENTS, *of_list, *OF_EVERYBODY)),
        (site.sessions["Ana"], (*OF_ENGINEERS, *OF_EVERYBODY)),
        (site.cookie, (*AT_THE_DESK, made)),
    ):
        page = open_page("/ranking", session=who)
        page.origin = site.address
        wide += too_wide(page, addresses)
    assert not wide, "\n".join(wide)


def _kept(connection: psycopg.Connection, table: str, name: str) -> list[tuple[object, ...]]:
    asked = sql.SQL("SELECT {}, id FROM {}").format(sql.Identifier(name), sql.Identifier(table))
    return connection.execute(asked).fetchall()
