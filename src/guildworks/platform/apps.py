from django.apps import AppConfig


class PlatformConfig(AppConfig):
    name = "guildworks.platform"
    label = "platform"
