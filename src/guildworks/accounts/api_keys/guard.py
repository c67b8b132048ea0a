"""Who asks: the key in a request, whom it acts as, and whether its scopes let it in."""

from __future__ import annotations

import structlog
from django.http import HttpRequest
from django.utils.translation import gettext as _

from guildworks.accounts.api_keys.queries import actor_with, find_api_key, is_of_somebody_here, note_use
from guildworks.accounts.api_keys.scopes import ROUTE_SCOPES
from guildworks.accounts.models import ApiKey
from guildworks.platform.errors import GuildworksError, NotAllowed
from guildworks.platform.http.errors import TooManyRequests
from guildworks.platform.http.keys import KEY
from guildworks.platform.http.rates import count_request
from guildworks.platform.http.routes import Routes

KEY_MOST = 200  # characters that are looked at


class NoApiKey(GuildworksError):
    """A request needs an API key."""

    code = "no_api_key"
    http_status = 401
    hint = "Send it in the header Authorization: Bearer gwk_… Your account's page of API keys makes one."


class UnknownApiKey(GuildworksError):
    """This API key is not known, or its owner does not belong here any more."""

    code = "unknown_api_key"
    http_status = 401
    hint = "Copy it whole from where it was shown, or make another one."


class ApiKeyRevoked(GuildworksError):
    """This API key was revoked."""

    code = "api_key_revoked"
    http_status = 401
    hint = "Make another one, and let no program use this one any more."


class ApiKeyExpired(GuildworksError):
    """The time of this API key is over."""

    code = "api_key_expired"
    http_status = 401
    hint = "Make another one."


class ScopeMissing(NotAllowed):
    """This API key does not have the scope that this needs."""

    code = "scope_missing"
    hint = "Make a key with that scope, where your role can have it."


class KeyGuard:
    """Lets in whoever has a key with this scope; the request then has `actor`, `key_id` and `quota`."""

    def __init__(self, scope: str) -> None:
        assert scope in ROUTE_SCOPES, scope
        self.scope = scope

    def __call__(self, request: HttpRequest) -> bool:
        """Raises NoApiKey, UnknownApiKey, ApiKeyRevoked, ApiKeyExpired, TooManyRequests or ScopeMissing."""
        key = _key_of(request)
        structlog.contextvars.bind_contextvars(api_key=key.shown_id)
        quota = vars(request)["quota"] = count_request(key.id)
        if quota.is_over:
            raise TooManyRequests()
        note_use(key)
        if self.scope and self.scope not in key.scopes:
            raise ScopeMissing(_("This API key does not have the scope %(scope)s") % {"scope": self.scope})
        vars(request)["actor"], vars(request)["key_id"], vars(request)["api_key"] = actor_with(key), key.id, key
        return True


def routes(tag: str) -> Routes:
    """The routes of a domain, each behind a key."""
    return Routes(tag, KeyGuard)


def _key_of(request: HttpRequest) -> ApiKey:
    kind, _space, secret = request.headers.get("Authorization", "").strip().partition(" ")
    secret = secret.strip()
    if kind.lower() != "bearer" or not secret:
        raise NoApiKey()
    key = find_api_key(secret) if secret.startswith(KEY) and len(secret) <= KEY_MOST and secret.isascii() else None
    if key is None or not is_of_somebody_here(key):
        raise UnknownApiKey()
    if hasattr(key, "revocation"):
        raise ApiKeyRevoked()
    if key.is_over:
        raise ApiKeyExpired()
    return key
