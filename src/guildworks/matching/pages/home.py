"""The engineer's start page: what waits for them, their weeks, and the briefs that they were considered for."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render

from guildworks.accounts.signed_in import MemberRequest
from guildworks.availability.queries import find_workweek, live_holds, weeks_of
from guildworks.availability.shown import weeks_shown
from guildworks.matching.considered.queries import find_considered
from guildworks.matching.demand import DAYS, demand_for
from guildworks.matching.held import zone_of
from guildworks.matching.shown.considered import opportunities_shown
from guildworks.matching.shown.held import own_holds_shown
from guildworks.matching.shown.home import headline, known_by, said_of, seen_of, waiting
from guildworks.matching.shown.talks import city
from guildworks.platform import clock
from guildworks.platform.dates import moment_text
from guildworks.talent.queries import get_own_profile

WEEKS_SHOWN, OPPORTUNITIES_SHOWN, DEMAND_SHOWN = 12, 5, 5


def home(request: MemberRequest) -> HttpResponse:
    """What waits first, then their weeks, then opportunities; beside it what is seen and asked of what they know."""
    engineer, now = get_own_profile(request.actor), clock.now()
    week = find_workweek(engineer.id)
    zone = zone_of(week.day if week else None)
    live, _total = live_holds(request.actor, page=1)
    holds = own_holds_shown(live, at=now)
    others = waiting(engineer, week, at=now)
    found, total = find_considered(request.actor, page=1)
    facts = {
        "engineer": engineer,
        "moment": f"{moment_text(now.astimezone(ZoneInfo(zone)))} {city(zone)}",
        "headline": headline(holds, others),
        "holds": [hold for hold in holds if hold.waits],
        "others": others,
        "is_listed": hasattr(engineer, "listing"),
        "weeks": weeks_shown(weeks_of(engineer.id, now.date(), WEEKS_SHOWN, at=now)),
        "has_hours": bool(week and week.quarter_hours is not None),
        "rows": opportunities_shown(found[:OPPORTUNITIES_SHOWN], engineer, zone=zone, at=now),
        "total": total,
        "seen": seen_of(engineer),
        "said": said_of(engineer),
        "demand": demand_for(known_by(engineer), most=DEMAND_SHOWN),
        "days": DAYS,
    }
    return render(request, "matching/home.html", facts)
