from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "guildworks.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Have what is kept of a person in the archive that is for themself, go with them, and be let go in time."""
        from guildworks.accounts.api_keys.erasing import PREFIXES, forget_kept_answers
        from guildworks.accounts.exporting import SHARES
        from guildworks.accounts.retention import KEPT
        from guildworks.platform.erasure import register
        from guildworks.platform.exporting import register_export
        from guildworks.platform.retention import register_kept

        register_export("user", *SHARES)
        register_kept(*KEPT)
        for kind in PREFIXES:
            register(kind, forget_kept_answers)
