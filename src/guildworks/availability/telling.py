"""Of which holds somebody has still to be told something: read by the job that writes the mails."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from guildworks.availability.models import HoldNotice, Reservation

TOLD_MOST = 200  # of each kind in one run; the next run goes on
LOOKED_BACK = timedelta(days=120)  # a hold lives 90 days at most


def untold(about: str, *, at: datetime) -> list[Reservation]:
    """Reservations for briefs of which this was not told yet, each with its engineer and talk, the first one first.

    A hold for no brief is the operator's own, who speaks with the engineer. Nobody without an address is told. What has
    ended is told only to whoever heard of its beginning, and a talk that is over to nobody.
    """
    found = _waiting(about, at).filter(holder_kind="brief").exclude(_told(about))
    return list(found.select_related("engineer", "talk__answer").order_by("placed_at", "id")[:TOLD_MOST])


def _waiting(about: str, at: datetime) -> QuerySet[Reservation]:
    living, ahead = Q(state="hold", expires_at__gt=at), Q(talk__answer__chosen__gt=at)
    if about == "held":
        return Reservation.objects.filter(living).exclude(engineer__email="")
    if about == "talk":
        return Reservation.objects.filter(living | Q(state="booked"), ahead)
    if about == "talk_cancelled":
        return _told_lately("talk", at).filter(ahead, state__in=["released", "declined"])
    return _told_lately("held", at).filter(state=about).exclude(engineer__email="")


def _told(about: str) -> Exists:
    return Exists(HoldNotice.objects.filter(reservation=OuterRef("id"), about=about))


def _told_lately(about: str, at: datetime) -> QuerySet[Reservation]:
    lately = HoldNotice.objects.filter(about=about, told_at__gt=at - LOOKED_BACK)
    return Reservation.objects.filter(id__in=lately.values("reservation"))
