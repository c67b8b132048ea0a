"""Secrets that the program must read again are kept sealed: of no use to whoever has the database alone.

The seal is Fernet's (AES-128 in CBC mode with HMAC-SHA256) under a key that comes from the secret key and the purpose.
"""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings


class SealedOtherwise(ValueError):
    """It was sealed under another secret key, or for another purpose."""


def sealed(text: str, *, purpose: str) -> str:
    """A text as it is kept."""
    return _sealer(purpose).encrypt(text.encode()).decode()


def unsealed(kept: str, *, purpose: str) -> str:
    """The text that was sealed for this purpose. Raises SealedOtherwise."""
    try:
        return _sealer(purpose).decrypt(kept.encode()).decode()
    except InvalidToken as wrong:
        raise SealedOtherwise from wrong


def _sealer(purpose: str) -> Fernet:
    return Fernet(urlsafe_b64encode(hashlib.sha256(f"{purpose}:{settings.SECRET_KEY}".encode()).digest()))
