"""Telling people by mail what becomes of a hold, once for each thing that is told."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from guildworks.accounts.models import Organisation
from guildworks.availability.events import HOLD_TOLD
from guildworks.availability.models import HoldNotice, Reservation
from guildworks.platform import clock, events
from guildworks.platform.actions import write_mails
from guildworks.platform.actor import PROGRAM
from guildworks.platform.errors import GuildworksError
from guildworks.platform.mail.draft import Draft
from guildworks.platform.refusals import refusals


class ToldBefore(GuildworksError):
    """This was told by another worker at this very moment."""

    code = "hold_told_once"
    hint = "Nothing more is to be done: the mail is in the outbox."


@transaction.atomic
def tell_of_hold(hold: Reservation, about: str, drafts: Sequence[Draft]) -> HoldNotice:
    """Write these mails, and that they were: together or not at all, so that whoever dies leaves it to be done.

    Raises ToldBefore; then no mail is written.
    """
    mails = write_mails(drafts)
    with refusals(hold_told_once=ToldBefore):
        notice = HoldNotice.objects.create(
            reservation=hold, about=about, mails=[mail.id for mail in mails], told_at=clock.now()
        )
    chain = Organisation.objects.get(id=hold.organisation_id).chain
    events.record(
        HOLD_TOLD, hold.ref, PROGRAM, chain=hold.engineer.chain, concerns=[chain], about=about, mails=len(mails)
    )
    return notice
