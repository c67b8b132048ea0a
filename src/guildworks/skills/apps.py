from django.apps import AppConfig


class SkillsConfig(AppConfig):
    name = "guildworks.skills"
    label = "skills"
