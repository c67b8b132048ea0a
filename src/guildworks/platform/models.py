"""The platform's own tables: the event log, the operator's settings, and what kind of database this is."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from guildworks.platform.ids import uuid7


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
        indexes: ClassVar = [models.Index(fields=["subject_kind", "subject_id"], name="event_by_subject")]


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
    """A limit that the operator has set; the defaults and bounds stand in `limits.py`."""

    name = models.TextField(primary_key=True)
    value = models.BigIntegerField()


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
