"""The share of hours in erasing an engineer: what is held of them is released, and what they said of weeks goes."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _

from guildworks.availability.actions.holds import release_all
from guildworks.availability.alone import alone
from guildworks.availability.load import monday_of
from guildworks.availability.models import BusyFeed, CapacityException, HoldNotice, Reservation, Workweek
from guildworks.platform import clock
from guildworks.platform.actor import Actor, Ref
from guildworks.platform.errors import GuildworksError
from guildworks.platform.mail.erasing import erase
from guildworks.platform.models import Mail
from guildworks.platform.refusals import refusals


class EngineerIsBooked(GuildworksError):
    """An engineer who is booked cannot be erased: somebody is owed the work."""

    code = "engineer_is_booked"
    hint = "Nothing was erased. The booking has to be over or released first."
    at_terminal = "`guildworks hold release ID` releases it."


def erase_hours(actor: Actor, subject: Ref) -> None:
    """Release what is held of an engineer, and empty what they said of their weeks, and mails about holds of them.

    Raises EngineerIsBooked.

    In the transaction of the action that erases them. Reservations stay, and so do the weeks that were unusual, without
    what was unusual about them: both only grow, and what is left of them is an id and numbers.
    """
    alone([subject.id])
    told = HoldNotice.objects.filter(reservation__engineer=subject.id).values_list("mails", flat=True)
    erase(Mail.objects.filter(id__in=[mail for mails in told for mail in mails]), clock.now(), actor=actor)
    release_all(actor, Reservation.objects.filter(engineer=subject.id))
    # Read now: after a refusal the transaction answers no question.
    booked = Reservation.objects.filter(engineer=subject.id, state="booked")
    until = max((one.last_week for one in booked), default=monday_of(clock.today())) + timedelta(days=6)

    def is_booked() -> EngineerIsBooked:
        said = _("This engineer is booked until %(day)s: somebody is owed the work")
        return EngineerIsBooked(said % {"day": until})

    with refusals(capacity_covers_what_is_reserved=is_booked):
        exceptions = CapacityException.objects.filter(engineer=subject.id)
        exceptions.update(quarter_hours=None, accepted_quarter_hours=0, reason="other")
        hours = Workweek.objects.filter(engineer=subject.id)
        BusyFeed.objects.filter(engineer=subject.id).delete()
        hours.update(quarter_hours=None, pattern=None, confirmed_at=None, paused_at=None)
