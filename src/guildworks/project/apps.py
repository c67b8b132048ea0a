from django.apps import AppConfig


class ProjectConfig(AppConfig):
    name = "guildworks.project"
    label = "project"

    def ready(self) -> None:
        """Put the table of what notifies whom into force."""
        from guildworks.conversations.kinds import subscribe
        from guildworks.project.subscriptions import TABLE

        subscribe(TABLE)
