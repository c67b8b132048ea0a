"""The talk that was chosen as a file for a calendar, for either side."""

from __future__ import annotations

from typing import Literal

from django.http import HttpResponse
from django.utils.translation import gettext as _

from guildworks.availability.models import Reservation
from guildworks.matching.held import told_of
from guildworks.matching.notices import calendar_for
from guildworks.matching.shown.talks import find_chosen
from guildworks.platform import clock
from guildworks.platform.errors import NotFound
from guildworks.platform.mail.draft import CALENDAR


def calendar_file(hold: Reservation, side: Literal["client", "engineer"]) -> HttpResponse:
    """A download. Raises NotFound where no time was chosen, or the hold has ended."""
    if find_chosen(hold) is None or not hold.lives(clock.now()):
        raise NotFound(
            _("There is no talk to put into a calendar"), hint=_("No time was chosen, or the hold has ended.")
        )
    answer = HttpResponse(
        calendar_for(side, told_of(hold), method="PUBLISH"), content_type=f"{CALENDAR}; charset=utf-8"
    )
    answer["Content-Disposition"] = 'attachment; filename="talk.ics"'
    return answer
