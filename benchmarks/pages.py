"""POST of a new brief to the served page: parse, embed, filter, rank, explain and store, over 100,000 engineers."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.cookiejar import CookieJar
from pathlib import Path
from time import monotonic, perf_counter, sleep
from urllib.parse import urlencode

from benchmarks.network import HOME, copied_network, read_whole
from benchmarks.table import Row, quick_enough, seen, within

BRIEFS = Path(__file__).parent / "data" / "briefs"
ENGINEERS, FEWER = 100_000, 20_000
START_SECONDS_MOST = 60


def rows(quick: bool, say: Callable[[str], None]) -> list[Row]:
    """95 % points of the answer's time, for one client and for eight; a short run has fewer engineers."""
    engineers = FEWER if quick else ENGINEERS
    url = copied_network(engineers, source=2000, say=say)
    from guildworks.matching.index.building import build

    os.environ["GUILDWORKS_HOME"] = str(HOME)  # where the server finds the index
    say("Building the index")
    build()
    texts = _texts()
    port = _free_port()
    process = _serve(url, port)
    try:
        _wait(port, process)
        read_whole(url)
        door = Door(port, _cookies(port))
        for text in texts[:12]:
            _post(door, text)  # both workers load their model and open the index
        sleep(2)
        one = _times(door, texts[: 10 if quick else 60], clients=1)
        began = perf_counter()
        eight = _times(door, texts[: 16 if quick else 96] * 2, clients=8)
        rate = len(eight) / (perf_counter() - began)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)
    note = f"{engineers:,} engineers, copied from 2,000 of the demo; {len(one)} and {len(eight)} posts"
    return [
        within("POST of a brief, 1 client, p95 ms", _p95([post for post, _ in one]), 120, note=note),
        within("POST of a brief, 8 clients, p95 ms", _p95([post for post, _ in eight]), 450),
        quick_enough("briefs a second, 8 clients, each with its page", rate, 18),
        seen("the same with its page, 1 client, p95 ms", _p95([post + page for post, page in one])),
        seen("the same with its page, 8 clients, p95 ms", _p95([post + page for post, page in eight])),
    ]


def _texts() -> list[str]:
    """The briefs of 100 to 190 words, each made new by a line of its own, so that nothing is remembered."""
    found = [file.read_text("utf-8") for file in sorted(BRIEFS.glob("*.md"))]
    fitting = [text for text in found if 100 <= len(text.split()) <= 190]
    return [f"{text}\n\nOur reference is case {number}.\n" for number, text in enumerate(fitting * 4)]


def _serve(url: str, port: int) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "GUILDWORKS_DATABASE_URL": url}
    environment.pop("GUILDWORKS_EMBEDDED", None)
    environment.pop("GUILDWORKS_MIGRATION_URL", None)
    words = [sys.executable, "-m", "guildworks", "serve", "--port", str(port)]
    return subprocess.Popen(words, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    until = monotonic() + START_SECONDS_MOST
    while monotonic() < until and process.poll() is None:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/health")
            if connection.getresponse().status == 200:
                return
        except OSError:
            sleep(0.1)
    raise RuntimeError(f"the server did not answer on port {port}")


@dataclass(frozen=True, slots=True)
class Door:
    """A served demo, and the cookies of the invented person who is signed in there."""

    port: int
    cookies: str


def _cookies(port: int) -> str:
    """Sign in as the operator's admin of the demo: a client has only so many lists made in an hour."""
    jar = CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    address = f"http://localhost:{port}"
    page = opener.open(f"{address}/", timeout=60).read().decode()
    person = re.search(r'name="person" value="([^"]+)"(?:(?!</button>).)*admin, ', page, re.DOTALL)
    assert person, "the front page names nobody to try the demo as"
    body = urlencode({"csrfmiddlewaretoken": _token(page), "person": person[1]}).encode()
    opener.open(f"{address}/demo/sign-in", body, timeout=60).read()
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar)


def _token(page: str) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert found, "the form has no token"
    return found[1]


def _times(door: Door, texts: Sequence[str], *, clients: int) -> list[tuple[float, float]]:
    with ThreadPoolExecutor(clients) as pool:
        return list(pool.map(lambda text: _post(door, text), texts))


def _post(door: Door, text: str) -> tuple[float, float]:
    """Milliseconds of posting a brief until its shortlist is made and kept, and of then reading the page of it."""
    connection = http.client.HTTPConnection("127.0.0.1", door.port, timeout=60)
    headers = {"Cookie": door.cookies}
    connection.request("GET", "/", headers=headers)
    token = _token(connection.getresponse().read().decode())
    body = urlencode({"csrfmiddlewaretoken": token, "text": text})
    headers["Content-Type"] = "application/x-www-form-urlencoded"
    began = perf_counter()
    connection.request("POST", "/", body, headers)
    answer = connection.getresponse()
    answer.read()
    assert answer.status == 302, f"the brief was answered with {answer.status}"
    posted = perf_counter()
    connection.request("GET", answer.headers["Location"], headers={"Cookie": door.cookies})
    page = connection.getresponse()
    page.read()
    assert page.status == 200, f"the shortlist was answered with {page.status}"
    return (posted - began) * 1000, (perf_counter() - posted) * 1000


def _p95(values: Sequence[float]) -> float:
    return sorted(values)[max(0, -(-len(values) * 95 // 100) - 1)]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
