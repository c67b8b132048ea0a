"""Questions about engineers."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet

from guildworks.platform.actor import Actor
from guildworks.platform.errors import NotFound
from guildworks.platform.ids import parsed
from guildworks.talent.models import Engineer, Evidence


def visible_to(asker: Actor) -> QuerySet[Engineer]:
    """The engineers that `asker` may know of: all for the operator, oneself for an engineer, the listed for a client."""
    if asker.kind == "operator":
        return Engineer.objects.all()
    if asker.kind == "engineer":
        return Engineer.objects.filter(id=asker.id)
    return Engineer.objects.filter(listing__isnull=False)


def get_engineer(asker: Actor, shown_id: str) -> Engineer:
    """The engineer with this shown id. Raises BadId, or NotFound in the same words for a stranger's and for nobody's."""
    found = whole(visible_to(asker)).filter(id=parsed("eng", shown_id)).first()
    if found is None:
        raise NotFound(f"There is no engineer {shown_id}", hint="`guildworks engineers find` lists those you may see.")
    return found


def whole(engineers: QuerySet[Engineer]) -> QuerySet[Engineer]:
    """The same engineers with all that belongs to their profile. Eight SQL queries, however many engineers."""
    newest_first = Evidence.objects.order_by("-observed_on", "skill_id", "id")
    return engineers.select_related("listing").prefetch_related(
        "jobs", "works", "claims__skill", "rates", "languages", Prefetch("evidence", queryset=newest_first)
    )
