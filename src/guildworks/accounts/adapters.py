"""What allauth, which signs people in, is told of this house."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy

from guildworks.accounts import policies
from guildworks.platform.errors import GuildworksError
from guildworks.platform.sealing import SealedOtherwise, sealed, unsealed

SECOND_FACTORS = "second factors"


class SecondFactorUnreadable(GuildworksError):
    """The second factors were kept under another secret key than the one in use."""

    code = "second_factor_unreadable"
    http_status = 503
    hint = "The operator of this site can put the secret key back, from a backup."


class AccountAdapter(DefaultAccountAdapter):
    """Who may sign up, where links in mails lead, and what is said where allauth's own words leave a question."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": gettext_lazy(
            "This address and this password do not belong together. Check both, or set a new password below."
        ),
        "too_many_login_attempts": gettext_lazy(
            "Too many wrong passwords. Try again in five minutes; a new password can be set at once."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Where the operator has opened it; whoever was invited comes by the link of the invitation."""
        return policies.may_sign_up() is None

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Under the public address, whatever host the request named: a mail must not lead elsewhere."""
        uid, _, token = key.partition("-")
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})
        return f"{settings.PUBLIC_ADDRESS.origin}{path}"


class MfaAdapter(DefaultMFAAdapter):
    """Passkeys belong to the public address."""

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The site as a passkey knows it (WebAuthn, section 5.4.2)."""
        return {"id": settings.PUBLIC_ADDRESS.host, "name": "Guildworks"}

    def encrypt(self, text: str) -> str:
        """Secrets of second factors are of no use to whoever has the database without the secret key."""
        return sealed(text, purpose=SECOND_FACTORS)

    def decrypt(self, encrypted_text: str) -> str:
        """What `encrypt` was given. Raises SecondFactorUnreadable where it was given under another key."""
        try:
            return unsealed(encrypted_text, purpose=SECOND_FACTORS)
        except SealedOtherwise as wrong:
            raise SecondFactorUnreadable() from wrong
