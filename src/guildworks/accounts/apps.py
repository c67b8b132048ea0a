from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "guildworks.accounts"
    label = "accounts"
