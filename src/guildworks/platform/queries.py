"""Questions about the event log and about the work for later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext as _
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinatePeriodicDefer, ProcrastinateWorker

from guildworks.platform import clock
from guildworks.platform.actor import Actor, Ref
from guildworks.platform.errors import NotFound
from guildworks.platform.limits import limit
from guildworks.platform.models import Backup, Event, EventChain
from guildworks.platform.outer_ids import PREFIXES
from guildworks.platform.paging import page_of
from guildworks.platform.work import DECLARED_JOBS
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


def find_subject(asker: Actor, id_: UUID) -> Ref | None:
    """What has this id, of all that something has happened to. One SQL query."""
    about = events_visible_to(asker).filter(subject_id=id_, subject_kind__in=PREFIXES).order_by()
    kind = about.values_list("subject_kind", flat=True).first()
    return Ref(kind, id_) if kind else None


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


JOB_STATES = ("failed", "doing", "todo", "succeeded")


@dataclass(frozen=True, slots=True)
class Periodic:
    """A job that is done from time to time."""

    name: str
    every: str  # a cron line; empty: whenever one of the events that it follows was recorded
    last: datetime | None  # when it was due last


def find_jobs(asker: Actor, *, state: str, page: int) -> tuple[list[ProcrastinateJob], int]:
    """One page of the jobs that are kept, the latest first, each with when it last changed its state; and how many.

    All of them for a state that is none of JOB_STATES; none for anybody but the operator.
    """
    jobs = ProcrastinateJob.objects.all() if asker.kind == "operator" else ProcrastinateJob.objects.none()
    found = jobs.filter(status=state) if state in JOB_STATES else jobs
    return page_of(found.annotate(moved_at=Max("procrastinateevent__at")).order_by("-id"), page)


def count_jobs() -> dict[str, int]:
    """How many jobs are in each state. One SQL query."""
    return dict(ProcrastinateJob.objects.values_list("status").annotate(Count("id")).order_by())


def periodic_jobs() -> list[Periodic]:
    """Every job that nobody defers, by name. One SQL query."""
    autodiscover_modules("jobs")  # as a worker does: a server need not have come upon all of them
    rows = ProcrastinatePeriodicDefer.objects.values_list("task_name").annotate(Max("defer_timestamp")).order_by()
    last = {name: datetime.fromtimestamp(at, UTC) for name, at in rows if at}
    kinds = [kind for _name, kind in sorted(DECLARED_JOBS.items()) if kind.every or kind.follows is not None]
    return [Periodic(kind.name, kind.every, last.get(kind.name)) for kind in kinds]


def last_backup() -> Backup | None:
    """The backup that was made last. One SQL query."""
    return Backup.objects.order_by("-made_at").first()
