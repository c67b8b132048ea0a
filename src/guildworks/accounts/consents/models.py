"""Consents, as they were given and taken back. They only grow: sql/0005_consents.sql."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from guildworks.platform.ids import uuid7

GIVEN, WITHDRAWN = "given", "withdrawn"


class Consent(models.Model):
    """Somebody has agreed to something, or does not any more; the last row of a purpose counts.

    It says nothing but when: of an erased person it stays, since it proves that what was done was allowed.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="consents", db_index=False
    )
    purpose = models.TextField()  # a name of `purposes`
    wording = models.SmallIntegerField()  # which version of its words the person has read
    said = models.TextField(choices=[(word, word) for word in (GIVEN, WITHDRAWN)])
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(name="consent_of_a_person", fields=["user", "purpose", "at"])]
        constraints: ClassVar = [
            models.CheckConstraint(name="consent_is_given_or_withdrawn", condition=Q(said__in=[GIVEN, WITHDRAWN])),
            models.CheckConstraint(name="consent_wording_is_counted", condition=Q(wording__gte=1)),
        ]
