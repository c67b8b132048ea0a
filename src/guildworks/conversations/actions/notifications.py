"""Telling people what has happened, on their page and by mail, and their looking at it.

None of it is an event: what somebody was told and has looked at is theirs alone, and the log is read by others.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime, time, timedelta
from itertools import groupby
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet

from guildworks.accounts.models import Membership
from guildworks.conversations import policies
from guildworks.conversations.following import NOTIFICATIONS, keep_place, news
from guildworks.conversations.kinds import KINDS, SUBSCRIPTIONS
from guildworks.conversations.mailing import LINES_MOST, draft_of
from guildworks.conversations.models import Notification
from guildworks.conversations.queries import notifications_visible_to
from guildworks.conversations.waking import notifications_of
from guildworks.conversations.words import words_of
from guildworks.platform import clock
from guildworks.platform.actions import write_mails
from guildworks.platform.actor import Actor
from guildworks.platform.limits import limit
from guildworks.platform.models import Event
from guildworks.platform.policies import require
from guildworks.platform.retention import BATCH
from guildworks.platform.work import declare_job

NOTIFY_OF_EVENTS = declare_job("conversations.notify_of_events", follows=SUBSCRIPTIONS)
SEND_DIGESTS = declare_job("conversations.send_digests", every="*/10 * * * *")
FORGET_NOTIFICATIONS = declare_job("conversations.forget_notifications", every="37 * * * *")
EVENTS_MOST = 200  # in one transaction
DIGESTS_MOST = 50  # in one transaction
DIGEST_AT = time(7, tzinfo=UTC)
Pair = tuple[UUID, UUID]  # organisation and person
DIGEST_LOCK = 0x646967657374  # advisory: of two workers one sends digests


@transaction.atomic
def notify_of_events() -> bool:
    """Make the notifications of the next events, and their mails: whether there may be more of them.

    How far the log was read is written down in the same transaction: whatever ends it early, nothing is told twice or
    not at all. While another worker does it there is nothing to do.
    """
    read = news(NOTIFICATIONS, list(SUBSCRIPTIONS), most=EVENTS_MOST)
    if read is None:
        return False
    by_id = Event.objects.in_bulk([event for _, _, event in read.places])
    made = notifications_of([by_id[event] for _, _, event in read.places], at=clock.now())
    Notification.objects.bulk_create(made, ignore_conflicts=True)  # whoever was told of an event is not told again
    _mail(_of(one.id for one in made).filter(mailing="at_once"), is_digest=False)
    keep_place(read)
    return read.is_cut_off


@transaction.atomic
def send_digests() -> bool:
    """Mail what waits for a digest and is older than the last seven o'clock UTC: whether there may be more of it.

    What its person has seen meanwhile, and whoever does not belong there any more, is passed over.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [DIGEST_LOCK])
        if cursor.fetchone() == (False,):
            return False
    pairs, waiting = _waiting_for_digest(_last_digest(clock.now()))
    belonging = _belonging(pairs)
    over = {one.id for one in waiting if one.seen_at or _pair(one) not in belonging}
    _of(over).update(mailing="none")
    _mail(_of(one.id for one in waiting if one.id not in over), is_digest=True)
    return len(pairs) == DIGESTS_MOST


@transaction.atomic
def forget_notifications() -> int:
    """Delete notifications older than `notification_days`, at most a batch: how many."""
    old = Notification.objects.filter(made_at__lt=clock.now() - timedelta(days=limit("notification_days")))
    gone, _ = Notification.objects.filter(id__in=old.order_by("made_at").values("id")[:BATCH]).delete()
    return gone


@transaction.atomic
def mark_seen(actor: Actor, notifications: Sequence[Notification]) -> None:
    """Somebody has looked at these; what was seen before stays as it was. Raises NotAllowed."""
    require(policies.may_see_notifications(actor, notifications))
    _of(one.id for one in notifications).filter(seen_at=None).update(seen_at=clock.now())


@transaction.atomic
def mark_all_seen(actor: Actor, *, until: Notification) -> None:
    """Somebody has looked at this one and all of theirs before it, where they act now. Raises NotAllowed.

    What has come since they opened the page stays as it is.
    """
    require(policies.may_see_notifications(actor, [until]))
    before = notifications_visible_to(actor).filter(made_at__lte=until.made_at, seen_at=None)
    before.order_by().update(seen_at=clock.now())


def _of(ids: Iterable[UUID]) -> QuerySet[Notification]:
    return Notification.objects.filter(id__in=list(ids))


def _pair(notification: Notification) -> Pair:
    return notification.organisation_id, notification.user_id


def _waiting_for_digest(until: datetime) -> tuple[set[Pair], list[Notification]]:
    """The next people and all that waits for them. Two SQL queries."""
    waiting = Notification.objects.filter(mailing="digest", mail=None, made_at__lte=until, kind__in=KINDS)
    found = waiting.order_by("organisation_id", "user_id").values_list("organisation_id", "user_id").distinct()
    pairs = set(found[:DIGESTS_MOST])
    theirs = waiting.filter(organisation__in={one for one, _ in pairs}, user__in={one for _, one in pairs})
    return pairs, [one for one in theirs if _pair(one) in pairs]


def _belonging(pairs: Collection[Pair]) -> set[Pair]:
    """Those of these people who belong to these organisations now and can sign in. One SQL query."""
    members = Membership.objects.filter(user__in={one for _, one in pairs}, user__is_active=True)
    return {*members.values_list("organisation_id", "user_id")}.intersection(pairs)


def _mail(notifications: QuerySet[Notification], *, is_digest: bool) -> None:
    """Put them into the outbox, one mail for each person and organisation."""
    ordered = notifications.order_by("organisation_id", "user_id", "made_at", "id")
    groups = [list(group) for _, group in groupby(ordered.select_related("event", "user", "organisation"), key=_pair)]
    if not groups:
        return
    words = words_of([one for group in groups for one in group[:LINES_MOST]])
    drafts = [(draft_of(group, words, is_digest=is_digest), group) for group in groups]
    written = [(draft, group) for draft, group in drafts if draft]
    for mail, (_, group) in zip(write_mails([draft for draft, _ in written]), written, strict=True):
        _of(one.id for one in group).update(mail=mail)
    _of(one.id for draft, group in drafts if not draft for one in group).update(mailing="none")


def _last_digest(now: datetime) -> datetime:
    today = datetime.combine(now.date(), DIGEST_AT)
    return today if today <= now else today - timedelta(days=1)
