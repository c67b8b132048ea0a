"""The application that the server runs."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from django.core.asgi import get_asgi_application

from guildworks.platform import logs
from guildworks.project import start
from guildworks.web.static_files import sent_file

# Requests that a process works on at once. More would take turns a hundred times a second, and all of them end later:
# with eight clients the 95 % point of a posted brief is 286 ms for two, 317 for one and 447 without a bound.
TURNS = 2
Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Mapping[str, Any]], Awaitable[None]]


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


async def application(scope: Message, receive: Receive, send: Send) -> None:
    """Files of the look at once, and Django, which is given no more of a body than it accepts, a few requests at once.

    A request takes its turn with its body there, and gives it up before its answer is sent: no slow line holds one.
    """
    if await sent_file(scope, send):
        return
    receive = bounded(receive, most=_MOST)
    if scope["type"] != "http":
        await _django(scope, receive, send)
        return
    body = [await receive()]
    while body[-1].get("more_body"):
        body.append(await receive())
    answer: list[Mapping[str, Any]] = []
    async with _turns:
        await _django(scope, again(body, receive), kept_in(answer))
    for message in answer:
        await send(message)


def again(messages: list[Message], receive: Receive) -> Receive:
    """Gives these messages once more, then what still comes."""
    left = iter(messages)

    async def read() -> Message:
        message = next(left, None)
        return await receive() if message is None else message

    return read


def kept_in(messages: list[Mapping[str, Any]]) -> Callable[[Mapping[str, Any]], Awaitable[None]]:
    """Keeps what is sent."""

    async def keep(message: Mapping[str, Any]) -> None:
        messages.append(message)

    return keep


logs.configure()
start.configure()
start.become_server()
_django = get_asgi_application()

from django.conf import settings  # noqa: E402  # after Django is set up

from guildworks.matching.index.freshness import open_early  # noqa: E402

_MOST = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
_turns = asyncio.Semaphore(TURNS)
open_early()
