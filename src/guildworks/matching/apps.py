from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "guildworks.matching"
    label = "matching"

    def ready(self) -> None:
        """Have briefs and lists talked about, and lists, and what is counted from them, lose who is erased."""
        from guildworks.conversations.threads.subjects import register_subject
        from guildworks.matching.erasure import forget_attention, redact_shortlists
        from guildworks.matching.subjects import KINDS
        from guildworks.platform.erasure import register

        register("engineer", redact_shortlists)
        register("engineer", forget_attention)
        for kind, (prefixes, find) in KINDS.items():
            register_subject(kind, prefixes, find)
