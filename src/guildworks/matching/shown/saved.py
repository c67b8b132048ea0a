"""A saved search as pages show it: that it waits, or how it has ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from guildworks.matching.models import Brief, SavedSearch
from guildworks.matching.policies import may_save_search
from guildworks.matching.saved.queries import find_saved_search
from guildworks.platform.actor import Actor
from guildworks.platform.limits import limit

ENDED: Mapping[str, Promise] = {
    "found": gettext_lazy("Somebody was found, and you were told by mail."),
    "enough": gettext_lazy("A later list of this brief has as many as were asked for, so the search has ended."),
    "expired": gettext_lazy("Nobody came in all its time, so the search has ended."),
}


@dataclass(frozen=True, slots=True)
class Saved:
    """The latest saved search of somebody for a brief, if there is one."""

    search: SavedSearch | None
    may_save: bool

    @property
    def lives(self) -> bool:
        """Whether it waits for somebody."""
        return self.search is not None and self.search.ended_at is None

    @property
    def until(self) -> datetime | None:
        """When it ends if nobody comes."""
        return self.search.since + timedelta(days=limit("saved_search_days")) if self.search else None

    @property
    def ended(self) -> str:
        """How it has ended, where its end came without the person."""
        return str(ENDED.get(self.search.ended_as or "", "")) if self.search else ""


def saved_shown(asker: Actor, brief: Brief) -> Saved:
    """One SQL query, and none for whoever may not save a search."""
    may_save = may_save_search(asker, brief.organisation_id) is None
    return Saved(find_saved_search(asker, brief) if may_save else None, may_save)
