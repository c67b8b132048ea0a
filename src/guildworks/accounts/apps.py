from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "guildworks.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Have what is kept of a person in the archive that is for themself, and go with them."""
        from guildworks.accounts.api_keys.erasing import PREFIXES, forget_kept_answers
        from guildworks.accounts.exporting import SHARES
        from guildworks.platform.erasure import register
        from guildworks.platform.exporting import register_export

        register_export("user", *SHARES)
        for kind in PREFIXES:
            register(kind, forget_kept_answers)
