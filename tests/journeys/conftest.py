"""A served Guildworks with a small cast of engineers, and a real browser in front of it."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from guildworks.accounts.actions import invite_by_link, make_password_link
from guildworks.accounts.models import Membership, Organisation, User
from guildworks.accounts.queries import local_operator
from guildworks.availability.overlap import WorkingDay
from guildworks.platform import clock
from guildworks.platform.models import DemoMode
from guildworks.talent.models import Engineer
from tests.cast import BERLIN_OFFICE_HOURS, make_account, make_admin, make_engineer, make_member
from tests.conftest import CHECKOUT, copy, current_database, drop, point_at, url

ARTIFACTS = CHECKOUT / "artifacts" / "journeys"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
START_SECONDS = 60
PATIENCE_MS = 120_000  # the first search in a fresh environment waits for the index's loops to be compiled
HOLDERS = {
    "Nordvik Bank": {"Hedda": "owner", "Viola": "viewer"},
    "Bergen Energy": {"Greta": "owner", "Hugo": "hiring_manager"},
}
LISBON = WorkingDay("Europe/Lisbon", 10 * 60, 18 * 60, 127)
PASSWORD = "seven herons over Tallinn"


@dataclass(frozen=True)
class Site:
    """A served installation, and its database for what only an administrator does."""

    address: str
    admin: str
    database: str
    cookie: str  # of the session in which Oda is signed in, the operator's admin
    link: str  # the path on which Lin sets her first password
    invited: dict[str, str]  # the path of an invitation into Selwood Labs, by whom it is for
    sessions: dict[str, str]  # the same for Hedda, who owns Nordvik Bank, the others of HOLDERS, Orla, Nils, Ana, Emil


@pytest.fixture(scope="session")
def site(server, template, worker_id, django_db_setup, django_db_blocker) -> Iterator[Site]:
    """The program, served from a database of its own in which twelve invented engineers are listed."""
    yield from made_site(f"journeys_{worker_id}_{os.getpid()}", server, template, django_db_blocker)


def made_site(name: str, server, template, django_db_blocker) -> Iterator[Site]:
    """The same from a database of this name: for a story that leaves nothing as it was."""
    with django_db_blocker.unblock():
        before = current_database()
        copy(server, template, name)
        point_at(server, name)
        invent_engineers()
        cookie = signed_in(make_admin())
        link = invent_members()
        invited = invent_invitations()
        sessions = invent_holders()
        sessions |= {name: signed_in(User.objects.get(name=name)) for name in ("Orla", "Nils")}
        sessions |= invent_accounts()
        point_at(server, before)
    build_index(url(server.app, name), url(server.migrator, name))
    port = free_port()
    process = serve(port, app=url(server.app, name), migrator=url(server.migrator, name))
    try:
        wait_until_healthy(f"http://127.0.0.1:{port}/health", process)
        yield Site(f"http://localhost:{port}", server.admin, name, cookie, link, invited, sessions)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(20)
        drop(server.admin, name)


def invent_engineers() -> None:
    """A demo of twelve: eight know Python and RAG, of those five pgvector, of those one asks too much.

    All work in Berlin but the second, who works in Lisbon.
    """
    DemoMode.objects.create(engineers=12, seed=1, started_at=clock.now())
    names = ["Ana Reis", "Bela Kiss", "Ciro Neri", "Dora Łuk", "Emil Roth", "Fay Owusu", "Gil Sand", "Hana Mori"]
    for place, name in enumerate(names):
        skills = ["python", "rag", *(["pgvector"] if place < 5 else []), *(["langgraph"] if place % 2 else [])]
        seen = {"python": 3.9 - place / 10, **({"pgvector": 3.4} if place < 3 else {})}
        day = LISBON if place == 1 else BERLIN_OFFICE_HOURS
        email = f"{name.split()[0].lower()}@engineers.example"
        rate = (150 if place == 4 else 80 + 5 * place, "EUR")
        make_engineer(name, skills=skills, seen=seen, rate=rate, day=day, email=email)
    for name in ("Iva Bloom", "Jon Dahl", "Kim Park", "Lea Voss"):
        make_engineer(name, skills=["react"], rate=(70, "EUR"))


def invent_members() -> str:
    """Halden has Ines, who owns it and looks on at another client, Pia, Tove, Wim, Quinn; a link for Lin."""
    halden = Organisation.objects.create(kind="client", name="Halden Mutual")
    other = Organisation.objects.create(kind="client", name="Vela Clinics")
    ines = make_member("Ines", halden, password=PASSWORD)
    Membership.objects.create(user=ines, organisation=other, role="viewer", joined_at=clock.now())
    for name in ("Pia", "Tove"):
        make_member(name, halden, role="hiring_manager", password=PASSWORD)
    make_member("Nils", password=PASSWORD)
    for name in ("Wim", "Quinn"):
        make_member(name, halden, role="viewer", password=PASSWORD)
    return make_password_link(local_operator(), make_member("Lin", halden, role="viewer"))


def invent_invitations() -> dict[str, str]:
    """Selwood is owned by Orla, and Kit hires for it; Una, who is new, and Eda, who has an account, are asked in."""
    selwood = Organisation.objects.create(kind="client", name="Selwood Labs")
    make_member("Orla", selwood, password=PASSWORD)
    make_member("Kit", selwood, role="hiring_manager", password=PASSWORD)
    make_member("Eda", password=PASSWORD)
    return {
        name: invite_by_link(
            local_operator(), selwood, email=f"{name}@example.org", role="hiring_manager" if name == "una" else "viewer"
        ).path
        for name in ("una", "eda", "waiting")
    }


def invent_holders() -> dict[str, str]:
    """Nordvik Bank and Bergen Energy, which hold people, and the sessions of those who are signed in there."""
    sessions = {}
    for client, people in HOLDERS.items():
        organisation = Organisation.objects.create(kind="client", name=client)
        sessions |= {name: signed_in(make_member(name, organisation, role=role)) for name, role in people.items()}
    return sessions


def invent_accounts() -> dict[str, str]:
    """The sessions of two engineers who look after their own profiles: Ana, and Emil, who asks too much."""
    names = ("Ana Reis", "Emil Roth")
    engineers = [Engineer.objects.get(public_name=name) for name in names]
    return {engineer.public_name.split()[0]: signed_in(make_account(engineer)) for engineer in engineers}


def signed_in(user: User) -> str:
    """The cookie of a new session of this person."""
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def serve(port: int, *, app: str, migrator: str, **more: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "guildworks", "serve", "--port", str(port), "--workers", "1"]
    return subprocess.Popen(command, env={**surroundings(app, migrator), **more}, cwd=CHECKOUT)


def surroundings(app: str, migrator: str) -> dict[str, str]:
    """The environment of a command over this database."""
    environment = {**os.environ, "GUILDWORKS_DATABASE_URL": app, "GUILDWORKS_MIGRATION_URL": migrator}
    environment.pop("GUILDWORKS_EMBEDDED", None)
    return {**environment, "GUILDWORKS_TABLE_PAGES": "1"}


def build_index(app: str, migrator: str) -> None:
    """Make the index before anybody searches: of a list from before it, nobody who is not on it learns why."""
    command = [sys.executable, "-m", "guildworks", "index", "build"]
    subprocess.run(command, env=surroundings(app, migrator), cwd=CHECKOUT, check=True, stdout=subprocess.DEVNULL)


def wait_until_healthy(address: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        assert process.poll() is None, "the server ended at once; its words stand above"
        try:
            with urllib.request.urlopen(address, timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise AssertionError(f"the server was not healthy within {START_SECONDS} s")


@pytest.fixture(scope="module")
def browser(site: Site) -> Iterator[object]:
    """A real browser. For one module only: while it runs, Django refuses its own connections in this thread."""
    from playwright.sync_api import sync_playwright

    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        pytest.skip(f"no browser is installed, looked for {', '.join(BROWSERS)}; on Debian: apt install chromium")
    with sync_playwright() as playwright:
        running_as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
        running = playwright.chromium.launch(executable_path=program, args=running_as_root)
        yield running
        running.close()


@pytest.fixture
def open_page(site: Site, browser, request) -> Iterator[Callable[..., object]]:
    """Opens a page of this width and theme, for Oda, for somebody else who has a session, or for nobody.

    Afterwards: a picture of each, and no word of complaint in its console.
    """
    opened, complaints = [], []

    def open_at(
        path: str,
        *,
        width: int = 1440,
        theme: str = "light",
        as_oda: bool = True,
        session: str = "",
        language: str = "en-GB",
    ):
        height = 900 if width > 760 else 780
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=theme, reduced_motion="reduce", locale=language
        )
        if as_oda:
            cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session or site.cookie, "url": site.address}
            context.add_cookies([cookie])
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: (complaints.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.goto(site.address + path)
        opened.append((page, f"{width}-{theme}"))
        return page

    yield open_at
    name = re.sub(r"[^\w-]+", "-", request.node.name).strip("-")
    for number, (page, look) in enumerate(opened):
        keep_picture(page, ARTIFACTS / f"{name}-{look}{f'-{number}' if number else ''}.png")
        page.context.close()
    of_the_page = re.compile(
        r"the server responded with a status of (?:400|403|404|409|410|413|422|429|503)"
        r"|Response Status Error Code (?:403|503) from /briefs/reading"
    )
    assert [complaint for complaint in complaints if not of_the_page.search(complaint)] == []


def violations(page) -> list[str]:
    """What axe finds against a page."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [f"{rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]


