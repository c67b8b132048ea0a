"""What every page knows."""

from __future__ import annotations

from functools import cache

from django.db import Error
from django.http import HttpRequest

from guildworks.platform.models import DemoMode


def installation(request: HttpRequest) -> dict[str, bool]:
    """Whether this is a demo; a page says so even while the database does not answer."""
    try:
        return {"is_demo": _is_demo()}
    except Error:
        return {"is_demo": False}


@cache
def _is_demo() -> bool:
    return DemoMode.objects.exists()  # written when the database is made, never afterwards
