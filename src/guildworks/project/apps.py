from django.apps import AppConfig


class ProjectConfig(AppConfig):
    name = "guildworks.project"
    label = "project"

    def ready(self) -> None:
        """Put the tables into force: what notifies whom, what can be had by webhook, how ids are shown."""
        from guildworks.conversations.kinds import subscribe
        from guildworks.conversations.webhooks.offered import offer
        from guildworks.platform.outer_ids import name_kinds
        from guildworks.project import outer_ids, subscriptions, webhook_events

        subscribe(subscriptions.TABLE)
        offer(webhook_events.TABLE)
        name_kinds(outer_ids.PREFIXES, outer_ids.FACTS)
