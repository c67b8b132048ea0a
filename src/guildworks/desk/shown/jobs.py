"""Jobs in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext
from procrastinate.contrib.django.models import ProcrastinateJob

from guildworks.platform.queries import JOB_STATES, Periodic

STATES = {
    "failed": gettext_noop("failed"),
    "doing": gettext_noop("at hand"),
    "todo": gettext_noop("waiting"),
    "succeeded": gettext_noop("done"),
    "cancelled": gettext_noop("called off"),
    "aborted": gettext_noop("broken off"),
}
KINDS = {"failed": "refused", "doing": "waits", "todo": "", "succeeded": "fine"}
STARRED = "*/"


@dataclass(frozen=True, slots=True)
class JobShown:
    """One job."""

    id: int
    name: str
    facts: str  # ids and numbers that it was deferred with
    kind: str
    stands: str
    attempts: int
    begins: datetime | None
    moved: datetime | None
    has_failed: bool


@dataclass(frozen=True, slots=True)
class State:
    """How many jobs are in one state."""

    name: str
    word: str
    count: int


@dataclass(frozen=True, slots=True)
class PeriodicShown:
    """What is done from time to time, how often, and when it was last."""

    name: str
    often: str
    last: datetime | None
    follows: bool  # done at each of its events, of which no moment is kept


def jobs_shown(found: Sequence[ProcrastinateJob]) -> list[JobShown]:
    """In the same order."""
    return [
        JobShown(
            id=job.id,
            name=job.task_name,
            facts=" · ".join(f"{name}: {value}" for name, value in sorted(job.args.items())),
            kind=KINDS.get(job.status, ""),
            stands=_(STATES[job.status]),
            attempts=job.attempts,
            begins=job.scheduled_at if job.status == "todo" else None,
            moved=vars(job)["moved_at"],
            has_failed=job.status == "failed",
        )
        for job in found
    ]


def states_shown(counted: Mapping[str, int]) -> list[State]:
    """The states that a list can be cut down to."""
    return [State(name, _(STATES[name]), counted.get(name, 0)) for name in JOB_STATES]


def periodic_shown(found: Sequence[Periodic]) -> list[PeriodicShown]:
    """In the same order."""
    return [PeriodicShown(one.name, _often(one.every), one.last, follows=not one.every) for one in found]


def _often(every: str) -> str:
    """A cron line in words: ours are of minutes within each hour."""
    if not every:
        return _("whenever one of its events happens")
    minute, hour, *_rest = every.split()
    if minute.startswith(STARRED):
        count = int(minute.removeprefix(STARRED))
        return ngettext("every minute", "every %(count)s minutes", count) % {"count": count}
    return _("once an hour") if hour == "*" else _("once a day")
