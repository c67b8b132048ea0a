"""What became of holds: how many were accepted, declined, released or have expired, and which."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Count, Q

from guildworks.availability.models import Reservation
from guildworks.availability.queries import holds_visible_to
from guildworks.platform.actor import Actor
from guildworks.platform.paging import page_of

OUTCOMES = ("held", "accepted", "booked", "declined", "expired", "released")


def count_outcomes(asker: Actor, *, since: datetime, at: datetime) -> dict[str, int]:
    """How many holds that were placed since then stand or ended in each way, and `placed`, all. One SQL query."""
    ways = {name: Count("id", filter=condition) for name, condition in _conditions(at).items()}
    placed = holds_visible_to(asker).filter(placed_at__gt=since).select_related(None).order_by()
    return placed.aggregate(placed=Count("id"), **ways)


def find_holds(
    asker: Actor, *, outcome: str, since: datetime, at: datetime, page: int
) -> tuple[list[Reservation], int]:
    """One page of the holds placed since then, the latest first, all or those that ended in one way; and how many."""
    found = holds_visible_to(asker).filter(placed_at__gt=since)
    if condition := _conditions(at).get(outcome):
        found = found.filter(condition)
    return page_of(found, page)


def _conditions(at: datetime) -> Mapping[str, Q]:
    """Of a row whose time is over the state may still say that it is a hold: the clock counts."""
    live, over = Q(state="hold", expires_at__gt=at), Q(state="hold", expires_at__lte=at)
    return {
        "held": live & Q(accepted_at=None),
        "accepted": live & Q(accepted_at__isnull=False),
        "booked": Q(state="booked"),
        "declined": Q(state="declined"),
        "expired": Q(state="expired") | over,
        "released": Q(state="released"),
    }
