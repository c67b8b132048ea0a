"""Briefs for which too few fit, and what became of holds."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guildworks.accounts.signed_in import MemberRequest, for_operator
from guildworks.availability.outcomes import OUTCOMES, count_outcomes, find_holds
from guildworks.desk.shown.briefs import unmet_shown
from guildworks.desk.shown.holds import holds_shown, outcomes_shown
from guildworks.matching.queries import titled
from guildworks.matching.unmet import find_unmet
from guildworks.platform import clock
from guildworks.web.paging import page_asked, pages_of

DAYS = 90  # over which holds are counted


@for_operator
@require_safe
def briefs(request: MemberRequest) -> HttpResponse:
    """The briefs whose latest list is shorter than asked, with what ruled people out; each leads to what helps."""
    page = page_asked(request)
    found, total = find_unmet(request.actor, page=page)
    facts = {"rows": unmet_shown(found), "total": total, "pages": pages_of(total, page)}
    return render(request, "desk/briefs.html", facts)


@for_operator
@require_safe
def holds(request: MemberRequest) -> HttpResponse:
    """How holds of late have ended, and the latest of them, all or those that ended in one way."""
    page, now = page_asked(request), clock.now()
    since, wanted = now - timedelta(days=DAYS), request.GET.get("stands", "")
    outcome = wanted if wanted in OUTCOMES else ""
    found, total = find_holds(request.actor, outcome=outcome, since=since, at=now, page=page)
    counted = count_outcomes(request.actor, since=since, at=now)
    held_for = [hold.holder_id for hold in found if hold.holder_kind == "brief"]
    facts = {
        "holds": holds_shown(found, titled(request.actor, held_for), at=now),
        "outcomes": outcomes_shown(counted),
        "stands": outcome,
        "total": total,
        "pages": pages_of(total, page),
        "days": DAYS,
    }
    return render(request, "desk/holds.html", facts)
