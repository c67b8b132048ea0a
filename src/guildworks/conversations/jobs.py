"""What a worker does about notifications and webhooks."""

from __future__ import annotations

from uuid import UUID

from guildworks.conversations.actions import notifications
from guildworks.conversations.actions.notifications import FORGET_NOTIFICATIONS, NOTIFY_OF_EVENTS, SEND_DIGESTS
from guildworks.conversations.webhooks.actions import delivering
from guildworks.conversations.webhooks.actions.delivering import (
    FORGET_DELIVERIES,
    MAKE_DELIVERIES,
    TAKE_UP_DELIVERIES,
)
from guildworks.conversations.webhooks.outbox import DELIVER_WEBHOOK
from guildworks.platform.retention import forget


@NOTIFY_OF_EVENTS.done_by
def notify_of_events() -> None:
    """Tell people of what has happened since the last look."""
    while notifications.notify_of_events():
        pass


@SEND_DIGESTS.done_by
def send_digests(timestamp: int) -> None:
    """Mail the digests that are due."""
    while notifications.send_digests():
        pass


@FORGET_NOTIFICATIONS.done_by
def forget_notifications(timestamp: int) -> None:
    """Delete what is old enough."""
    notifications.forget_notifications()


@MAKE_DELIVERIES.done_by
def make_deliveries() -> None:
    """Make deliveries of what has happened since the last look."""
    while delivering.make_deliveries():
        pass


@DELIVER_WEBHOOK.done_by
def deliver_webhook(delivery: str) -> None:
    """Try once to deliver."""
    delivering.deliver_webhook(UUID(delivery))


@TAKE_UP_DELIVERIES.done_by
def take_up_deliveries(timestamp: int) -> None:
    """Have delivered what is due and has no job."""
    delivering.take_up_deliveries()


@FORGET_DELIVERIES.done_by
def forget_deliveries(timestamp: int) -> None:
    """Delete what is old enough, and what was removed."""
    forget("deliveries")
