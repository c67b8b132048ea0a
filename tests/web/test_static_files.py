"""Files of the look: kept by a browser for as long as their address says what they are, and sent compressed."""

from __future__ import annotations

import asyncio
import gzip
import re
from typing import Any

import pytest
from django.test import Client

from guildworks.web.static_files import BELOW, StaticAnswer, sent_file, static_answer, static_files
from guildworks.web.styles import STYLES, static_paths, styles_version, version_of
from tests.cast import make_admin

SHEET = f"{BELOW}web/page.css"
FONT = f"{BELOW}web/fonts/instrument-sans-5.3.0-latin.woff2"
A_YEAR, NEVER_ASKED = "max-age=31536000", "immutable"
BY_GZIP = (b"Accept-Encoding", b"gzip, deflate, br")


def asked(path: str, *headers: tuple[bytes, bytes], query: str = "") -> tuple[StaticAnswer, dict[str, str]]:
    answer = static_answer(path, query=query.encode(), headers=headers)
    assert answer is not None
    return answer, {name.decode(): value.decode() for name, value in answer.headers}


@pytest.mark.parametrize(
    ("path", "query", "is_kept"),
    [
        (SHEET, f"v={styles_version()}", True),
        (SHEET, "v=0123456789", False),  # a page of another version asks: it gets ours, and does not keep it
        (SHEET, "", False),
        (FONT, "", True),
        (f"{BELOW}mfa/js/webauthn.js", "", False),
    ],
)
def test_only_what_an_address_names_by_its_version_is_kept_without_asking(path, query, is_kept):
    _, headers = asked(path, query=query)
    assert (A_YEAR in headers["cache-control"] and NEVER_ASKED in headers["cache-control"]) is is_kept
    assert (headers["cache-control"] == "no-cache") is not is_kept


@pytest.mark.parametrize("name", ["web/page.css", "web/count-down.js", "django_htmx/htmx-2.min.js"])
def test_the_version_changes_with_each_file_that_is_asked_for_by_it(tmp_path, name):
    """Also with a script that is not ours: whoever has kept it for a year would go on with the old one."""
    files = static_paths()
    changed = tmp_path / "changed"
    changed.write_bytes(files[name].read_bytes() + b" ")
    assert version_of(files) == styles_version() != version_of({**files, name: changed})


def test_whoever_asks_again_for_the_same_is_told_so():
    answer, headers = asked(SHEET)
    again, told = asked(SHEET, (b"If-None-Match", headers["etag"].encode()))
    assert (answer.status, again.status, again.body) == (200, 304, b"")
    assert told["cache-control"] == headers["cache-control"]
    assert asked(SHEET, (b"If-None-Match", b'"another"'))[0].body == answer.body


def test_it_is_compressed_for_whoever_reads_that_and_only_where_it_helps():
    plain, headers = asked(SHEET)
    small, told = asked(SHEET, BY_GZIP)
    assert plain.body == (STYLES / "page.css").read_bytes() and "content-encoding" not in headers
    assert gzip.decompress(small.body) == plain.body and told["content-encoding"] == "gzip"
    assert len(small.body) < len(plain.body) / 2
    assert int(told["content-length"]) == len(small.body)
    assert headers["vary"] == told["vary"] == "Accept-Encoding"
    assert "content-encoding" not in asked(FONT, BY_GZIP)[1]


def test_it_says_what_it_is():
    kinds = {
        "web/page.css": "text/css",
        "web/favicon.svg": "image/svg+xml",
        "django_htmx/htmx-2.min.js": "text/javascript",
        FONT.removeprefix(BELOW): "font/woff2",
    }
    for name, kind in kinds.items():
        _, headers = asked(f"{BELOW}{name}")
        assert headers["content-type"].startswith(kind)
        assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", ["", "web", "web/", "web/../styles.py", "web/%2e%2e/styles.py", "/etc/passwd", "none"])
def test_nothing_else_is_below(path):
    assert static_answer(f"{BELOW}{path}", query=b"", headers=()) is None


def test_every_file_that_a_page_asks_for_is_there():
    pages = [
        path for folder in ("web", "accounts", "matching") for path in (STYLES.parents[2] / folder).rglob("*.html")
    ]
    named = {name for page in pages for name in re.findall(r"{% static '([^']+)' %}", page.read_text("utf-8"))}
    assert len(named) > 10
    assert {f"{BELOW}{name}" for name in named} <= static_files().keys()


@pytest.mark.parametrize(("method", "body"), [("GET", True), ("HEAD", False)])
def test_the_server_sends_it_at_once(method, body):
    answer, sent = asked(SHEET)[0], served(SHEET, method=method)
    assert (sent[0]["status"], sent[0]["headers"]) == (200, answer.headers)
    assert sent[1]["body"] == (answer.body if body else b"")


def served(path: str, *, method: str) -> list[dict[str, Any]]:
    """What the application sends for a request without a body."""
    sent: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    scope = {"type": "http", "method": method, "path": path, "query_string": b"", "headers": []}
    assert asyncio.run(sent_file(scope, send))
    return sent


@pytest.mark.django_db
def test_pages_are_compressed_for_whoever_reads_that():
    browser = Client()
    browser.force_login(make_admin())
    whole, small = browser.get("/"), browser.get("/", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in whole
    assert small["Content-Encoding"] == "gzip" and len(small.content) < len(whole.content) / 2
    assert "Accept-Encoding" in small["Vary"] and "Cookie" in small["Vary"]
    assert gzip.decompress(small.content).startswith(b"<!doctype html>")
