"""The mails about a hold: to the engineer who is held, and about a talk to both sides. A job writes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import structlog
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildworks.accounts.languages.speaking import speaking_to
from guildworks.accounts.models import User
from guildworks.accounts.queries import find_member
from guildworks.availability.actions.notices import ToldBefore, tell_of_hold
from guildworks.availability.events import (
    BOOKING_RELEASED,
    HOLD_BOOKED,
    HOLD_DECLINED,
    HOLD_PLACED,
    HOLD_RELEASED,
    TALK_CHOSEN,
)
from guildworks.availability.models import Reservation, TalkProposal
from guildworks.availability.telling import untold
from guildworks.matching.held import HeldTold, link_of, told_of
from guildworks.matching.reaching import reached
from guildworks.matching.shown.held import held_words
from guildworks.matching.shown.talks import city, find_answer, find_chosen, find_talk, span_text
from guildworks.matching.talk_calendar import Method, talk_calendar
from guildworks.platform import clock
from guildworks.platform.mail.draft import CALENDAR, SUBJECT_CHARACTERS, BadMail, Draft, drafts_of
from guildworks.platform.work import declare_job

CHANGES = (HOLD_PLACED, HOLD_BOOKED, HOLD_DECLINED, HOLD_RELEASED, BOOKING_RELEASED, TALK_CHOSEN)
TELL_OF_HOLDS = declare_job("matching.tell_of_holds", follows=[event.name for event in CHANGES])
log = structlog.get_logger()
Letters = Callable[[HeldTold, datetime], list[Draft]]


def tell_of_holds() -> int:
    """Tell everybody who was not told yet what has become of holds: how often something was told.

    Each is told in a transaction of its own: one that fails keeps nobody else from hearing of theirs.
    """
    at, times = clock.now(), 0
    for about, letters in LETTERS.items():
        for hold in untold(about, at=at):
            try:
                tell_of_hold(hold, about, _written(letters, hold, about, at))
                times += 1
            except ToldBefore:
                continue  # another worker was first
    return times


def _written(letters: Letters, hold: Reservation, about: str, at: datetime) -> list[Draft]:
    """The mails; none, and a line in the log, where an address takes none: to try it each minute would not help."""
    try:
        return letters(told_of(hold), at)
    except BadMail as refused:
        log.error("mail_not_written", about=about, hold=hold.shown_id, reason=refused.message)
        return []


def _held(told: HeldTold, at: datetime) -> list[Draft]:
    return _to_engineer(told, at, "held")


def _ended(told: HeldTold, at: datetime) -> list[Draft]:
    return _to_engineer(told, at, "hold_ended")


def _talk(told: HeldTold, at: datetime) -> list[Draft]:
    """To both sides, each with the invitation; the client's tells the engineer's address only once they accepted."""
    return _to_both(told, at, "talk", method="REQUEST")


def _talk_cancelled(told: HeldTold, at: datetime) -> list[Draft]:
    return _to_both(told, at, "talk_cancelled", method="CANCEL")


LETTERS: dict[str, Letters] = {
    "held": _held,
    "released": _ended,
    "booked": _ended,
    "talk": _talk,
    "talk_cancelled": _talk_cancelled,
}


def _to_engineer(told: HeldTold, at: datetime, name: str) -> list[Draft]:
    engineer = reached(told.hold.engineer)
    with speaking_to(engineer.person):
        return _letter(engineer.address, name, _facts(told, at))


def _to_both(told: HeldTold, at: datetime, name: str, *, method: Method) -> list[Draft]:
    talk = find_talk(told.hold)
    assert talk is not None
    engineer, client = reached(told.hold.engineer), proposer_of(told.hold, talk)
    drafts = []
    for address, person, side in (
        (engineer.address, engineer.person, "engineer"),
        (client.email if client else "", client, "client"),
    ):
        if address:
            with speaking_to(person):
                calendar = calendar_for(side, told, method=method, to=address)
                facts = {**_facts(told, at), **_talk_facts(told, side, talk, at)}
                drafts += _letter(address, name, facts, calendar=calendar)
    return drafts


def _talk_facts(told: HeldTold, side: str, talk: TalkProposal, at: datetime) -> dict[str, str]:
    chosen, zone = find_chosen(told.hold), told.zone if side == "engineer" else talk.zone
    assert chosen is not None
    when = f"{span_text(chosen, talk.minutes, zone, at=at)} ({city(zone)})"
    long = ngettext("%(when)s, %(count)s minute", "%(when)s, %(count)s minutes", talk.minutes)
    return {
        "side": side,
        "other": other_side(side, told),
        "when": when,
        "when_and_how_long": long % {"when": when, "count": talk.minutes},
        "meeting": how_you_meet(side, told.hold, talk),
    }


def calendar_for(side: str, told: HeldTold, *, method: Method, to: str = "") -> str:
    """A talk that was chosen as the calendar of one side shows it."""
    hold = told.hold
    talk, answer = find_talk(hold), find_answer(hold)
    assert talk is not None and answer is not None and answer.chosen is not None
    stamp = answer.answered_at if method != "CANCEL" else hold.ended_at or answer.answered_at
    return talk_calendar(
        hold,
        talk,
        starts=answer.chosen,
        method=method,
        stamp=stamp,
        summary=_("Talk with %(name)s") % {"name": other_side(side, told)},
        about=how_you_meet(side, hold, talk),
        to=[to] if to else [],
    )


def other_side(side: str, told: HeldTold) -> str:
    """Whom somebody of one side talks with."""
    return told.organisation if side == "engineer" else told.hold.engineer.public_name


def how_you_meet(side: str, hold: Reservation, talk: TalkProposal) -> str:
    """Who writes to whom. An engineer's address is told to a client only once the engineer has accepted."""
    if side == "engineer":
        client = proposer_of(hold, talk)
        if client is None:
            return _("The operator of the site says where you meet.")
        words = _("%(name)s proposed it: write to %(address)s where you meet.")
        return words % {"name": client.name, "address": client.email}
    address = reached(hold.engineer).address if hold.accepted_at else ""
    if address:
        return _("Write to %(address)s where you meet.") % {"address": address}
    return _("%(name)s has your address and writes where you meet.") % {"name": hold.engineer.public_name}


def proposer_of(hold: Reservation, talk: TalkProposal) -> User | None:
    """Whoever proposed a talk, while they belong to the organisation that holds, or to the operator."""
    return find_member(talk.proposed_by_id, hold.organisation_id)


def _facts(told: HeldTold, at: datetime) -> dict[str, Any]:
    return {"hold": told.hold, "told": told, "words": held_words(told, at=at), "link": link_of(told.hold)}


def _letter(address: str, name: str, facts: Mapping[str, Any], *, calendar: str = "") -> list[Draft]:
    """A mail from its two templates. Raises BadMail."""
    said = render_to_string(f"matching/mail/{name}_subject.txt", dict(facts))
    # On one line, whatever names hold.
    subject = " ".join("".join(each if each.isprintable() else " " for each in said).split())[:SUBJECT_CHARACTERS]
    text = render_to_string(f"matching/mail/{name}.txt", dict(facts)).strip() + "\n"
    message = EmailMultiAlternatives(subject, text, to=[address])
    if calendar:
        message.attach_alternative(calendar, CALENDAR)
    return drafts_of(message)
