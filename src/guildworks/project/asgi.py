"""The application that the server runs."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from django.core.asgi import get_asgi_application

from guildworks.platform import logs
from guildworks.project import start

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]


def bounded(receive: Receive, *, most: int) -> Receive:
    """Reads a request's body to the first piece past `most` bytes: what follows stays with the sender.

    Django by itself takes in the whole of a body before it looks at its length.
    """
    taken = 0

    async def read() -> Message:
        nonlocal taken
        if taken > most:
            await asyncio.Future()  # Django only listens whether the sender has gone, until it has answered
        message = await receive()
        if message["type"] == "http.request":
            taken += len(message.get("body", b""))
            if taken > most:
                return {**message, "more_body": False}
        return message

    return read


async def application(scope: Message, receive: Receive, send: Callable[[Mapping[str, Any]], Awaitable[None]]) -> None:
    """Django, which is given no more of a body than it accepts."""
    await _django(scope, bounded(receive, most=_MOST), send)


logs.configure()
start.configure()
start.become_server()
_django = get_asgi_application()

from django.conf import settings  # noqa: E402  # after Django is set up

_MOST = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
