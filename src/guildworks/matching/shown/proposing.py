"""The part of the question that proposes times for a talk: each on both clocks, ready ticked, to be changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildworks.availability.overlap import WorkingDay
from guildworks.availability.talks import MINUTES
from guildworks.availability.zones import UnknownZone, require_zone
from guildworks.matching.holding import Asking
from guildworks.matching.shown.corrections import Field
from guildworks.matching.shown.talks import beside_text, city, span_text
from guildworks.matching.talking import (
    LENGTHS,
    NO_TALK,
    Clocks,
    TypedTalk,
    TypedTime,
    clocks_of,
    field_name,
    find_instant,
    reached,
)
from guildworks.platform.dates import clock_text
from guildworks.platform.enumeration import enumerated
from guildworks.platform.errors import GuildworksError
from guildworks.talent.models import Engineer


@dataclass(frozen=True, slots=True)
class TimeField:
    """One time of the form, on both clocks."""

    name: str
    place: int
    value: str
    is_ticked: bool
    words: str  # Tue 1 Dec, 15:00–15:30 · 14:00–14:30 for Rosa Lind
    error: str
    warning: str


@dataclass(frozen=True, slots=True)
class PersonTimes:
    """The times that are proposed to one engineer."""

    id: str
    name: str
    says: str
    times: list[TimeField]


@dataclass(frozen=True, slots=True)
class TalkForm:
    """All of it; `unreached` is who gets no mail, in words."""

    minutes: Field
    zone: Field
    worked: str  # by which length and clock the times were worked out
    people: list[PersonTimes]
    warned: list[str]
    unreached: str
    is_wanted: bool


def talk_form(typed: TypedTalk, asking: Asking, *, refusal: GuildworksError | None = None) -> TalkForm:
    """What the page shows of a talk: only its length and zone where that is none."""
    wrong, clocks = refusal.fields if refusal else {}, _find_clocks(typed, asking)
    lengths = [
        (str(length), ngettext("%(count)s minute", "%(count)s minutes", length) % {"count": length})
        for length in MINUTES
    ]
    people = [_person(typed, asking, clocks, each, wrong) for each in reached(asking)] if clocks else []
    silent = [each.public_name for each in asking.free_to_ask if each.id not in asking.addresses]
    return TalkForm(
        minutes=Field(
            "minutes",
            _("A talk of"),
            value=typed.minutes,
            options=((NO_TALK, _("no talk")), *lengths),
            error=wrong.get("minutes", ""),
        ),
        zone=Field(
            "zone",
            _("Your time zone"),
            value=typed.zone,
            hint=_zone_hint(typed, asking, clocks),
            error=wrong.get("zone", ""),
        ),
        worked=f"{typed.minutes} {typed.zone}",
        people=people if typed.minutes != NO_TALK else [],
        warned=sorted(typed.warned),
        unreached=_unreached(silent),
        is_wanted=bool(reached(asking)),
    )


def _find_clocks(typed: TypedTalk, asking: Asking) -> Clocks | None:
    """The clocks of a form; None where what stands there is no zone."""
    try:
        require_zone(typed.zone)
    except UnknownZone:
        return None
    return clocks_of(asking, typed.zone)


def _person(typed: TypedTalk, asking: Asking, clocks: Clocks, engineer: Engineer, wrong: dict[str, str]) -> PersonTimes:
    day = clocks.engineers.get(engineer.id)
    times = typed.times.get(engineer.shown_id, ())
    return PersonTimes(
        engineer.shown_id,
        engineer.public_name,
        _says(engineer, day, times),
        [_time(typed, asking, clocks, engineer, place, wrong) for place in range(1, len(times) + 1)],
    )


def _time(
    typed: TypedTalk, asking: Asking, clocks: Clocks, engineer: Engineer, place: int, wrong: dict[str, str]
) -> TimeField:
    time, name = typed.times[engineer.shown_id][place - 1], field_name(engineer.shown_id, place)
    start, day = find_instant(time.text, typed.zone), clocks.engineers.get(engineer.id)
    minutes = LENGTHS.get(typed.minutes, 0)
    words = warning = ""
    if start:
        words = span_text(start, minutes, typed.zone, at=asking.at)
        if day and day.zone != typed.zone:
            theirs = beside_text(start, minutes, typed.zone, other=day.zone)
            said = _("%(time)s for %(name)s") % {"time": theirs, "name": engineer.public_name}
            words = f"{words} · {said}"
        warning = clocks.warning(engineer, start, minutes)
    return TimeField(
        name,
        place,
        time.text,
        time.is_ticked,
        words,
        "" if wrong.get(name) == warning else wrong.get(name, ""),
        warning,
    )


def _says(engineer: Engineer, day: WorkingDay | None, times: Sequence[TypedTime]) -> str:
    """`works 10:00–18:00 in Lisbon`, and that nothing could be proposed."""
    if day is None:
        return _("has not said when they work: give times that may fit")
    said = (
        _("works %(hours)s in %(city)s")
        if any(time.text for time in times)
        else _("works %(hours)s in %(city)s; you share no working hours while the hold lives")
    )
    return said % {"hours": f"{clock_text(day.starts)}–{clock_text(day.ends)}", "city": city(day.zone)}


def _zone_hint(typed: TypedTalk, asking: Asking, clocks: Clocks | None) -> str:
    """Whose word it is, and which hours count as the client's."""
    said = asking.client_day
    if clocks is None:
        return ""
    hours = {"hours": f"{clock_text(clocks.client.starts)}–{clock_text(clocks.client.ends)}"}
    if said and typed.zone == said.zone:
        return _("As the brief says it; your day counts as %(hours)s.") % hours
    if said is None and typed.zone == "UTC":
        told = _("The brief names none, so times are in UTC and your day counts as %(hours)s. Such as Europe/Berlin.")
        return told % hours
    return _("Your day counts as %(hours)s there.") % hours


def _unreached(names: Sequence[str]) -> str:
    if not names:
        return ""
    said = ngettext(
        "%(names)s gets no mail from this site, and no times: its operator tells them of the hold.",
        "%(names)s get no mail from this site, and no times: its operator tells them of the hold.",
        len(names),
    )
    return said % {"names": enumerated(names)}
