from django.apps import AppConfig


class AvailabilityConfig(AppConfig):
    name = "guildworks.availability"
    label = "availability"
