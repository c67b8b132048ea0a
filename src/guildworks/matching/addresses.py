"""Where the pages under a shortlist are."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from django.urls import reverse

from guildworks.matching.listed import RoleList
from guildworks.matching.models import Shortlist


def why_address(made: Shortlist, role: RoleList, engineer: str) -> str:
    """The page of why somebody is on a list."""
    told = "" if role.is_only else f"?{urlencode({'role': role.number})}"
    return reverse("listed-engineer", args=[made.shown_id, engineer]) + told


def compare_address(made: Shortlist, role: RoleList, engineers: Sequence[str]) -> str:
    """The page with these people of one role side by side."""
    told = [("engineer", engineer) for engineer in engineers]
    told = told if role.is_only else [("role", str(role.number)), *told]
    return f"{reverse('compare', args=[made.shown_id])}?{urlencode(told)}"
