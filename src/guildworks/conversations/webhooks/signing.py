"""Secrets and signatures of webhooks, as the Standard Webhooks specification has them (version 1.0.0).

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from base64 import b64decode, b64encode
from collections.abc import Sequence
from datetime import datetime

from guildworks.conversations.webhooks.models import Webhook
from guildworks.platform.errors import GuildworksError
from guildworks.platform.sealing import SealedOtherwise, sealed, unsealed

PREFIX = "whsec_"
SECRET_BYTES = 32  # the specification asks for 24 to 64
PURPOSE = "webhooks"


class SecretUnreadable(GuildworksError):
    """The secret of this webhook was kept under another secret key than the one in use."""

    code = "secret_unreadable"
    http_status = 503
    hint = "Change its secret; or the operator of this site puts the secret key back, from a backup."


def new_secret() -> str:
    """A secret as it is shown, once."""
    return PREFIX + b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def kept(secret: str) -> str:
    """A secret as it is kept."""
    return sealed(secret, purpose=PURPOSE)


def secrets_of(webhook: Webhook, *, at: datetime) -> list[str]:
    """Those that sign at this moment, the newest first. Raises SecretUnreadable."""
    is_overlap = webhook.earlier_until is not None and at < webhook.earlier_until
    try:
        return [
            unsealed(each, purpose=PURPOSE)
            for each in (webhook.secret, webhook.earlier_secret if is_overlap else "")
            if each
        ]
    except SealedOtherwise as wrong:
        raise SecretUnreadable() from wrong


def signed_headers(message: str, body: bytes, *, secrets: Sequence[str], at: datetime) -> dict[str, str]:
    """The headers by which a receiver knows that it is ours, and which one: a signature for each secret."""
    timestamp = int(at.timestamp())
    signatures = [f"v1,{_signature(secret, message, timestamp, body)}" for secret in secrets]
    return {
        "webhook-id": message,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(signatures),
    }


def _signature(secret: str, message: str, timestamp: int, body: bytes) -> str:
    key = b64decode(secret.removeprefix(PREFIX))
    signed = b".".join((message.encode(), str(timestamp).encode(), body))
    return b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
