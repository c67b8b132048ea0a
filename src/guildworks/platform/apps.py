from django.apps import AppConfig


class PlatformConfig(AppConfig):
    name = "guildworks.platform"
    label = "platform"

    def ready(self) -> None:
        """Have what is kept for a time let go."""
        from guildworks.platform.retention import KEPT_BY_PLATFORM, register_kept

        register_kept(*KEPT_BY_PLATFORM)
