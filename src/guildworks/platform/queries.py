"""Questions about the event log and about the work for later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker

from guildworks.platform import clock
from guildworks.platform.actor import Actor, Ref
from guildworks.platform.errors import NotFound
from guildworks.platform.limits import limit
from guildworks.platform.models import Event, EventChain
from guildworks.platform.paging import page_of
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


def events_visible_to(asker: Actor) -> QuerySet[Event]:
    """The events that somebody may look through, each with its place: the operator all, others none."""
    return Event.objects.select_related("eventlink") if asker.kind == "operator" else Event.objects.none()


def latest_events(asker: Actor) -> list[Event]:
    """What happened last of all, a page of it. One SQL query: ids grow with time."""
    return list(events_visible_to(asker).order_by("-id")[: limit("page_size")])


def find_events(asker: Actor, who: Ref, *, part: Literal["about", "by"], page: int) -> tuple[list[Event], int]:
    """One page of what happened to somebody or something, or of what they did, the latest first; and how many."""
    about = Q(subject_kind=who.kind, subject_id=who.id)
    found = events_visible_to(asker).filter(Q(actor_id=who.id) if part == "by" else about)
    return page_of(found.order_by("-id"), page)


def get_chain(asker: Actor, name: str) -> EventChain:
    """The head of a chain, for the operator. Raises NotFound."""
    found = EventChain.objects.filter(name=name).first() if asker.kind == "operator" else None
    if found is None:
        raise NotFound(
            _("There is no chain of events %(name)s") % {"name": repr(name[:80])},
            hint=_("Each event leads to the chain that it lies on."),
        )
    return found


def events_of_chain(asker: Actor, chain: str, *, page: int) -> tuple[list[Event], int]:
    """One page of a chain, the latest first; and how many events it has."""
    return page_of(events_visible_to(asker).filter(eventlink__chain=chain).order_by("-eventlink__seq"), page)
