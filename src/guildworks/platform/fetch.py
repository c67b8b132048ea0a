"""The one way in which the program asks another machine for something: nobody can point it at a private network.

The host is resolved here, every address that it has is judged, and the connection goes to exactly the address that was
judged, so a name that resolves differently a moment later changes nothing. Size, time and redirects are bounded.
"""

from __future__ import annotations

import contextlib
import http.client
import io
import os
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

from django.utils.translation import gettext

from guildworks.platform.errors import BadInput, GuildworksError

PRIVATE_HOSTS = "GUILDWORKS_PRIVATE_HOSTS"  # `host` or `host:port`, by commas: private hosts that the operator allows
REDIRECTS = 3
HEADER_BYTES = 64_000
ADDRESS_CHARACTERS = 2_000
HOST_CHARACTERS = 253  # RFC 1035
_PORTS = {"http": 80, "https": 443}
_NOT_IN_ADDRESSES = re.compile(r"[\x00-\x20\x7f\\]")
_PUBLIC_V6 = IPv6Network("2000::/3")
_TRANSLATED = IPv6Network("64:ff9b::/96")  # NAT64: the last four bytes are an IPv4 address
# Tunnels to IPv4 and examples, which older versions of the library call global.
_NOT_PUBLIC_V6 = tuple(map(IPv6Network, ("2001::/23", "2002::/16", "2001:db8::/32", "3fff::/20")))
_NOT_PUBLIC_V4 = tuple(map(IPv4Network, ("192.0.0.0/24", "192.88.99.0/24")))

Resolver = Callable[[str, int], Sequence[str]]  # the addresses of a host and port; OSError where there are none


class BadAddress(BadInput):
    """This is not an address that can be fetched."""

    code = "bad_address"
    hint = "Give an address that begins with https://, without a user or a password."


class AddressRefused(BadInput):
    """This address leads into a private network, and nothing is fetched from there."""

    code = "address_refused"
    hint = f"Give a public address. An operator can allow a host of the own network by name in {PRIVATE_HOSTS}."


class FetchFailed(GuildworksError):
    """This address could not be fetched."""

    code = "fetch_failed"
    status = 2
    http_status = 502
    hint = "Open the address in a browser to see whether it works, or try again later."


class FetchTooLarge(GuildworksError):
    """What lies at this address is too large."""

    code = "fetch_too_large"
    status = 2
    http_status = 422
    hint = "Give an address with less behind it."


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address holds. `content_type` is like `text/calendar`, `url` the last address after redirects."""

    content: bytes
    content_type: str
    url: str


@dataclass(frozen=True, slots=True)
class Answered:
    """What a server says to what it was sent: its status, the first bytes of its answer, and how long it asks to wait.

    `retry_after` is that header as it came, the empty text where there is none.
    """

    status: int
    content: bytes
    retry_after: str


@dataclass(frozen=True, slots=True)
class _Address:
    scheme: str
    host: str  # in ASCII and lower case, an IPv6 address without brackets
    port: int
    target: str  # path and query

    @property
    def place(self) -> str:
        return f"[{self.host}]" if ":" in self.host else self.host

    @property
    def url(self) -> str:
        port = "" if self.port == _PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{self.place}{port}{self.target}"


def system_resolver(host: str, port: int) -> list[str]:
    """The addresses of a host as the system knows them. Raises OSError."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def fetch(url: str, *, most_bytes: int, seconds: float, resolve: Resolver = system_resolver) -> Fetched:
    """Get what lies at an http, https or webcal address: at most `most_bytes`, within `seconds` in all.

    Raises BadAddress, AddressRefused (a private network), FetchFailed, FetchTooLarge. Messages name the host only: the
    rest of an address may be a secret, and what a server answers is not for messages.
    """
    deadline = time.monotonic() + seconds
    address = _parsed(url)
    for _ in range(REDIRECTS + 1):
        with _failures_told(address.host, seconds):
            found = _get(address, most_bytes=most_bytes, deadline=deadline, resolve=resolve)
        if isinstance(found, Fetched):
            return found
        if address.scheme == "https" and found.scheme == "http":
            message = gettext("%(host)s leads from https to http, which anybody on the way could read")
            raise FetchFailed(message % {"host": address.host})
        address = found
    message = gettext("%(host)s leads on and on: more than %(most)s redirects")
    raise FetchFailed(message % {"host": address.host, "most": REDIRECTS})


