"""The body of a request as JSON that the database can keep."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from django.http import HttpRequest
from ninja.parser import Parser

from guildworks.platform.http.answers import JSON
from guildworks.platform.http.errors import BadRequest, WrongMediaType

DEPTH_MOST = 40


class BodyParser(Parser):
    """Reads a body. Raises WrongMediaType for what does not call itself JSON.

    And BadRequest for what is none, nests too deeply, or has letters that no text has.
    """

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        """The values of a body; an object, whatever a route makes of it."""
        if not _is_json(request.content_type or ""):
            raise WrongMediaType()
        try:
            found = json.loads(request.body.decode("utf-8"), parse_constant=_no_number)
        except (ValueError, RecursionError) as wrong:
            raise BadRequest() from wrong
        _require_text(found, DEPTH_MOST)
        return found  # type: ignore[no-any-return]  # pydantic refuses what is no object, and says so


def _is_json(media_type: str) -> bool:
    return media_type.lower() == JSON or (
        media_type.lower().startswith("application/") and media_type.endswith("+json")
    )


def _no_number(word: str) -> NoReturn:
    raise ValueError(word)


def _require_text(value: Any, deeper: int) -> None:
    if not deeper:
        raise BadRequest()
    if isinstance(value, str):
        if "\0" in value or any("\ud800" <= letter <= "\udfff" for letter in value):
            raise BadRequest(hint="A text has no zero byte, and no half of a letter.")
    elif isinstance(value, dict):
        for name, each in value.items():
            _require_text(name, deeper - 1)
            _require_text(each, deeper - 1)
    elif isinstance(value, list):
        for each in value:
            _require_text(each, deeper - 1)
