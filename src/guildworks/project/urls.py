"""All addresses."""

from __future__ import annotations

from django.urls import include, path

from guildworks.project.health import health

urlpatterns = [
    path("health", health, name="health"),
    path("", include("guildworks.matching.urls")),
]
handler400 = "guildworks.web.refusals.bad_request"
handler404 = "guildworks.web.refusals.page_not_found"
handler500 = "guildworks.web.refusals.server_failed"
