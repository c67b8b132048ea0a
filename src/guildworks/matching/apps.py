from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "guildworks.matching"
    label = "matching"

    def ready(self) -> None:
        """Have briefs and lists talked about, put into words and into archives, and lose who is erased."""
        from guildworks.conversations.kinds import register_words
        from guildworks.conversations.threads.subjects import register_subject
        from guildworks.matching.erasure import forget_attention, redact_shortlists
        from guildworks.matching.exporting import OF_ENGINEERS, SHARES
        from guildworks.matching.retention import KEPT
        from guildworks.matching.subjects import KINDS
        from guildworks.platform.erasure import register
        from guildworks.platform.exporting import register_export
        from guildworks.platform.retention import register_kept

        register("engineer", redact_shortlists)
        register("engineer", forget_attention)
        register_export("user", *SHARES)
        register_export("engineer", *OF_ENGINEERS)
        register_kept(*KEPT)
        register_words("saved_search", "guildworks.matching.notified.search_words")
        register_words("reservation", "guildworks.matching.notified.hold_words")
        for kind, (prefixes, find) in KINDS.items():
            register_subject(kind, prefixes, find)
