"""Saying the whole of a usual week at once: how many hours, and when in the day."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction

from guildworks.availability.actions.hours import set_capacity, set_working_hours
from guildworks.availability.overlap import WorkingDay
from guildworks.platform.actor import Actor
from guildworks.talent.models import Engineer


@transaction.atomic
def set_usual_week(actor: Actor, engineer: Engineer, *, hours: Decimal, day: WorkingDay) -> None:
    """Set hours and working day of a usual week, both or neither, which confirms them. Raises what either does."""
    set_working_hours(actor, {engineer: day})
    set_capacity(actor, {engineer: hours})
