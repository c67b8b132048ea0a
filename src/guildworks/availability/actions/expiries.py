"""Recording what time alone does to holds, for whoever follows the event log. They expire by the clock, not by this."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from guildworks.accounts.models import Organisation
from guildworks.availability.alone import alone
from guildworks.availability.events import HOLD_EXPIRED, HOLD_EXPIRES_SOON
from guildworks.availability.models import HoldWatch, Reservation
from guildworks.platform import clock, events
from guildworks.platform.actor import PROGRAM
from guildworks.platform.events import EventKind
from guildworks.platform.work import declare_job

WATCH_HOLDS = declare_job("availability.watch_holds", every="*/5 * * * *")
WARNED_HOURS = 12
WARNED = timedelta(hours=WARNED_HOURS)


@transaction.atomic
def watch_holds() -> int:
    """Record of each hold, once for each end that it has, that 12 hours are left, and that it has expired: how many.

    Since the last look, whose moment is kept: before the first one nothing was missed. A hold that its engineer accepts
    has another end, 12 hours before which it is recorded again.
    """
    now = clock.now()
    HoldWatch.objects.bulk_create([HoldWatch(seen_until=now)], ignore_conflicts=True)
    watch = HoldWatch.objects.select_for_update().get()  # of two workers the second waits, and finds nothing left
    since = watch.seen_until
    if since >= now:
        return 0
    soon, over = _expire_soon(since, now), _have_expired(since, now)
    # Whoever is about to accept one has its engineer to themself: it is looked at again once that is done.
    alone(list((soon | over).values_list("engineer_id", flat=True)))
    count = _record(soon, HOLD_EXPIRES_SOON, hours=WARNED_HOURS) + _record(over, HOLD_EXPIRED)
    watch.seen_until = now
    watch.save(update_fields=["seen_until"])
    return count


def _expire_soon(since: datetime, now: datetime) -> QuerySet[Reservation]:
    """Holds that live, and had more than 12 hours at the last look."""
    ends = Q(expires_at__gt=max(since + WARNED, now), expires_at__lte=now + WARNED)
    return Reservation.objects.filter(ends, state="hold")


def _have_expired(since: datetime, now: datetime) -> QuerySet[Reservation]:
    """Holds whose end lies between; a guard may have marked them meanwhile."""
    still = Q(state="hold", expires_at__gt=since, expires_at__lte=now)
    return Reservation.objects.filter(still | Q(state="expired", ended_at__gt=since, ended_at__lte=now))


def _record(holds: QuerySet[Reservation], kind: EventKind, **facts: Any) -> int:
    found = list(holds.select_related("engineer").order_by("expires_at", "id"))
    chains = dict(_chains_of(found))
    for hold in found:
        concerns = [chains[hold.organisation_id]]
        events.record(kind, hold.ref, PROGRAM, chain=hold.engineer.chain, concerns=concerns, **facts)
    return len(found)


def _chains_of(holds: list[Reservation]) -> Iterator[tuple[Any, str]]:
    for organisation in Organisation.objects.filter(id__in={hold.organisation_id for hold in holds}):
        yield organisation.id, organisation.chain
