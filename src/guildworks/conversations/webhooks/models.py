"""Addresses to which an organisation has events sent, each sending, and each attempt at it."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext, gettext_noop

from guildworks.accounts.models import Organisation
from guildworks.platform.actor import Ref
from guildworks.platform.ids import shown, uuid7
from guildworks.platform.models import Event

# Why a webhook is off: by hand; since its address said that it is gone; since nothing could be delivered for days.
OFF = ("paused", "gone", "failing")
ENDS = ("delivered_at", "dead_at")
# What kept an attempt from being answered at all, by the code of the error.
PROBLEMS = {
    "bad_address": gettext_noop("This is not an address that something can be sent to."),
    "address_refused": gettext_noop("The address leads into a private network, and nothing is sent there."),
    "fetch_failed": gettext_noop("Nobody answered there in time as a web server does."),
    "secret_unreadable": gettext_noop("Its secret was sealed under another secret key of this site: change it."),
}
STATE_WORDS = {
    "waiting": gettext_noop("waiting"),
    "delivered": gettext_noop("delivered"),
    "dead": gettext_noop("given up"),
}
ANSWER_CHARACTERS = 1_000  # of what an address answers, kept for whoever looks for the fault


class Webhook(models.Model):
    """An address that is sent what happens in an organisation, of the events that it wants.

    Its secrets are sealed: the one that signs, and for a while after a change the one before it too. Once removed it
    says nothing, and goes with the next clearing up.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    address = models.TextField()
    events: ArrayField[list[str], list[str]] = ArrayField(models.TextField())
    secret = models.TextField()
    earlier_secret = models.TextField(default="")
    earlier_until = models.DateTimeField(null=True)
    made_at = models.DateTimeField()
    off_at = models.DateTimeField(null=True)
    off_as = models.TextField(null=True, choices=[(word, word) for word in OFF])
    failing_since = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="webhook_has_an_address_until_removed",
                condition=Q(removed_at__isnull=True, address__gt="", secret__gt="")
                | Q(removed_at__isnull=False, address="", secret="", earlier_secret=""),
            ),
            models.CheckConstraint(
                name="webhook_earlier_secret_ends",
                condition=Q(earlier_secret="", earlier_until__isnull=True)
                | Q(earlier_secret__gt="", earlier_until__isnull=False),
            ),
            models.CheckConstraint(
                name="webhook_is_off_for_a_reason",
                condition=Q(off_at__isnull=True, off_as__isnull=True)
                | Q(off_at__isnull=False, off_as__isnull=False, off_as__in=OFF),
            ),
            models.CheckConstraint(name="webhook_wants_an_event", condition=~Q(events=[])),
            models.UniqueConstraint(
                name="webhook_once_for_each_address",
                fields=["organisation", "address"],
                condition=Q(removed_at__isnull=True),
            ),
        ]

    @property
    def shown_id(self) -> str:
        """The id as everybody outside sees it."""
        return shown("whk", self.id)

    @property
    def ref(self) -> Ref:
        """The webhook as the subject of an event."""
        return Ref("webhook", self.id)


class WebhookDelivery(models.Model):
    """An event that goes to a webhook, or a test of it without one: it waits until `due_at`, or has ended in one way.

    What is sent is made of the event whenever it is sent, and kept nowhere.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries", db_index=False)
    event = models.ForeignKey(Event, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    attempts = models.SmallIntegerField(default=0)  # since it was made, or replayed
    delivered_at = models.DateTimeField(null=True)
    dead_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(name="webhook_delivery_of_a_webhook", fields=["webhook", "made_at", "id"]),
            models.Index(name="webhook_delivery_waiting", fields=["due_at"], condition=Q(due_at__isnull=False)),
            models.Index(name="webhook_delivery_by_age", fields=["made_at"]),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="webhook_delivery_waits_or_has_ended",
                condition=Q(due_at__isnull=False, delivered_at__isnull=True, dead_at__isnull=True)
                | Q(due_at__isnull=True, delivered_at__isnull=False, dead_at__isnull=True)
                | Q(due_at__isnull=True, delivered_at__isnull=True, dead_at__isnull=False),
            ),
            models.UniqueConstraint(name="webhook_delivery_once_for_each_event", fields=["webhook", "event"]),
            models.CheckConstraint(name="webhook_delivery_attempts_are_counted", condition=Q(attempts__gte=0)),
        ]

    @property
    def shown_id(self) -> str:
        """The id as everybody outside sees it: the `webhook-id` of each attempt."""
        return shown("msg", self.id)

    @property
    def state(self) -> str:
        """`waiting`, `delivered` or `dead`."""
        return next((end.removesuffix("_at") for end in ENDS if getattr(self, end)), "waiting")

    @property
    def said_state(self) -> str:
        """The state as a person reads it."""
        return gettext(STATE_WORDS[self.state])


class WebhookAttempt(models.Model):
    """One attempt to deliver: what was answered, or the problem that left it without an answer."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    delivery = models.ForeignKey(WebhookDelivery, on_delete=models.CASCADE, related_name="tries")
    at = models.DateTimeField()
    milliseconds = models.IntegerField()
    status = models.SmallIntegerField(null=True)
    problem = models.TextField(default="", blank=True, choices=[(code, code) for code in PROBLEMS])
    answer = models.TextField(default="")  # the beginning of what was answered

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="webhook_attempt_was_answered_or_has_a_problem",
                condition=Q(status__isnull=False, problem="") | Q(status__isnull=True, problem__in=PROBLEMS),
            ),
            models.CheckConstraint(
                name="webhook_attempt_answer_is_short",
                condition=LessThanOrEqual(Length("answer"), ANSWER_CHARACTERS),
            ),
        ]

    @property
    def said_problem(self) -> str:
        """The problem as a person reads it; the empty text where there was an answer."""
        return gettext(PROBLEMS[self.problem]) if self.problem else ""
