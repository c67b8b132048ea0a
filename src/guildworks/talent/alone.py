"""Having engineers to oneself, in the one order that cannot deadlock."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import QuerySet

from guildworks.talent.models import Engineer


def alone(engineers: Sequence[UUID]) -> QuerySet[Engineer]:
    """These engineers, locked in one order: of two acts on the same person the second sees what the first wrote."""
    list(Engineer.objects.filter(id__in=engineers).order_by("id").select_for_update(no_key=True).values_list("id"))
    return Engineer.objects.filter(id__in=engineers)
