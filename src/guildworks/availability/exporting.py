"""Which engineers somebody has held: their share of the archive that is for themself."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from django.utils.translation import gettext_noop

from guildworks.accounts.exporting import CHUNK, done_by, said
from guildworks.availability.events import HOLD_PLACED
from guildworks.availability.models import CapacityException, Reservation, Workweek
from guildworks.platform.actor import Ref
from guildworks.platform.exporting import Row, Share
from guildworks.platform.ids import shown


def _holds(subject: Ref) -> Iterator[Row]:
    ids = done_by(subject.id, HOLD_PLACED.name)
    while some := list(islice(ids, CHUNK)):
        found = Reservation.objects.in_bulk(some)
        yield from (_hold(found[id_]) for id_ in some if id_ in found)


def _hold(kept: Reservation) -> Row:
    return {
        "id": kept.shown_id,
        "engineer": shown("eng", kept.engineer_id),
        "first_week": kept.first_week.isoformat(),
        "hours": [quarters / 4 for quarters in kept.quarter_hours],
        "placed_at": said(kept.placed_at),
        "state": kept.state,
    }


def _week(subject: Ref) -> Iterator[Row]:
    for kept in Workweek.objects.filter(engineer=subject.id).select_related("pattern"):
        yield {
            "hours": None if kept.hours is None else float(kept.hours),
            "working_day": kept.pattern
            and {
                "zone": kept.pattern.zone,
                "starts_at_minute": kept.pattern.starts,
                "ends_at_minute": kept.pattern.ends,
                "weekdays": [day + 1 for day in range(7) if kept.pattern.weekdays >> day & 1],
            },
            "confirmed_at": said(kept.confirmed_at),
            "paused_at": said(kept.paused_at),
        }


def _other_weeks(subject: Ref) -> Iterator[Row]:
    for kept in CapacityException.objects.filter(engineer=subject.id).order_by("-week"):
        hours = None if kept.quarter_hours is None else kept.quarter_hours / 4
        yield {"week": kept.week.isoformat(), "hours": hours, "reason": kept.reason}


def _held(subject: Ref) -> Iterator[Row]:
    for kept in Reservation.objects.filter(engineer=subject.id).order_by("-placed_at", "-id").iterator():
        yield {
            "id": kept.shown_id,
            "organisation": shown("org", kept.organisation_id),
            "first_week": kept.first_week.isoformat(),
            "hours": [quarters / 4 for quarters in kept.quarter_hours],
            "state": kept.state,
            "placed_at": said(kept.placed_at),
            "accepted_at": said(kept.accepted_at),
            "ended_at": said(kept.ended_at),
        }


OF_ENGINEERS = (
    Share("working_week", gettext_noop("Your hours of a week and your working day."), _week, page="hours"),
    Share("other_weeks", gettext_noop("Weeks in which your hours are different."), _other_weeks, page="hours"),
    Share("reservations", gettext_noop("Holds and bookings of your hours."), _held, page="own-holds", stays=True),
)
SHARES = (
    Share("holds", gettext_noop("Engineers whose hours you have held for your organisations."), _holds, stays=True),
)
