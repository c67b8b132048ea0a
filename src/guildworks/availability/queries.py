"""Questions about hours."""

from __future__ import annotations

from guildworks.availability.models import WorkingHours
from guildworks.availability.overlap import WorkingDay


def working_days_of_listed() -> list[WorkingDay]:
    """The different working days of all listed engineers, in a fixed order. One SQL query."""
    days = WorkingHours.objects.filter(engineer__listing__isnull=False).order_by("zone", "starts", "ends", "weekdays")
    return [WorkingDay(*values) for values in days.values_list("zone", "starts", "ends", "weekdays").distinct()]
