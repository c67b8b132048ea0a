from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    name = "guildworks.conversations"
    label = "conversations"

    def ready(self) -> None:
        """Have what was said about an engineer go with them when they are erased."""
        from guildworks.conversations.threads.erasure import forget_words
        from guildworks.platform.erasure import register

        register("engineer", forget_words)
