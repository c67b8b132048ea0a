"""The key itself: how it is made, what of it finds its row, and what is kept."""

from __future__ import annotations

import hashlib
import secrets

from guildworks.platform.http.keys import KEY
from guildworks.platform.ids import letters

BEGINNING = len(KEY) + 10  # characters by which a key is found


def new_secret() -> str:
    """A key such as gwk_7Q2M9ZK4TB_…: ten letters that find it, and 256 bits that nobody guesses."""
    return f"{KEY}{letters(secrets.randbits(50), 10)}_{secrets.token_urlsafe(32)}"


def hash_of(secret: str) -> bytes:
    """What is kept of a key."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()
