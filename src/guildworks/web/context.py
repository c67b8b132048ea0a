"""What every page knows."""

from __future__ import annotations

from functools import cache

from django.db import Error
from django.http import HttpRequest

from guildworks.platform.models import DemoMode
from guildworks.web.styles import styles_version


def installation(request: HttpRequest) -> dict[str, bool | str]:
    """The styles' version, and whether this is a demo; False while a database that was never asked does not answer."""
    try:
        is_demo = _is_demo()
    except Error:
        is_demo = False
    return {"is_demo": is_demo, "styles_version": styles_version()}


@cache
def _is_demo() -> bool:
    return DemoMode.objects.exists()  # written when the database is made, never afterwards
