"""What needs no key: the document of the interface, the page made from it, and whether the program can do its work."""

from __future__ import annotations

import json
from functools import cache

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

import guildworks
from guildworks.api.document import openapi_document
from guildworks.api.shown import docs_shown
from guildworks.platform.http.answers import read_answer


@login_not_required
@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """The document of the interface."""
    return read_answer(request, document_text())


@login_not_required
@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """The page made from the document."""
    facts = {**docs_shown(openapi_document()), "origin": settings.PUBLIC_ADDRESS.origin}
    return render(request, "api/docs.html", facts)


@login_not_required
@require_safe
def status(request: HttpRequest) -> HttpResponse:
    """Whether the database answers, and which version this is."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return JsonResponse({"database": "unavailable", "version": guildworks.__version__}, status=503)
    return JsonResponse({"database": "answers", "version": guildworks.__version__})


@cache
def document_text() -> str:
    """The document as it is sent and kept: indented, so that a change of it is read."""
    return json.dumps(openapi_document(), indent=1, ensure_ascii=False) + "\n"
