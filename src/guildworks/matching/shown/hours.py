"""When a client and an engineer work, on both clocks, and whether the weeks asked are free."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.safestring import SafeString

from guildworks.availability.overlap import Stretches, laid_beside
from guildworks.matching import wording
from guildworks.matching.asked import Stretch
from guildworks.matching.shown.talks import city
from guildworks.matching.working_hours import WEEKDAYS, clock_text, day_of
from guildworks.web import charts

TICKS = (0, 6, 12, 18, 24)  # hours of the day that are written at a strip
FREE = " h a week free"  # in the name of a requirement for hours


@dataclass(frozen=True, slots=True)
class DayShown:
    """One day of 24 hours on the client's clock, with the engineer's clock under it."""

    chart: SafeString
    client_city: str
    client_hours: str
    client_there: str  # the same hours on the engineer's clock; empty where it is the same
    client_ticks: list[str]
    engineer_city: str
    engineer_hours: str
    engineer_here: str  # the same hours on the client's clock
    engineer_ticks: list[str]
    shared: str
    weekdays: str  # of the engineer, where they are others than Monday to Friday
    varies: bool


@dataclass(frozen=True, slots=True)
class WeeksShown:
    """Whether the weeks asked are free."""

    span: str
    is_free: bool | None  # None: no hours are asked
    verdict: str
    least: str


def day_shown(role: Mapping[str, Any], person: Mapping[str, Any]) -> DayShown | None:
    """None where the hours of one of the two are not kept: not said, or nobody's any more."""
    client = day_of(role.get("working_hours"), role["zone"])
    engineer = day_of(person.get("working_hours"), person["zone"])
    if client is None or engineer is None:
        return None
    weeks = Stretch(date.fromisoformat(role["starts"]), role["weeks"], None).mondays
    beside = laid_beside(client, engineer, weeks)
    here, there = city(client.zone), city(engineer.zone)
    shared = f"{person['overlap_hours']:g} h together"
    said = f"{shared}; {here} {_hours(beside.one)}, {person['name']} {_hours(beside.other)} on the same clock"
    apart = bool(beside.ahead)
    weekdays = [name for place, name in enumerate(WEEKDAYS) if engineer.weekdays >> place & 1]
    return DayShown(
        chart=charts.day_chart(beside.one, beside.other, beside.shared, said=said),
        client_city=here,
        client_hours=_span(client.starts, client.ends),
        client_there=_span(client.starts + beside.ahead, client.ends + beside.ahead) if apart else "",
        client_ticks=[clock_text(hour * 60) if hour < 24 else "24:00" for hour in TICKS],
        engineer_city=there,
        engineer_hours=_span(engineer.starts, engineer.ends),
        engineer_here=_span(engineer.starts - beside.ahead, engineer.ends - beside.ahead) if apart else "",
        engineer_ticks=[clock_text(hour * 60 + beside.ahead) for hour in TICKS] if apart else [],
        shared=shared,
        weekdays="" if weekdays == list(WEEKDAYS[:5]) else ", ".join(weekdays),
        varies=beside.varies,
    )


def weeks_shown(role: Mapping[str, Any], person: Mapping[str, Any]) -> WeeksShown:
    """Of the weeks asked, only whether all have the hours, and the least: not who has taken the others."""
    is_asked = any(FREE in each["requirement"] for each in role["excluded"])
    is_free = not any(FREE in name for name in person.get("fails", ())) if is_asked else None
    if person.get("erased"):
        is_free = None
    return WeeksShown(
        span=wording.weeks_span(date.fromisoformat(role["starts"]), role["weeks"]),
        is_free=is_free,
        verdict=_verdict(is_free, role["weeks"]),
        least=_least(person["free_hours"], role["weeks"], is_free=is_free),
    )


def _verdict(is_free: bool | None, weeks: int) -> str:
    if is_free is None:
        return ""
    if weeks == 1:
        return "the week is free" if is_free else "the week is not free"
    return f"all {weeks} weeks are free" if is_free else f"not all {weeks} weeks are free"


def _least(free: float | None, weeks: int, *, is_free: bool | None) -> str:
    if free is None:
        return ""
    if weeks == 1:
        return f"{free:g} h"
    return f"{free:g} h in the week with the least" if is_free is False else f"{free:g} h or more each week"


def _span(starts: int, ends: int) -> str:
    return f"{clock_text(starts)}–{clock_text(ends)}"


def _hours(spans: Stretches) -> str:
    return " and ".join(f"{clock_text(first)}–{clock_text(last)}" for first, last in spans)
