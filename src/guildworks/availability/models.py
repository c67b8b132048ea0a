"""How many hours a week an engineer works, and when in the day. Until holds exist, free hours are the capacity."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from guildworks.availability.overlap import WorkingDay
from guildworks.talent.models import Engineer

EVERY_WEEKDAY = 0b0011111  # bit 0 is Monday


class WeeklyCapacity(models.Model):
    """Hours that an engineer has in a week, in quarters of an hour."""

    engineer = models.OneToOneField(Engineer, primary_key=True, on_delete=models.CASCADE, related_name="capacity")
    hours = models.DecimalField(max_digits=5, decimal_places=2)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="capacity_fits_in_a_week", condition=Q(hours__gte=0, hours__lte=168)),
        ]


class WorkingPattern(models.Model):
    """A way to lay one's hours: local rules with a zone, so that summer time is right. Many engineers share one.

    So a search works out overlap once for each pattern, and compares small numbers for each engineer.
    """

    zone = models.TextField()  # IANA
    starts = models.SmallIntegerField()  # minute of the local day
    ends = models.SmallIntegerField()  # past 1,440 where the working day passes midnight
    weekdays = models.SmallIntegerField(default=EVERY_WEEKDAY)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="working_pattern_once", fields=["zone", "starts", "ends", "weekdays"]),
            models.CheckConstraint(
                name="working_hours_start_within_a_day", condition=Q(starts__gte=0, starts__lt=24 * 60)
            ),
            models.CheckConstraint(
                name="working_hours_end_after_they_start",
                condition=Q(ends__gt=F("starts")) & Q(ends__lte=F("starts") + 24 * 60),
            ),
            models.CheckConstraint(
                name="working_hours_have_a_weekday", condition=Q(weekdays__gte=1, weekdays__lte=127)
            ),
        ]


class WorkingHours(models.Model):
    """The hours of the day at which an engineer works."""

    engineer = models.OneToOneField(Engineer, primary_key=True, on_delete=models.CASCADE, related_name="working_hours")
    pattern = models.ForeignKey(WorkingPattern, on_delete=models.PROTECT, related_name="+")

    @property
    def day(self) -> WorkingDay:
        """The working day as a value."""
        return WorkingDay(self.pattern.zone, self.pattern.starts, self.pattern.ends, self.pattern.weekdays)
