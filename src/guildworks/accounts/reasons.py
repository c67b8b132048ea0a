"""The reason that the operator gives for what they do about a person, who reads it."""

from __future__ import annotations

from guildworks.platform.errors import BadInput

REASON_LEAST, REASON_MOST = 5, 300  # characters


class BadReason(BadInput):
    """A reason has 5 to 300 visible characters."""

    code = "bad_reason_given"
    hint = "The person reads it: say what it is about, in words that mean something to them."


def readable_reason(text: str) -> str:
    """The reason on one line. Raises BadReason."""
    words = " ".join(text.split())
    if not REASON_LEAST <= len(words) <= REASON_MOST or not words.isprintable():
        raise BadReason()
    return words
