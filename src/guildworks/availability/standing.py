"""How engineers stand towards searches: found, or why not. The operator looks through them by it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q

from guildworks.accounts.models import EngineerAccount
from guildworks.availability.queries import confirmed_since
from guildworks.platform.actor import Actor
from guildworks.platform.paging import page_of
from guildworks.talent.models import Engineer
from guildworks.talent.queries import engineers_found

FOUND, PAUSED, UNCONFIRMED, UNLISTED, ALONE = "found", "paused", "unconfirmed", "unlisted", "alone"


@dataclass(frozen=True, slots=True)
class Standing:
    """An engineer, how they stand, and whether somebody looks after the profile."""

    engineer: Engineer
    stands: str  # FOUND, PAUSED, UNCONFIRMED or UNLISTED
    has_account: bool


def find_standing(
    asker: Actor, *, words: str = "", stands: str = "", at: datetime, page: int
) -> tuple[list[Standing], int]:
    """One page of the engineers that `words` finds and that stand so at a moment, by name; and how many.

    Any way for one that is not known. Nobody looks after the profiles of ALONE. Two SQL queries, three with words.
    """
    found = engineers_found(asker, words).select_related("listing", "workweek").order_by("public_name", "id")
    found = found.annotate(has_account=Exists(EngineerAccount.objects.filter(engineer_id=OuterRef("id"))))
    if condition := _conditions(at).get(stands):
        found = found.filter(condition)
    elif stands == ALONE:
        found = found.filter(has_account=False)
    engineers, total = page_of(found, page)
    return [Standing(one, standing_of(one, at=at), getattr(one, "has_account", False)) for one in engineers], total


def count_standing(asker: Actor, *, at: datetime) -> dict[str, int]:
    """How many engineers stand in each way at a moment. One SQL query."""
    ways = {name: Count("id", filter=condition) for name, condition in _conditions(at).items()}
    return engineers_found(asker, "").aggregate(**ways)


def standing_of(engineer: Engineer, *, at: datetime) -> str:
    """How one of them stands at a moment; `listing` and `workweek` are read with them."""
    week = getattr(engineer, "workweek", None)
    if not hasattr(engineer, "listing"):
        return UNLISTED
    if week and week.paused_at:
        return PAUSED
    is_confirmed = week and week.confirmed_at and week.confirmed_at > confirmed_since(at)
    return FOUND if is_confirmed else UNCONFIRMED


def _conditions(at: datetime) -> Mapping[str, Q]:
    listed, paused = Q(listing__isnull=False), Q(workweek__paused_at__isnull=False)
    confirmed = Q(workweek__confirmed_at__gt=confirmed_since(at))
    not_paused = Q(workweek__isnull=True) | Q(workweek__paused_at__isnull=True)
    not_confirmed = Q(workweek__confirmed_at__isnull=True) | Q(workweek__confirmed_at__lte=confirmed_since(at))
    return {
        FOUND: listed & Q(workweek__paused_at__isnull=True) & confirmed,
        PAUSED: listed & paused,
        UNCONFIRMED: listed & not_paused & not_confirmed,
        UNLISTED: Q(listing__isnull=True),
    }
