"""Which event wakes whom: all that people are notified of, in one table.

A further row needs nothing else, where its event's subject is one that somebody puts into words (`register_words`).
"""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.utils.translation import gettext_noop

from guildworks.accounts.events import IMPERSONATION_BEGUN, MEMBER_JOINED, MEMBER_ROLE_CHANGED
from guildworks.accounts.policies import WORKING
from guildworks.availability.events import (
    HOLD_ACCEPTED,
    HOLD_DECLINED,
    HOLD_EXPIRED,
    HOLD_EXPIRES_SOON,
    HOLD_PLACED,
    HOLD_RELEASED,
    TALK_CHOSEN,
    TALK_DECLINED,
)
from guildworks.conversations.kinds import Happened, NotificationKind, Subscription
from guildworks.conversations.queries import find_doer
from guildworks.conversations.threads.events import COMMENT_SHARED, COMMENT_WRITTEN
from guildworks.conversations.threads.queries import who_is_to_answer
from guildworks.conversations.webhooks.events import WEBHOOK_SWITCHED_OFF
from guildworks.matching.events import SEARCH_FOUND
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


def who_it_happened_to(happened: Happened) -> Iterator[UUID]:
    """The person whom the event is about."""
    yield happened.event.subject_id


def who_takes_part(happened: Happened) -> Iterator[UUID]:
    """Whoever wrote in the thread or was named there; not those whom this comment names."""
    yield from who_is_to_answer(happened.event.subject_id)


def who_is_named(happened: Happened) -> Iterator[UUID]:
    """The person whom the event names."""
    yield UUID(happened.event.facts["person"])


PLACED = NotificationKind("hold_placed", gettext_noop("A colleague holds somebody"), "digest", optional=False)
ACCEPTED = NotificationKind("hold_accepted", gettext_noop("An engineer accepts a hold"), "at_once", optional=False)
DECLINED = NotificationKind("hold_declined", gettext_noop("An engineer declines a hold"), "at_once", optional=False)
TALK_AT = NotificationKind(
    "talk_chosen", gettext_noop("An engineer chooses a time for a talk"), "digest", optional=False
)
NO_TALK = NotificationKind("talk_declined", gettext_noop("No time proposed for a talk fits"), "at_once", optional=False)
EXPIRES_SOON = NotificationKind(
    "hold_expires_soon", gettext_noop("A hold expires within 12 hours"), "at_once", optional=False
)
EXPIRED = NotificationKind("hold_expired", gettext_noop("A hold has expired"), "digest", optional=True)
RELEASED = NotificationKind("hold_released", gettext_noop("A colleague releases a hold"), "digest", optional=True)
REPLY = NotificationKind(
    "comment_written", gettext_noop("Somebody writes where you take part"), "at_once", optional=False
)
NAMED = NotificationKind(
    "comment_shared", gettext_noop("A colleague points you to something"), "at_once", optional=False
)
FOUND = NotificationKind("search_found", gettext_noop("Somebody fits a search that you saved"), "none", optional=True)
JOINED = NotificationKind("member_joined", gettext_noop("Somebody joins the organisation"), "none", optional=True)
ROLE_CHANGED = NotificationKind("role_changed", gettext_noop("Somebody has another role now"), "digest", optional=True)
LOOKED_AS = NotificationKind(
    "impersonated", gettext_noop("The operator looks at this site as you see it"), "none", optional=True
)
WEBHOOK_OFF = NotificationKind(
    "webhook_off", gettext_noop("A webhook of the organisation is switched off"), "at_once", optional=False
)

TABLE = (
    Subscription(HOLD_PLACED, PLACED, who_works),
    Subscription(HOLD_ACCEPTED, ACCEPTED, who_works_and_who_held),
    Subscription(HOLD_DECLINED, DECLINED, who_works_and_who_held),
    Subscription(TALK_CHOSEN, TALK_AT, who_works_and_who_held),
    Subscription(TALK_DECLINED, NO_TALK, who_works_and_who_held),
    Subscription(HOLD_EXPIRES_SOON, EXPIRES_SOON, who_works_and_who_held),
    Subscription(HOLD_EXPIRED, EXPIRED, who_works_and_who_held),
    Subscription(HOLD_RELEASED, RELEASED, who_works_and_who_held),
    Subscription(COMMENT_WRITTEN, REPLY, who_takes_part),
    Subscription(COMMENT_SHARED, NAMED, who_is_named),
    Subscription(SEARCH_FOUND, FOUND, who_is_named),
    Subscription(MEMBER_JOINED, JOINED, who_looks_after_it),
    Subscription(MEMBER_ROLE_CHANGED, ROLE_CHANGED, who_looks_after_it_and_whose_role),
    Subscription(IMPERSONATION_BEGUN, LOOKED_AS, who_it_happened_to),
    Subscription(WEBHOOK_SWITCHED_OFF, WEBHOOK_OFF, who_looks_after_it),
)
