from django.apps import AppConfig


class TalentConfig(AppConfig):
    name = "guildworks.talent"
    label = "talent"

    def ready(self) -> None:
        """Have an engineer's profile go with the account of its person."""
        from guildworks.platform.erasure import register
        from guildworks.talent.erasure import erase_engineer_of

        register("user", erase_engineer_of)
