from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "guildworks.matching"
    label = "matching"

    def ready(self) -> None:
        """Have kept lists, what is counted from them, and the archives of people follow; and put holds into words."""
        from guildworks.conversations.kinds import register_words
        from guildworks.matching.erasure import forget_attention, redact_shortlists
        from guildworks.matching.exporting import SHARES
        from guildworks.platform.erasure import register
        from guildworks.platform.exporting import register_export

        register("engineer", redact_shortlists)
        register("engineer", forget_attention)
        register_export("user", *SHARES)
        register_words("reservation", "guildworks.matching.notified.hold_words")
