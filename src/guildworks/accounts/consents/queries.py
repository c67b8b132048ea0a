"""What somebody has agreed to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from guildworks.accounts.consents.models import GIVEN, Consent
from guildworks.accounts.consents.purposes import get_purpose
from guildworks.accounts.models import User


@dataclass(frozen=True, slots=True)
class Agreed:
    """A purpose to which somebody agrees at this moment."""

    purpose: str
    words: str
    since: datetime


def agreed_by(user: User) -> list[Agreed]:
    """To what somebody agrees now, by purpose. One SQL query."""
    latest = Consent.objects.filter(user=user).order_by("purpose", "-at", "-id").distinct("purpose")
    return [Agreed(one.purpose, _(get_purpose(one.purpose).words), one.at) for one in latest if one.said == GIVEN]
