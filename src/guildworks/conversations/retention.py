"""What of conversations is kept for a time."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from guildworks.platform.retention import Kept

KEPT = (
    Kept(
        "notifications",
        gettext_noop("A notification"),
        gettext_noop("To find again what one was told of. It has ids, and keeps no words."),
        "notification_days",
        "guildworks.conversations.actions.notifications.forget_notifications",
    ),
    Kept(
        "deliveries",
        gettext_noop("A delivery to a webhook, with its attempts"),
        gettext_noop("To see what did not arrive and why, and to replay it. What was sent is kept nowhere."),
        "webhook_days",
        "guildworks.conversations.webhooks.actions.delivering.forget_deliveries",
    ),
)
