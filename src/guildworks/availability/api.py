"""Hours for programs: those of all engineers for the operator, and an engineer's own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Literal, get_args

from django.utils.translation import gettext as _
from pydantic import Field

from guildworks.accounts.api_keys.guard import routes
from guildworks.availability.actions.hours import (
    confirm_availability,
    except_weeks,
    pause_engineers,
    resume_engineers,
    set_capacity,
    set_working_hours,
)
from guildworks.availability.models import REASONS
from guildworks.availability.told import weeks_json
from guildworks.availability.typed import working_day_typed
from guildworks.platform.http.errors import WrongFields
from guildworks.platform.http.routes import KeyRequest
from guildworks.platform.http.shapes import Sent, Told
from guildworks.talent.models import Engineer
from guildworks.talent.queries import get_kept_profile

api = routes("Availability")


class WeekTold(Told):
    """One week, in hours."""

    week: str = Field(description="Its Monday.")
    capacity: float
    held: float
    booked: float
    free: float
    accepted: float
    reason: str | None


class WeeksTold(Told):
    """All weeks ahead of an engineer."""

    engineer: str
    hours_per_week: float | None
    confirmed_at: str | None
    confirmed_until: str | None
    paused_at: str | None
    weeks: list[WeekTold]


class CapacitySent(Sent):
    """The usual hours a week."""

    hours_per_week: Decimal = Field(ge=0, le=168, decimal_places=2, examples=[32])
    accepts_excess: bool = Field(False, description="Keep what is reserved beyond it, and record by how much.")


class WeekSent(Sent):
    """The hours of one week; null: the usual ones again."""

    week: date = Field(description="Its Monday.", examples=["2027-05-03"])
    hours: Decimal | None = Field(ge=0, le=168, decimal_places=2, examples=[20])


class WeeksSent(Sent):
    """Weeks that have other hours than the usual ones, each once."""

    weeks: list[WeekSent] = Field(min_length=1, max_length=104)
    reason: Literal[REASONS] = Field("other", description="Why.")  # type: ignore[valid-type]
    accepts_excess: bool = False


Weekday = Literal["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
WORKDAYS: tuple[Weekday, ...] = ("Mon", "Tue", "Wed", "Thu", "Fri")
WEEKDAYS = {name: str(number) for number, name in enumerate(get_args(Weekday))}


class WorkingDaySent(Sent):
    """When somebody works, by the clock of their zone."""

    zone: str = Field(max_length=60, examples=["Europe/Berlin"])
    starts: str = Field(max_length=5, examples=["09:00"])
    ends: str = Field(max_length=5, description="Not after the start: on the day after.", examples=["17:00"])
    weekdays: list[Weekday] = Field(default_factory=lambda: list(WORKDAYS), min_length=1, max_length=7)


@api.read("/engineers/{engineer}/weeks", scope="availability:read", gives=WeeksTold)
def read_weeks(request: KeyRequest, engineer: str) -> Any:
    """Read an engineer's weeks: capacity, what is held and booked of it, and what is free."""
    return weeks_json(get_kept_profile(request.actor, engineer))


@api.put("PUT", "/engineers/{engineer}/capacity", scope="availability:write", gives=WeeksTold)
def change_capacity(request: KeyRequest, engineer: str, body: CapacitySent) -> Any:
    """Set the usual hours a week, which confirms them."""
    found = get_kept_profile(request.actor, engineer)
    set_capacity(request.actor, {found: body.hours_per_week}, accepts_excess=body.accepts_excess)
    return _told(request, found)


@api.put("PATCH", "/engineers/{engineer}/weeks", scope="availability:write", gives=WeeksTold)
def change_weeks(request: KeyRequest, engineer: str, body: WeeksSent) -> Any:
    """Say for single weeks how many hours they have; the other weeks stay as they are."""
    found = get_kept_profile(request.actor, engineer)
    except_weeks(request.actor, found, _each_once(body.weeks), reason=body.reason, accepts_excess=body.accepts_excess)
    return _told(request, found)


@api.put("PUT", "/engineers/{engineer}/working-hours", scope="availability:write", gives=WeeksTold)
def change_working_hours(request: KeyRequest, engineer: str, body: WorkingDaySent) -> Any:
    """Say when in the day an engineer works."""
    found = get_kept_profile(request.actor, engineer)
    day = working_day_typed(body.zone, body.starts, body.ends, [WEEKDAYS[name] for name in body.weekdays])
    set_working_hours(request.actor, {found: day})
    return _told(request, found)


@api.send("/engineers/{engineer}/confirmation", scope="availability:write", gives=WeeksTold, status=200)
def confirm_hours(request: KeyRequest, engineer: str) -> Any:
    """Say that an engineer's hours still hold, so that searches find them."""
    found = get_kept_profile(request.actor, engineer)
    confirm_availability(request.actor, [found])
    return _told(request, found)


@api.put("PUT", "/engineers/{engineer}/pause", scope="availability:write", gives=WeeksTold)
def pause_engineer(request: KeyRequest, engineer: str) -> Any:
    """Take an engineer out of all searches until they return; what is reserved stays."""
    found = get_kept_profile(request.actor, engineer)
    pause_engineers(request.actor, [found])
    return _told(request, found)


@api.put("DELETE", "/engineers/{engineer}/pause", scope="availability:write", gives=WeeksTold)
def resume_engineer(request: KeyRequest, engineer: str) -> Any:
    """Have an engineer found again."""
    found = get_kept_profile(request.actor, engineer)
    resume_engineers(request.actor, [found])
    return _told(request, found)


def _each_once(weeks: Sequence[WeekSent]) -> dict[date, Decimal | None]:
    """Hours by Monday. Raises WrongFields."""
    hours: dict[date, Decimal | None] = {}
    wrong: dict[str, str] = {}
    for number, each in enumerate(weeks):
        if each.week.weekday():
            wrong[f"weeks.{number}.week"] = _("%(day)s is no Monday") % {"day": each.week}
        elif each.week in hours:
            wrong[f"weeks.{number}.week"] = _("%(day)s stands here twice") % {"day": each.week}
        hours[each.week] = each.hours
    if wrong:
        raise WrongFields(fields=wrong)
    return hours


def _told(request: KeyRequest, engineer: Engineer) -> dict[str, Any]:
    return weeks_json(get_kept_profile(request.actor, engineer.shown_id))
