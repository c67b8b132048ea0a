"""Who may. A domain's `policies.py` holds predicates that return None or the reason why not; an action requires one."""

from __future__ import annotations

from guildworks.platform.errors import NotAllowed


def require(reason: str | None) -> None:
    """Raise NotAllowed with the reason, if there is one."""
    if reason is not None:
        raise NotAllowed(reason)
