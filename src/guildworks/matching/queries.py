"""Questions about briefs and shortlists."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from guildworks.matching.models import Shortlist
from guildworks.matching.spent import Spent
from guildworks.platform.actor import Actor
from guildworks.platform.errors import NotFound
from guildworks.platform.ids import BadId, parsed


def shortlists_visible_to(asker: Actor) -> QuerySet[Shortlist]:
    """The shortlists that `asker` may see: all for the operator, else those of one's own organisation."""
    whole = Shortlist.objects.select_related("brief")
    if asker.kind == "operator":
        return whole
    return whole.filter(brief__organisation_id=asker.organisation_id) if asker.organisation_id else whole.none()


def get_shortlist(asker: Actor, shown_id: str) -> Shortlist:
    """The shortlist with this shown id. Raises NotFound, in the same words for a stranger's and for none."""
    try:
        found = shortlists_visible_to(asker).filter(id=parsed("sho", shown_id)).first()
    except BadId:
        found = None
    if found is None:
        raise NotFound("There is no such shortlist, or it is not yours.", hint="Paste the brief again to make one.")
    return found


def shortlist_json(shortlist: Shortlist, *, spent: Spent) -> dict[str, Any]:
    """A shortlist as in docs/reference/json.md: the first role's list, and every role's if there are more."""
    first, *others = shortlist.found["roles"]
    answer = {
        "requirement": shortlist.brief.requirement,
        "candidates": shortlist.candidates,
        "excluded": first["excluded"],
        "engineers": first["engineers"],
        "near_misses": first["near_misses"],
        "receipt": None,
        "brief": shortlist.brief.shown_id,
        "shortlist": shortlist.shown_id,
        "policy": shortlist.policy_id,
        "milliseconds": spent.milliseconds(),
    }
    if others:
        answer["roles"] = [{"role": role["role"], "engineers": role["engineers"]} for role in (first, *others)]
    return answer
