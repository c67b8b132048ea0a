"""Ids: UUIDv7 inside, `prefix_BASE32` at every outer door.

UUIDv7 is RFC 9562, section 5.7: 48 bits of milliseconds, then random bits; base32 is Crockford's alphabet, which has no
I, L, O, U, and is read in either case.
"""

from __future__ import annotations

import secrets
import time
from uuid import UUID

from django.utils.translation import gettext

from guildworks.platform.errors import GuildworksError

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUES = {letter: value for value, letter in enumerate(_ALPHABET)} | {"I": 1, "L": 1, "O": 0}
_LETTERS = 26  # 26 letters of 5 bits hold the 128 bits of a UUID


class BadId(GuildworksError):
    """This is not an id of the kind that is wanted here."""

    code = "bad_id"
    status = 2
    http_status = 404


def uuid7() -> UUID:
    """A new id; ids made later sort later, to the millisecond."""
    value = (time.time_ns() // 1_000_000) << 80 | secrets.randbits(80)
    value = value & ~(0xF << 76) | 0x7 << 76
    return UUID(int=value & ~(0x3 << 62) | 0x2 << 62)


def shown(prefix: str, value: UUID) -> str:
    """The id as people and programs outside see it, such as `eng_01JDQ…`."""
    return f"{prefix}_{letters(value.int, _LETTERS)}"


def letters(number: int, count: int) -> str:
    """The lowest 5 * `count` bits of a number in Crockford's base32."""
    return "".join(_ALPHABET[number >> (5 * place) & 31] for place in range(count - 1, -1, -1))


def parsed(prefix: str, text: str) -> UUID:
    """The UUID behind a shown id. Raises BadId that says what was wanted."""
    head, _, tail = text.strip().partition("_")
    number = 0
    try:
        for letter in tail.upper():
            number = number << 5 | _VALUES[letter]
        if head == prefix and len(tail) == _LETTERS:
            return UUID(int=number)
    except (KeyError, ValueError):
        pass
    facts = {"text": repr(text[:40]), "prefix": prefix, "count": _LETTERS}
    raise BadId(
        gettext("%(text)s is not an id of the kind %(prefix)s_…") % facts,
        hint=gettext(
            "Such an id is %(prefix)s_ and %(count)s letters and digits; copy it whole from where it was shown."
        )
        % facts,
    )
