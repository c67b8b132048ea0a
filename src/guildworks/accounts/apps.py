from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "guildworks.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Have what is kept of a person in the archive that is for themself, and some of it let go in time."""
        from guildworks.accounts.exporting import SHARES
        from guildworks.accounts.retention import KEPT
        from guildworks.platform.exporting import register_export
        from guildworks.platform.retention import register_kept

        register_export("user", *SHARES)
        register_kept(*KEPT)
