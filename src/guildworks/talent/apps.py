from django.apps import AppConfig


class TalentConfig(AppConfig):
    name = "guildworks.talent"
    label = "talent"

    def ready(self) -> None:
        """Have an engineer's profile go with the account of its person, and stand in the archive for themself."""
        from guildworks.accounts.consents.purposes import register_purpose
        from guildworks.platform.erasure import register
        from guildworks.platform.exporting import register_export
        from guildworks.platform.retention import register_kept
        from guildworks.talent.erasure import erase_engineer_of
        from guildworks.talent.exporting import SHARES
        from guildworks.talent.public.consent import PUBLIC_PAGE
        from guildworks.talent.public.retention import KEPT as KEPT_HANDLES
        from guildworks.talent.resumes.retention import KEPT as KEPT_RESUMES

        register_purpose(PUBLIC_PAGE)
        register("user", erase_engineer_of)
        register_export("engineer", *SHARES)
        register_kept(*KEPT_RESUMES, *KEPT_HANDLES)
