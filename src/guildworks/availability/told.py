"""Hours and holds for a program: the same for the command line and for the interface of programs."""

from __future__ import annotations

from typing import Any

from guildworks.availability.models import Reservation, Workweek
from guildworks.availability.queries import confirmed_until, weeks_ahead
from guildworks.platform.ids import shown
from guildworks.talent.models import Engineer


def weeks_json(engineer: Engineer) -> dict[str, Any]:
    """All weeks ahead: hours as numbers."""
    week = workweek_of(engineer)
    return {
        "engineer": engineer.shown_id,
        "hours_per_week": None if week.hours is None else float(week.hours),
        "confirmed_at": week.confirmed_at and week.confirmed_at.isoformat(),
        "confirmed_until": week.confirmed_at and confirmed_until(week.confirmed_at).isoformat(),
        "paused_at": week.paused_at and week.paused_at.isoformat(),
        "weeks": [
            {
                "week": f"{each.week}",
                "capacity": each.capacity / 4,
                "held": each.held / 4,
                "booked": each.booked / 4,
                "free": each.free / 4,
                "accepted": each.accepted / 4,
                "reason": each.reason if each.excepted else None,
            }
            for each in weeks_ahead(engineer.id)
        ],
    }


def workweek_of(engineer: Engineer) -> Workweek:
    """What an engineer has said of their week; an empty one where they have said nothing yet."""
    found: Workweek | None = getattr(engineer, "workweek", None)
    return found or Workweek(engineer=engineer)


def hold_json(hold: Reservation) -> dict[str, Any]:
    """A hold for a program."""
    return {
        "id": hold.shown_id,
        "engineer": hold.engineer.shown_id,
        "state": hold.state,
        "brief": shown("brf", hold.holder_id) if hold.holder_kind == "brief" else None,
        "hours_per_week": max(hold.quarter_hours) / 4,
        "first_week": f"{hold.first_week}",
        "weeks": [quarters / 4 for quarters in hold.quarter_hours],
        "expires_at": hold.expires_at and hold.expires_at.isoformat(),
        "accepted_at": hold.accepted_at and hold.accepted_at.isoformat(),
    }
