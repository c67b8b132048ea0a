"""When a client and an engineer work, on both clocks, and whether the weeks asked are free."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildworks.availability.overlap import Stretches, laid_beside
from guildworks.matching import wording
from guildworks.matching.asked import Stretch
from guildworks.matching.shown.talks import city
from guildworks.matching.working_hours import day_of
from guildworks.platform.dates import clock_text, weekday_text
from guildworks.platform.enumeration import enumerated
from guildworks.platform.figures import figure
from guildworks.web import charts

TICKS = (0, 6, 12, 18, 24)  # hours of the day that are written at a strip
FREE = " h a week free"  # in the name of a requirement for hours
MONDAY_TO_FRIDAY = [0, 1, 2, 3, 4]


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
    weekdays: str  # of the engineer, where they are others than Monday to Friday
    varies: bool


@dataclass(frozen=True, slots=True)
class WeeksShown:
    """Whether the weeks asked are free."""

    span: str
    is_free: bool | None  # None: no hours are asked
    verdict: str
    headline: str  # the same as a line of its own
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
    said = _("%(shared)s h together; %(city)s %(client)s, %(name)s %(engineer)s on the same clock") % {
        "shared": figure(person["overlap_hours"], "g"),
        "city": here,
        "client": _hours(beside.one),
        "name": person["name"],
        "engineer": _hours(beside.other),
    }
    apart = bool(beside.ahead)
    weekdays = [place for place in range(7) if engineer.weekdays >> place & 1]
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
        weekdays="" if weekdays == MONDAY_TO_FRIDAY else ", ".join(map(weekday_text, weekdays)),
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
        headline=_headline(is_free, role["weeks"]),
        least=_least(person["free_hours"], role["weeks"], is_free=is_free),
    )


def _verdict(is_free: bool | None, weeks: int) -> str:
    if is_free is None:
        return ""
    if is_free:
        return ngettext("the week is free", "all %(count)s weeks are free", weeks) % {"count": weeks}
    return ngettext("the week is not free", "not all %(count)s weeks are free", weeks) % {"count": weeks}


def _headline(is_free: bool | None, weeks: int) -> str:
    if is_free is None:
        return ""
    if is_free:
        return ngettext("The week is free", "All %(count)s weeks are free", weeks) % {"count": weeks}
    return ngettext("The week is not free", "Not all %(count)s weeks are free", weeks) % {"count": weeks}


def _least(free: float | None, weeks: int, *, is_free: bool | None) -> str:
    if free is None:
        return ""
    if weeks == 1:
        said = _("%(hours)s h")
    elif is_free is False:
        said = _("%(hours)s h in the week with the least")
    else:
        said = _("%(hours)s h or more each week")
    return said % {"hours": figure(free, "g")}


def _span(starts: int, ends: int) -> str:
    return f"{clock_text(starts)}–{clock_text(ends)}"


def _hours(spans: Stretches) -> str:
    return enumerated([f"{clock_text(first)}–{clock_text(last)}" for first, last in spans])
