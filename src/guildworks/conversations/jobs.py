"""What a worker does about notifications."""

from __future__ import annotations

from guildworks.conversations.actions import notifications
from guildworks.conversations.actions.notifications import FORGET_NOTIFICATIONS, NOTIFY_OF_EVENTS, SEND_DIGESTS


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
