"""Erasing a person: each domain registers, when the program starts, what erases its own share of them.

So a domain below need not know who above it keeps something of its people.
"""

from __future__ import annotations

from collections.abc import Callable

from guildworks.platform.actor import Actor, Ref

Share = Callable[[Actor, Ref], None]

_SHARES: dict[str, list[Share]] = {}


def register(kind: str, share: Share) -> None:
    """Have `share` called whenever a subject of this kind is erased; call it in the domain's `AppConfig.ready`."""
    _SHARES.setdefault(kind, []).append(share)


def erase_shares(actor: Actor, subject: Ref) -> None:
    """Erase what all domains keep of a subject, in the transaction of the action that erases it.

    In the order of INSTALLED_APPS, from below upwards, so that locks are always taken in one order. A share that
    refuses, by raising a GuildworksError, refuses all.
    """
    for share in _SHARES.get(subject.kind, ()):
        share(actor, subject)
