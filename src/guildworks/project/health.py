"""Whether the program can do its work."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.db import Error, connection
from django.http import HttpRequest, JsonResponse

from guildworks.platform.roles import roles_in_force


@login_not_required
def health(request: HttpRequest) -> JsonResponse:
    """200 while the database answers, 503 otherwise; says when guards could be switched off by the program's login."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            roles = roles_in_force()
    except Error:
        return JsonResponse({"database": "unavailable"}, status=503)
    return JsonResponse({"database": "answers", "roles": roles.word, "note": roles.note})
