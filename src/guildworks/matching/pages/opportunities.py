"""An engineer's opportunities: the briefs that they were considered for, why they stand where they do, and demand."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guildworks.accounts.signed_in import MemberRequest, for_all, for_engineers
from guildworks.availability.queries import working_days_of
from guildworks.matching.considered.queries import (
    find_considered,
    find_not_considered,
    get_considered,
    get_receipt_of,
)
from guildworks.matching.demand import DAYS, counted_at, find_demand
from guildworks.matching.held import zone_of
from guildworks.matching.opening import opened
from guildworks.matching.ranking_policy import get_policy
from guildworks.matching.receipts import whole_receipt
from guildworks.matching.shown.considered import (
    facts_of,
    kept_why_shown,
    opportunities_shown,
    skills_of,
    title_of,
    why_shown,
)
from guildworks.matching.shown.held import own_hold_shown
from guildworks.matching.why import NoLongerKnown, why
from guildworks.platform import clock
from guildworks.platform.limits import limit
from guildworks.talent.queries import get_own_profile
from guildworks.web.paging import Pages, page_asked, pages_of


@for_engineers
@require_safe
def opportunities(request: MemberRequest) -> HttpResponse:
    """The briefs whose lists name the engineer; or, asked for, those whose lists do not."""
    engineer, now, page = get_own_profile(request.actor), clock.now(), page_asked(request)
    is_others = request.GET.get("which") == "others"
    if is_others:
        found, more = find_not_considered(request.actor, page=page)
        pages = Pages(page, page + more, page - 1 if page > 1 else None, page + 1 if more else None)
        total = None
    else:
        found, total = find_considered(request.actor, page=page)
        pages = pages_of(total, page)
    zone = zone_of(working_days_of([engineer.id]).get(engineer.id))
    facts = {
        "rows": opportunities_shown(found, engineer, zone=zone, at=now),
        "is_others": is_others,
        "is_listed": hasattr(engineer, "listing"),
        "total": total,
        "days": limit("considered_days"),
        "pages": pages,
    }
    return render(request, "matching/opportunities.html", facts)


@for_engineers
@require_safe
def opportunity(request: MemberRequest, shortlist: str) -> HttpResponse:
    """Why the engineer stands on one list or not, and the smallest change that would have listed them."""
    engineer, now = get_own_profile(request.actor), clock.now()
    considered = get_considered(request.actor, shortlist)
    receipt = opened(whole_receipt(get_receipt_of(considered)))
    policy = receipt.head.policy["version"]
    try:
        roles = why_shown(why(request.actor, receipt, engineer), engineer, force=get_policy(policy))
    except NoLongerKnown:
        roles = kept_why_shown(considered, engineer)
    hold = considered.held
    zone = zone_of(working_days_of([engineer.id]).get(engineer.id))
    facts = {
        "title": title_of(considered),
        "facts": facts_of(considered, at=now),
        "skills": skills_of(considered),
        "considered": considered,
        "hold": own_hold_shown(hold, considered.client, zone=zone, at=now) if hold else None,
        "roles": roles,
        "policy": policy,
    }
    return render(request, "matching/opportunity.html", facts)


@for_all
@require_safe
def demand(request: MemberRequest) -> HttpResponse:
    """What briefs ask for, skill by skill."""
    page = page_asked(request)
    rows, total = find_demand(page=page)
    facts = {"rows": rows, "total": total, "pages": pages_of(total, page), "days": DAYS, "counted": counted_at()}
    return render(request, "matching/demand.html", facts)
