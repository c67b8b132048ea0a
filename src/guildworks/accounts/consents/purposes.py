"""What can be agreed to: each domain registers its purposes when the program starts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from guildworks.accounts.models import User
from guildworks.platform.errors import NotFound


@dataclass(frozen=True, slots=True)
class Purpose:
    """Something that is done only with consent, in the words that a person reads before they agree.

    Whoever changes the words counts `wording` up. `undo` ends what the consent allowed, within the action that takes
    it back.
    """

    name: str
    words: str  # a message
    wording: int
    undo: Callable[[User], None]


_PURPOSES: dict[str, Purpose] = {}


class UnknownPurpose(NotFound):
    """Nobody is asked to agree to this."""

    code = "unknown_purpose"
    hint = "Load the page again: it shows what you have agreed to."


def register_purpose(purpose: Purpose) -> None:
    """Have this asked for and shown; call it in the domain's `AppConfig.ready`."""
    _PURPOSES[purpose.name] = purpose


def get_purpose(name: str) -> Purpose:
    """The purpose of this name. Raises UnknownPurpose."""
    if name not in _PURPOSES:
        raise UnknownPurpose()
    return _PURPOSES[name]
