"""Briefs for programs."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from ninja import Query

from guildworks.accounts.api_keys.guard import routes
from guildworks.accounts.models import Organisation
from guildworks.accounts.queries import get_organisation
from guildworks.kernels.text.requirement_json import requirement_json
from guildworks.matching.actions import check_feasibility, correct_brief, write_brief
from guildworks.matching.api.shapes import (
    BriefSent,
    BriefsTold,
    BriefTold,
    CorrectionsSent,
    FeasibilityTold,
    ReadingSent,
    ReadingTold,
)
from guildworks.matching.correcting import Typed
from guildworks.matching.corrections import AskedFor, as_read, asked_for
from guildworks.matching.policies import may_write_brief
from guildworks.matching.queries import briefs_found, get_brief, with_lists
from guildworks.matching.reading import read_brief
from guildworks.matching.spent import Spent
from guildworks.platform import clock
from guildworks.platform.actor import Actor
from guildworks.platform.errors import NotAllowed
from guildworks.platform.http.answers import Made, require_unchanged, written
from guildworks.platform.http.cursors import Asked, page_after
from guildworks.platform.http.routes import IF_MATCH, KeyRequest
from guildworks.platform.http.shapes import Searching
from guildworks.platform.ids import shown
from guildworks.platform.policies import require

api = routes("Briefs")


@api.read("/briefs", scope="briefs:read", gives=BriefsTold)
def list_briefs(request: KeyRequest, page: Query[Searching]) -> Any:
    """List the briefs that hold these words, the newest first."""
    asked = Asked("briefs", request.key_id, page, {"search": page.search})
    briefs, after = page_after(briefs_found(request.actor, page.search), asked, ("-written_at", "-id"))
    return {"briefs": [row.told for row in with_lists(request.actor, briefs)], "next": after}


@api.send("/briefs", scope="briefs:write", gives=BriefTold)
def create_brief(request: KeyRequest, body: BriefSent) -> Any:
    """Write a brief: it is read and kept.

    A shortlist is made of it by another request. The text is read by rules, in milliseconds; the requirement tells
    what was read, with the words that it was read from.
    """
    organisation = _organisation(request.actor, body.organisation)
    brief = write_brief(request.actor, organisation, text=body.text.replace("\r\n", "\n"), spent=Spent())
    return Made(brief_json(as_read(brief)), reverse("api:read_one_brief", args=[brief.shown_id]))


@api.read("/briefs/{brief}", scope="briefs:read", gives=BriefTold)
def read_one_brief(request: KeyRequest, brief: str) -> Any:
    """Read a brief, its words and what they ask for."""
    return brief_json(asked_for(get_brief(request.actor, brief)))


@api.send("/briefs/{brief}/corrections", scope="briefs:write", gives=BriefTold, headers=IF_MATCH)
def correct_one_brief(request: KeyRequest, brief: str, body: CorrectionsSent) -> Any:
    """Say by hand what a brief asks for; it wins over what was read, all of it or nothing.

    Shortlists that are made from then on go by it. Of two who correct the same item at once, one is refused.
    """
    record = get_brief(request.actor, brief)
    before = asked_for(record)
    require_unchanged(request, written(BriefTold, brief_json(before)))
    typed = [Typed(each.item, each.says, each.value, before.versions.get(each.item, 0)) for each in body.corrections]
    correct_brief(request.actor, record, typed)
    return brief_json(asked_for(record))


@api.send("/briefs/{brief}/feasibility", scope="shortlists:write", gives=FeasibilityTold, status=200)
def check_one_brief(request: KeyRequest, brief: str) -> Any:
    """Ask what the market has for a brief before anybody is listed.

    Counts are rounded to 5 % and begin at three. The same question within ten minutes gets the same answer.
    """
    told = check_feasibility(request.actor, get_brief(request.actor, brief))
    return {"checked_at": told.checked_at.isoformat(), "roles": told.roles}


@api.send("/readings", scope="briefs:read", gives=ReadingTold, status=200)
def read_text(request: KeyRequest, body: ReadingSent) -> Any:
    """Read a text as a brief and keep nothing."""
    actor = request.actor
    if actor.organisation_id is None:
        raise NotAllowed()
    require(may_write_brief(actor, actor.organisation_id))
    text = body.text.replace("\r\n", "\n")
    return {"requirement": requirement_json(read_brief(text, today=clock.today()), text)}


def brief_json(asks: AskedFor) -> dict[str, Any]:
    """A brief as it stands."""
    return {
        "brief": asks.brief.shown_id,
        "organisation": shown("org", asks.brief.organisation_id),
        "title": asks.brief.title,
        "text": asks.brief.text,
        "written_at": asks.brief.written_at.isoformat(),
        "requirement": asks.told,
        "corrections": asks.corrections_told,
    }


def _organisation(actor: Actor, shown_id: str | None) -> Organisation:
    own = shown("org", actor.organisation_id) if actor.organisation_id else ""
    return get_organisation(actor, shown_id or own)
