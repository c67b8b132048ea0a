from django.apps import AppConfig


class AvailabilityConfig(AppConfig):
    name = "guildworks.availability"
    label = "availability"

    def ready(self) -> None:
        """Have hours erased with their engineer."""
        from guildworks.availability.actions.erasure import erase_hours
        from guildworks.platform.erasure import register

        register("engineer", erase_hours)