def small_targets(page) -> list[str]:
    """Buttons and what opens, lower than a finger."""
    boxes = page.locator(".button:visible, summary:visible, .wordmark, button:visible").evaluate_all(
        "all => all.map(one => [one.innerText, one.getBoundingClientRect().height])"
    )
    return [f"{text}: {height}" for text, height in boxes if height < 44]


def cut_off(page) -> list[str]:
    """Words that do not fit where they stand: hidden beyond an edge, or beyond that of the page."""
    return page.evaluate(
        """() => [...document.querySelectorAll("main *, header *")]
            .filter((one) => one.checkVisibility() && one.childElementCount === 0 && one.textContent.trim())
            .filter((one) => one.getBoundingClientRect().width > 1)
            .filter((one) => {
                const style = getComputedStyle(one);
                const hides = style.overflowX !== "visible" && one.scrollWidth > one.clientWidth + 1;
                return hides || one.getBoundingClientRect().right > innerWidth + 1;
            })
            .filter((one) => !one.closest(".places, .desk-places, pre, textarea, input"))
            .map((one) => `${one.tagName}.${one.className}: ${one.textContent.trim().slice(0, 60)}`)"""
    )


def covered(page) -> list[str]:
    """Buttons and links that lie over one another."""
    return page.evaluate(
        """() => {
            const all = [...document.querySelectorAll("main .button, main summary, main button, .bar a, .bar button")]
                .filter((one) => one.checkVisibility() && !one.closest(".sheet, .places"))
                .map((one) => [one, one.getBoundingClientRect()]);
            const over = ([one, a], [other, b]) => !one.contains(other) && !other.contains(one)
                && Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
                && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
            return all.flatMap((one, at) => all.slice(at + 1).filter((other) => over(one, other))
                .map((other) => `${one[0].innerText} / ${other[0].innerText}`));
        }"""
    )


def keep_picture(page, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=path, full_page=True)
