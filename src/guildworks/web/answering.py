"""Django behind a server that speaks ASGI: a body is read no further than it is accepted, and an answer is one call."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from io import BytesIO
from typing import Any

from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.core.handlers.base import BaseHandler
from django.core.signals import request_started
from django.http import HttpResponseBase
from django.urls import set_script_prefix

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Mapping[str, Any]], Awaitable[None]]


class Django(ASGIHandler):
    """Django as one plain call, from the first middleware to the last line of the answer, in the thread that calls it.

    Its own way begins a thread for each request and goes from there to the event loop and back for each view, which
    takes as long as half of a small page.
    """

    def __init__(self) -> None:
        BaseHandler.__init__(self)  # not ASGIHandler's, which has the middlewares wait for each other in the event loop
        self.load_middleware()

    def answered(self, scope: Mapping[str, Any], body: bytes) -> list[Message]:
        """What is sent to whoever asks this."""
        set_script_prefix(get_script_prefix(scope))
        request_started.send(sender=type(self), scope=scope)
        request, wrong = self.create_request(scope, BytesIO(body))
        response = self.get_response(request) if request is not None else wrong
        assert response is not None  # there is one of the two
        try:
            return _messages(response)
        finally:
            response.close()


def _messages(response: HttpResponseBase) -> list[Message]:
    headers = [(name.encode("ascii"), value.encode("latin-1")) for name, value in response.items()]
    headers += [
        (b"Set-Cookie", cookie.output(header="").strip().encode("ascii")) for cookie in response.cookies.values()
    ]
    return [
        {"type": "http.response.start", "status": response.status_code, "headers": headers},
        {"type": "http.response.body", "body": b"".join(response)},
    ]


async def body_of(receive: Receive, *, most: int) -> bytes | None:
    """A request's body to the first piece past `most` bytes: what follows stays with the sender. None: they have gone.

    Django by itself takes in the whole of a body before it looks at its length.
    """
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return None
        body += message.get("body", b"")
        if not message.get("more_body") or len(body) > most:
            return bytes(body)
