"""How many hours a week an engineer works, when in the day, and which of these hours are taken."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from guildworks.availability.overlap import WorkingDay
from guildworks.availability.talks import MINUTES
from guildworks.platform.actor import Ref
from guildworks.platform.ids import shown, uuid7
from guildworks.talent.models import Engineer

EVERY_WEEKDAY = 0b0011111  # bit 0 is Monday
WEEKS_AHEAD = 104  # how far ahead hours can be taken, and excepted
REASONS = ("holiday", "half_week", "other_client", "calendar", "other")
TOLD_OF = ("held", "released", "booked", "talk", "talk_cancelled")


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

    @property
    def day(self) -> WorkingDay:
        """The working day as a value."""
        return WorkingDay(self.zone, self.starts, self.ends, self.weekdays)


class Workweek(models.Model):
    """An engineer's week: its capacity, and the hours of the day. Null is what they have not said.

    One narrow row for both, because a search reads it of everybody. It is also what every change of an engineer's hours
    locks; `checked_at`, the moment of the last such change, is kept by the guards alone.
    """

    engineer = models.OneToOneField(Engineer, primary_key=True, on_delete=models.PROTECT, related_name="workweek")
    quarter_hours = models.SmallIntegerField(null=True)
    pattern = models.ForeignKey(
        WorkingPattern,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,  # patterns stay, and nobody asks who has one
    )
    confirmed_at = models.DateTimeField(null=True)  # when they last said that these hours still hold
    paused_at = models.DateTimeField(null=True)  # since when they want to be found by nobody

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="capacity_fits_in_a_week", condition=Q(quarter_hours__gte=0, quarter_hours__lte=168 * 4)
            ),
            models.CheckConstraint(
                name="capacity_is_said_before_it_is_confirmed",
                condition=Q(confirmed_at=None) | Q(quarter_hours__isnull=False),
            ),
        ]

    @property
    def hours(self) -> Decimal | None:
        """The capacity of a week."""
        return None if self.quarter_hours is None else Decimal(self.quarter_hours) / 4

    @property
    def day(self) -> WorkingDay | None:
        """The working day as a value."""
        return None if self.pattern is None else self.pattern.day


class CapacityException(models.Model):
    """A week whose hours are not the usual ones. Null hours: the usual ones again.

    What stays reserved beyond its hours was accepted by somebody, and counts in `accepted_quarter_hours`.
    """

    id = models.BigAutoField(primary_key=True)
    engineer = models.ForeignKey(Engineer, on_delete=models.PROTECT, related_name="capacity_exceptions", db_index=False)
    week = models.DateField()  # its Monday
    quarter_hours = models.SmallIntegerField(null=True)
    accepted_quarter_hours = models.SmallIntegerField(default=0)
    reason = models.TextField(choices=[(reason, reason) for reason in REASONS])

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="capacity_exception_once_a_week", fields=["engineer", "week"]),
            models.CheckConstraint(name="capacity_exception_begins_on_monday", condition=Q(week__iso_week_day=1)),
            models.CheckConstraint(
                name="capacity_exception_fits_in_a_week", condition=Q(quarter_hours__gte=0, quarter_hours__lte=168 * 4)
            ),
            models.CheckConstraint(
                name="capacity_exception_excess_fits_in_a_week",
                condition=Q(accepted_quarter_hours__gte=0, accepted_quarter_hours__lte=168 * 4),
            ),
            models.CheckConstraint(name="capacity_exception_has_a_reason", condition=Q(reason__in=REASONS)),
        ]


class Reservation(models.Model):
    """Weekly hours of an engineer that nobody else can have: a hold, which expires, or a booking, which does not.

    Its weeks follow each other from `first_week` on, each with its own hours, so that phases and a work that begins on
    a Thursday are one reservation. A hold counts while `expires_at` lies ahead, whatever its state still says.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    group_id = models.UUIDField()  # held together, all or none
    engineer = models.ForeignKey(
        Engineer,
        on_delete=models.PROTECT,
        related_name="reservations",
        db_index=False,
        db_constraint=False,  # the guard asks for the engineer's Workweek, which nobody can delete
    )
    organisation_id = models.UUIDField()  # on whose behalf
    holder_kind = models.TextField()  # what for: a brief, or the organisation itself
    holder_id = models.UUIDField()
    first_week = models.DateField()  # its Monday
    quarter_hours: ArrayField[list[int], list[int]] = ArrayField(models.SmallIntegerField())
    state = models.TextField()
    placed_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)  # the engineer said yes, which lengthens the hold once
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(  # also how the guards find what is taken of an engineer's hours
                name="reservation_once_a_group",
                fields=["engineer", "group_id"],
                condition=Q(state__in=["hold", "booked"]),
            ),
            models.CheckConstraint(
                name="reservation_state_is_known",
                condition=Q(state__in=["hold", "booked", "expired", "released", "declined"]),
            ),
            models.CheckConstraint(
                name="reservation_holder_is_brief_or_organisation",
                condition=Q(holder_kind__in=["brief", "organisation"]),
            ),
            models.CheckConstraint(
                name="reservation_only_holds_expire",
                condition=~Q(state__in=["hold", "booked"])
                | Q(state="hold", expires_at__isnull=False)
                | Q(state="booked", expires_at=None),
            ),
            models.CheckConstraint(
                name="reservation_has_ended_or_not",
                condition=Q(state__in=["hold", "booked"], ended_at=None)
                | (~Q(state__in=["hold", "booked"]) & Q(ended_at__isnull=False)),
            ),
            models.CheckConstraint(name="reservation_begins_on_monday", condition=Q(first_week__iso_week_day=1)),
        ]
        indexes: ClassVar = [
            models.Index(name="reservation_ended", fields=["ended_at"], condition=Q(ended_at__isnull=False)),
            # In the order of lists: the operator's, a client's, an engineer's. What has ended is in them too.
            models.Index(name="reservation_placed", fields=["-placed_at", "-id"]),
            models.Index(
                name="reservation_placed_for_briefs",
                fields=["organisation_id", "-placed_at", "-id"],
                condition=Q(holder_kind="brief"),
            ),
            models.Index(name="reservation_of_engineer", fields=["engineer", "-placed_at", "-id"]),
            # The others are for fair use and for the pages of clients, which are about briefs alone.
            models.Index(
                name="reservation_of_brief", fields=["holder_id", "engineer"], condition=Q(holder_kind="brief")
            ),
            models.Index(
                name="reservation_held_for_briefs",
                fields=["organisation_id"],
                condition=Q(holder_kind="brief", state__in=["hold", "booked"]),
            ),
            models.Index(
                name="reservation_ended_of_briefs",
                fields=["organisation_id", "ended_at"],
                condition=Q(holder_kind="brief", ended_at__isnull=False),
            ),
        ]

    @property
    def shown_id(self) -> str:
        """The id as everybody outside sees it."""
        return shown("hld", self.id)

    @property
    def ref(self) -> Ref:
        """The reservation as the subject of an event."""
        return Ref("reservation", self.id)

    def lives(self, at: datetime) -> bool:
        """Whether its hours are taken at this moment; it may have ended later."""
        if self.ended_at is not None:
            return self.ended_at > at
        return self.expires_at is None or self.expires_at > at

    @property
    def last_week(self) -> date:
        """The Monday of its last week."""
        return self.first_week + timedelta(weeks=len(self.quarter_hours) - 1)


