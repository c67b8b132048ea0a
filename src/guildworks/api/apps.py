from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "guildworks.api"
    label = "api"
