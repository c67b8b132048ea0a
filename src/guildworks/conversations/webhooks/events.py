"""What happens to webhooks."""

from __future__ import annotations

from guildworks.conversations.webhooks.models import OFF
from guildworks.platform.events import declare

WEBHOOK_REGISTERED = declare("webhook.registered", events=int)
WEBHOOK_EVENTS_CHOSEN = declare("webhook.events_chosen", events=int)
WEBHOOK_SECRET_CHANGED = declare("webhook.secret_changed")
WEBHOOK_TESTED = declare("webhook.tested")
WEBHOOK_REPLAYED = declare("webhook.replayed", deliveries=int)
WEBHOOK_PAUSED = declare("webhook.paused")
WEBHOOK_RESUMED = declare("webhook.resumed")
WEBHOOK_SWITCHED_OFF = declare("webhook.switched_off", why=tuple(word for word in OFF if word != "paused"))
WEBHOOK_REMOVED = declare("webhook.removed")
