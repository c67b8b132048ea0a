"""The program, served from a database of the benchmarks, and a client that is signed in there."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from time import monotonic, perf_counter, sleep
from urllib.parse import urlencode

from benchmarks.network import HOME

START_SECONDS_MOST = 60
ANSWER_SECONDS_MOST = 60
IDLE_SECONDS_MOST = 10  # then a connection is opened anew, as browsers do: the server closes one that is idle for 30
WORKERS = 2


@dataclass(frozen=True, slots=True)
class Door:
    """A served demo, and what the browser of an invented person who is signed in there would send."""

    port: int
    cookies: str
    token: str  # of its forms, good for as long as the session


@dataclass(frozen=True, slots=True)
class Request:
    """One request as a browser sends it."""

    path: str
    form: tuple[tuple[str, str], ...] = ()  # sent by POST where there is one
    by_htmx: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, and in how many milliseconds after it was sent."""

    status: int
    ms: float
    location: str
    size: int  # bytes of the body as it was sent


@contextmanager
def served(url: str) -> Iterator[int]:
    """The port of a server over the database at this address, with two worker processes."""
    from django.conf import settings

    environment = {**os.environ, "GUILDWORKS_DATABASE_URL": url, "GUILDWORKS_HOME": str(HOME)}
    environment["GUILDWORKS_SECRET_KEY"] = str(settings.SECRET_KEY)  # whoever is signed in here is signed in there
    environment.pop("GUILDWORKS_EMBEDDED", None)
    environment.pop("GUILDWORKS_MIGRATION_URL", None)
    port = _free_port()
    words = [sys.executable, "-m", "guildworks", "serve", "--port", str(port), "--workers", str(WORKERS)]
    process = subprocess.Popen(words, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(port, process)
        yield port
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)


def signed_in(port: int, person: str) -> Door:
    """The invented person of the demo with this shown id, by the click with which one tries it."""
    jar = CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    address = f"http://localhost:{port}"
    page = opener.open(f"{address}/", timeout=60).read().decode()
    body = urlencode({"csrfmiddlewaretoken": _token(page), "person": person}).encode()
    home = opener.open(f"{address}/demo/sign-in", body, timeout=60).read().decode()
    return Door(port, "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar), _token(home))


@dataclass(slots=True)
class Line:
    """One connection to the door, which is opened again when it broke."""

    door: Door
    _connection: http.client.HTTPConnection | None = field(default=None)
    _used: float = field(default=0.0)

    def ask(self, request: Request) -> Answer:
        """Send a request and read all of the answer. Raises what a broken or a silent connection raises."""
        body = urlencode([("csrfmiddlewaretoken", self.door.token), *request.form]) if request.form else None
        headers = {"Cookie": self.door.cookies, "Accept-Encoding": "gzip"}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        if request.by_htmx:
            headers["HX-Request"] = "true"
        if self._connection is not None and perf_counter() - self._used > IDLE_SECONDS_MOST:
            self.close()
        if self._connection is None:
            self._connection = http.client.HTTPConnection("127.0.0.1", self.door.port, timeout=ANSWER_SECONDS_MOST)
        began = perf_counter()
        try:
            self._connection.request("POST" if body else "GET", request.path, body, headers)
            answer = self._connection.getresponse()
            size = len(answer.read())
        except (OSError, http.client.HTTPException):
            self.close()
            raise
        self._used = perf_counter()
        return Answer(answer.status, (perf_counter() - began) * 1000, answer.headers.get("Location", ""), size)

    def close(self) -> None:
        """Give the connection up."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _token(page: str) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert found, "the form has no token"
    return found[1]


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


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
