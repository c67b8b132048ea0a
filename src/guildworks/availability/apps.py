from django.apps import AppConfig


class AvailabilityConfig(AppConfig):
    name = "guildworks.availability"
    label = "availability"

    def ready(self) -> None:
        """Have hours erased with their engineer, and whom somebody held in the archive for themself."""
        from guildworks.availability.actions.erasure import erase_hours
        from guildworks.availability.exporting import OF_ENGINEERS, SHARES
        from guildworks.platform.erasure import register
        from guildworks.platform.exporting import register_export

        register("engineer", erase_hours)
        register_export("user", *SHARES)
        register_export("engineer", *OF_ENGINEERS)
