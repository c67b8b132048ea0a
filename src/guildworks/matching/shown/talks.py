"""Times for a talk in words, by the clock of whoever reads them."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from guildworks.availability.models import Reservation, TalkAnswer, TalkProposal


def find_talk(hold: Reservation) -> TalkProposal | None:
    """The talk that was proposed with a hold, if one was; read with it, or in one query."""
    return getattr(hold, "talk", None)


def find_answer(hold: Reservation) -> TalkAnswer | None:
    """What the engineer said to it, if they did."""
    return getattr(find_talk(hold), "answer", None)


def span_text(start: datetime, minutes: int, zone: str, *, at: datetime) -> str:
    """`Tue 1 Dec, 15:00–15:30`, with its year where that is another one."""
    local = start.astimezone(ZoneInfo(zone))
    year = "" if local.year == at.year else f" {local.year}"
    return f"{local:%a %-d %b}{year}, {hours_text(start, minutes, zone)}"


def hours_text(start: datetime, minutes: int, zone: str) -> str:
    """`15:00–15:30`."""
    first = start.astimezone(ZoneInfo(zone))
    last = (start + timedelta(minutes=minutes)).astimezone(ZoneInfo(zone))
    return f"{first:%H:%M}–{last:%H:%M}"


def beside_text(start: datetime, minutes: int, zone: str, *, other: str) -> str:
    """The same time by the clock of another zone, `14:00–14:30`, with its day where that is another one."""
    here, there = start.astimezone(ZoneInfo(zone)), start.astimezone(ZoneInfo(other))
    day = "" if here.date() == there.date() else f"{there:%a} "
    return f"{day}{hours_text(start, minutes, other)}"


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
        return "1 time for a talk proposed" if times == 1 else f"{times} times for a talk proposed"
    if answer.chosen is None:
        return "no time for a talk fits"
    return f"talk {span_text(answer.chosen, talk.minutes, talk.zone, at=at)} {city(talk.zone)}"


def short_text(hold: Reservation, *, at: datetime) -> str:
    """What the engineer answered, as short as a row needs it: `accepted, talk Tue 1 Dec, 15:00`; empty for nothing."""
    talk, answer = find_talk(hold), find_answer(hold)
    said = ["accepted"] if hold.accepted_at else []
    if talk and answer and answer.chosen:
        said.append(f"talk {span_text(answer.chosen, talk.minutes, talk.zone, at=at).partition('–')[0]}")
    elif answer:
        said.append(talk_text(hold, at=at))
    return ", ".join(said)


def find_chosen(hold: Reservation) -> datetime | None:
    """The time that was chosen, if one was."""
    answer = find_answer(hold)
    return answer.chosen if answer else None
