"""The job by which a delivery is sent, and what becomes of one after an attempt: when it is tried again, if at all."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from itertools import groupby
from random import Random

from guildworks.conversations.webhooks.models import WebhookDelivery
from guildworks.platform.limits import limit
from guildworks.platform.work import declare_job

DELIVER_WEBHOOK = declare_job("conversations.deliver_webhook")
# The pauses that the specification recommends, after the first attempt and each further one; then the last again.
PAUSES = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
JITTER = 0.1  # as a share of the pause: what failed together does not come back together
WAIT_MOST = timedelta(days=1)  # that an address can ask for


def defer(deliveries: Iterable[WebhookDelivery]) -> None:
    """Have each sent when it is due, within the transaction of an action."""
    for due_at, those in groupby(sorted(deliveries, key=_due), key=_due):
        DELIVER_WEBHOOK.defer([{"delivery": str(each.id)} for each in those], at=due_at)


def next_try(delivery: WebhookDelivery, *, retry_after: str, now: datetime) -> datetime | None:
    """When to try again what has just failed, no earlier than its address has asked for; None to give it up."""
    if delivery.attempts >= limit("webhook_attempts"):
        return None
    pause = PAUSES[min(delivery.attempts, len(PAUSES)) - 1]
    spread = 1 + JITTER * Random(f"{delivery.id}{delivery.attempts}").random()
    return now + max(pause * spread, _asked_for(retry_after, now))


def _asked_for(retry_after: str, now: datetime) -> timedelta:
    """How long an address asks to be left alone, in seconds or until a day and time (RFC 9110, section 10.2.3)."""
    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        return min(timedelta(seconds=int(text[:9])), WAIT_MOST)
    try:
        until = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return timedelta()
    wait = until - now if until.tzinfo else timedelta()
    return min(max(wait, timedelta()), WAIT_MOST)


def _due(delivery: WebhookDelivery) -> datetime:
    assert delivery.due_at is not None  # it waits
    return delivery.due_at
