"""All addresses."""

from __future__ import annotations

from allauth.mfa.totp.views import activate_totp
from csp.decorators import csp_update
from django.conf import settings
from django.urls import include, path

from guildworks.accounts.signed_in import OWN_ACCOUNT
from guildworks.project.health import health
from guildworks.project.mailbox import mail, mailbox
from guildworks.project.well_known import public_keys
from guildworks.web.gallery import gallery

urlpatterns = [
    path("health", health, name="health"),
    path(".well-known/guildworks-keys.json", public_keys, name="public_keys"),
    # The one page with a picture in its own text: the code for an authenticator app.
    path(f"{OWN_ACCOUNT}2fa/totp/activate/", csp_update({"img-src": ["data:"]})(activate_totp)),
    path(OWN_ACCOUNT, include("allauth.account.urls")),
    path(f"{OWN_ACCOUNT}2fa/", include("allauth.mfa.urls")),
    path(f"{OWN_ACCOUNT}sessions/", include("allauth.usersessions.urls")),
    path("api/v1/", include("guildworks.api.urls")),
    path("gallery", gallery, name="gallery"),
    path("", include("guildworks.accounts.urls")),
    path("", include("guildworks.conversations.urls")),
    path("", include("guildworks.conversations.threads.urls")),
    path("", include("guildworks.conversations.webhooks.urls")),
    path("mail", mailbox, name="mailbox"),
    path("mail/<str:mail>", mail, name="mail"),
    path("", include("guildworks.talent.urls")),
    path("", include("guildworks.availability.urls")),
    path("", include("guildworks.matching.urls")),
    path("", include("guildworks.desk.urls")),
]
if settings.TABLE_PAGES:
    urlpatterns.append(path("desk/tables", include("guildworks.desk.tables.urls")))
handler400 = "guildworks.web.refusals.bad_request"
handler403 = "guildworks.web.refusals.not_allowed"
handler404 = "guildworks.web.refusals.page_not_found"
handler500 = "guildworks.web.refusals.server_failed"
