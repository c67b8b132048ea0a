"""Questions about saved searches."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import F, Q
from django.utils.translation import gettext as _

from guildworks.matching.corrections import asked_for
from guildworks.matching.models import Brief, SavedSearch, Shortlist
from guildworks.platform.actor import Actor
from guildworks.platform.errors import NotFound
from guildworks.platform.ids import BadId, parsed
from guildworks.platform.limits import limit

# Also where no event says so, such as when a hold expires by the clock, somebody may fit: looked for once a day.
AT_LEAST_EVERY = timedelta(days=1)
LAST_CHANGE = """
SELECT xid::text::bigint FROM platform_event WHERE starts_with(chain, 'engineer:') ORDER BY xid DESC LIMIT 1
"""


def find_saved_search(asker: Actor, brief: Brief) -> SavedSearch | None:
    """The latest saved search of `asker` for a brief, whether it lives or has ended."""
    own = SavedSearch.objects.filter(brief=brief, person_id=asker.id).select_related("found", "brief")
    return own.order_by("-since", "-id").first()


def get_saved_search(asker: Actor, shown_id: str) -> SavedSearch:
    """A saved search of one's own. Raises NotFound, in the same words for somebody else's and for none."""
    own = SavedSearch.objects.filter(person_id=asker.id).select_related("brief__organisation", "shortlist")
    try:
        found = own.filter(id=parsed("ssr", shown_id)).first()
    except BadId:
        found = None
    if found is None:
        message = _("There is no such saved search, or it is not yours.")
        raise NotFound(message, hint=_("The brief's page shows its state."))
    return found


def briefs_searched_for(asker: Actor, briefs: Iterable[UUID]) -> set[UUID]:
    """Those of these briefs for which a saved search of `asker` lives. One SQL query."""
    living = SavedSearch.objects.filter(person_id=asker.id, ended_at=None, brief__in=list(briefs))
    return set(living.values_list("brief_id", flat=True))


def due_searches(at: datetime) -> list[UUID]:
    """The saved searches that are to be made anew, those first that were not for longest. Two SQL queries.

    A search that knows all that has happened to engineers is not made again, but for once a day.
    """
    with connection.cursor() as cursor:
        cursor.execute(LAST_CHANGE)
        (last,) = cursor.fetchone() or (-1,)
    over = at - timedelta(days=limit("saved_search_days"))
    is_due = Q(searched_at=None) | Q(frontier__lte=last) | Q(searched_at__lte=at - AT_LEAST_EVERY) | Q(since__lte=over)
    due = SavedSearch.objects.filter(is_due, ended_at=None).order_by(F("searched_at").asc(nulls_first=True), "id")
    return list(due.values_list("id", flat=True)[: limit("saved_searches_per_run")])


def list_before(search: SavedSearch) -> Shortlist:
    """The list that a new one is compared with: the one that was too short.

    Or where the brief asks for something else by now, the first one that was made for that: whoever corrects a brief
    has seen who fits then, and is told of who comes after them.
    """
    asks = asked_for(search.brief)
    if asks.told == search.shortlist.requirement:
        return search.shortlist
    later = search.brief.shortlists.filter(made_at__gt=search.shortlist.made_at)
    same = later.filter(corrected=asks.told) if asks.corrections else later.filter(corrected__isnull=True)
    return same.order_by("made_at", "id").first() or search.shortlist
