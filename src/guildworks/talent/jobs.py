"""What a worker does for profiles."""

from __future__ import annotations

from guildworks.platform import retention
from guildworks.talent.resumes.actions import FORGET_RESUMES


@FORGET_RESUMES.done_by
def forget_resumes(timestamp: int) -> None:
    """Delete resumes whose time is over."""
    retention.forget("resumes")
