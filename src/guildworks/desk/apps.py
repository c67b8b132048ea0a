from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "guildworks.desk"
    label = "desk"
