"""What allauth, which speaks to the providers, is told of this house: who comes in, and what is kept of them."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from structlog import get_logger

from guildworks.accounts.actions import sign_up_by_provider
from guildworks.accounts.models import User
from guildworks.accounts.queries import find_invitation_of
from guildworks.accounts.single_sign_on.refusals import (
    AddressNotProved,
    NobodyKnown,
    SingleSignOnCancelled,
    SingleSignOnFailed,
)
from guildworks.accounts.typed import NAME_MOST
from guildworks.platform.errors import GuildworksError
from guildworks.web.refusals import refused

log = get_logger()


class Adapter(DefaultSocialAccountAdapter):  # type:ignore[misc]
    """Lets in whoever has an account or an invitation for an address that the provider has verified."""

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """The providers of the environment, and none from the database."""
        return [
            SocialApp(
                provider="openid_connect",
                provider_id=one.id,
                name=one.name,
                client_id=one.client_id,
                secret=one.secret,
                settings={"server_url": one.issuer},
            )
            for one in settings.IDENTITY_PROVIDERS
            if provider == one.id
        ]

    def authenticate_by_email(self, sociallogin: SocialLogin) -> tuple[User, str] | None:
        """Whoever has proved an address here that the provider has verified too."""
        for address in proved_addresses(sociallogin):
            found = EmailAddress.objects.filter(email=address, verified=True).select_related("user").first()
            if found:
                return found.user, address
        return None

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> User:
        """What somebody new would be called."""
        user: User = sociallogin.user
        user.name = str(data.get("name") or "")
        return user

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Before anybody is let in: the person is known, or an invitation to their address is accepted now."""
        if sociallogin.is_existing:
            return
        try:
            sociallogin.connect(request, newcomer(sociallogin))
        except GuildworksError as refusal:
            raise ImmediateHttpResponse(refused(request, refusal)) from refusal

    def on_authentication_error(self, request: HttpRequest, provider: Any, **about: Any) -> None:
        """A page of the house instead of allauth's; what the provider said is for the log."""
        is_cancelled = getattr(about.get("error"), "value", about.get("error")) == "cancelled"
        if not is_cancelled:
            log.warning("single_sign_on_failed", provider=provider.app.provider_id, reason=str(about.get("exception")))
        refusal = SingleSignOnCancelled() if is_cancelled else SingleSignOnFailed()
        raise ImmediateHttpResponse(refused(request, refusal))


class ProviderAdapter(OpenIDConnectOAuth2Adapter):  # type:ignore[misc]
    """allauth's, but that it believes nothing that is not signed, or is about somebody else, and keeps no claims."""

    @cached_property
    def openid_config(self) -> dict[str, Any]:
        """What the provider says of itself. Raises OAuth2Error where it says that it is another one."""
        provider = self.get_provider()
        with self._session() as session:
            answer = session.get(provider.server_url)
            answer.raise_for_status()
            found: dict[str, Any] = answer.json()
        wanted = provider.app.settings["server_url"]
        if str(found.get("issuer", "")).rstrip("/") != wanted.rstrip("/"):
            raise OAuth2Error(f"the issuer is {wanted}, and it calls itself {found.get('issuer')!r}")
        return found

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        """Under the public address, which is registered there, whatever host the request named."""
        path = reverse("openid_connect_callback", kwargs={"provider_id": self.provider_id})
        return f"{settings.PUBLIC_ADDRESS.origin}{path}"

    def complete_login(self, request: HttpRequest, app: SocialApp, token: Any, **about: Any) -> SocialLogin:
        """Who has signed in there: by the signed token, and by what is asked with it about the same person."""
        claims = jwtkit.verify_and_decode(
            credential=about["response"]["id_token"],
            keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"],
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
        )
        if "email" not in claims and "userinfo_endpoint" in self.openid_config:
            more = self._fetch_user_info(token.token)
            if more.get("sub") != claims["sub"]:  # OpenID Connect Core 1.0, section 5.3.2
                raise OAuth2Error("userinfo is about somebody else than the token")
            claims = more | claims
        login = self.get_provider().sociallogin_from_response(request, {"id_token": claims})
        login.account.extra_data = {}
        return login

    def _session(self) -> Any:
        return Adapter(self.request).get_requests_session()


def proved_addresses(sociallogin: SocialLogin) -> list[str]:
    """The addresses that the provider has verified."""
    return [one.email.lower() for one in sociallogin.email_addresses if one.verified]


def newcomer(sociallogin: SocialLogin) -> User:
    """The account that is made for somebody who was invited. Raises AddressNotProved, NobodyKnown or NotAllowed."""
    addresses = proved_addresses(sociallogin)
    if not addresses:
        raise AddressNotProved()
    invitation = find_invitation_of(addresses)
    if invitation is None:
        raise NobodyKnown()
    return sign_up_by_provider(invitation, name=_name(sociallogin, addresses[0]))


def _name(sociallogin: SocialLogin, address: str) -> str:
    """What the provider calls them, as far as it can be a name here; else what stands before the @."""
    said = "".join(letter for letter in str(sociallogin.user.name) if letter.isprintable())
    return " ".join(said.split())[:NAME_MOST] or address.partition("@")[0]
