"""By which providers somebody signs in, and whether they could do without one."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from guildworks.accounts.models import User
from guildworks.platform.errors import NotFound


def links_of(user: User) -> QuerySet[SocialAccount]:
    """As whom providers know somebody, the first link first."""
    found: QuerySet[SocialAccount] = SocialAccount.objects.filter(user=user)
    return found.select_related("user").order_by("date_joined", "id")


def get_link(user: User, link: int) -> SocialAccount:
    """One of a person's own links. Raises NotFound."""
    found = links_of(user).filter(id=link).first()
    if found is None:
        raise NotFound(_("This provider does not sign you in any more."), hint=_("The page shows those that do."))
    return found


def has_another_way_in(user: User, *, without: SocialAccount) -> bool:
    """Whether somebody can still sign in without a link: by a password, a passkey, or another provider in use."""
    if user.has_usable_password():
        return True
    keys = Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN)
    if any(key.wrap().is_passwordless for key in keys):
        return True
    return links_of(user).exclude(id=without.id).filter(provider__in=_in_use()).exists()


def name_of(provider: str) -> str:
    """What a provider is called; its id, where the operator does not use it any more."""
    return _in_use().get(provider, provider)


def is_in_use(provider: str) -> bool:
    """Whether the operator still has people signed in by this provider."""
    return provider in _in_use()


def _in_use() -> dict[str, str]:
    return {one.id: one.name for one in settings.IDENTITY_PROVIDERS}
