"""What is fetched, and what is not: private networks in every spelling, answers without end, redirects that mislead."""

from __future__ import annotations

import contextlib
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from ipaddress import ip_address
from pathlib import Path

import pytest

from guildworks.platform.errors import GuildworksError
from guildworks.platform.fetch import (
    PRIVATE_HOSTS,
    AddressRefused,
    BadAddress,
    FetchFailed,
    FetchTooLarge,
    address_to_post_to,
    fetch,
    is_public,
    post,
    system_resolver,
)

Serving = Callable[..., str]
HELLO = b"HTTP/1.1 200 OK\r\nContent-Type: text/calendar; charset=utf-8\r\nContent-Length: 5\r\n\r\nhello"
MANY_SECONDS = 20.0


def get(url: str, *, most_bytes: int = 1000, seconds: float = MANY_SECONDS):
    return fetch(url, most_bytes=most_bytes, seconds=seconds)


@pytest.fixture
def serve(monkeypatch) -> Iterator[Serving]:
    """Serve one raw answer, or what a function writes, to each request; gives the address, which is allowed."""
    with contextlib.ExitStack() as servers:

        def start(answer: bytes | Callable[[socket.socket, bytes], None], *, tls: ssl.SSLContext | None = None) -> str:
            listening = servers.enter_context(socket.create_server(("127.0.0.1", 0)))
            port = listening.getsockname()[1]
            threading.Thread(target=accept, args=(listening, answer, tls), daemon=True).start()
            servers.callback(listening.shutdown, socket.SHUT_RDWR)
            monkeypatch.setenv(PRIVATE_HOSTS, f"intranet.example.org, localhost:{port}", prepend=",")
            return f"http{'s' if tls else ''}://localhost:{port}"

        yield start


def accept(listening: socket.socket, answer, tls: ssl.SSLContext | None) -> None:
    with contextlib.suppress(OSError):
        while True:
            line, _ = listening.accept()
            threading.Thread(target=answer_one, args=(line, answer, tls), daemon=True).start()


def answer_one(line: socket.socket, answer, tls: ssl.SSLContext | None) -> None:
    with contextlib.suppress(OSError), line:
        wire = tls.wrap_socket(line, server_side=True) if tls else line
        request = b""
        while b"\r\n\r\n" not in request and not request.startswith(b"\x16"):  # with which TLS begins
            request += wire.recv(4096)
        if callable(answer):
            answer(wire, request)
        else:
            wire.sendall(answer)
        wire.close()


def redirect(to: str, status: int = 302) -> bytes:
    return f"HTTP/1.1 {status} Found\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n".encode()


def until_hung_up(piece: bytes, *, pause: float = 0) -> Callable[[socket.socket, bytes], None]:
    """Write the same again and again for as long as anybody listens."""

    def write(wire: socket.socket, request: bytes) -> None:
        while True:
            wire.sendall(piece)
            time.sleep(pause)

    return write


def test_what_lies_at_an_address_comes_with_its_type(serve):
    url = serve(HELLO)
    found = get(f"{url}/ada.ics?key=1")
    assert (found.content, found.content_type, found.url) == (b"hello", "text/calendar", f"{url}/ada.ics?key=1")


def test_the_server_is_asked_for_the_path_under_its_name_and_for_nothing_packed(serve):
    def echo(wire: socket.socket, request: bytes) -> None:
        wire.sendall(b"HTTP/1.0 200 OK\r\n\r\n" + request)

    url = serve(echo)
    lines = get(f"{url}/kalender/für mich.ics?a=b&c=%20".replace(" ", "%20")).content.decode().split("\r\n")
    assert lines[0] == "GET /kalender/f%C3%BCr%20mich.ics?a=b&c=%20 HTTP/1.1"
    assert f"Host: {url.removeprefix('http://')}" in lines
    assert "Accept-Encoding: identity" in lines


@pytest.mark.parametrize(
    "url",
    ["", "calendar", "ftp://example.org/a", "file:///etc/passwd", "gopher://example.org", "data:text/calendar,a",
     "https://", "https:///a.ics", "https://ada:secret@example.org/", "https://ada@example.org/", "http://@example.org/",
     "https://example.org:0/", "https://example.org:99999/", "https://example.org:x/", "https://[::1",
     "https://example.org/a b", "https://example.org/a\r\nHost: b", "https://exam\tple.org/", "https://example.org\\@b/",
     "https://example.org/\x00", "https://" + "a" * 64 + ".org/", "https://example..org/",
     "https://example.org/" + "a" * 2000, "https://" + "a." * 127 + "org/"],
)  # fmt: skip
def test_what_is_no_address_of_the_web_is_not_asked_for(url):
    with pytest.raises(BadAddress) as refused:
        get(url)
    assert refused.value.hint
    assert "secret" not in refused.value.message


