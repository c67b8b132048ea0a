"""Shortlists for programs: made, read, and why."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.urls import reverse
from ninja import Query

from guildworks.accounts.api_keys.guard import routes
from guildworks.matching.actions import make_shortlist
from guildworks.matching.api.shapes import ListsAsked, ListSent, ListsTold, ListTold, ReceiptTold, WhyTold
from guildworks.matching.few import counts_told
from guildworks.matching.models import Shortlist
from guildworks.matching.opening import opened
from guildworks.matching.policies import sees_whole_lists
from guildworks.matching.queries import (
    get_brief,
    get_shortlist,
    receipt_json,
    shortlist_json,
    shortlists_visible_to,
)
from guildworks.matching.receipts import whole_receipt
from guildworks.matching.spent import Spent
from guildworks.matching.why import why
from guildworks.platform.actor import Actor
from guildworks.platform.http.answers import Made
from guildworks.platform.http.cursors import Asked, page_after
from guildworks.platform.http.routes import KeyRequest
from guildworks.platform.ids import parsed
from guildworks.talent.queries import get_engineer

api = routes("Shortlists")


@api.send("/briefs/{brief}/shortlists", scope="shortlists:write", gives=ListTold)
def create_shortlist(request: KeyRequest, brief: str, body: ListSent) -> Any:
    """Rank the listed engineers for a brief as it stands, and keep the list."""
    made = make_shortlist(request.actor, get_brief(request.actor, brief), top=body.top, spent=Spent())
    return Made(list_json(request.actor, made), reverse("api:read_one_shortlist", args=[made.shown_id]))


@api.read("/shortlists", scope="shortlists:read", gives=ListsTold)
def list_shortlists(request: KeyRequest, page: Query[ListsAsked]) -> Any:
    """List the shortlists, of one brief or of all, the newest first."""
    lists = shortlists_visible_to(request.actor).defer("found", "corrected", "brief__text", "brief__requirement")
    if page.brief:
        lists = lists.filter(brief=parsed("brf", page.brief))
    asked = Asked("shortlists", request.key_id, page, {"brief": page.brief})
    rows, after = page_after(lists, asked, ("-made_at", "-id"))
    return {"shortlists": [_row(each) for each in rows], "next": after}


@api.read("/shortlists/{shortlist}", scope="shortlists:read", gives=ListTold)
def read_one_shortlist(request: KeyRequest, shortlist: str) -> Any:
    """Read a shortlist as it was made."""
    return list_json(request.actor, get_shortlist(request.actor, shortlist))


@api.read("/shortlists/{shortlist}/receipt", scope="shortlists:read", gives=ReceiptTold)
def read_receipt(request: KeyRequest, shortlist: str) -> Any:
    """Read the signed receipt of a shortlist.

    The command guildworks replay verifies it, and makes the list again.
    """
    return receipt_json(request.actor, get_shortlist(request.actor, shortlist).receipt)


@api.read("/shortlists/{shortlist}/engineers/{engineer}", scope="shortlists:read", gives=WhyTold)
def explain_engineer(request: KeyRequest, shortlist: str, engineer: str) -> Any:
    """Why an engineer is on a shortlist; the operator is told too why somebody is not."""
    made, person = get_shortlist(request.actor, shortlist), get_engineer(request.actor, engineer)
    return {"roles": [asdict(role) for role in why(request.actor, opened(whole_receipt(made.receipt)), person)]}


def list_json(asker: Actor, made: Shortlist) -> dict[str, Any]:
    """A list as `guildworks shortlist --json` tells it; counts of few people are the operator's alone."""
    whole = shortlist_json(made, spent=Spent())
    counts = counts_told(made.found["roles"][0], is_exact=sees_whole_lists(asker))
    return {**whole, **counts, "made_at": made.made_at.isoformat(), "top": made.top}


def _row(made: Shortlist) -> dict[str, Any]:
    return {
        "shortlist": made.shown_id,
        "brief": made.brief.shown_id,
        "title": made.brief.title,
        "made_at": made.made_at.isoformat(),
        "engineers": len(made.engineers),
    }
