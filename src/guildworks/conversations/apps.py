from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    name = "guildworks.conversations"
    label = "conversations"

    def ready(self) -> None:
        """Have what happens to people's places told in words, and what was said about an engineer go with them."""
        from guildworks.conversations.kinds import register_words
        from guildworks.conversations.threads.erasure import forget_words
        from guildworks.platform.erasure import register

        register_words("user", "guildworks.conversations.people.member_words")
        register("engineer", forget_words)
