from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    name = "guildworks.conversations"
    label = "conversations"

    def ready(self) -> None:
        """Have what happens to people's places told in words, and what is said go into archives and with the erased."""
        from guildworks.conversations.erasure import forget_words_about, forget_words_of
        from guildworks.conversations.exporting import SHARES
        from guildworks.conversations.kinds import register_words
        from guildworks.conversations.retention import KEPT
        from guildworks.platform.erasure import register
        from guildworks.platform.exporting import register_export
        from guildworks.platform.retention import register_kept

        register_words("comment", "guildworks.conversations.threads.told.comment_words")
        register_words("user", "guildworks.conversations.people.member_words")
        register_words("webhook", "guildworks.conversations.webhooks.told.webhook_words")
        register("engineer", forget_words_about)
        register("user", forget_words_of)
        register_export("user", *SHARES)
        register_kept(*KEPT)
