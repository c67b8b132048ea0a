from django.urls import path

from guildworks.api.assembled import behind_the_door
from guildworks.api.open import docs, openapi, status

app_name = "api"
urlpatterns = [
    path("openapi.json", openapi, name="openapi"),
    path("docs", docs, name="docs"),
    path("status", status, name="status"),
    *behind_the_door(),
]
