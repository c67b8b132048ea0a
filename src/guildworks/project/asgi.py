"""The application that the server runs."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Any

from guildworks.platform import logs
from guildworks.platform.collector import collect_seldom, spare_what_is_loaded
from guildworks.project import start
from guildworks.web.answering import Body, Django, Message, Receive, Send, body_of, length_said
from guildworks.web.static_files import sent_file

# Requests that a process works on at once. More would take turns a hundred times a second, and all of them end later:
# with eight clients the 95 % point of a posted brief is 286 ms for two, 317 for one and 447 without a bound.
TURNS = 2


async def application(scope: Message, receive: Receive, send: Send) -> None:
    """Files of the look at once; and Django, which is given no more of a body than it accepts, a few requests at once.

    A request takes its turn with its body there, and gives it up before its answer is sent: no slow line holds one.
    """
    if await sent_file(scope, send) or scope["type"] != "http":
        return
    body = await _taken_in(scope, receive)
    if body is None:
        return
    for message in await _in_turn(_django.answered, scope, body):
        await send(message)


async def _taken_in(scope: Message, receive: Receive) -> Body | None:
    """The body: as long as a form is or, where this address takes a file, as long as that one may be.

    Of what says of itself that it is longer a form's length is kept: that is enough to be told so.
    """
    most, file = _MOST, limit_of_file(scope)
    if file:
        most_with_file: int = await _in_turn(most_of_form, file)
        most = most_with_file if length_said(scope) <= most_with_file else _MOST
    return await body_of(scope, receive, most=most)


def _in_turn(call: Callable[..., Any], *args: object) -> Awaitable[Any]:
    return asyncio.get_running_loop().run_in_executor(_turns, copy_context().run, call, *args)


logs.configure()
start.configure()
start.become_server()
_django = Django()

from django.conf import settings  # noqa: E402  # after Django is set up

from guildworks.matching.index.freshness import open_early  # noqa: E402
from guildworks.web.uploads import limit_of_file, most_of_form  # noqa: E402

_MOST = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
_turns = ThreadPoolExecutor(TURNS, thread_name_prefix="turn")
spare_what_is_loaded()
collect_seldom()
open_early()
