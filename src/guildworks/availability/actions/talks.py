"""Proposing times for a talk with whoever is held."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from guildworks.availability import policies
from guildworks.availability.events import TALK_PROPOSED
from guildworks.availability.models import Reservation, TalkProposal
from guildworks.availability.talks import MINUTES, TIMES_MOST, Talk
from guildworks.availability.zones import require_zone
from guildworks.platform import clock, events
from guildworks.platform.actor import Actor
from guildworks.platform.errors import BadInput
from guildworks.platform.policies import require
from guildworks.platform.refusals import refusals


class BadTalk(BadInput):
    """A talk has one to three different times, all of them ahead and over before the hold is."""

    code = "bad_talk"
    hint = "Nothing was held. Change the times that are marked, or propose no talk."


@transaction.atomic
def propose_talks(
    actor: Actor, holds: Sequence[Reservation], *, talks: Mapping[UUID, Talk], chain: str
) -> list[TalkProposal]:
    """Propose times to those of the engineers held who have a talk in `talks`, in the transaction that holds them.

    `chain` is that of the organisation that holds. Raises NotAllowed, UnknownZone or BadTalk.
    """
    held = [hold for hold in holds if hold.engineer_id in talks]
    now = clock.now()
    for hold in held:
        require(policies.may_propose_talk(actor, hold))
        require_zone(talks[hold.engineer_id].zone)
    proposals = [
        TalkProposal(
            reservation=hold,
            starts_at=sorted(talks[hold.engineer_id].starts_at),
            minutes=talks[hold.engineer_id].minutes,
            zone=talks[hold.engineer_id].zone,
            proposed_by_kind=actor.kind,
            proposed_by_id=actor.id,
            proposed_at=now,
        )
        for hold in held
    ]
    with refusals(
        talk_has_1_to_3_times=lambda: BadTalk(_("A talk has one to %(most)s times") % {"most": TIMES_MOST}),
        talk_minutes_are_known=lambda: BadTalk(
            _("A talk takes %(lengths)s or %(longest)s minutes")
            % {"lengths": ", ".join(map(str, MINUTES[:-1])), "longest": MINUTES[-1]}
        ),
        talk_times_follow_each_other=lambda: BadTalk(_("The times for a talk are different ones")),
        talk_begins_after_it_is_proposed=lambda: BadTalk(_("A talk lies ahead")),
        talk_ends_before_its_hold=lambda: BadTalk(_("A talk is over before the hold is")),
    ):
        TalkProposal.objects.bulk_create(proposals)
    for hold, talk in zip(held, proposals, strict=True):
        events.record(
            TALK_PROPOSED,
            hold.ref,
            actor,
            chain=hold.engineer.chain,
            concerns=[chain],
            times=len(talk.starts_at),
            minutes=talk.minutes,
            first_day=talk.starts_at[0].date(),
        )
    return proposals
