"""Having engineers' hours to oneself, in the one order that cannot deadlock."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from guildworks.availability.models import Workweek


def alone(engineers: Sequence[UUID]) -> dict[UUID, int | None]:
    """Have these engineers' hours to oneself until the transaction ends; their usual quarter hours.

    Locked in one order, before any reservation of theirs is: so no two such acts wait for each other.
    """
    rows = Workweek.objects.filter(engineer__in=engineers).order_by("engineer_id").select_for_update(no_key=True)
    return dict(rows.values_list("engineer_id", "quarter_hours"))
