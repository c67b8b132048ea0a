"""The routes of a domain for programs. Each names the scope that a key needs, and the shape of what it tells.

A route returns what it tells as plain values. Here it becomes JSON of its shape, with an ETag where it is read, and
once for each idempotency key where it is sent.
"""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router

from guildworks.platform.actor import Actor
from guildworks.platform.http.actions import answer_once
from guildworks.platform.http.answers import JSON, Made, read_answer, written
from guildworks.platform.http.errors import BadIdempotencyKey
from guildworks.platform.http.models import KEY_MOST, KeptAnswer
from guildworks.platform.http.rates import Quota
from guildworks.platform.http.shapes import Told

if TYPE_CHECKING:
    # Behind a guard, a request has these: whom the key acts as, the key, and what it has left in its minute.
    class KeyRequest(HttpRequest):
        actor: Actor
        key_id: UUID
        quota: Quota
else:
    KeyRequest = HttpRequest

View = TypeVar("View", bound=Callable[..., Any])
Guard = Callable[[HttpRequest], bool]
Headers = tuple[tuple[str, str], ...]
IDEMPOTENCY: Headers = (("Idempotency-Key", "Sent again with the same key, the request is answered as before."),)
IF_NONE_MATCH: Headers = (("If-None-Match", "An ETag: 304 is answered where it is still that."),)
IF_MATCH: Headers = (("If-Match", "The ETag of what was read: 412 is answered where it was changed since."),)


class Routes:
    """The routes of one domain; `guard` makes of a scope what asks for the key."""

    def __init__(self, tag: str, guard: Callable[[str], Guard]) -> None:
        self.router = Router(tags=[tag])
        self._guard = guard

    def read(self, path: str, *, scope: str, gives: type[Told]) -> Callable[[View], View]:
        """A route that is read."""
        return self._route("GET", path, scope, gives, _read, headers=IF_NONE_MATCH)

    def send(
        self, path: str, *, scope: str, gives: type[Told], status: int = 201, headers: Headers = ()
    ) -> Callable[[View], View]:
        """A route by which something is made or done, once for each idempotency key."""

        def answered(request: KeyRequest, act: Callable[[], Any]) -> HttpResponse:
            return _sent(request, lambda: _answer(gives, act(), status))

        return self._route("POST", path, scope, gives, answered, status=status, headers=(*IDEMPOTENCY, *headers))

    def put(
        self, method: str, path: str, *, scope: str, gives: type[Told], headers: Headers = ()
    ) -> Callable[[View], View]:
        """A route by which something is as it is said to be, however often that is said."""

        def answered(_request: KeyRequest, act: Callable[[], Any]) -> HttpResponse:
            return HttpResponse(written(gives, act()), content_type=JSON)

        return self._route(method, path, scope, gives, answered, headers=headers)

    def _route(
        self,
        method: str,
        path: str,
        scope: str,
        gives: type[Told],
        answered: Callable[..., HttpResponse],
        *,
        status: int = 200,
        headers: Headers,
    ) -> Callable[[View], View]:
        def decorate(view: View) -> View:
            @wraps(view)
            def answering(request: KeyRequest, *args: Any, **kwargs: Any) -> HttpResponse:
                act = lambda: view(request, *args, **kwargs)  # noqa: E731
                return answered(request, act) if answered is not _read else _read(request, act, gives)

            # What a parameter is, ninja looks up where a function was written: here, unless it is told.
            vars(answering)["__signature__"] = inspect.signature(view, eval_str=True)
            summary, _blank, description = (inspect.getdoc(view) or "").partition("\n\n")
            self.router.api_operation(
                [method],
                path,
                auth=[self._guard(scope)],
                response={status: gives},
                operation_id=view.__name__,
                summary=" ".join(summary.split()).rstrip("."),
                description=" ".join(description.split()) or " ",
                openapi_extra=_documented(scope, headers),
            )(answering)
            return view

        return decorate


def _documented(scope: str, headers: Headers) -> dict[str, Any]:
    sent = [
        {"in": "header", "name": name, "required": False, "description": about, "schema": {"type": "string"}}
        for name, about in headers
    ]
    return {"security": [{"ApiKey": [scope] if scope else []}], "parameters": sent}


def _read(request: KeyRequest, act: Callable[[], Any], gives: type[Told]) -> HttpResponse:
    return read_answer(request, written(gives, act()))


def _answer(gives: type[Told], done: Any, status: int) -> KeptAnswer:
    made = done if isinstance(done, Made) else Made(done)
    return KeptAnswer(status=status, body=written(gives, made.told), location=made.location)


def _sent(request: KeyRequest, act: Callable[[], KeptAnswer]) -> HttpResponse:
    key = request.headers.get("Idempotency-Key")
    if key is None:
        answer = act()
    else:
        if not 1 <= len(key) <= KEY_MOST or not (key.isascii() and key.isprintable()):
            raise BadIdempotencyKey()
        answer = answer_once(request.key_id, key, _asked(request), act)
    response = HttpResponse(answer.body, content_type=JSON, status=answer.status)
    if answer.location:
        response["Location"] = answer.location
    return response


def _asked(request: KeyRequest) -> bytes:
    """What makes a request the same as another one."""
    asked = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    asked.update(request.body)
    return asked.digest()
