"""What doors for programs keep: answers to requests that may come twice, and how many requests a key has sent."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

KEY_MOST = 200  # characters of an idempotency key


class KeptAnswer(models.Model):
    """The answer to a request that made something, for whoever sends it once more; it is kept for some hours."""

    owner_id = models.UUIDField()  # the API key that it was sent with
    key = models.TextField()  # the idempotency key
    asked = models.BinaryField()  # SHA-256 of method, address and body
    status = models.SmallIntegerField()
    body = models.TextField()
    location = models.TextField()
    made_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="kept_answer_once_for_each_key", fields=["owner_id", "key"]),
            models.CheckConstraint(name="kept_answer_made_something", condition=Q(status__gte=200, status__lte=299)),
        ]


class RateWindow(models.Model):
    """How many requests were sent with a key since its window began; all workers count here."""

    owner_id = models.UUIDField(primary_key=True)
    used = models.IntegerField()
    ends_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(name="rate_window_counts_from_1", condition=Q(used__gte=1))]
