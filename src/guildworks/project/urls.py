"""All addresses."""

from __future__ import annotations

from django.urls import include, path

from guildworks.project.health import health
from guildworks.project.well_known import public_keys

urlpatterns = [
    path("health", health, name="health"),
    path(".well-known/guildworks-keys.json", public_keys, name="public_keys"),
    path("", include("guildworks.matching.urls")),
]
handler400 = "guildworks.web.refusals.bad_request"
handler404 = "guildworks.web.refusals.page_not_found"
handler500 = "guildworks.web.refusals.server_failed"
