"""The door of programs, around each of its views: no cookie counts here, so no form's token is asked for."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import unquote

from django.http import HttpRequest, HttpResponse

from guildworks.platform.http.errors import KeyInAddress, WrongMethod
from guildworks.platform.http.keys import KEY
from guildworks.platform.http.problems import problem_answer
from guildworks.platform.http.rates import Quota


def door(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view for programs: what it answers is theirs alone, and every refusal is a problem."""

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        is_head = request.method == "HEAD"  # what is read has one (RFC 9110, section 9.1), which says as much of it
        request.method = "GET" if is_head else request.method
        if KEY in unquote(request.get_full_path()).lower():
            answer = problem_answer(request, KeyInAddress())
        else:
            answer = view(request, *args, **kwargs)
        if answer.status_code == 405 and "Allow" in answer:
            allowed, answer = set(answer["Allow"].split(", ")), problem_answer(request, WrongMethod())
            answer["Allow"] = ", ".join(sorted(allowed | ({"HEAD"} if "GET" in allowed else set())))
        answer.headers.setdefault("Cache-Control", "private, no-cache")
        quota: Quota | None = vars(request).get("quota")
        for name, value in (quota.headers if quota else {}).items():
            answer[name] = value
        return _without_body(answer) if is_head else answer

    opened.login_required = False  # type: ignore[attr-defined]
    opened.csrf_exempt = True  # type: ignore[attr-defined]
    opened.is_for_programs = True  # type: ignore[attr-defined]
    return opened


def _without_body(answer: HttpResponse) -> HttpResponse:
    answer["Content-Length"] = str(len(answer.content))
    answer.content = b""
    return answer
