"""How many hours a week an engineer works, and when in the day. Until holds exist, free hours are the capacity."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from guildworks.availability.overlap import WorkingDay
from guildworks.talent.models import Engineer

EVERY_WEEKDAY = 0b0011111  # bit 0 is Monday


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


class Workweek(models.Model):
    """An engineer's week: its capacity, and the hours of the day. Null is what they have not said.

    One narrow row for both, because a search reads it of everybody.
    """

    engineer = models.OneToOneField(Engineer, primary_key=True, on_delete=models.CASCADE, related_name="workweek")
    quarter_hours = models.SmallIntegerField(null=True)
    pattern = models.ForeignKey(
        WorkingPattern,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,  # patterns stay, and nobody asks who has one
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="capacity_fits_in_a_week", condition=Q(quarter_hours__gte=0, quarter_hours__lte=168 * 4)
            ),
        ]

    @property
    def hours(self) -> Decimal | None:
        """The capacity of a week."""
        return None if self.quarter_hours is None else Decimal(self.quarter_hours) / 4

    @property
    def day(self) -> WorkingDay | None:
        """The working day as a value."""
        of = self.pattern
        return None if of is None else WorkingDay(of.zone, of.starts, of.ends, of.weekdays)
