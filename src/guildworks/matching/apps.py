from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "guildworks.matching"
    label = "matching"

    def ready(self) -> None:
        """Have kept lists lose an engineer who is erased."""
        from guildworks.matching.erasure import redact_shortlists
        from guildworks.platform.erasure import register

        register("engineer", redact_shortlists)
