"""An engineer's weeks in words and pictures, for themself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from guildworks.availability.models import Workweek
from guildworks.availability.queries import Week, confirmed_until
from guildworks.platform.dates import clock_text, moment_text, plain_day_text, weekday_text
from guildworks.platform.figures import figure
from guildworks.web import charts

TYPED_SHOWN = 20  # characters
SCALE_LEAST = 40  # hours that the picture of a week is at least as high as
REASON_WORDS = {
    "holiday": gettext_noop("holiday"),
    "half_week": gettext_noop("half a week"),
    "other_client": gettext_noop("another client"),
    "calendar": gettext_noop("from your calendar"),
    "other": gettext_noop("another reason"),
}
CHOSEN_REASONS = ("other", "holiday", "half_week", "other_client")  # a calendar gives its own


@dataclass(frozen=True, slots=True)
class WeekShown:
    """One week: its figures, and its picture for a wide and for a narrow place."""

    monday: str  # 2027-01-11
    label: str  # W02
    day: str  # 11 Jan
    hours: str  # 37.5
    was: str  # the same, as a field of numbers has it
    typed: str  # what stands in its field: the same, or what was typed and refused
    free: str
    taken: float  # held and booked, below which the hours cannot go
    held: float
    booked: float
    reason: str  # why it is not the usual week; empty for the usual one
    said: str  # 40 h, 8 h booked, 32 h held, none free
    upright: SafeString
    lying: SafeString


def weeks_shown(weeks: Sequence[Week], *, typed: Mapping[str, str] | None = None) -> list[WeekShown]:
    """Weeks beside each other, on one scale; `typed` are fields of the form that was refused."""
    most = scale_of(weeks)
    return [_shown(week, most=most, typed=typed or {}) for week in weeks]


def scale_of(weeks: Sequence[Week]) -> int:
    """The hours at the upper end of the picture: what anybody has or holds in one of these weeks, in tens."""
    most = max((max(week.capacity, week.held + week.booked) for week in weeks), default=0)
    return max(SCALE_LEAST, -(-most // 40) * 10)


def span_text(weeks: Sequence[Week]) -> str:
    """`30 Nov 2026 – 28 Feb 2027`: from the first day to the last."""
    last = weeks[-1].week + timedelta(days=6)
    return f"{plain_day_text(weeks[0].week)} – {plain_day_text(last)}"


def usual_shown(week: Workweek | None, *, at: date) -> dict[str, Any]:
    """What somebody has said of their usual week, as the form shows it, and until when it counts as confirmed."""
    day = week.day if week else None
    confirmed = week.confirmed_at if week else None
    return {
        "hours": figure(week.hours, "g") if week and week.hours is not None else "",
        "zone": day.zone if day else "",
        "starts": clock_text(day.starts) if day else "09:00",
        "ends": clock_text(day.ends) if day else "17:00",
        "weekdays": [
            (str(number), weekday_text(number), bool(day.weekdays >> number & 1) if day else number < 5)
            for number in range(7)
        ],
        "confirmed": moment_text(confirmed, beside=at) if confirmed else "",
        "confirmed_until": plain_day_text(confirmed_until(confirmed), beside=at) if confirmed else "",
        "is_paused": bool(week and week.paused_at),
    }


def _shown(week: Week, *, most: int, typed: Mapping[str, str]) -> WeekShown:
    hours, held, booked, free = (quarters / 4 for quarters in (week.capacity, week.held, week.booked, week.free))
    said = _said(hours, held=held, booked=booked, free=free)
    return WeekShown(
        monday=week.week.isoformat(),
        label=_("W%(number)s") % {"number": f"{week.week.isocalendar().week:02}"},
        day=plain_day_text(week.week, beside=week.week),
        hours=figure(hours, "g"),
        was=f"{hours:g}",
        typed=typed.get(f"hours-{week.week}", f"{hours:g}")[:TYPED_SHOWN],
        free=figure(free, "g"),
        taken=held + booked,
        held=held,
        booked=booked,
        reason=_(REASON_WORDS[week.reason or "other"]) if week.excepted else "",
        said=said,
        upright=charts.week_upright(hours, held=held, booked=booked, most=most, said=said),
        lying=charts.week_lying(hours, held=held, booked=booked, most=most, said=said),
    )


def _said(hours: float, *, held: float, booked: float, free: float) -> str:
    """`40 h: 8 booked, 32 held, none free`."""
    parts = [_("%(hours)s booked") % {"hours": figure(booked, "g")}] if booked else []
    parts += [_("%(hours)s held") % {"hours": figure(held, "g")}] if held else []
    parts.append(_("%(hours)s free") % {"hours": figure(free, "g")} if free else _("none free"))
    whole = _("%(hours)s h") % {"hours": figure(hours, "g")}
    return f"{whole}: {', '.join(parts)}"
