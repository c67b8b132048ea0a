"""How somebody is shown on a kept list who was erased since: by their rank, score and parts, under no name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

# What a list no longer says of them, as it stands where it was never known.
UNSAID: dict[str, Any] = {
    "headline": "",
    "city": "",
    "country": "",
    "zone": None,
    "working_hours": None,
    "is_demo": False,
    "years": None,
    "rate": None,
    "rate_is_comparable": False,
    "cost": None,
    "overlap_hours": None,
    "free_hours": None,
    "confirmed_at": None,
    "skills": [],
}


def filled(role: Mapping[str, Any]) -> dict[str, Any]:
    """A role of a kept list whose people all have every field."""
    lists = {name: [_whole(person) for person in role[name]] for name in ("engineers", "near_misses")}
    return {**role, **lists}


def _whole(person: Mapping[str, Any]) -> Mapping[str, Any]:
    return {**UNSAID, "name": _("Erased engineer"), **person} if person.get("erased") else person
