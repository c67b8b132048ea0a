"""Which event wakes whom: all that people are notified of, in one table.

A further row needs nothing else, where its event's subject is one that somebody puts into words (`register_words`).
"""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from guildworks.accounts.events import MEMBER_JOINED, MEMBER_ROLE_CHANGED
from guildworks.accounts.policies import WORKING
from guildworks.availability.events import (
    HOLD_ACCEPTED,
    HOLD_DECLINED,
    HOLD_EXPIRED,
    HOLD_EXPIRES_SOON,
    HOLD_PLACED,
    HOLD_RELEASED,
)
from guildworks.conversations.kinds import Happened, NotificationKind, Subscription
from guildworks.conversations.queries import find_doer
from guildworks.platform.actor import Ref


def _with_role(happened: Happened, *roles: str) -> Iterator[UUID]:
    return (member.user_id for member in happened.members if member.role in roles)


def who_works(happened: Happened) -> Iterator[UUID]:
    """Owners and hiring managers; at the operator its admins."""
    yield from _with_role(happened, *WORKING, "admin")


def who_works_and_who_held(happened: Happened) -> Iterator[UUID]:
    """Owners and hiring managers, at the operator its admins; and whoever placed the hold."""
    yield from who_works(happened)
    held_by = find_doer(HOLD_PLACED, Ref(happened.event.subject_kind, happened.event.subject_id))
    if held_by:
        yield held_by


def who_looks_after_it(happened: Happened) -> Iterator[UUID]:
    """Owners, at the operator its admins; not the person who joined."""
    return (one for one in _with_role(happened, "owner", "admin") if one != happened.event.subject_id)


def who_looks_after_it_and_whose_role(happened: Happened) -> Iterator[UUID]:
    """The person whose role it is, and owners; at the operator its admins."""
    yield happened.event.subject_id
    yield from _with_role(happened, "owner", "admin")


PLACED = NotificationKind("hold_placed", "A colleague holds somebody", "digest", optional=False)
ACCEPTED = NotificationKind("hold_accepted", "An engineer accepts a hold", "at_once", optional=False)
DECLINED = NotificationKind("hold_declined", "An engineer declines a hold", "at_once", optional=False)
EXPIRES_SOON = NotificationKind("hold_expires_soon", "A hold expires within 12 hours", "at_once", optional=False)
EXPIRED = NotificationKind("hold_expired", "A hold has expired", "digest", optional=True)
RELEASED = NotificationKind("hold_released", "A colleague releases a hold", "digest", optional=True)
JOINED = NotificationKind("member_joined", "Somebody joins the organisation", "none", optional=True)
ROLE_CHANGED = NotificationKind("role_changed", "Somebody has another role now", "digest", optional=True)

TABLE = (
    Subscription(HOLD_PLACED, PLACED, who_works),
    Subscription(HOLD_ACCEPTED, ACCEPTED, who_works_and_who_held),
    Subscription(HOLD_DECLINED, DECLINED, who_works_and_who_held),
    Subscription(HOLD_EXPIRES_SOON, EXPIRES_SOON, who_works_and_who_held),
    Subscription(HOLD_EXPIRED, EXPIRED, who_works_and_who_held),
    Subscription(HOLD_RELEASED, RELEASED, who_works_and_who_held),
    Subscription(MEMBER_JOINED, JOINED, who_looks_after_it),
    Subscription(MEMBER_ROLE_CHANGED, ROLE_CHANGED, who_looks_after_it_and_whose_role),
)
