from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "guildworks.matching"
    label = "matching"

    def ready(self) -> None:
        """Have kept lists lose an engineer who is erased, and what somebody wrote in the archive for themself."""
        from guildworks.matching.erasure import forget_attention, redact_shortlists
        from guildworks.matching.exporting import SHARES
        from guildworks.platform.erasure import register
        from guildworks.platform.exporting import register_export

        register("engineer", redact_shortlists)
        register("engineer", forget_attention)
        register_export("user", *SHARES)
