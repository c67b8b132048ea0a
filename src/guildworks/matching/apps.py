from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "guildworks.matching"
    label = "matching"

    def ready(self) -> None:
        """Have kept lists, and what is counted from them, lose an engineer who is erased; and put holds into words."""
        from guildworks.conversations.kinds import register_words
        from guildworks.matching.erasure import forget_attention, redact_shortlists
        from guildworks.platform.erasure import register

        register("engineer", redact_shortlists)
        register("engineer", forget_attention)
        register_words("reservation", "guildworks.matching.notified.hold_words")
