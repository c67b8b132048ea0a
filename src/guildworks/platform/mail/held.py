"""Mails that a restoration holds: they waited when the backup was made, and may have been sent since."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Max, QuerySet

from guildworks.platform.models import Mail, Restoration


def held_until() -> datetime | None:
    """Mails that were written until then wait until somebody says what becomes of them; None where none do."""
    restored_at: datetime | None = Restoration.objects.filter(releases=None).aggregate(last=Max("restored_at"))["last"]
    return restored_at


def held_mails() -> QuerySet[Mail]:
    """The mails that are held."""
    until, waiting = held_until(), Mail.objects.filter(due_at__isnull=False)
    return waiting.filter(created_at__lte=until) if until else waiting.none()