SPELLINGS = [
    "127.0.0.1", "127.1", "2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "017700000001", "0", "0.0.0.0",
    "localhost", "LOCALHOST", "localhost.", "ⓛocalhost", "１２７.0.0.1", "127。0。0。1",
    "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254",
    "100.64.0.1", "192.0.0.8", "192.0.2.1", "198.18.0.1", "224.0.0.1", "239.1.1.1",
    "240.0.0.1",
    "255.255.255.255", "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::ffff:169.254.169.254]",
    "[::127.0.0.1]",
    "[64:ff9b::127.0.0.1]", "[64:ff9b::a00:1]", "[64:ff9b:1::1]", "[2002:7f00:1::]", "[2002:a00:1::1]",
    "[2001:0:7f00:1::1]", "[2001:db8::1]", "[fe80::1]", "[fec0::1]", "[fc00::1]", "[fd00:ec2::254]", "[ff02::1]",
    "[3fff::1]", "[100::1]",
]  # fmt: skip


@pytest.mark.parametrize("host", SPELLINGS)
def test_a_private_address_is_refused_however_it_is_spelled(host):
    with pytest.raises(GuildworksError) as refused:
        get(f"http://{host}:1/", seconds=5)
    if host not in ("ⓛocalhost", "127。0。0。1"):  # not all versions of Python take these for a host at all
        assert isinstance(refused.value, AddressRefused), refused.value.message
    assert not isinstance(refused.value, FetchFailed)
    assert PRIVATE_HOSTS in refused.value.hint or isinstance(refused.value, BadAddress)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2606:4700::1111", True),
        ("::ffff:8.8.8.8", True),
        ("64:ff9b::8.8.8.8", True),
        ("64:ff9b::10.0.0.1", False),
        ("2002:808:808::1", False),
        ("192.88.99.1", False),
    ],
)
def test_addresses_of_the_public_internet(address, public):
    assert is_public(ip_address(address)) is public


def test_a_name_that_also_has_a_private_address_is_refused():
    for addresses in (["10.0.0.7"], ["93.184.215.14", "10.0.0.7"], ["2606:4700::1111", "fe80::1%1"]):
        with pytest.raises(AddressRefused) as refused:
            fetch("https://example.org/", most_bytes=9, seconds=5, resolve=lambda *_, found=addresses: found)
        assert "example.org" in refused.value.message


def test_a_name_is_resolved_once_so_that_it_cannot_change_after_it_was_judged(serve):
    url = serve(HELLO)
    asked = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append((host, port))
        return system_resolver(host, port)

    assert fetch(url, most_bytes=9, seconds=MANY_SECONDS, resolve=resolve).content == b"hello"
    assert asked == [("localhost", int(url.rpartition(":")[2]))]


def test_an_operator_allows_a_host_by_name_or_by_name_and_port_and_no_other(serve, monkeypatch):
    url = serve(HELLO)
    port = url.rpartition(":")[2]
    for allowed in (f"localhost:{port}", "LocalHost", f" other.example.org , localhost:{port} "):
        monkeypatch.setenv(PRIVATE_HOSTS, allowed)
        assert get(url).content == b"hello"
    for allowed in ("", "localhost:1", "*", "localhos", "127.0.0.1", f"127.0.0.1:{port}"):
        monkeypatch.setenv(PRIVATE_HOSTS, allowed)
        with pytest.raises(AddressRefused):
            get(url)


