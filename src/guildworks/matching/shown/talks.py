"""Times for a talk in words, by the clock of whoever reads them."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildworks.availability.models import Reservation, TalkAnswer, TalkProposal
from guildworks.platform.dates import day_text, moment_text, weekday_text


def find_talk(hold: Reservation) -> TalkProposal | None:
    """The talk that was proposed with a hold, if one was; read with it, or in one query."""
    return getattr(hold, "talk", None)


def find_answer(hold: Reservation) -> TalkAnswer | None:
    """What the engineer said to it, if they did."""
    return getattr(find_talk(hold), "answer", None)


def span_text(start: datetime, minutes: int, zone: str, *, at: datetime) -> str:
    """`Tue 1 Dec, 15:00–15:30`, with its year where that is another one."""
    return f"{day_text(start.astimezone(ZoneInfo(zone)), beside=at)}, {hours_text(start, minutes, zone)}"


def hours_text(start: datetime, minutes: int, zone: str) -> str:
    """`15:00–15:30`."""
    first = start.astimezone(ZoneInfo(zone))
    last = (start + timedelta(minutes=minutes)).astimezone(ZoneInfo(zone))
    return f"{first:%H:%M}–{last:%H:%M}"


def beside_text(start: datetime, minutes: int, zone: str, *, other: str) -> str:
    """The same time by the clock of another zone, `14:00–14:30`, with its day where that is another one."""
    here, there = start.astimezone(ZoneInfo(zone)), start.astimezone(ZoneInfo(other))
    hours = hours_text(start, minutes, other)
    return hours if here.date() == there.date() else f"{weekday_text(there.weekday())} {hours}"


def city(zone: str) -> str:
    """`Lisbon`."""
    return zone.rpartition("/")[2].replace("_", " ")


def talk_text(hold: Reservation, *, at: datetime) -> str:
    """What became of a talk, for whoever holds, by the clock by which it was proposed; empty where none was."""
    talk, answer = find_talk(hold), find_answer(hold)
    if talk is None:
        return ""
    if answer is None:
        times = len(talk.starts_at)
        said = ngettext("%(count)s time for a talk proposed", "%(count)s times for a talk proposed", times)
        return said % {"count": times}
    if answer.chosen is None:
        return _("no time for a talk fits")
    return _("talk %(when)s %(city)s") % _chosen_words(talk, answer.chosen, at=at)


def answered_text(hold: Reservation, *, at: datetime) -> str:
    """What the engineer answered: `accepted, talk Tue 1 Dec, 15:00–15:30 Berlin`; empty for nothing."""
    talk = talk_text(hold, at=at) if find_answer(hold) else ""
    return ", ".join(filter(None, (_("accepted") if hold.accepted_at else "", talk)))


def answered_sentence(hold: Reservation, *, at: datetime) -> str:
    """The same as a sentence of its own."""
    talk, chosen = find_talk(hold), find_chosen(hold)
    if hold.accepted_at:
        return _("Accepted, %(talk)s.") % {"talk": talk_text(hold, at=at)} if find_answer(hold) else _("Accepted.")
    if talk and chosen:
        return _("Talk %(when)s %(city)s.") % _chosen_words(talk, chosen, at=at)
    return _("No time for a talk fits.") if find_answer(hold) else ""


def short_text(hold: Reservation, *, at: datetime) -> str:
    """What the engineer answered, as short as a row needs it: `accepted, talk Tue 1 Dec, 15:00`; empty for nothing."""
    talk, chosen = find_talk(hold), find_chosen(hold)
    if not talk or not chosen:
        return answered_text(hold, at=at)
    when = moment_text(chosen.astimezone(ZoneInfo(talk.zone)), beside=at)
    said = _("talk %(when)s") % {"when": when}
    return ", ".join([_("accepted"), said]) if hold.accepted_at else said


def _chosen_words(talk: TalkProposal, chosen: datetime, *, at: datetime) -> dict[str, str]:
    return {"when": span_text(chosen, talk.minutes, talk.zone, at=at), "city": city(talk.zone)}


def find_chosen(hold: Reservation) -> datetime | None:
    """The time that was chosen, if one was."""
    answer = find_answer(hold)
    return answer.chosen if answer else None
