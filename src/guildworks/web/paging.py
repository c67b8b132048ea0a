"""Paging of a list on a page of the web: `?page=2`, the other words of the address kept."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

from guildworks.platform.limits import limit

PAGES_MOST = 1_000_000


@dataclass(frozen=True, slots=True)
class Pages:
    """Which page is shown, and which are beside it; None where there is none."""

    at: int
    of: int
    before: int | None
    after: int | None


def page_asked(request: HttpRequest) -> int:
    """The page that the address asks for; the first one for what is none."""
    text = request.GET.get("page", "")
    page = int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 1
    return min(max(page, 1), PAGES_MOST)


def pages_of(total: int, at: int) -> Pages:
    """The pages of a list with so many rows, seen from one of them."""
    of = max(-(-total // limit("page_size")), 1)
    return Pages(at, of, at - 1 if at > 1 else None, at + 1 if at < of else None)
