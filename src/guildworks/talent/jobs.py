"""What a worker does for profiles."""

from __future__ import annotations

from guildworks.platform import retention
from guildworks.talent.public.actions import FORGET_HANDLES
from guildworks.talent.resumes.actions import FORGET_RESUMES


@FORGET_RESUMES.done_by
def forget_resumes(timestamp: int) -> None:
    """Delete resumes whose time is over."""
    retention.forget("resumes")


@FORGET_HANDLES.done_by
def forget_handles(timestamp: int) -> None:
    """Have addresses of public pages free again whose time is over."""
    retention.forget("handles")