def test_proxies_of_the_environment_are_not_used(serve, monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert get(serve(HELLO)).content == b"hello"


def test_redirects_are_followed_three_times_and_no_more(serve):
    url = serve(HELLO)
    for _ in range(3):
        url = serve(redirect(f"{url}/next"))
    assert get(url).content == b"hello"
    with pytest.raises(FetchFailed, match="redirects"):
        get(serve(redirect(url)))


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_may_be_relative(serve, status):
    def answer(wire: socket.socket, request: bytes) -> None:
        wire.sendall(HELLO if b"GET /new" in request else redirect("/new", status))

    assert get(f"{serve(answer)}/old").content == b"hello"


@pytest.mark.parametrize(
    "to", ["http://127.0.0.1/", "http://169.254.169.254/latest/", "http://[::1]/", "http://localhost:1/"]
)
def test_a_redirect_into_a_private_network_is_refused(serve, to):
    with pytest.raises(AddressRefused):
        get(serve(redirect(to)))


@pytest.mark.parametrize("to", ["file:///etc/passwd", "ftp://example.org", "http://[", "http://a:b@example.org", "a b"])
def test_a_redirect_to_what_is_no_address_of_the_web_is_refused(serve, to):
    with pytest.raises(BadAddress):
        get(serve(redirect(to)))


def test_an_answer_of_just_the_most_bytes_is_read_and_one_more_is_too_large(serve):
    url = serve(HELLO)
    assert get(url, most_bytes=5).content == b"hello"
    with pytest.raises(FetchTooLarge) as refused:
        get(url, most_bytes=4)
    assert refused.value.message == "localhost sends more than the 4 bytes that are read"


@pytest.mark.parametrize(
    "head", ["", "Content-Length: 99999999999\r\n", "Transfer-Encoding: chunked\r\n", "Content-Length: -1\r\n"]
)
def test_a_body_without_end_is_too_large(serve, head):
    def answer(wire: socket.socket, request: bytes) -> None:
        wire.sendall(f"HTTP/1.1 200 OK\r\n{head}\r\n".encode())
        until_hung_up(b"5\r\nhello\r\n" * 100)(wire, request)

    with pytest.raises(FetchTooLarge):
        get(serve(answer), most_bytes=100_000)


@pytest.mark.parametrize(
    ("start", "piece"),
    [
        (b"", b"a" * 1000),
        (b"HTTP/1.1 200 OK", b"0" * 1000),
        (b"HTTP/1.1 200 OK\r\nX-Long: ", b"a" * 1000),
        (b"HTTP/1.1 200 OK\r\n", b"X-Many: b\r\n"),
        (b"HTTP/1.1 200 OK\r\n", b"X-Many: " + b"b" * 1000 + b"\r\n"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    ],
    ids=["no line", "a long line", "a long header", "many headers", "many long headers", "to be continued"],
)
def test_headers_without_end_are_given_up(serve, start, piece):
    def answer(wire: socket.socket, request: bytes) -> None:
        wire.sendall(start)
        until_hung_up(piece)(wire, request)

    with pytest.raises(FetchFailed, match="does not answer as a web server does"):
        get(serve(answer))


@pytest.mark.parametrize(
    "head",
    [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n", b"HTTP/1.1 200 OK\r\nX: "],
    ids=["none", "body", "head"],
)
def test_a_slow_drip_gains_no_time(serve, head):
    def answer(wire: socket.socket, request: bytes) -> None:
        wire.sendall(head)
        until_hung_up(b"a", pause=0.02)(wire, request)

    started = time.monotonic()
    with pytest.raises(FetchFailed, match=r"did not answer within 0\.3 seconds"):
        get(serve(answer), seconds=0.3)
    assert time.monotonic() - started < 3


def test_a_server_that_says_nothing_and_a_name_service_that_says_nothing_are_not_waited_for(serve):
    asked = threading.Event()
    url = serve(lambda *_: asked.wait(MANY_SECONDS))
    with pytest.raises(FetchFailed, match="did not answer"):
        get(url, seconds=0.2)
    with pytest.raises(FetchFailed, match="did not answer"):
        fetch(url, most_bytes=9, seconds=0.2, resolve=lambda *_: [str(asked.wait(MANY_SECONDS))])
    asked.set()


def test_a_port_where_nobody_listens_and_a_name_that_nobody_has(monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    monkeypatch.setenv(PRIVATE_HOSTS, "localhost")
    with pytest.raises(FetchFailed, match="localhost does not answer"):
        get(f"http://localhost:{port}/")
    with pytest.raises(FetchFailed, match=r"no host nobody\.invalid"):
        fetch("https://nobody.invalid/", most_bytes=9, seconds=5, resolve=lambda *_: [])


@pytest.mark.parametrize("status", [201, 204, 304, 302, 401, 404, 500])
def test_a_status_that_brings_nothing_is_told(serve, status):
    with pytest.raises(FetchFailed, match=f"localhost answers with status {status}"):
        get(serve(f"HTTP/1.1 {status} secret words\r\nContent-Length: 0\r\n\r\n".encode()))


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (HELLO.replace(b"5", b"6"), "breaks off"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel", "does not answer as"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello", "does not answer as"),
        (b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n\x1f\x8b", "packed"),
        (b"", "does not answer as"),
        (b"220 mail.example.org ESMTP\r\n", "does not answer as"),
        (b"\xff\xfe\x00" * 50, "does not answer as"),
    ],
)
def test_an_answer_that_is_broken_or_packed_is_not_taken_for_a_whole_one(serve, answer, says):
    with pytest.raises(FetchFailed, match=says) as refused:
        get(serve(answer))
    assert "mail.example" not in refused.value.message


@pytest.fixture(scope="module")
def certificate(tmp_path_factory) -> Path:
    """A certificate for `localhost` with its key in one file."""
    if not shutil.which("openssl"):
        pytest.skip("openssl, which makes the certificate of the test, is not installed")
    folder = tmp_path_factory.mktemp("tls")
    words = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost"
    subprocess.run(
        [*words.split(), "-keyout", folder / "key.pem", "-out", folder / "certificate.pem"],
        check=True,
        capture_output=True,
    )
    return folder


@pytest.fixture
def tls(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate / "certificate.pem", certificate / "key.pem")
    return context


def test_https_is_verified_against_the_name_of_the_host(serve, tls, certificate, monkeypatch):
    url = serve(HELLO, tls=tls)
    with pytest.raises(FetchFailed, match="certificate of localhost is not valid"):
        get(url)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate / "certificate.pem"))
    assert get(url).content == get(url.replace("https:", "webcal:")).content == b"hello"
    monkeypatch.setenv(PRIVATE_HOSTS, "other.example.org")
    with pytest.raises(FetchFailed, match=r"certificate of other\.example\.org is not valid"):
        fetch(
            url.replace("localhost", "other.example.org"),
            most_bytes=9,
            seconds=MANY_SECONDS,
            resolve=lambda *_: ["127.0.0.1"],
        )


def test_https_never_leads_down_to_http(serve, tls, certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate / "certificate.pem"))
    safe, open_to_all = serve(HELLO, tls=tls), serve(HELLO)
    assert get(serve(redirect(safe))).content == b"hello"
    assert get(serve(redirect(safe.replace("https:", "webcal:")), tls=tls)).content == b"hello"
    with pytest.raises(FetchFailed, match="from https to http"):
        get(serve(redirect(open_to_all), tls=tls))


