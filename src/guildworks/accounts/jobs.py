"""What a worker does for people and organisations."""

from __future__ import annotations

from guildworks.accounts.forgetting.actions import FORGET_INVITATIONS, FORGET_SESSIONS, FORGET_SIGN_UPS
from guildworks.platform import retention


@FORGET_INVITATIONS.done_by
def forget_invitations(timestamp: int) -> None:
    """Erase the addresses of invitations that ended long enough ago."""
    retention.forget("invitations")


@FORGET_SIGN_UPS.done_by
def forget_sign_ups(timestamp: int) -> None:
    """Delete accounts whose address nobody has proved."""
    retention.forget("sign_ups")


@FORGET_SESSIONS.done_by
def forget_sessions(timestamp: int) -> None:
    """Delete sessions whose time is over."""
    retention.forget("sessions")
