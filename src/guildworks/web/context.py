"""What every page knows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import Error
from django.http import HttpRequest

from guildworks.platform.models import DemoMode
from guildworks.web.styles import styles_version

_demo_was_seen = False


def installation(request: HttpRequest) -> dict[str, Any]:
    """The styles' version, the languages, where the operator is reached, and whether this is a demo.

    False while a database that was never asked does not answer.
    """
    try:
        is_demo = _is_demo()
    except Error:
        is_demo = False
    return {
        "is_demo": is_demo,
        "styles_version": styles_version(),
        "site_languages": settings.LANGUAGES,
        "contact": settings.CONTACT,
    }


def _is_demo() -> bool:
    """Asked again until it is one: somebody may load a demo into an empty database while its pages are served."""
    global _demo_was_seen
    _demo_was_seen = _demo_was_seen or DemoMode.objects.exists()
    return _demo_was_seen
