"""Where the pages under a shortlist are."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode, urlsplit, urlunsplit

from django.urls import Resolver404, resolve, reverse

from guildworks.matching.listed import RoleList
from guildworks.matching.models import Brief, Shortlist

ADDRESS_MOST = 2000  # characters
LEADS_BACK = ("shortlist", "compare", "listed-engineer")


def list_address(made: Shortlist, role: RoleList) -> str:
    """The list of one role on the page of a shortlist."""
    return f"{reverse('shortlist', args=[made.shown_id])}#role-{role.number}"


def why_address(made: Shortlist, role: RoleList, engineer: str) -> str:
    """The page of why somebody is on a list."""
    told = "" if role.is_only else f"?{urlencode({'role': role.number})}"
    return reverse("listed-engineer", args=[made.shown_id, engineer]) + told


def compare_address(made: Shortlist, role: RoleList, engineers: Sequence[str]) -> str:
    """The page with these people of one role side by side."""
    told = [("engineer", engineer) for engineer in engineers]
    told = told if role.is_only else [("role", str(role.number)), *told]
    return f"{reverse('compare', args=[made.shown_id])}?{urlencode(told)}"


def hold_address(
    brief: Brief, engineers: Sequence[str], *, back: str = "", typed: Sequence[tuple[str, str]] = ()
) -> str:
    """The page that asks whether these people are to be held for a brief; `typed` fills its form."""
    told = [*(("engineer", engineer) for engineer in engineers), *typed, *([("back", back)] if back else [])]
    return f"{reverse('new-hold', args=[brief.shown_id])}?{urlencode(told)}"


def way_back(text: str) -> str:
    """The address of one of the pages under a shortlist, as it was given to come back to; nothing for any other.

    It is put together again from its parts, so that nobody is sent to another host by what a browser reads differently.
    """
    try:
        parts = urlsplit(text[:ADDRESS_MOST])
        match = resolve(parts.path)
    except (ValueError, Resolver404):
        return ""
    if parts.scheme or parts.netloc or match.url_name not in LEADS_BACK:
        return ""
    return urlunsplit(("", "", parts.path, parts.query, parts.fragment))
