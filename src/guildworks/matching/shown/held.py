"""A hold in the words of the engineer who is held: on the page behind their link, and in their mail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from guildworks.accounts.models import Organisation
from guildworks.availability.models import Reservation
from guildworks.availability.queries import working_days_of
from guildworks.matching.held import HeldTold, zone_of
from guildworks.matching.shown.holds import hours_held_text, left_text, weeks_held_text
from guildworks.matching.shown.talks import city, find_chosen, find_talk, span_text
from guildworks.platform.dates import moment_text
from guildworks.platform.enumeration import enumerated

WAITS = gettext_noop("waits for your answer")
HOW_IT_ENDED = {
    "declined": gettext_noop("you have declined"),
    "released": gettext_noop("released by whoever held"),
}
OVER = gettext_noop("its time is over")


@dataclass(frozen=True, slots=True)
class TimeShown:
    """A time for a talk, to choose."""

    value: str
    text: str  # Tue 1 Dec, 14:00–14:30
    is_over: bool


@dataclass(frozen=True, slots=True)
class HeldWords:
    """A hold in words, by the engineer's own clock."""

    hours: str
    weeks: str
    until: str  # Wed 2 Dec, 18:33 (Berlin); empty for a booking
    left: str  # 71:42:08
    expires: str  # the same for a program
    accepted: str  # when they accepted; empty where they did not
    skills: str  # RAG and Python; LangGraph would be nice
    roles: str
    times: list[TimeShown]
    minutes: int
    clock: str  # whose clock it is, in words
    chosen: str


@dataclass(frozen=True, slots=True)
class OwnHold:
    """What is or was held of an engineer, as a row of their own pages."""

    id: str
    client: str
    hours: str
    weeks: str
    left: str  # 71:42:08; empty for a booking and for what has ended
    expires: str  # the same for a program
    until: str
    stands: str  # waits for your answer, accepted, booked, or how it ended
    waits: bool  # for the engineer's answer


def own_holds_shown(holds: Sequence[Reservation], *, at: datetime) -> list[OwnHold]:
    """What is or was held of one engineer. Two SQL queries, however many holds."""
    ids = {hold.organisation_id for hold in holds}
    clients = dict(Organisation.objects.filter(id__in=ids).values_list("id", "name"))
    days = working_days_of({hold.engineer_id for hold in holds})
    return [
        own_hold_shown(hold, clients[hold.organisation_id], zone=zone_of(days.get(hold.engineer_id)), at=at)
        for hold in holds
    ]


def own_hold_shown(hold: Reservation, client: str, *, zone: str, at: datetime) -> OwnHold:
    """One of them in words, by the engineer's clock."""
    lives = hold.lives(at)
    waits = lives and hold.state == "hold" and hold.accepted_at is None
    ends = hold.expires_at if lives else hold.ended_at or hold.expires_at
    counts = lives and hold.expires_at
    return OwnHold(
        id=hold.shown_id,
        client=client,
        hours=hours_held_text(hold.quarter_hours),
        weeks=weeks_held_text(hold.first_week, len(hold.quarter_hours), at=at),
        left=left_text(hold.expires_at - at) if counts and hold.expires_at else "",
        expires=hold.expires_at.isoformat(timespec="seconds") if counts and hold.expires_at else "",
        until=_moment(ends, zone, at) if ends else "",
        stands=_(WAITS) if waits else _stands(hold, lives=lives),
        waits=waits,
    )


def _stands(hold: Reservation, *, lives: bool) -> str:
    if hold.state == "booked":
        return _("booked")
    if lives:
        return _("you have accepted")
    return _(HOW_IT_ENDED.get(hold.state, OVER))


def held_words(told: HeldTold, *, at: datetime) -> HeldWords:
    """What the mail and the page say."""
    hold, talk, chosen = told.hold, find_talk(told.hold), find_chosen(told.hold)
    expires = hold.expires_at
    minutes = talk.minutes if talk else 0
    return HeldWords(
        hours=hours_held_text(hold.quarter_hours),
        weeks=weeks_held_text(hold.first_week, len(hold.quarter_hours), at=at),
        until=_moment(expires, told.zone, at) if expires else "",
        left=left_text(expires - at) if expires else "",
        expires=expires.isoformat(timespec="seconds") if expires else "",
        accepted=_moment(hold.accepted_at, told.zone, at) if hold.accepted_at else "",
        skills=_skills(told),
        roles=enumerated(told.roles) if told.roles else "",
        times=[
            TimeShown(each.isoformat(), span_text(each, minutes, told.zone, at=at), is_over=each <= at)
            for each in (talk.starts_at if talk else ())
        ],
        minutes=minutes,
        clock=city(told.zone),
        chosen=span_text(chosen, minutes, told.zone, at=at) if chosen else "",
    )


def _skills(told: HeldTold) -> str:
    musts = enumerated(told.musts) if told.musts else ""
    others = _("%(skills)s would be nice") % {"skills": enumerated(told.others)} if told.others else ""
    return "; ".join(filter(None, (musts, others)))


def _moment(moment: datetime, zone: str, at: datetime) -> str:
    return f"{moment_text(moment.astimezone(ZoneInfo(zone)), beside=at)} ({city(zone)})"
