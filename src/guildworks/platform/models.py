"""The platform's own tables: the event log, settings, public keys, the outbox, and what kind of database this is."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Length, Upper
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext, gettext_noop

from guildworks.platform.actor import Ref
from guildworks.platform.http.models import KeptAnswer, RateWindow
from guildworks.platform.ids import letters, shown, uuid7

__all__ = [
    "DatabaseState",
    "DemoMode",
    "Event",
    "EventChain",
    "EventDetail",
    "EventLink",
    "KeptAnswer",
    "KeyRetirement",
    "Mail",
    "RateWindow",
    "Setting",
    "SigningKey",
]


class Event(models.Model):
    """Something that happened: who did what to what. Append-only; facts are ids, numbers and enumerated words.

    `xid` and the link are set by the database (sql/0001_event_chain.sql), whatever a program writes.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.TextField()
    version = models.SmallIntegerField()
    chain = models.TextField()
    subject_kind = models.TextField()
    subject_id = models.UUIDField()
    actor_kind = models.TextField()
    actor_id = models.UUIDField()
    organisation_id = models.UUIDField(null=True)
    concerns: ArrayField[list[str], list[str]] = ArrayField(models.TextField(), default=list)
    facts = models.JSONField(default=dict)
    detail_hash = models.BinaryField(null=True)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["subject_kind", "subject_id"], name="event_by_subject"),
            models.Index(fields=["actor_id", "id"], name="event_by_actor"),  # what somebody did, for themself
        ]


class EventDetail(models.Model):
    """What is personal about an event. Erasing the row, salt and all, leaves the chain whole."""

    event = models.OneToOneField(Event, primary_key=True, on_delete=models.PROTECT, db_constraint=False)
    salt = models.BinaryField()
    content = models.JSONField()


class EventChain(models.Model):
    """The head of a chain. Written by the database alone."""

    name = models.TextField(primary_key=True)
    seq = models.BigIntegerField()
    head = models.BinaryField()


class EventLink(models.Model):
    """The place of an event on its chain, given at commit. Written by the database alone."""

    event = models.OneToOneField(Event, primary_key=True, on_delete=models.PROTECT)
    chain = models.TextField()
    seq = models.BigIntegerField()
    hash = models.BinaryField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["chain", "seq"], name="event_link_one_place")]


class Setting(models.Model):
    """What the operator has set: a limit, whose default and bounds stand in `limits.py`, or a word of `choices.py`."""

    name = models.TextField(primary_key=True)
    value = models.BigIntegerField(null=True)
    word = models.TextField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="setting_is_a_number_or_a_word",
                condition=models.Q(value__isnull=False, word__isnull=True)
                | models.Q(value__isnull=True, word__isnull=False),
            )
        ]


class SigningKey(models.Model):
    """A public key of this installation, for all its machines and for ever; the private half is a file of one machine.

    Append-only. The id is the first 16 bytes of the key's SHA-256, which sql/0002_signing_keys.sql checks.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    public_key = models.BinaryField()  # the 32 bytes of RFC 8032, section 5.1.5
    created_at = models.DateTimeField()

    @property
    def shown_id(self) -> str:
        """The id as it stands in signatures: 16 letters and digits of the key's SHA-256."""
        return f"key_{letters(self.id.int >> 48, 16)}"

    @property
    def ref(self) -> Ref:
        """The key as the subject of an event."""
        return Ref("signing_key", self.id)


