"""Proposing times for a talk: the form as it was typed, and the times behind it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from guildworks.availability.actions.talks import BadTalk
from guildworks.availability.overlap import WorkingDay
from guildworks.availability.queries import working_days_of
from guildworks.availability.talks import MINUTES, MINUTES_USUAL, TIMES_MOST, Talk, proposed_times, works_at
from guildworks.availability.zones import require_zone
from guildworks.matching.asked import OFFICE_DAY
from guildworks.matching.holding import Asking
from guildworks.platform.errors import BadInput
from guildworks.platform.limits import limit
from guildworks.talent.models import Engineer

LOCAL = "%Y-%m-%dT%H:%M"  # as a browser knows a day and time
NO_TALK = "0"
LENGTHS = {str(length): length for length in MINUTES}
YEARS = range(2000, 2200)  # far beyond any hold, and far from where a calendar ends


class TalkOutsideHours(BadInput):
    """Some of the times lie outside of a working day."""

    code = "talk_outside_hours"
    hint = "Nothing was held yet. Change the times that are marked, or send it once more to propose them as they are."


@dataclass(frozen=True, slots=True)
class TypedTime:
    """One time as it stands in a browser: by the clock of whoever proposes; not ticked, it is not proposed."""

    text: str
    is_ticked: bool = True


@dataclass(frozen=True, slots=True)
class TypedTalk:
    """The part of the form about a talk. `warned` are the times of which it was told that they lie outside of hours."""

    minutes: str
    zone: str
    times: Mapping[str, tuple[TypedTime, ...]]  # by the engineer's shown id
    warned: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Clocks:
    """When the client works, and when each engineer does, of those who have said it."""

    client: WorkingDay
    engineers: Mapping[UUID, WorkingDay]
    until: datetime  # a hold that is placed now lives

    def warning(self, engineer: Engineer, start: datetime, minutes: int) -> str:
        """That a time lies outside of a working day; empty where it does not, or nobody has said when they work."""
        if not works_at(self.client, start, minutes=minutes):
            return _("Outside of your working day.")
        day = self.engineers.get(engineer.id)
        if day and not works_at(day, start, minutes=minutes):
            return _("Outside of the working day of %(name)s.") % {"name": engineer.public_name}
        return ""


def clocks_of(asking: Asking, zone: str) -> Clocks:
    """The working days of both sides; the client's hours are those of the brief, or office hours, by this zone."""
    said = asking.client_day
    starts, ends = (said.starts, said.ends) if said else OFFICE_DAY
    client = WorkingDay(zone, starts, ends, said.weekdays) if said else WorkingDay(zone, starts, ends)
    until = asking.at + timedelta(hours=limit("hold_hours"))
    return Clocks(client, working_days_of(engineer.id for engineer in asking.engineers), until)


def talk_for(asking: Asking, *, minutes: str = str(MINUTES_USUAL), zone: str = "") -> TypedTalk:
    """The form as the working days fill it: for each engineer with an address up to three times that both share.

    Raises UnknownZone.
    """
    zone = zone or (asking.client_day.zone if asking.client_day else "UTC")
    require_zone(zone)
    if minutes not in LENGTHS:
        return TypedTalk(NO_TALK, zone, {})
    clocks = clocks_of(asking, zone)
    return TypedTalk(
        minutes,
        zone,
        {each.shown_id: _proposed(clocks, each, LENGTHS[minutes], asking.at) for each in reached(asking)},
    )


def reached(asking: Asking) -> list[Engineer]:
    """Those who are asked for, not held yet, and have an address, so that times reach them."""
    return [engineer for engineer in asking.free_to_ask if engineer.id in asking.addresses]


def _proposed(clocks: Clocks, engineer: Engineer, minutes: int, at: datetime) -> tuple[TypedTime, ...]:
    day = clocks.engineers.get(engineer.id)
    found = proposed_times(clocks.client, day, after=at, until=clocks.until, minutes=minutes) if day is not None else []
    zone = ZoneInfo(clocks.client.zone)
    times = [TypedTime(start.astimezone(zone).strftime(LOCAL)) for start in found]
    return tuple(times + [TypedTime("", is_ticked=False)] * (TIMES_MOST - len(times)))


