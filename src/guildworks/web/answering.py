"""Django behind a server that speaks ASGI: a body is read no further than it is accepted, and an answer is one call."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.core.handlers.base import BaseHandler
from django.core.signals import request_started
from django.http import HttpResponseBase
from django.urls import set_script_prefix

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Mapping[str, Any]], Awaitable[None]]
IN_MEMORY_BYTES = 1_000_000  # of a body; a longer one, which has a file, waits for its turn on the disk
# What is too long is taken in and thrown away so far: who is still sending, as browsers are, reads no answer.
HEARD_OUT_BYTES = 64_000_000


@dataclass(frozen=True, slots=True)
class Body:
    """What was taken in of a request's body."""

    file: IO[bytes]  # from its beginning
    length: int  # bytes that were sent
    is_cut: bool  # there was more


class Django(ASGIHandler):
    """Django as one plain call, from the first middleware to the last line of the answer, in the thread that calls it.

    Its own way begins a thread for each request and goes from there to the event loop and back for each view, which
    takes as long as half of a small page.
    """

    def __init__(self) -> None:
        BaseHandler.__init__(self)  # not ASGIHandler's, which has the middlewares wait for each other in the event loop
        self.load_middleware()

    def answered(self, scope: Mapping[str, Any], body: Body) -> list[Message]:
        """What is sent to whoever asks this."""
        set_script_prefix(get_script_prefix(scope))
        request_started.send(sender=type(self), scope=scope)
        request, wrong = self.create_request(scope, body.file)
        if request is not None:
            if body.length:  # sent in chunks it has no length, without which Django takes a form for an empty one
                request.META.setdefault("CONTENT_LENGTH", str(body.length))
            request.META["guildworks.is_cut"] = body.is_cut
        response = self.get_response(request) if request is not None else wrong
        assert response is not None  # there is one of the two
        try:
            return _messages(response)
        finally:
            response.close()
            body.file.close()


def _messages(response: HttpResponseBase) -> list[Message]:
    headers = [(name.encode("ascii"), value.encode("latin-1")) for name, value in response.items()]
    headers += [
        (b"Set-Cookie", cookie.output(header="").strip().encode("ascii")) for cookie in response.cookies.values()
    ]
    return [
        {"type": "http.response.start", "status": response.status_code, "headers": headers},
        {"type": "http.response.body", "body": b"".join(response)},
    ]


async def body_of(scope: Mapping[str, Any], receive: Receive, *, most: int) -> Body | None:
    """A request's body to the first piece past `most` bytes. None: they have gone.

    What follows is thrown away; where it is said to be beyond all measure, it stays with the sender. Django by itself
    takes in the whole of a body before it looks at its length. A form that was cut has no file: one counts as sent when
    what follows it has come.
    """
    heard_out = HEARD_OUT_BYTES if length_said(scope) <= HEARD_OUT_BYTES else most
    file = SpooledTemporaryFile(max_size=IN_MEMORY_BYTES)  # noqa: SIM115  # closed once it is answered
    length = 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            file.close()
            return None
        part = message.get("body", b"")
        if length <= most:
            file.write(part)
        length += len(part)
        if not message.get("more_body") or length > max(most, heard_out):
            file.seek(0)
            return Body(file, length, is_cut=length > most)


def length_said(scope: Mapping[str, Any]) -> int:
    """How many bytes a request says that its body has; 0 where it does not say."""
    said = next((value for name, value in scope["headers"] if name == b"content-length"), b"")
    return int(said) if said.isdigit() else 0
