"""What the pages of the desk show, in words."""

from __future__ import annotations

from django.http import HttpRequest

SEARCH_MOST = 200  # characters


def searched(request: HttpRequest) -> str:
    """The words that the address searches for; what no text can hold is left out."""
    return request.GET.get("search", "").replace("\x00", "").strip()[:SEARCH_MOST]
