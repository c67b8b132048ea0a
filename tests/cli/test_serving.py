"""`guildworks serve` on an embedded database that goes away and comes back, a disk that is full, and a clean end."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path

import pytest

from guildworks.platform.postgres import ensure_running, status, stop
from tests.api.asking import key_of_operator
from tests.cast import make_account, make_engineer
from tests.cli.program import run_program, start_program
from tests.kernels.text.pdf_writer import pdf, say

EMAIL, PASSWORD = "oda@example.org", "seven herons over Tallinn"
BRIEF = "We need Python for 20 hours a week."


class Browser:
    """A browser with cookies at one served address."""

    def __init__(self, port: int) -> None:
        self.address = f"http://localhost:{port}"
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        self._token = ""

    def get(self, path: str) -> tuple[int, str]:
        return self._open(urllib.request.Request(self.address + path))

    def send(self, text: str) -> tuple[int, str]:
        """Send a brief from the form, as it was when it could last be opened; the page that this leads to."""
        return self.post("/", text=text)

    def post(self, path: str, **fields: str) -> tuple[int, str]:
        """Send the form of this page; after a redirect, the page it leads to."""
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.get(path)[1])
        self._token = found[1] if found else self._token
        data = urllib.parse.urlencode({**fields, "csrfmiddlewaretoken": self._token}).encode()
        return self._open(urllib.request.Request(self.address + path, data))

    def sign_in(self) -> None:
        status, page = self.post("/account/login/", login=EMAIL, password=PASSWORD)
        assert status == 200, page
        assert "Sign out" in page

    def try_demo(self) -> None:
        """Sign in as the first person of the demo."""
        person = re.search(r'name="person" value="([^"]+)"', self.get("/")[1])
        assert person
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.get("/")[1])
        assert token
        data = urllib.parse.urlencode({"person": person[1], "csrfmiddlewaretoken": token[1]}).encode()
        assert self._open(urllib.request.Request(f"{self.address}/demo/sign-in", data))[0] == 200

    def send_file(self, path: str, content: bytes, *, page: str, is_chunked: bool = False) -> tuple[int, str]:
        """Send a file with the form of a page; in chunks, so that its length is not said."""
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.get(page)[1])
        assert found
        part = '--edge\r\nContent-Disposition: form-data; name="{}"{}\r\n\r\n'
        token = part.format("csrfmiddlewaretoken", "") + found[1]
        file = part.format("file", '; filename="my file"\r\nContent-Type: application/octet-stream')
        body = f"{token}\r\n{file}".encode() + content + b"\r\n--edge--\r\n"
        sent = iter([body]) if is_chunked else body
        kind = {"Content-Type": "multipart/form-data; boundary=edge"}
        return self._open(urllib.request.Request(self.address + path, sent, kind))

    def send_raw(self, path: str, body: bytes | Iterator[bytes]) -> tuple[int, str]:
        """Send this as the body of a form; an iterator in chunks."""
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._open(urllib.request.Request(self.address + path, body, kind))

    def _open(self, request: urllib.request.Request) -> tuple[int, str]:
        try:
            with self._opener.open(request, timeout=60) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read().decode()


def eventually(holds: Callable[[], bool], *, within_s: float) -> None:
    until = time.monotonic() + within_s
    while not holds():
        assert time.monotonic() < until, "it never came about"
        time.sleep(0.1)


def answers(browser: Browser, process: subprocess.Popen[str]) -> bool:
    assert process.poll() is None, process.communicate()
    try:
        return browser.get("/health")[0] == 200
    except (OSError, http.client.HTTPException):
        return False


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    """A home of its own, below /tmp and short, since the path of a socket is."""
    folder = Path(tempfile.mkdtemp(prefix="gw-", dir="/tmp"))
    folder.chmod(0o711)
    add_admin(folder)
    yield folder
    stop(folder)
    shutil.rmtree(folder)


@pytest.fixture
def empty() -> Iterator[Path]:
    """A home where nothing is yet."""
    folder = Path(tempfile.mkdtemp(prefix="gw-", dir="/tmp"))
    folder.chmod(0o711)
    yield folder
    stop(folder)
    shutil.rmtree(folder)


def add_admin(home: Path) -> None:
    """The first admin of an installation: added, then in by a link on which she sets her password."""
    environ = {"GUILDWORKS_HOME": str(home)}
    (operator,) = run_program("organisations", "list", "--json", **environ).json["organisations"]
    run_program("organisations", "add", operator["organisation"], EMAIL, "--role", "admin", **environ)
    link = run_program("people", "link", EMAIL, "--json", **environ).json["link"]
    with serving(home) as (browser, _):
        _, page = browser.get(urllib.parse.urlsplit(link).path)
        form = re.search(r'action="(/account/password/reset/key/[^"]+)"', page)
        assert form, page
        status, page = browser.post(form[1], password1=PASSWORD, password2=PASSWORD)
        assert (status, "Sign out" in page) == (200, True), page


@pytest.fixture
def served(home) -> Iterator[tuple[Browser, subprocess.Popen[str]]]:
    """A browser of the admin, and the process that serves her."""
    with serving(home) as (browser, process):
        browser.sign_in()
        yield browser, process


@contextmanager
def serving(home: Path) -> Iterator[tuple[Browser, subprocess.Popen[str]]]:
    port = free_port()
    process = start_program("serve", "--port", str(port), "--workers", "1", GUILDWORKS_HOME=str(home))
    browser = Browser(port)
    eventually(lambda: answers(browser, process), within_s=90)
    yield browser, process
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)


@pytest.mark.parametrize("seconds", [0, pytest.param(20, marks=pytest.mark.long)])
def test_a_database_that_goes_away_is_said_to_and_works_again_when_it_is_back(served, home, seconds):
    browser, process = served
    assert browser.send(BRIEF)[0] == 200
    stop(home)
    assert browser.get("/health") == (503, json.dumps({"database": "unavailable"}))
    for answer in (browser.send(BRIEF), browser.get("/shortlists/sho_00000000000000000000000000")):
        assert answer[0] == 503
        assert "The database does not answer." in answer[1]
        assert "Traceback" not in answer[1]
    assert BRIEF in browser.send(BRIEF)[1], "the text stays in the form"
    time.sleep(seconds)
    ensure_running(home)
    eventually(lambda: browser.get("/health")[0] == 200, within_s=10)
    assert browser.send(BRIEF)[0] == 200
    assert process.poll() is None


def test_a_body_of_a_gigabyte_is_refused_before_it_is_sent(served):
    browser, process = served
    port = int(browser.address.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), timeout=30) as line:
        line.sendall(
            b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000000\r\nCookie: csrftoken="
            + b"a" * 32
            + b"\r\n"
            b"Content-Type: application/x-www-form-urlencoded\r\n\r\n" + b"text=" + b"x" * 1_500_000
        )
        assert b" 413 " in line.recv(100)
    assert browser.send(BRIEF)[0] == 200
    process.send_signal(signal.SIGINT)
    assert "Request Entity" not in process.communicate(timeout=30)[1], "a refusal is an answer, not a line for the log"


@pytest.fixture
def engineers_browser(own_database) -> Iterator[Browser]:
    """The browser of an engineer who is signed in."""
    make_account(make_engineer("Rosa Lind"), password=PASSWORD)
    port = free_port()
    process = start_program("serve", "--port", str(port), "--workers", "1", GUILDWORKS_DATABASE_URL=own_database)
    browser = Browser(port)
    try:
        eventually(lambda: answers(browser, process), within_s=90)
        browser.post("/account/login/", login="rosa@example.org", password=PASSWORD)
        yield browser
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)


def test_a_file_may_be_as_large_as_its_form_says_and_a_larger_one_is_refused_in_words(engineers_browser):
    resume = pdf(say("Rosa Lind", 50, 700), extra={90: f"<< /Length 5000000 >>\nstream\n{'a' * 5_000_000}\nendstream"})
    for is_chunked in (False, True):
        status, page = engineers_browser.send_file(
            "/me/profile/resume", resume, page="/me/profile/resume", is_chunked=is_chunked
        )
        assert (status, "Your resume is read." in page) == (200, True), page
        for megabytes in (11, 30):
            large = bytes(megabytes * 1_000_000)
            status, page = engineers_browser.send_file(
                "/me/profile/resume", large, page="/me/profile/resume", is_chunked=is_chunked
            )
            assert (status, "This file has more than 10 MB" in page) == (422, True), page
    calendar = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\n" + b"X-A:a\r\n" * 200_000 + b"END:VCALENDAR\r\n"
    status, page = engineers_browser.send_file("/me/hours/calendar", calendar, page="/me/hours")
    assert (status, "weeks have fewer hours" in page) == (200, True), page
    status, page = engineers_browser.send_file("/me/hours/calendar", bytes(6_000_000), page="/me/hours")
    assert (status, "This file has more than 5 MB" in page) == (422, True), page


def test_what_is_no_file_has_a_megabyte_however_it_is_sent(served):
    browser, _process = served
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', browser.get("/")[1])
    assert found
    text = f"csrfmiddlewaretoken={found[1]}&text={'x' * 1_500_000}".encode()
    for sent in (text, iter([text])):
        assert browser.send_raw("/", sent)[0] == 413
    assert browser.send_file("/", bytes(3_000_000), page="/")[0] != 500


def test_ctrl_c_ends_the_server_and_the_database_that_it_started(served, home):
    browser, process = served
    assert browser.get("/")[0] == 200
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert process.returncode in (0, 130)
    assert out == ""
    assert "Traceback" not in err
    eventually(lambda: not is_running(home), within_s=15)


def test_the_processes_of_a_server_that_is_killed_end_with_it(served):
    browser, process = served
    process.kill()
    process.communicate(timeout=30)
    eventually(lambda: not is_listening(browser), within_s=5)


def test_a_worker_runs_beside_the_server_and_another_one_when_it_is_killed(served, home):
    _, process = served
    eventually(lambda: len(workers(process)) == 1, within_s=30)
    (killed,) = workers(process)
    os.kill(killed, signal.SIGKILL)
    eventually(lambda: workers(process) not in ([], [killed]), within_s=30)
    (further,) = workers(process)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=30)
    assert not Path(f"/proc/{further}").exists()


def test_the_worker_of_a_server_that_is_killed_ends_too(served):
    _, process = served
    eventually(lambda: len(workers(process)) == 1, within_s=30)
    (worker,) = workers(process)
    process.kill()
    process.communicate(timeout=30)
    eventually(lambda: not is_worker(worker), within_s=15)


def test_ctrl_c_while_a_demo_is_loaded_ends_the_database_too(empty):
    process = start_program("demo", "--engineers", "2000", "--port", str(free_port()), GUILDWORKS_HOME=str(empty))
    assert process.stderr is not None
    said = next((line for line in process.stderr if "invented engineers are there" in line), "")
    assert said, process.communicate()
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)
    assert process.returncode == 130
    assert not is_running(empty)


def test_a_server_keeps_a_log_of_what_it_refused(served):
    browser, process = served
    assert browser.get("/shortlists/nothing")[0] == 404
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)
    lines = [json.loads(line) for line in err.splitlines() if line.startswith("{")]
    assert {"event": "refused", "code": "not_found", "path": "/shortlists/nothing"}.items() <= lines[-1].items()


def workers(server: subprocess.Popen[str]) -> list[int]:
    """The processes of a server that do jobs."""
    children = Path(f"/proc/{server.pid}/task").glob("*/children")
    pids = {int(pid) for file in children for pid in file.read_text().split()}
    return [pid for pid in pids if is_worker(pid)]


def is_worker(pid: int) -> bool:
    """Whether this process is a worker; one that has ended and that nobody has collected has no words."""
    try:
        return b"worker\0--parent" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


def is_listening(browser: Browser) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", int(browser.address.rpartition(":")[2]))) == 0


def is_running(home: Path) -> bool:
    found = status(home)
    return bool(found and found.running)


@pytest.fixture
def tiny() -> Iterator[Path]:
    """A disk with less room than a database needs."""
    if os.geteuid() != 0:
        pytest.skip("making a small disk needs root")
    folder = Path(tempfile.mkdtemp(prefix="gw-", dir="/tmp"))
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m,mode=0711", "tmpfs", folder], check=False)
    if mounted.returncode:
        folder.rmdir()
        pytest.skip("this machine does not let us mount a small disk")
    yield folder
    stop(folder)
    subprocess.run(["umount", "-l", folder], check=True)
    folder.rmdir()


def test_a_full_disk_is_said_to_be_full_and_leaves_nothing_half_done(tiny):
    refused = run_program("engineers", "find", "--json", GUILDWORKS_HOME=str(tiny))
    assert refused.status == 2
    assert "full" in refused.err or "space" in refused.err
    assert "hint: " in refused.err
    assert refused.json["error"]["code"]
    assert not (tiny / "postgres" / "data").exists()


def test_a_demo_serves_what_it_has_loaded(own_database):
    """The command has used its model before it forks the server's processes, to which its threads do not pass."""
    port = free_port()
    process = start_program("demo", "--engineers", "60", "--port", str(port), GUILDWORKS_DATABASE_URL=own_database)
    browser = Browser(port)
    try:
        eventually(lambda: answers(browser, process), within_s=90)
        browser.try_demo()
        assert [browser.send(f"{BRIEF} Number {number}.")[0] for number in range(4)] == [200] * 4
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)


@pytest.mark.long
def test_the_first_search_of_an_installation_waits_for_no_compiler(own_database, tmp_path):
    make_engineer("Rosa Lind")
    key, port = key_of_operator().secret, free_port()
    own = {"GUILDWORKS_DATABASE_URL": own_database, "GUILDWORKS_HOME": str(tmp_path), "NUMBA_CACHE_DIR": str(tmp_path)}
    process = start_program("serve", "--port", str(port), "--workers", "1", **own)
    browser = Browser(port)

    def sent(path: str, **body: object) -> dict[str, object]:
        headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
        address = f"{browser.address}/api/v1{path}"
        request = urllib.request.Request(address, json.dumps(body).encode(), headers)
        with urllib.request.urlopen(request, timeout=60) as answer:
            told: dict[str, object] = json.load(answer)
            return told

    try:
        eventually(lambda: answers(browser, process), within_s=90)
        brief = sent("/briefs", text=BRIEF)["brief"]
        began = time.monotonic()
        sent(f"/briefs/{brief}/shortlists", top=5)
        assert time.monotonic() - began < 10
        eventually(lambda: bool(list(tmp_path.rglob("all-of-it"))), within_s=300)
        sent(f"/briefs/{brief}/shortlists", top=5)
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)
