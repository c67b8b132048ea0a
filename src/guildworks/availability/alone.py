"""Having engineers' hours to oneself, in the one order that cannot deadlock."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from guildworks.availability.models import Reservation, Workweek


def alone(engineers: Sequence[UUID]) -> dict[UUID, int | None]:
    """Have these engineers' hours to oneself until the transaction ends; their usual quarter hours.

    Locked in one order, before any reservation of theirs is: so no two such acts wait for each other.
    """
    rows = Workweek.objects.filter(engineer__in=engineers).order_by("engineer_id").select_for_update(no_key=True)
    return dict(rows.values_list("engineer_id", "quarter_hours"))


def refresh_alone(holds: Sequence[Reservation]) -> None:
    """Bring holds to what they are now, once nobody else can change the engineers' hours."""
    alone([hold.engineer_id for hold in holds])
    now = Reservation.objects.in_bulk([hold.id for hold in holds])
    for hold in holds:
        for name in ("state", "expires_at", "accepted_at", "ended_at"):
            setattr(hold, name, getattr(now[hold.id], name))
