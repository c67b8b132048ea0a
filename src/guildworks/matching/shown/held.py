"""A hold in the words of the engineer who is held: on the page behind their link, and in their mail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from guildworks.matching.held import HeldTold
from guildworks.matching.shown.holds import hours_held_text, left_text, weeks_held_text
from guildworks.matching.shown.talks import city, find_chosen, find_talk, span_text
from guildworks.platform.dates import moment_text
from guildworks.platform.enumeration import enumerated


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
