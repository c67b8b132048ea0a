"""The language of the pages, chosen by one click, signed in or not."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from guildworks.accounts.languages.actions import UnknownLanguage, choose_language
from guildworks.accounts.languages.speaking import spoken
from guildworks.accounts.models import User
from guildworks.accounts.queries import acting_as_themself

REMEMBERED = 365 * 24 * 3_600  # seconds


@require_POST
@login_not_required
def choose(request: HttpRequest) -> HttpResponse:
    """Speak this language in this browser, and to whoever is signed in everywhere; back to the page one was on."""
    code, user = request.POST.get("language", ""), request.user
    if code not in spoken():
        raise UnknownLanguage()
    if isinstance(user, User):
        choose_language(acting_as_themself(user), user, code)
    answer = redirect(_back(request))
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=REMEMBERED,
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )
    return answer


def _back(request: HttpRequest) -> str:
    """The page that the form stood on, as the browser names it; the start page after what cannot be asked for again."""
    before = request.headers.get("Referer", "")
    if request.POST.get("back") or not url_has_allowed_host_and_scheme(
        before, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return "/"
    place = urlsplit(before)._replace(scheme="", netloc="").geturl()
    # An address such as `https://here//elsewhere` is of this site, and what is left of it would not be.
    return place if url_has_allowed_host_and_scheme(place, allowed_hosts=None) else "/"
