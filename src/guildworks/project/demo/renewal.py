"""People of a demo say at each start that their hours still hold, so that it never stands empty after two weeks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import connection

from guildworks.accounts.queries import local_operator
from guildworks.availability.actions.hours import confirm_availability
from guildworks.platform import clock
from guildworks.platform.actor import Actor
from guildworks.platform.models import DemoMode
from guildworks.talent.models import Engineer

DEMO_LOCK = 0x64656D6F  # advisory lock: of two demos at once, the second waits and finds the work done
RENEWED_AFTER = timedelta(days=1)


def renew() -> None:
    """Confirm the hours of a demo's people; in a database that is no demo, nothing."""
    if DemoMode.objects.exists():
        with demo_alone():
            confirm_again(local_operator())


def confirm_again(actor: Actor) -> None:
    """Confirm the hours of all but the few who were silent from the first: those had confirmed before the demo was."""
    due = Engineer.objects.filter(
        is_demo=True,
        workweek__confirmed_at__gte=demo_started_at(),
        workweek__confirmed_at__lt=clock.now() - RENEWED_AFTER,
    )
    confirm_availability(actor, list(due.only("id")))


def demo_started_at() -> datetime:
    """When the first person of the demo was loaded, or was about to be."""
    return DemoMode.objects.get().started_at


@contextmanager
def demo_alone() -> Iterator[None]:
    """Nobody else changes the demo within the block."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [DEMO_LOCK])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [DEMO_LOCK])