def test_a_server_that_speaks_no_tls(serve):
    with pytest.raises(FetchFailed, match="does not answer as a web server does"):
        get(serve(HELLO).replace("http:", "https:"))


def sent(url: str, *, seconds: float = MANY_SECONDS, resolve=system_resolver):
    return post(url, b'{"a":1}', headers={"X-Ours": "yes"}, most_bytes=20, seconds=seconds, resolve=resolve)


def test_what_is_posted_arrives_with_its_headers_and_any_status_is_an_answer(serve):
    came = []

    def answer(wire: socket.socket, request: bytes) -> None:
        while not request.endswith(b"}"):
            request += wire.recv(4096)
        came.append(request)
        wire.sendall(b"HTTP/1.1 503 Later\r\nRetry-After: 7\r\nContent-Length: 30\r\n\r\n" + b"a" * 30)

    answered = sent(f"{serve(answer)}/hooks?key=1")
    assert (answered.status, answered.content, answered.retry_after) == (503, b"a" * 20, "7")
    assert came[0].startswith(b"POST /hooks?key=1 HTTP/1.1\r\n") and b"\r\nX-Ours: yes\r\n" in came[0]


def test_a_redirect_of_what_is_posted_is_followed_nowhere(serve):
    assert sent(serve(redirect(f"{serve(HELLO)}/next", 307))).status == 307


@pytest.mark.parametrize("addresses", [["10.0.0.7"], ["93.184.215.14", "127.0.0.1"], ["::1"]])
def test_nothing_is_posted_where_a_name_leads_into_a_private_network_by_now(addresses):
    with pytest.raises(AddressRefused):
        sent("https://example.org/", seconds=5, resolve=lambda *_: addresses)


@pytest.mark.parametrize(
    ("url", "refusal"),
    [
        ("http://example.org/", BadAddress),
        ("https://10.0.0.1/", AddressRefused),
        ("https://u:p@example.org", BadAddress),
    ],
)
def test_nothing_is_posted_in_the_open_nor_to_a_private_address(url, refusal):
    for act in (sent, address_to_post_to):
        with pytest.raises(refusal):
            act(url)


def test_a_status_counts_also_where_the_rest_of_the_answer_never_comes(serve):
    def answer(wire: socket.socket, request: bytes) -> None:
        wire.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n")
        threading.Event().wait(3)

    assert sent(serve(answer), seconds=1).status == 200