class HoldWatch(models.Model):
    """One row: what time alone does to holds was recorded up to this moment."""

    only = models.BooleanField(primary_key=True, default=True)
    seen_until = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(only=True), name="hold_watch_is_one_row")]


class TalkProposal(models.Model):
    """Up to three times for a talk that whoever holds an engineer proposes to them with the hold. Append-only.

    It belongs to a reservation and so stands here: its times lie within the hold's life and in two working days, and
    nothing about it needs to know what a brief is. sql/0005_talks.sql bounds the times.
    """

    reservation = models.OneToOneField(Reservation, primary_key=True, on_delete=models.PROTECT, related_name="talk")
    starts_at: ArrayField[list[datetime], list[datetime]] = ArrayField(models.DateTimeField())  # the earliest first
    minutes = models.SmallIntegerField()
    zone = models.TextField()  # the clock of whoever proposes, IANA
    proposed_by_kind = models.TextField()
    proposed_by_id = models.UUIDField()
    proposed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="talk_minutes_are_known", condition=Q(minutes__in=MINUTES)),
        ]


class TalkAnswer(models.Model):
    """What the engineer said to the times of a talk: the one that they chose, or that none fits. Once; append-only."""

    talk = models.OneToOneField(TalkProposal, primary_key=True, on_delete=models.PROTECT, related_name="answer")
    chosen = models.DateTimeField(null=True)  # None: none fits
    answered_at = models.DateTimeField()


class HoldNotice(models.Model):
    """People were told something of a reservation by mail, once for each thing that is told. Append-only."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    reservation = models.ForeignKey(Reservation, on_delete=models.PROTECT, related_name="notices", db_index=False)
    about = models.TextField(choices=[(about, about) for about in TOLD_OF])
    mails: ArrayField[list[Any], list[Any]] = ArrayField(models.UUIDField())  # of the outbox
    told_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="hold_told_once", fields=["reservation", "about"]),
            models.CheckConstraint(name="hold_notice_is_about_something_known", condition=Q(about__in=TOLD_OF)),
        ]
        indexes: ClassVar = [models.Index(name="hold_notice_by_age", fields=["told_at"])]


class BusyFeed(models.Model):
    """The address at which a calendar reads when an engineer is reserved; another number is another address."""

    engineer = models.OneToOneField(Engineer, primary_key=True, on_delete=models.PROTECT, related_name="busy_feed")
    number = models.UUIDField(unique=True)
    made_at = models.DateTimeField()


class RefusedHold(models.Model):
    """An organisation was told that engineers lack hours that it asked for, which tells of their weeks. Append-only.

    Counted, so that nobody reads a calendar by asking on and on.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation_id = models.UUIDField()
    engineers = models.SmallIntegerField()  # of whom it was told
    refused_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="refused_hold_is_of_somebody", condition=Q(engineers__gte=1)),
        ]
        indexes: ClassVar = [models.Index(name="refused_hold_lately", fields=["organisation_id", "refused_at"])]