def talks_typed(typed: TypedTalk, asking: Asking) -> dict[UUID, Talk]:
    """The talks behind the form, by engineer: none where none is wanted.

    Raises UnknownZone, BadTalk with a sentence for each time that cannot be, or TalkOutsideHours once for those that
    can be and lie outside of a working day.
    """
    if typed.minutes in ("", NO_TALK):
        return {}
    if typed.minutes not in LENGTHS:
        raise BadTalk(fields={"minutes": _("A talk takes 15, 30, 45 or 60 minutes.")})
    require_zone(typed.zone)
    minutes, clocks = LENGTHS[typed.minutes], clocks_of(asking, typed.zone)
    talks: dict[UUID, Talk] = {}
    wrong: dict[str, str] = {}
    outside: dict[str, str] = {}
    for engineer in reached(asking):
        starts: list[datetime] = []
        for key, time in ticked(typed, engineer):
            start, why = _instant(time.text, typed.zone, asking.at, clocks.until - timedelta(minutes=minutes))
            if start is None or start in starts:
                wrong[key] = why or _("This time stands there twice.")
                continue
            starts.append(start)
            warning = clocks.warning(engineer, start, minutes)
            if warning and warned_key(engineer, time.text) not in typed.warned:
                outside[key] = warning
        if starts:
            talks[engineer.id] = Talk(tuple(sorted(starts)), minutes, typed.zone)
    if wrong:
        raise BadTalk(_("Some of the times for a talk are not possible."), fields=wrong)
    if outside:
        raise TalkOutsideHours(fields=outside)
    return talks


def ticked(typed: TypedTalk, engineer: Engineer) -> Iterator[tuple[str, TypedTime]]:
    """The times that are proposed to an engineer, with the names of their fields."""
    for place, time in enumerate(typed.times.get(engineer.shown_id, ())[:TIMES_MOST], 1):
        if time.is_ticked:
            yield field_name(engineer.shown_id, place), time


def field_name(engineer: str, place: int) -> str:
    """The name of the field of one time."""
    return f"time-{engineer}-{place}"


def warned_key(engineer: Engineer, text: str) -> str:
    """How the form remembers that it has warned of a time."""
    return f"{engineer.shown_id}@{text}"


def find_instant(text: str, zone: str) -> datetime | None:
    """The moment of a day and time by a clock, in UTC; None for none, and for one that the clock leaves out."""
    if not text[:4].isascii() or not text[:4].isdigit() or int(text[:4]) not in YEARS:
        return None
    try:
        local = datetime.strptime(f"{text[:16]}+0000", f"{LOCAL}%z").replace(tzinfo=ZoneInfo(zone))
        instant = local.astimezone(UTC)
        shown = instant.astimezone(ZoneInfo(zone)).strftime(LOCAL)
    except ValueError:
        return None
    return instant if shown == local.strftime(LOCAL) else None


def _instant(text: str, zone: str, at: datetime, latest: datetime) -> tuple[datetime | None, str]:
    """A time and, where it cannot be, why."""
    start = find_instant(text, zone)
    if start is None:
        return None, _("Give a day and time that this clock has, or untick it.")
    if start <= at:
        return None, _("This time has passed.")
    if start > latest:
        return None, _("The hold ends before this talk is over.")
    return start, ""


def with_warnings_kept(typed: TypedTalk, outside: TalkOutsideHours, asking: Asking) -> TypedTalk:
    """The form once more, which remembers of which times it has warned."""
    now = {
        warned_key(engineer, time.text)
        for engineer in reached(asking)
        for key, time in ticked(typed, engineer)
        if key in outside.fields
    }
    return replace(typed, warned=typed.warned | now)
