"""The pieces of text by which a person corrects an item of a requirement, by the item's name."""

from __future__ import annotations

from collections.abc import Mapping

# In the order in which a command takes them.
PIECES: Mapping[str, tuple[str, ...]] = {
    "skills": ("importance", "level"),
    "languages": ("importance", "level"),
    "hours_per_week": ("hours",),
    "starts": ("day",),
    "duration": ("weeks",),
    "budget": ("least", "most", "currency", "per", "total"),
    "overlap": ("hours", "zone", "from", "to"),
    "place": ("mode", "city", "country"),
    "seniority": ("years",),
}
