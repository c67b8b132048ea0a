"""The way to a provider, and back from it. allauth does the talking; whatever goes wrong is a page of the house."""

from __future__ import annotations

from typing import Any

from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from requests import RequestException
from structlog import get_logger

from guildworks.accounts.pages.own import oneself, recently_proved
from guildworks.accounts.queries import acting_as_themself
from guildworks.accounts.single_sign_on.actions import unlink_provider
from guildworks.accounts.single_sign_on.adapter import ProviderAdapter
from guildworks.accounts.single_sign_on.queries import get_link, is_in_use, links_of, name_of
from guildworks.accounts.single_sign_on.refusals import OnlyWayIn, SingleSignOnUnavailable
from guildworks.platform.errors import GuildworksError
from guildworks.web.refusals import refused

log = get_logger()
# What a provider says that is none: no answer, no JSON, or JSON without what the specification has in it.
NOT_AS_SPECIFIED = (RequestException, OAuth2Error, KeyError, TypeError, ValueError, AttributeError)


@require_POST
@login_not_required
@never_cache
def begin(request: HttpRequest, provider_id: str) -> HttpResponse:
    """On to the provider, by a page that leads there: a form's own way to another site is barred by our policy."""
    provider = _provider(request, provider_id)
    if request.user.is_authenticated:
        return redirect("/")
    try:
        answer = provider.redirect(request, process="login", next_url=get_next_redirect_url(request))
    except NOT_AS_SPECIFIED as wrong:
        return _unavailable(request, provider_id, wrong)
    address = answer["Location"]
    page = render(request, "accounts/going_on.html", {"name": provider.name, "address": address})
    page["Refresh"] = f"0; url={address}"
    return page


@require_safe
@login_not_required
@never_cache
def come_back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Back from the provider: in, or the reason why not."""
    _provider(request, provider_id)
    try:
        answer: HttpResponse = OAuth2CallbackView.adapter_view(ProviderAdapter(request, provider_id))(request)
    except NOT_AS_SPECIFIED as wrong:
        return _unavailable(request, provider_id, wrong)
    return answer


@require_safe
@never_cache
def providers(request: HttpRequest) -> HttpResponse:
    """By which providers one signs in."""
    return _providers(request)


@require_POST
@recently_proved
@never_cache
def unlink(request: HttpRequest, link: int) -> HttpResponse:
    """Have a provider sign one in no longer."""
    user = oneself(request)
    try:
        name = unlink_provider(acting_as_themself(user), get_link(user, link))
    except OnlyWayIn as refusal:
        return _providers(request, refusal, at=link)
    messages.success(request, _("{name} signs you in no longer.").format(name=name))
    return redirect("own_providers")


def _providers(request: HttpRequest, refusal: GuildworksError | None = None, *, at: int = 0) -> HttpResponse:
    links = [(link, name_of(link.provider), is_in_use(link.provider)) for link in links_of(oneself(request))]
    facts = {"links": links, "refusal": refusal, "at": at}
    return render(request, "accounts/providers.html", facts, status=refusal.http_status if refusal else 200)


def _provider(request: HttpRequest, provider_id: str) -> Any:
    try:
        found = ProviderAdapter(request, provider_id).get_provider()
    except SocialApp.DoesNotExist as unknown:
        raise Http404 from unknown
    found.oauth2_adapter_class = ProviderAdapter  # on the way there too
    return found


def _unavailable(request: HttpRequest, provider_id: str, wrong: Exception) -> HttpResponse:
    log.warning("single_sign_on_unavailable", provider=provider_id, reason=f"{type(wrong).__name__}: {wrong}"[:300])
    return refused(request, SingleSignOnUnavailable())
