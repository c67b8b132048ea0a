from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "guildworks.web"
    label = "web"
