"""How requests reach a server and answers come back: one open connection, one key, every refusal said."""

from __future__ import annotations

import http.client
import json
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import EllipsisType, TracebackType
from typing import Any, Self
from urllib.parse import quote, urlencode, urlsplit
from uuid import uuid4

from guildworks.client.errors import BadServerAddress, Refused, StrangeAnswer, Unreachable

PREFIX = "/api/v1"
ANSWER_BYTES_MOST = 100_000_000
TRIES = 3
WAIT_SECONDS_MOST = 60.0  # a server that asks for more is told of, not waited for
THIS_MACHINE = ("localhost", "127.0.0.1", "::1")
UNDER_WAY = "same_request_under_way"


@dataclass(frozen=True, slots=True)
class Answered:
    """What stood beside the last answer. `etag` is what `if_match` takes; `request_id` is in the server's log too."""

    status: int
    etag: str
    request_id: str


class Connection:
    """One server, one key, one open connection; not for several threads at once."""

    def __init__(self, address: str, key: str, *, timeout_s: float = 60.0) -> None:
        """`address` is the server's own, such as https://talent.example.org, and `key` an API key of it.

        Raises BadServerAddress, also for a server elsewhere without https: the key would be read on the way.
        """
        self.address = require_address(address)
        self.answered: Answered | None = None
        self._key = key.strip()
        self._timeout_s = timeout_s
        self._line: http.client.HTTPConnection | None = None
        if not self._key.isascii() or not self._key.isprintable():
            raise BadServerAddress("The API key holds letters that no key has")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Hang up; the next request connects anew."""
        if self._line is not None:
            self._line.close()
            self._line = None

    def ask(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        body: Mapping[str, Any] | None = None,
        if_match: str = "",
        idempotency_key: str = "",
    ) -> Any:
        """What the server answers, as JSON. Raises Refused with its problem, Unreachable or StrangeAnswer.

        What cannot be delivered, or is asked to come later, is sent up to three times. A POST carries an idempotency
        key, so that it is done once all the same.
        """
        headers = {"Authorization": f"Bearer {self._key}", "Accept": "application/json"}
        if method == "POST":
            headers["Idempotency-Key"] = idempotency_key or str(uuid4())
        if if_match:
            headers["If-Match"] = if_match
        if body is not None:
            headers["Content-Type"] = "application/json"
        sent = b"" if body is None else json.dumps(body, default=str).encode()
        target = f"{PREFIX}{path}" + (f"?{urlencode(query)}" if query else "")
        for tried in range(1, TRIES + 1):
            try:
                return self._answer(method, target, sent, headers)
            except (Refused, Unreachable) as wrong:
                wait_s = _wait_s(wrong, tried)
                if wait_s is None or tried == TRIES or if_match:  # done and not heard of, it would be refused now
                    raise
                time.sleep(wait_s)
        raise AssertionError("the last try returns or raises")

    def walk(self, ask: Callable[..., Any], rows: str, asked: Mapping[str, Any]) -> Iterator[Any]:
        """The rows of all pages of a list; a page is asked for when the one before has been read."""
        page = ask(**asked)
        yield from page[rows]
        while page["next"] is not None:
            page = ask(**{**asked, "cursor": page["next"]})
            yield from page[rows]

    def _answer(self, method: str, target: str, sent: bytes, headers: Mapping[str, str]) -> Any:
        response, content = self._delivered(method, target, sent, headers)
        self.answered = Answered(
            response.status, response.headers.get("ETag") or "", response.headers.get("X-Request-Id") or ""
        )
        try:
            told = json.loads(content)
        except ValueError as wrong:
            raise StrangeAnswer(f"{self.address} answered with status {response.status} and no JSON") from wrong
        if 200 <= response.status < 300:
            return told
        if not isinstance(told, dict) or "code" not in told:
            raise StrangeAnswer(f"{self.address} answered with status {response.status} and no problem that it names")
        raise Refused(told, status=response.status, retry_after_s=_seconds(response.headers.get("Retry-After")))

    def _delivered(
        self, method: str, target: str, sent: bytes, headers: Mapping[str, str]
    ) -> tuple[http.client.HTTPResponse, bytes]:
        if self._line is None:
            self._line = self._new_line()
        try:
            self._line.request(method, self._path + target, sent, dict(headers))
            response = self._line.getresponse()
            content = response.read(ANSWER_BYTES_MOST + 1)
        except ssl.SSLCertVerificationError as wrong:
            self.close()
            raise StrangeAnswer(f"The certificate of {self.address} does not hold: {wrong.verify_message}") from wrong
        except (OSError, http.client.HTTPException) as wrong:
            self.close()
            raise Unreachable(f"{self.address} cannot be reached: {wrong or type(wrong).__name__}") from wrong
        if len(content) > ANSWER_BYTES_MOST:
            self.close()
            raise StrangeAnswer(f"{self.address} answered with more than {ANSWER_BYTES_MOST:,} bytes")
        return response, content

    def _new_line(self) -> http.client.HTTPConnection:
        parts = urlsplit(self.address)
        assert parts.hostname is not None  # as require_address left it
        if parts.scheme == "https":
            return http.client.HTTPSConnection(parts.hostname, parts.port, timeout=self._timeout_s)
        return http.client.HTTPConnection(parts.hostname, parts.port, timeout=self._timeout_s)

    @property
    def _path(self) -> str:
        return urlsplit(self.address).path


def place(name: str) -> str:
    """A name as one step of an address, whatever it holds."""
    return quote(name, safe="")


def given(**words: Any) -> dict[str, Any]:
    """The words that were given: what stands on `...` is left out."""
    return {name: value for name, value in words.items() if not isinstance(value, EllipsisType)}


def require_address(address: str) -> str:
    """The address without a slash at its end. Raises BadServerAddress."""
    try:
        parts = urlsplit(address.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError as wrong:
        raise BadServerAddress(f"{address[:200]!r} is no address") from wrong
    if parts.scheme not in ("http", "https") or not host or port == 0:
        raise BadServerAddress(f"{address[:200]!r} is no address of a server")
    if parts.username is not None or parts.query or parts.fragment:
        raise BadServerAddress("The address of a server holds no user, no question mark and no #")
    if parts.scheme == "http" and host not in THIS_MACHINE:
        raise BadServerAddress(f"{host} is asked without https, and the key would be read on the way")
    return address.strip().rstrip("/")


def _wait_s(wrong: Refused | Unreachable, tried: int) -> float | None:
    """How long to wait before another try; None where another try is of no use."""
    if isinstance(wrong, Unreachable):
        return 0.0 if tried == 1 else 0.5  # a connection that was kept open may have been closed meanwhile
    if wrong.http_status not in (429, 503) and wrong.code != UNDER_WAY:
        return None
    wait_s = 0.5 * tried if wrong.retry_after_s is None else wrong.retry_after_s
    return wait_s if wait_s <= WAIT_SECONDS_MOST else None


def _seconds(text: str | None) -> float | None:
    return float(text) if text and text.isascii() and text.isdigit() else None
