"""Who was told of what, how each person wants to be told, and how far the event log has been read for it.

And for webhooks, whose tables are in `webhooks/models.py`.
"""

from __future__ import annotations

from typing import ClassVar, Literal

from django.db import models
from django.db.models import Q

from guildworks.accounts.models import Organisation, User
from guildworks.conversations.threads.models import Comment, Mention, Thread
from guildworks.conversations.webhooks.models import Webhook, WebhookAttempt, WebhookDelivery
from guildworks.platform.ids import shown, uuid7
from guildworks.platform.models import Event, Mail

__all__ = [
    "ChainPosition",
    "Comment",
    "LogReader",
    "Mention",
    "Notification",
    "NotificationPreference",
    "Thread",
    "Webhook",
    "WebhookAttempt",
    "WebhookDelivery",
    "WebhookPosition",
    "WebhookReader",
]

Mailing = Literal["at_once", "digest", "none"]
MAILINGS: tuple[Mailing, ...] = ("at_once", "digest", "none")


class Notification(models.Model):
    """Somebody is told of an event, once. No words are kept: they are made when it is shown, from what is there then.

    What may change of it is in sql/0001_notifications.sql.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", db_index=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.TextField()
    about_kind = models.TextField()  # the subject of the event
    about_id = models.UUIDField()
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+", db_index=False)
    on_page = models.BooleanField()
    mailing = models.TextField(choices=[(word, word) for word in MAILINGS])
    made_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    mail = models.ForeignKey(Mail, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="notification_once_for_each_event", fields=["event", "user"]),
            models.CheckConstraint(name="notification_mailing_is_known", condition=Q(mailing__in=MAILINGS)),
            models.CheckConstraint(
                name="notification_is_mailed_as_wanted", condition=Q(mail=None) | ~Q(mailing="none")
            ),
        ]
        indexes: ClassVar = [
            models.Index(name="notification_of_somebody", fields=["user", "organisation", "made_at", "id"]),
            models.Index(
                name="notification_unseen",
                fields=["user", "organisation"],
                condition=Q(seen_at__isnull=True, on_page=True),
            ),
            models.Index(
                name="notification_for_digest",
                fields=["made_at"],
                condition=Q(mailing="digest", mail__isnull=True),
            ),
            models.Index(name="notification_by_age", fields=["made_at"]),
        ]

    @property
    def shown_id(self) -> str:
        """The id as people see it."""
        return shown("ntf", self.id)


class NotificationPreference(models.Model):
    """How somebody wants to be told of one kind in one organisation, where that is not as the table has it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", db_index=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.TextField()
    on_page = models.BooleanField()
    mailing = models.TextField(choices=[(word, word) for word in MAILINGS])

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="notification_preference_once_for_each_kind", fields=["user", "organisation", "kind"]
            ),
            models.CheckConstraint(name="notification_preference_mailing_is_known", condition=Q(mailing__in=MAILINGS)),
        ]


class Reader(models.Model):
    """One row: of all transactions before `frontier`, everything was read."""

    only = models.BooleanField(primary_key=True, default=True)
    frontier = models.BigIntegerField()  # a transaction's number in PostgreSQL

    class Meta:
        abstract = True


class Position(models.Model):
    """How far one chain was read: of what was committed after the frontier, up to here."""

    chain = models.TextField(primary_key=True)
    seq = models.BigIntegerField()

    class Meta:
        abstract = True


class LogReader(Reader):
    """How far the log was read for notifications."""

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(only=True), name="log_reader_is_one_row")]


class ChainPosition(Position):
    """How far one chain was read for notifications."""


class WebhookReader(Reader):
    """How far the log was read for webhooks."""

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(only=True), name="webhook_reader_is_one_row")]


class WebhookPosition(Position):
    """How far one chain was read for webhooks."""
