from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    name = "guildworks.conversations"
    label = "conversations"

    def ready(self) -> None:
        """Have what happens to people's places in organisations told in words."""
        from guildworks.conversations.kinds import register_words

        register_words("user", "guildworks.conversations.people.member_words")
