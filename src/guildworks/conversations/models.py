"""All tables of conversations, for Django to find."""

from __future__ import annotations

from guildworks.conversations.threads.models import Comment, Mention, Thread

__all__ = ["Comment", "Mention", "Thread"]
