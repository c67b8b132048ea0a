"""The latest list of each brief, as an engineer may know it: roles, skills and dates, never client, text or budget."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from guildworks.accounts.queries import names_of
from guildworks.availability.models import Reservation
from guildworks.matching.models import Receipt, ReceiptPart, Shortlist
from guildworks.platform import clock
from guildworks.platform.actor import Actor
from guildworks.platform.errors import NotFound
from guildworks.platform.ids import BadId, parsed, shown
from guildworks.platform.limits import limit
from guildworks.talent.models import Listing

NAMED_MOST = 5_000  # parts of receipts that are looked through for one page
READ_AT_ONCE = 100
MUST = "must"

# What an engineer may know of lists, as JSON: of each role the dates, how many met every requirement, how many places
# the list has, and what they themself failed where they came near. Read in the database, since a list is long.
TOLD = """
SELECT s.id, s.brief_id, s.made_at, s.top,
  (SELECT json_agg(json_build_object(
      'role', r.role->'role', 'starts', r.role->'starts', 'weeks', r.role->'weeks', 'fit', r.role->'survivors',
      'fails', (SELECT near->'fails' FROM jsonb_array_elements(r.role->'near_misses') AS near
        WHERE near->>'id' = %(engineer)s)) ORDER BY r.place)
    FROM jsonb_array_elements(s.found->'roles') WITH ORDINALITY AS r (role, place)),
  (SELECT json_agg(json_build_array(wish->>'skill', wish->>'importance'))
    FROM jsonb_array_elements(coalesce(s.corrected, b.requirement)->'skills') AS wish
    WHERE wish->>'importance' IN ('must', 'nice'))
FROM matching_shortlist s JOIN matching_brief b ON b.id = s.brief_id WHERE s.id = ANY(%(lists)s)
"""
# Lists that nobody made anew since, on which and below which an engineer does not stand, the newest first.
OTHERS = """
SELECT s.id FROM matching_shortlist s
WHERE s.made_at > %(since)s
  AND NOT EXISTS (SELECT FROM matching_shortlist later WHERE later.brief_id = s.brief_id AND later.made_at > s.made_at)
  AND NOT EXISTS (SELECT FROM matching_receipt r JOIN matching_receiptpart p ON p.receipt_id = r.id
    WHERE r.shortlist_id = s.id AND p.engineer_id = %(engineer)s)
ORDER BY s.made_at DESC, s.id DESC LIMIT %(most)s OFFSET %(skipped)s
"""


@dataclass(frozen=True, slots=True)
class Stood:
    """Where an engineer stands for one role: on the list, right below it, or near it by what they fail."""

    role: int  # from 1
    kind: str  # engineers, below or near_misses
    rank: int


@dataclass(frozen=True, slots=True)
class Considered:
    """The latest list of a brief, as one engineer may know it."""

    id: UUID
    made_at: datetime
    top: int
    roles: Sequence[Mapping[str, Any]]  # role, starts, weeks, fit, fails
    skills: Sequence[tuple[str, str]]  # slug and importance
    stood: tuple[Stood, ...]
    held: Reservation | None  # of the engineer for this brief, the latest
    client: str  # who holds or held; empty before that

    @property
    def shown_id(self) -> str:
        """The list's id as everybody outside sees it."""
        return shown("sho", self.id)

    @property
    def best(self) -> Stood | None:
        """The role in which they came furthest."""
        order = ("engineers", "below", "near_misses")
        return min(self.stood, key=lambda one: (order.index(one.kind), one.rank), default=None)

    @property
    def starts(self) -> date:
        """When the first role starts."""
        return min(date.fromisoformat(role["starts"]) for role in self.roles)


def find_considered(asker: Actor, *, page: int) -> tuple[list[Considered], int]:
    """One page of the briefs of late whose list names the engineer who asks, the newest first; and how many."""
    named = _named(asker.id)
    newest = sorted(named.values(), key=lambda each: (each[1], each[0]), reverse=True)
    size = limit("page_size")
    wanted = [list_ for list_, _at in newest[(page - 1) * size : page * size]]
    return _told(asker, wanted), len(newest)


def find_not_considered(asker: Actor, *, page: int) -> tuple[list[Considered], bool]:
    """One page of the briefs of the last weeks whose list does not name them; and whether there are more.

    Only those that were made while they were listed: of others nothing was decided about them.
    """
    listed = Listing.objects.filter(engineer=asker.id).values_list("listed_at", flat=True).first()
    if listed is None:
        return [], False
    size = limit("page_size")
    facts: dict[str, UUID | datetime | int] = {
        "engineer": asker.id,
        "since": max(listed, _since()),
        "most": size + 1,
        "skipped": (page - 1) * size,
    }
    with connection.cursor() as cursor:
        cursor.execute(OTHERS, facts)
        found = [list_ for (list_,) in cursor.fetchall()]
    return _told(asker, found[:size]), len(found) > size


