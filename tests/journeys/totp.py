"""What an authenticator app shows."""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct

from guildworks.platform import clock


def digits(secret: str, *, ahead: int = 0) -> str:
    """The six digits of this half minute, or of one ahead (RFC 6238; the truncation is RFC 4226, section 5.3)."""
    moment = struct.pack(">Q", int(clock.now().timestamp()) // 30 + ahead)
    digest = hmac.new(base64.b32decode(secret), moment, hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"
