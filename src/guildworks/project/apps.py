from django.apps import AppConfig


class ProjectConfig(AppConfig):
    name = "guildworks.project"
    label = "project"

    def ready(self) -> None:
        """Put the tables of what notifies whom, and of what can be had by webhook, into force."""
        from guildworks.conversations.kinds import subscribe
        from guildworks.conversations.webhooks.offered import offer
        from guildworks.project import subscriptions, webhook_events

        subscribe(subscriptions.TABLE)
        offer(webhook_events.TABLE, webhook_events.PREFIXES)
