"""Answers as JSON, with a name for what they hold: who has it already is told so, who changes it says what they saw."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from pydantic import BaseModel

from guildworks.platform.http.errors import ChangedSinceRead

JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Made:
    """What was made, and its address."""

    told: Any
    location: str = ""


def written(shape: type[BaseModel], told: Any) -> str:
    """What is told, as JSON of its shape. Raises pydantic's ValidationError where it is not of it: a fault of ours."""
    return shape.model_validate(told).model_dump_json()


def etag_of(body: str) -> str:
    """The name of what an answer holds."""
    return f'"{hashlib.sha256(body.encode()).hexdigest()[:32]}"'


def read_answer(request: HttpRequest, body: str) -> HttpResponse:
    """The answer to who reads: 304 for who has it already."""
    etag = etag_of(body)
    if is_named(request.headers.get("If-None-Match", ""), etag):
        answer = HttpResponse(status=304)
    else:
        answer = HttpResponse(body, content_type=JSON)
    answer["ETag"] = etag
    return answer


def require_unchanged(request: HttpRequest, body: str) -> None:
    """Refuse a change to what is not as it was read any more. Who sends no If-Match says that it does not matter.

    Raises ChangedSinceRead.
    """
    named = request.headers.get("If-Match")
    if named is not None and not is_named(named, etag_of(body)):
        raise ChangedSinceRead()


def is_named(header: str, etag: str) -> bool:
    """Whether a header names this. An answer that was compressed on its way has a weak name, which is as good here."""
    names = [name.strip().removeprefix("W/") for name in header.split(",")]
    return "*" in names or etag in names
