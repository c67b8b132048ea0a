"""An id for each request, so that what somebody saw and what the log says of it can be brought together."""

from __future__ import annotations

from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse

from guildworks.platform.ids import shown, uuid7

HEADER = "X-Request-Id"


class RequestIdMiddleware:
    """Names each request: in the answer's header, on the page of a refusal, and in each line of the log about it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        name = vars(request)["id"] = shown("req", uuid7())  # ours, never one that the caller sends: the log trusts it
        structlog.contextvars.clear_contextvars()  # of the request that this thread answered before
        with structlog.contextvars.bound_contextvars(request=name):
            response = self.get_response(request)
        response[HEADER] = name
        return response
