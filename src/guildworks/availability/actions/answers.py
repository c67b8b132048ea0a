"""What the engineer who is held says to the times of a talk, alone or while they accept the hold."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guildworks.accounts.models import Organisation
from guildworks.availability import policies
from guildworks.availability.actions.holds import HoldHasEnded, HoldHasExpired, accept_hold
from guildworks.availability.alone import refresh_alone
from guildworks.availability.events import TALK_CHOSEN, TALK_DECLINED
from guildworks.availability.models import Reservation, TalkAnswer, TalkProposal
from guildworks.platform import clock, events
from guildworks.platform.actor import Actor
from guildworks.platform.errors import BadInput, GuildworksError, NotFound
from guildworks.platform.policies import require
from guildworks.platform.refusals import refusals


class NotProposed(BadInput):
    """This is none of the times that were proposed, or it has passed."""

    code = "talk_is_at_a_proposed_time"
    hint = "Nothing was answered. Choose one of the times that are shown, or say that none fits."


class TalkAnswered(GuildworksError):
    """The times of this talk were answered before; an answer is given once."""

    code = "talk_answered_before"
    hint = "The hold itself can still be declined while it lives."


@transaction.atomic
def answer_talk(actor: Actor, hold: Reservation, *, chosen: datetime | None) -> TalkAnswer:
    """The engineer chooses one of the times that were proposed with a hold; None: none fits. Once.

    Raises NotAllowed, NotFound where no talk was proposed, HoldHasExpired, HoldHasEnded, NotProposed or TalkAnswered.
    """
    require(policies.may_answer(actor, hold))
    talk = TalkProposal.objects.filter(reservation=hold).first()
    if talk is None:
        raise NotFound(_("No talk was proposed with this hold"), hint=_("The hold itself can be accepted or declined."))
    refresh_alone([hold])
    now = clock.now()
    if chosen is not None and chosen <= now:
        raise NotProposed(_("This time has passed"))

    def has_ended() -> GuildworksError:
        return HoldHasExpired() if hold.state in ("hold", "expired") else HoldHasEnded()

    with refusals(
        talk_is_at_a_proposed_time=NotProposed,
        talk_is_answered_while_its_hold_lives=has_ended,
        availability_talkanswer_pkey=TalkAnswered,
    ):
        answer = TalkAnswer.objects.create(talk=talk, chosen=chosen, answered_at=now)
    _record(actor, hold, talk, chosen)
    return answer


@transaction.atomic
def accept_hold_and_answer(actor: Actor, hold: Reservation, *, chosen: datetime | None) -> Reservation:
    """The engineer accepts a hold and answers the times of its talk, both or neither. Raises what either does."""
    accepted = accept_hold(actor, hold)
    answer_talk(actor, hold, chosen=chosen)
    return accepted


def _record(actor: Actor, hold: Reservation, talk: TalkProposal, chosen: datetime | None) -> None:
    chain, concerns = hold.engineer.chain, [Organisation.objects.get(id=hold.organisation_id).chain]
    if chosen is None:
        events.record(TALK_DECLINED, hold.ref, actor, chain=chain, concerns=concerns, times=len(talk.starts_at))
        return
    events.record(
        TALK_CHOSEN,
        hold.ref,
        actor,
        chain=chain,
        concerns=concerns,
        time=talk.starts_at.index(chosen) + 1,
        minutes=talk.minutes,
        day=chosen.date(),
    )
