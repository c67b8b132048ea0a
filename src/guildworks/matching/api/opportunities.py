"""The briefs that an engineer was considered for, for their own programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ninja import Query

from guildworks.accounts.api_keys.guard import routes
from guildworks.availability.queries import working_days_of
from guildworks.matching.api.shapes import OpportunitiesTold, OpportunityTold
from guildworks.matching.considered.queries import Considered, find_considered, get_considered, get_receipt_of
from guildworks.matching.held import zone_of
from guildworks.matching.opening import opened
from guildworks.matching.ranking_policy import get_policy
from guildworks.matching.receipts import whole_receipt
from guildworks.matching.shown.considered import (
    RoleWhy,
    kept_why_shown,
    opportunities_shown,
    title_of,
    why_shown,
)
from guildworks.matching.why import NoLongerKnown, why
from guildworks.platform import clock
from guildworks.platform.http.cursors import Asked
from guildworks.platform.http.routes import KeyRequest
from guildworks.platform.http.shapes import PageAsked
from guildworks.platform.limits import limit
from guildworks.talent.models import Engineer
from guildworks.talent.queries import get_own_profile

api = routes("Opportunities")


@api.read("/opportunities", scope="opportunities:read", gives=OpportunitiesTold)
def list_opportunities(request: KeyRequest, page: Query[PageAsked]) -> Any:
    """List the briefs whose latest list names you, the newest first: roles, skills and dates."""
    engineer, asked = get_own_profile(request.actor), Asked("opportunities", request.key_id, page)
    number = (asked.after or [1])[0]
    found, total = find_considered(request.actor, page=number)
    after = asked.cursor([number + 1]) if number * limit("page_size") < total else None
    return {"opportunities": _rows(found, engineer), "next": after}


@api.read("/opportunities/{shortlist}", scope="opportunities:read", gives=OpportunityTold)
def read_one_opportunity(request: KeyRequest, shortlist: str) -> Any:
    """Read why you stand where you stand on a list, and the smallest change that would have listed you."""
    engineer, considered = get_own_profile(request.actor), get_considered(request.actor, shortlist)
    receipt = opened(whole_receipt(get_receipt_of(considered)))
    policy = receipt.head.policy["version"]
    try:
        roles = why_shown(why(request.actor, receipt, engineer), engineer, force=get_policy(policy))
    except NoLongerKnown:
        roles = kept_why_shown(considered, engineer)
    return {
        "shortlist": considered.shown_id,
        "title": title_of(considered),
        "starts": considered.starts.isoformat(),
        "made_at": considered.made_at.isoformat(),
        "policy": policy,
        "roles": [_role(role) for role in roles],
    }


def _rows(found: Sequence[Considered], engineer: Engineer) -> list[dict[str, Any]]:
    zone = zone_of(working_days_of([engineer.id]).get(engineer.id))
    shown = opportunities_shown(found, engineer, zone=zone, at=clock.now())
    return [
        {
            "shortlist": each.shown_id,
            "title": row.title,
            "skills": list(dict.fromkeys(slug for slug, _importance in each.skills)),
            "starts": each.starts.isoformat(),
            "made_at": each.made_at.isoformat(),
            "listed": row.is_listed,
            "stood": row.stood,
            "because": row.because,
            "client": each.client or None,
            "hold": each.held and each.held.shown_id,
        }
        for each, row in zip(found, shown, strict=True)
    ]


def _role(role: RoleWhy) -> dict[str, Any]:
    return {
        "role": role.role,
        "head": role.head,
        "reason": role.reason,
        "change": {"text": role.change.text} if role.change else None,
        "counted": role.counted,
        "lost": role.lost,
        "is_whole": role.is_whole,
    }
