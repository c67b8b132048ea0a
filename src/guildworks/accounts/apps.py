from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "guildworks.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Have what is kept of a person in the archive that is for themself."""
        from guildworks.accounts.exporting import SHARES
        from guildworks.platform.exporting import register_export

        register_export("user", *SHARES)
