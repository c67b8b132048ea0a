"""Questions about the work for later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker

from guildworks.platform import clock
from guildworks.platform.models import Backup
from guildworks.platform.worker import DEAD_SECONDS


@dataclass(frozen=True, slots=True)
class Workers:
    """How many workers live, how many jobs could begin now, and how many have failed for good."""

    running: int
    due: int
    failed: int


def workers_now() -> Workers:
    """How the work stands at this moment. Three SQL queries."""
    now = clock.now()
    due = ProcrastinateJob.objects.filter(Q(scheduled_at__isnull=True) | Q(scheduled_at__lte=now), status="todo")
    return Workers(
        running=ProcrastinateWorker.objects.filter(last_heartbeat__gt=now - timedelta(seconds=DEAD_SECONDS)).count(),
        due=due.count(),
        failed=ProcrastinateJob.objects.filter(status="failed").count(),
    )


def last_backup() -> Backup | None:
    """The backup that was made last. One SQL query."""
    return Backup.objects.order_by("-made_at").first()