def get_considered(asker: Actor, shown_id: str) -> Considered:
    """What an engineer may know of a list that was made while they were listed, or that names them.

    Raises NotFound, in the same words for what is not theirs to know and for what is not there.
    """
    try:
        wanted = parsed("sho", shown_id)
    except BadId:
        raise _nothing() from None
    made = Shortlist.objects.filter(id=wanted).values_list("made_at", flat=True).first()
    is_named = ReceiptPart.objects.filter(receipt__shortlist=wanted, engineer_id=asker.id).exists()
    listed = Listing.objects.filter(engineer=asker.id).values_list("listed_at", flat=True).first()
    if made is None or asker.kind != "engineer" or not (is_named or (listed and listed <= made)):
        raise _nothing()
    return _told(asker, [wanted])[0]


def get_receipt_of(considered: Considered) -> Receipt:
    """The receipt of a list that an engineer may ask about. What of it they are told, `why` decides."""
    return Receipt.objects.prefetch_related("parts").get(shortlist=considered.id)


def every_list_of(engineer: UUID) -> Iterator[Considered]:
    """All lists that ever named an engineer, the newest first, read some at a time."""
    asker = Actor("engineer", engineer)
    named = Shortlist.objects.filter(receipt__parts__engineer_id=engineer).order_by("-made_at", "-id").distinct()
    lists = iter(named.values_list("id", flat=True))
    while some := list(islice(lists, READ_AT_ONCE)):
        yield from _told(asker, some)


def _since() -> datetime:
    return clock.now() - timedelta(days=limit("considered_days"))


def _named(engineer: UUID) -> dict[UUID, tuple[UUID, datetime]]:
    """The latest list of each brief that names an engineer, with its time, by brief. One SQL query."""
    parts = ReceiptPart.objects.filter(engineer_id=engineer, receipt__shortlist__made_at__gt=_since())
    of = ("receipt__shortlist__brief_id", "receipt__shortlist_id", "receipt__shortlist__made_at")
    latest: dict[UUID, tuple[UUID, datetime]] = {}
    for brief, list_, at in parts.order_by("-receipt__shortlist__made_at").values_list(*of)[:NAMED_MOST]:
        latest.setdefault(brief, (list_, at))
    return latest


def _told(asker: Actor, lists: Sequence[UUID]) -> list[Considered]:
    """These lists, in this order, as the engineer who asks may know them. Four SQL queries."""
    if not lists:
        return []
    with connection.cursor() as cursor:
        cursor.execute(TOLD, {"engineer": shown("eng", asker.id), "lists": list(lists)})
        rows = {row[0]: row[1:] for row in cursor.fetchall()}
    stood = _stood(asker.id, lists)
    held = _held(asker.id, [row[0] for row in rows.values()])
    clients = names_of(hold.organisation_id for hold in held.values())
    found = []
    for list_ in lists:
        brief, made_at, top, roles, skills = rows[list_]
        hold = held.get(brief)
        client = clients[hold.organisation_id] if hold else ""
        wishes = [(slug, importance) for slug, importance in skills or ()]
        found.append(Considered(list_, made_at, top, roles, wishes, tuple(stood.get(list_, ())), hold, client))
    return found


def _stood(engineer: UUID, lists: Sequence[UUID]) -> dict[UUID, list[Stood]]:
    parts = ReceiptPart.objects.filter(engineer_id=engineer, receipt__shortlist__in=lists)
    found: dict[UUID, list[Stood]] = {}
    for list_, place in parts.values_list("receipt__shortlist_id", "place"):
        role, kind, rank = place.split("/")
        found.setdefault(list_, []).append(Stood(int(role), kind, int(rank)))
    return found


def _held(engineer: UUID, briefs: Sequence[UUID]) -> dict[UUID, Reservation]:
    """What is or was held of an engineer for these briefs, the latest of each, by brief."""
    theirs = Reservation.objects.filter(engineer=engineer, holder_kind="brief", holder_id__in=briefs)
    return {hold.holder_id: hold for hold in theirs.order_by("placed_at", "id")}


def _nothing() -> NotFound:
    return NotFound(
        _("There is no such list, or it decided nothing about you."),
        hint=_("Your opportunities show those that did."),
    )