class KeyRetirement(models.Model):
    """Somebody has retired a key: it signs no more, and what it has signed still verifies. Append-only."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    key = models.ForeignKey(SigningKey, on_delete=models.PROTECT, related_name="retirements", db_index=False)
    retired_by_kind = models.TextField()
    retired_by_id = models.UUIDField()
    retired_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["key"], name="signing_key_retires_once")]


_CONTROL = r"[\x01-\x1f\x7f]"  # a line break in a header would begin another one
MAIL_ENDS = ("sent_at", "failed_at", "kept_at")
MAIL_STATE_WORDS = {
    "waiting": gettext_noop("waiting"),
    "sent": gettext_noop("sent"),
    "failed": gettext_noop("failed"),
    "kept": gettext_noop("kept"),
}
MAIL_WORDS = ("recipient", "reply_to", "subject", "text", "html", "calendar", "answer")


def _exactly_one_of(*fields: str) -> models.Q:
    return reduce(or_, (models.Q(**{f"{each}__isnull": each != one for each in fields}) for one in fields))


class Mail(models.Model):
    """A mail to one person, and what became of it: it waits until `due_at`, or was sent, failed, or kept by a demo.

    It is personal while it has words; once `erased_at`, only its id, its times and its outcome are left.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    recipient = models.TextField()
    reply_to = models.TextField(default="")
    subject = models.TextField()
    text = models.TextField()
    html = models.TextField(default="")
    calendar = models.TextField(default="")  # an invitation or a cancellation, as RFC 5545 writes it
    created_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    attempts = models.SmallIntegerField(default=0)
    answer = models.TextField(default="")  # the server's last words
    sent_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    kept_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["created_at", "id"], name="mail_by_age"),
            models.Index(fields=["due_at"], name="mail_waiting", condition=models.Q(due_at__isnull=False)),
            models.Index(Upper("recipient"), name="mail_by_recipient"),
            models.Index(
                fields=["-created_at", "-id"],
                name="mail_failed",
                condition=models.Q(failed_at__isnull=False, erased_at__isnull=True),
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="mail_waits_or_has_one_outcome", condition=_exactly_one_of("due_at", *MAIL_ENDS)
            ),
            models.CheckConstraint(
                name="mail_has_words_until_erased",
                condition=models.Q(erased_at__isnull=True, text__gt="", subject__gt="", recipient__contains="@")
                | models.Q(erased_at__isnull=False, due_at__isnull=True, **dict.fromkeys(MAIL_WORDS, "")),
            ),
            models.CheckConstraint(
                name="mail_headers_are_one_line",
                condition=~models.Q(recipient__regex=_CONTROL)
                & ~models.Q(reply_to__regex=_CONTROL)
                & ~models.Q(subject__regex=_CONTROL),
            ),
            models.CheckConstraint(name="mail_answer_is_short", condition=LessThanOrEqual(Length("answer"), 300)),
            models.CheckConstraint(name="mail_attempts_are_counted", condition=models.Q(attempts__gte=0)),
        ]

    @property
    def shown_id(self) -> str:
        """The id as people see it."""
        return shown("mail", self.id)

    @property
    def ref(self) -> Ref:
        """The mail as the subject of an event."""
        return Ref("mail", self.id)

    @property
    def state(self) -> str:
        """`waiting`, or how it has ended: `sent`, `failed` or `kept`."""
        return next((end.removesuffix("_at") for end in MAIL_ENDS if getattr(self, end)), "waiting")

    @property
    def said_state(self) -> str:
        """The state as a person reads it."""
        return gettext(MAIL_STATE_WORDS[self.state])


class StoredFile(models.Model):
    """One use of a file that somebody sent. Its bytes lie at `address` in the folder of files: `platform/files`.

    Two rows of one owner may have one address; the bytes go with the last of them.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    owner_kind = models.TextField()
    owner_id = models.UUIDField()
    address = models.BinaryField()
    kind = models.TextField()  # as its content was sniffed: `kernels.text.files.Kind`
    bytes = models.IntegerField()
    kept_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["address"], name="stored_file_by_address")]
        constraints: ClassVar = [
            models.CheckConstraint(name="stored_file_has_bytes", condition=models.Q(bytes__gt=0)),
            models.CheckConstraint(
                name="stored_file_is_of_a_known_kind",
                condition=models.Q(kind__in=["pdf", "docx", "json", "markdown", "text"]),
            ),
        ]


class Backup(models.Model):
    """A backup that was made of this installation. Append-only; a backup does not know of itself."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    made_at = models.DateTimeField()  # the moment that it is of
    bytes = models.BigIntegerField()
    rows = models.BigIntegerField()
    files = models.BigIntegerField()
    is_verified = models.BooleanField()  # whether it was restored for a try

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="backup_holds_something", condition=models.Q(bytes__gt=0, rows__gt=0, files__gte=0)
            )
        ]

    @property
    def ref(self) -> Ref:
        """The backup as the subject of an event."""
        return Ref("backup", self.id)


class Restoration(models.Model):
    """This database was restored from a backup: mails that waited then may have been sent since. Append-only."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    backup_made_at = models.DateTimeField()
    restored_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="restoration_follows_its_backup",
                condition=models.Q(restored_at__gte=models.F("backup_made_at")),
            )
        ]

    @property
    def ref(self) -> Ref:
        """The restoration as the subject of an event."""
        return Ref("restoration", self.id)


class MailRelease(models.Model):
    """Somebody has looked at the mails that a restoration holds, and said what becomes of them. Append-only."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    restoration = models.ForeignKey(Restoration, on_delete=models.PROTECT, related_name="releases", db_index=False)
    released_by_kind = models.TextField()
    released_by_id = models.UUIDField()
    released_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["restoration"], name="mails_released_once")]


class DatabaseState(models.Model):
    """One row: which schema and skill graph the database was brought to."""

    only = models.BooleanField(primary_key=True, default=True)
    fingerprint = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(only=True), name="database_state_is_one_row")
        ]


class DemoMode(models.Model):
    """Its one row marks a database that `guildworks demo` made; nothing sets it later."""

    only = models.BooleanField(primary_key=True, default=True)
    engineers = models.IntegerField()
    seed = models.BigIntegerField()
    started_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(only=True), name="demo_mode_is_one_row")]
