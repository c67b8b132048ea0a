"""What is said at once, though it is two things: a usual week as a whole, and that one is back with one's hours."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction

from guildworks.availability.actions.hours import (
    HoursNotSaid,
    confirm_availability,
    resume_engineers,
    set_capacity,
    set_working_hours,
)
from guildworks.availability.overlap import WorkingDay
from guildworks.platform.actor import Actor
from guildworks.talent.models import Engineer


@transaction.atomic
def set_usual_week(actor: Actor, engineer: Engineer, *, hours: Decimal, day: WorkingDay) -> None:
    """Set hours and working day of a usual week, both or neither, which confirms them. Raises what either does."""
    set_working_hours(actor, {engineer: day})
    set_capacity(actor, {engineer: hours})


@transaction.atomic
def come_back(actor: Actor, engineer: Engineer) -> bool:
    """End a pause by hours that hold as of now; False where none were said yet, so that no search finds them.

    Raises NotAllowed or EngineerErased.
    """
    resume_engineers(actor, [engineer])
    try:
        confirm_availability(actor, [engineer])
    except HoursNotSaid:
        return False
    return True
