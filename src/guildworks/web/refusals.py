"""Whatever goes wrong on a page gets a clear answer and a next step, never a traceback."""

from __future__ import annotations

from collections.abc import Callable

import structlog
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from guildworks.platform.errors import GuildworksError, NotAllowed
from guildworks.platform.refusals import understood

log = structlog.get_logger()


class RefusalMiddleware:
    """Turns what a view raises into a page: the domain's refusal in its own words, a fault of ours in plain ones."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page for an exception of a view; None leaves Django's own answers (404 and the like) alone."""
        refusal = understood(exception)
        if refusal is None:
            log.error("view_failed", path=_path(request), exc_info=exception)
            return None
        log.info("refused", path=_path(request), code=refusal.code)
        return refused(request, refusal)


def refused(request: HttpRequest, refusal: GuildworksError, *, back: str = "") -> HttpResponse:
    """The page that says what could not be done and what to do next; `back` is the list to choose from again."""
    return render(request, "web/refused.html", {"refusal": refusal, "back": back}, status=refusal.http_status)


def _path(request: HttpRequest) -> str:
    """The path for a log: of a link that lets in whoever has it, only its beginning."""
    token = request.resolver_match.kwargs.get("token") if request.resolver_match else None
    return request.path.replace(token, f"{token[:8]}…") if token else request.path


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The answer to a form that did not come from one of our own pages."""
    refusal = GuildworksError(
        _("This form was not sent from a page of this site, or the page was open for too long."),
        hint=_("Go back, load the page again, and send it once more. Your text is still in the form."),
    )
    return render(request, "web/refused.html", {"refusal": refusal}, status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The answer to what cannot be a request of ours: too many bytes, a host that this site does not have."""
    if isinstance(exception, RequestDataTooBig):
        refusal = GuildworksError(
            _("This is more than can be sent at once."),
            hint=_("Nothing was changed. Go back and send the part that matters."),
        )
        return render(request, "web/refused.html", {"refusal": refusal}, status=413)
    refusal = GuildworksError(
        _("This request cannot be read."), hint=_("Nothing was changed. The start page takes a brief.")
    )
    return render(request, "web/refused.html", {"refusal": refusal}, status=400)


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The answer to what Django or allauth refuse without a word of their own."""
    return refused(request, NotAllowed())


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The answer to an address where nothing is."""
    refusal = GuildworksError(_("There is no page at this address."), hint=_("The start page takes a brief."))
    return render(request, "web/refused.html", {"refusal": refusal}, status=404)


def server_failed(request: HttpRequest) -> HttpResponse:
    """The answer to a fault of ours."""
    refusal = GuildworksError(
        _("Something went wrong on our side, and nothing was changed."),
        hint=_("The log of the server holds the reason. Trying again does no harm."),
    )
    return render(request, "web/refused.html", {"refusal": refusal}, status=500)
