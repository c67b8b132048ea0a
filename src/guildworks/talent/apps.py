from django.apps import AppConfig


class TalentConfig(AppConfig):
    name = "guildworks.talent"
    label = "talent"