def post(
    url: str,
    body: bytes,
    *,
    headers: Mapping[str, str],
    most_bytes: int,
    seconds: float,
    resolve: Resolver = system_resolver,
) -> Answered:
    """Send a body to an https address, within `seconds` in all: the answer of any status, cut off at `most_bytes`.

    A redirect is an answer like another: what was signed for one address goes to no other. Raises BadAddress,
    AddressRefused or FetchFailed, as `fetch` does.
    """
    deadline = time.monotonic() + seconds
    address = _to_post_to(url)
    with (
        _failures_told(address.host, seconds),
        _sent(address, deadline, resolve, body=body, headers=headers) as response,
    ):
        content = b""
        with contextlib.suppress(OSError, http.client.HTTPException):  # the status has come, and it is what counts
            content = response.read(most_bytes)
        return Answered(response.status, content, response.headers.get("Retry-After", ""))


def address_to_post_to(url: str) -> str:
    """An address as it is kept of somebody who wants to be sent something. Raises BadAddress or AddressRefused.

    The host is not asked for: what it resolves to is judged whenever something is sent.
    """
    return _to_post_to(url).url


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether an address is of the public internet, and so is the IPv4 address inside of an IPv6 one."""
    if isinstance(address, IPv4Address):
        return address.is_global and not address.is_multicast and not any(address in net for net in _NOT_PUBLIC_V4)
    if address.ipv4_mapped:
        return is_public(address.ipv4_mapped)
    if address in _TRANSLATED:
        return is_public(IPv4Address(address.packed[-4:]))
    return address in _PUBLIC_V6 and address.is_global and not any(address in net for net in _NOT_PUBLIC_V6)


def _parsed(url: str) -> _Address:
    """The parts of an address. Raises BadAddress, which tells nothing of the address but its host."""
    if len(url) > ADDRESS_CHARACTERS or _NOT_IN_ADDRESSES.search(url):
        message = gettext("An address has no spaces and at most %(most)s characters")
        raise BadAddress(message % {"most": f"{ADDRESS_CHARACTERS:,}"})
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
        if ":" not in host:
            host = host.encode("idna").decode("ascii").lower().rstrip(".")
    except ValueError as wrong:
        raise BadAddress() from wrong
    scheme = "https" if parts.scheme == "webcal" else parts.scheme
    if scheme not in _PORTS or not 0 < len(host) <= HOST_CHARACTERS or port == 0 or "@" in parts.netloc:
        raise BadAddress()
    target = quote((parts.path or "/") + (f"?{parts.query}" if parts.query else ""), safe="%/:=&?~+!$,;'@()*[]")
    return _Address(scheme, host, port or _PORTS[scheme], target)


def _to_post_to(url: str) -> _Address:
    """An address to which something is sent: https, but for hosts of the own network that the operator allows."""
    address = _parsed(url)
    if _is_allowed(address):
        return address
    if address.scheme != "https":
        raise BadAddress(gettext("Nothing is sent to an address of http, which anybody on the way could read"))
    with contextlib.suppress(ValueError):  # of a name
        if not is_public(ip_address(address.host)):
            raise _refused(address)
    return address


@contextlib.contextmanager
def _failures_told(host: str, seconds: float) -> Iterator[None]:
    try:
        yield
    except ssl.SSLCertVerificationError as wrong:
        raise FetchFailed(gettext("The certificate of %(host)s is not valid for it") % {"host": host}) from wrong
    except TimeoutError as late:
        message = gettext("%(host)s did not answer within %(seconds)s seconds")
        raise FetchFailed(message % {"host": host, "seconds": f"{seconds:g}"}) from late
    except (OSError, http.client.HTTPException) as failed:
        raise FetchFailed(gettext("%(host)s does not answer as a web server does") % {"host": host}) from failed


def _get(address: _Address, *, most_bytes: int, deadline: float, resolve: Resolver) -> Fetched | _Address:
    """What lies at an address, or the next address, to which it leads."""
    with _sent(address, deadline, resolve) as response:
        location = response.headers.get("Location", "")
        if response.status in (301, 302, 303, 307, 308) and location:
            return _next(address, location)
        return Fetched(_body(response, address.host, most_bytes), response.headers.get_content_type(), address.url)


@contextlib.contextmanager
def _sent(
    address: _Address,
    deadline: float,
    resolve: Resolver,
    *,
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
) -> Iterator[http.client.HTTPResponse]:
    """What a server answers, its headers read: to a GET, or to a POST of this body."""
    with _connected(_checked(address, deadline, resolve), address, deadline) as line:
        connection = http.client.HTTPConnection(address.host, address.port)
        connection.default_port = _PORTS[address.scheme]
        connection.sock = wire = _Wire(line, deadline)
        # http.client asks for no packing: what is packed could unpack to any size.
        said = {"User-Agent": "Guildworks", "Connection": "close", **(headers or {})}
        connection.request("GET" if body is None else "POST", address.target, body=body, headers=said)
        response = connection.getresponse()
        wire.header_bytes = None
        yield response


def _next(address: _Address, location: str) -> _Address:
    try:
        return _parsed(urljoin(address.url, location))
    except ValueError as wrong:
        raise BadAddress() from wrong


def _body(response: http.client.HTTPResponse, host: str, most_bytes: int) -> bytes:
    if response.status != 200:
        facts = {"host": host, "status": response.status}
        raise FetchFailed(gettext("%(host)s answers with status %(status)s") % facts)
    if response.headers.get("Content-Encoding", "identity").strip().lower() != "identity":
        message = gettext("%(host)s sends its answer packed, although it was asked not to")
        raise FetchFailed(message % {"host": host})
    content = response.read(most_bytes + 1)
    if len(content) > most_bytes:
        message = gettext("%(host)s sends more than the %(most)s bytes that are read")
        raise FetchTooLarge(message % {"host": host, "most": f"{most_bytes:,}"})
    if response.length:  # bytes that were announced and did not come: half a calendar would show free time
        raise FetchFailed(gettext("%(host)s breaks off in the middle of its answer") % {"host": host})
    return content


def _checked(address: _Address, deadline: float, resolve: Resolver) -> list[str]:
    """The addresses of a host, every one of which may be fetched from. Raises AddressRefused."""
    found = _resolved(address, deadline, resolve)
    if not _is_allowed(address) and not all(is_public(ip_address(each)) for each in found):
        raise _refused(address)
    return found


def _is_allowed(address: _Address) -> bool:
    """Whether the operator has named this host."""
    allowed = {entry.strip() for entry in os.environ.get(PRIVATE_HOSTS, "").lower().split(",")}
    return bool(allowed & {address.place, f"{address.place}:{address.port}"})


def _refused(address: _Address) -> AddressRefused:
    message = gettext("%(host)s leads into a private network, and nothing is fetched from there")
    return AddressRefused(message % {"host": address.host})


def _resolved(address: _Address, deadline: float, resolve: Resolver) -> list[str]:
    """Ask the name service in a thread of its own, because it may take longer than there is time."""
    answers: list[str] = []

    def ask() -> None:
        with contextlib.suppress(OSError, UnicodeError):
            answers.extend(resolve(address.host, address.port))

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(_left(deadline))
    if asking.is_alive():
        raise TimeoutError
    if not answers:
        raise FetchFailed(gettext("There is no host %(host)s") % {"host": address.host})
    return answers


def _connected(addresses: Sequence[str], to: _Address, deadline: float) -> socket.socket:
    """A connection to the first of these addresses that answers, with TLS verified against the name of the host."""
    for number, each in enumerate(addresses, 1):
        try:
            line = socket.create_connection((each, to.port), timeout=_left(deadline) / (len(addresses) + 1 - number))
            break
        except OSError:
            if number == len(addresses):
                raise
    if to.scheme == "http":
        return line
    line.settimeout(_left(deadline))
    return ssl.create_default_context().wrap_socket(line, server_hostname=to.host)


def _left(deadline: float) -> float:
    """Seconds until the deadline. Raises TimeoutError past it."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


class _Wire(io.RawIOBase):
    """A socket as http.client uses it. Each piece gets what is left of the time, so a slow drip gains nothing.

    http.client calls `sendall`, `makefile` and `close`; the buffer that it reads from calls `readable` and `readinto`.
    """

    def __init__(self, line: socket.socket, deadline: float) -> None:
        self.line = line
        self.deadline = deadline
        self.header_bytes: int | None = HEADER_BYTES  # that may still come; None once the headers are read

    def sendall(self, data: bytes) -> None:
        self.line.settimeout(_left(self.deadline))
        self.line.sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader:
        assert mode == "rb"
        return io.BufferedReader(self)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self.line.settimeout(_left(self.deadline))
        count = self.line.recv_into(buffer)
        if self.header_bytes is not None:
            self.header_bytes -= count
            if self.header_bytes < 0:
                raise http.client.HTTPException("headers without end")
        return count

    def close(self) -> None:
        """Nothing: http.client closes before the answer is read, and whoever opened the line closes it."""
