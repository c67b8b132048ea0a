"""What is refused, as RFC 9457 has it: `application/problem+json`."""

from __future__ import annotations

import inspect
import json
from collections.abc import Mapping
from typing import Any

import structlog
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja.errors import HttpError, ValidationError
from pydantic import Field

from guildworks.platform.errors import Fault, GuildworksError
from guildworks.platform.http.errors import BadRequest, NoSuchAddress, TooLarge, WrongFields
from guildworks.platform.http.shapes import Told
from guildworks.platform.http.wrong_fields import wrong_text
from guildworks.platform.refusals import understood

PROBLEM = "application/problem+json"
DOCS = "/api/v1/docs"
FIELDS_MOST = 20
log = structlog.get_logger()


class Problem(Told):
    """What was refused, after RFC 9457."""

    type: str = Field(description="Address of what is written about problems with this code.")
    title: str = Field(description="What problems with this code have in common.")
    status: int = Field(description="The HTTP status, again.")
    detail: str = Field(description="Who and what it is about this time.")
    code: str = Field(description="Programs branch on it: it never changes its meaning.")
    hint: str = Field(description="The next step.")
    fields: dict[str, str] = Field(description="What is wrong with each field; empty where it is about no field.")
    request_id: str = Field(description="Of this request, as the header X-Request-Id has it.")


def problem_answer(request: HttpRequest, refusal: GuildworksError) -> HttpResponse:
    """The answer that says what could not be done and what to do next."""
    about: Mapping[str, Any] = {
        "type": f"{settings.PUBLIC_ADDRESS.origin}{DOCS}#{refusal.code}",
        "title": _(" ".join((inspect.getdoc(type(refusal)) or "").split())),
        "status": refusal.http_status,
        "detail": _(refusal.message) if refusal.message else "",
        "code": refusal.code,
        "hint": _(refusal.hint) if refusal.hint else "",
        "fields": refusal.fields,
        "request_id": vars(request).get("id", ""),
    }
    body = json.dumps({**about, **refusal.facts}, ensure_ascii=False)
    answer = HttpResponse(body, content_type=PROBLEM, status=refusal.http_status)
    if refusal.http_status == 401:
        answer["WWW-Authenticate"] = 'Bearer realm="guildworks"'
    return answer


def problem_behind(request: HttpRequest, exception: Exception | type[Exception]) -> HttpResponse:
    """The answer to whatever a view for programs raises; what nobody expected is logged, and said in plain words."""
    assert isinstance(exception, Exception)  # ninja hands over what was raised
    refusal = _refusal(exception)
    if refusal is None:
        log.error("view_failed", path=request.path, exc_info=exception)
        return problem_answer(request, Fault(_("Something went wrong on our side, and nothing was changed.")))
    log.info("refused", path=request.path, code=refusal.code)
    return problem_answer(request, refusal)


def _refusal(exception: Exception) -> GuildworksError | None:
    if isinstance(exception, ValidationError):
        return WrongFields(fields=dict(map(_wrong, exception.errors[:FIELDS_MOST])))
    if isinstance(exception, RequestDataTooBig):
        return TooLarge()
    if isinstance(exception, Http404):
        return NoSuchAddress()
    if isinstance(exception, HttpError):  # ninja's, around whatever the reader of bodies refused
        return exception.__cause__ if isinstance(exception.__cause__, GuildworksError) else BadRequest()
    return understood(exception)


def _wrong(error: Mapping[str, Any]) -> tuple[str, str]:
    """A field, as `engineers.0`, and what is wrong with it; its place begins with where it was sent."""
    place = [str(part)[:60] for part in error["loc"][1:]]
    name = ".".join(place[1:] if error["loc"][0] == "body" and len(place) > 1 else place)
    return name or str(error["loc"][0]), wrong_text(error)
