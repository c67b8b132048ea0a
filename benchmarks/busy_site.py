"""A site that is in use, to measure its pages on: briefs, lists with their receipts, holds of now and of before.

The first lists are made through the real actions over everybody, as are all members and the holds that live. The
others are copies of these by SQL, with new ids and times: their texts have numbers of their own, so that a search finds
some of them; no event was recorded for a copy, and the receipt of one names the list that it was copied from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from benchmarks.invented_briefs import invented_briefs
from benchmarks.network import as_administrator, copied_network, forget, kept_copy, own_database, settle

if TYPE_CHECKING:
    from guildworks.accounts.models import Organisation
    from guildworks.matching.models import Shortlist

BRIEFS = Path(__file__).parent / "data" / "briefs"
NAME = "bench_pages"
ENGINEERS, BRIEFS_KEPT = 100_000, 10_000
FEWER_ENGINEERS, FEWER_BRIEFS = 20_000, 1_000  # of a short run
FIRST_LISTS = 100  # made by the program; the others are their copies
SHARE = 5  # every fifth brief is the client's whose pages are measured
OTHER_CLIENTS = 40
PEOPLE_OF_THE_CLIENT = 60
HELD_NOW, HELD_BEFORE = 120, 20_000
HOURS_HELD = 3 * 4  # a week, in quarter hours: what lives of the client fits its fair share
TOP = 10
LAID = {  # of a year, so that the newest are of today
    "copied": "CREATE TEMP TABLE copied AS SELECT n, l.id AS list, r.id AS receipt, b.id AS brief,"
    " uuidv7(make_interval(mins => -50 * n)) AS new_brief, uuidv7(make_interval(mins => -50 * n)) AS new_list,"
    " uuidv7(make_interval(mins => -50 * n)) AS new_receipt, now() - make_interval(mins => 50 * n) AS at,"
    " CASE WHEN n %% %(share)s = 0 THEN b.organisation_id ELSE"
    " (SELECT ids[1 + n %% cardinality(ids)] FROM (SELECT array_agg(id ORDER BY id) ids FROM accounts_organisation"
    " WHERE kind = 'client' AND id <> b.organisation_id) others) END AS organisation"
    " FROM generate_series(1, %(count)s) n"
    " JOIN (SELECT l.*, row_number() OVER (ORDER BY made_at, l.id) - 1 AS place, count(*) OVER () AS lists"
    " FROM matching_shortlist l JOIN matching_brief b ON b.id = l.brief_id AND b.organisation_id = %(client)s) l"
    " ON l.place = n %% l.lists"
    " JOIN matching_brief b ON b.id = l.brief_id JOIN matching_receipt r ON r.shortlist_id = l.id",
    "briefs": "INSERT INTO matching_brief (id, organisation_id, title, text, requirement, read_on, written_at)"
    " SELECT new_brief, c.organisation, title, text || E'\\nOur number is K-' || n || '.', requirement, at::date, at"
    " FROM copied c JOIN matching_brief b ON b.id = c.brief",
    "lists": "INSERT INTO matching_shortlist"
    " (id, brief_id, policy_id, corrected, top, candidates, engineers, found, made_at)"
    " SELECT new_list, new_brief, policy_id, corrected, top, candidates, engineers, found, at"
    " FROM copied c JOIN matching_shortlist l ON l.id = c.list",
    "receipts": "INSERT INTO matching_receipt (id, shortlist_id, statement)"
    " SELECT new_receipt, new_list, statement FROM copied c JOIN matching_receipt r ON r.id = c.receipt",
    "receipt parts": "INSERT INTO matching_receiptpart (receipt_id, place, salt, content, engineer_id)"
    " SELECT new_receipt, place, salt, content, engineer_id"
    " FROM copied c JOIN matching_receiptpart p ON p.receipt_id = c.receipt",
    "second lists": "INSERT INTO matching_shortlist"
    " (id, brief_id, policy_id, corrected, top, candidates, engineers, found, made_at)"
    " SELECT uuidv7(make_interval(mins => 9 - 50 * n)), new_brief, policy_id, corrected, top, candidates, engineers,"
    " found, at - interval '1 hour' FROM copied c JOIN matching_shortlist l ON l.id = c.list WHERE n %% 7 = 0",
    "receipts of these": "INSERT INTO matching_receipt (id, shortlist_id, statement)"
    " SELECT uuidv7(), l.id, r.statement FROM matching_shortlist l JOIN copied c ON c.new_brief = l.brief_id"
    " JOIN matching_receipt r ON r.id = c.receipt WHERE l.id <> c.new_list",
    "corrections": "INSERT INTO matching_briefcorrection"
    " (id, brief_id, item, version, says, made_by_kind, made_by_id, made_at)"
    " SELECT uuidv7(), new_brief, item, 1, 'nothing', 'user', organisation, at"
    " FROM copied, unnest(ARRAY['seniority', 'place']) item WHERE n %% 7 = 1",
    "answers about the market": "INSERT INTO matching_feasibilitycheck"
    " (id, organisation_id, brief_id, question, roles, checked_at)"
    " SELECT uuidv7(), organisation, new_brief, sha256(n::text::bytea), '[]', at FROM copied WHERE n > 10",
}
# A third of them the measured client's, the others everybody's; most ended long ago, some within the last weeks.
ENDED = (
    "CREATE TEMP TABLE some_people AS SELECT id, row_number() OVER (ORDER BY id) AS place"
    " FROM (SELECT id FROM talent_engineer"
    " WHERE id NOT IN (SELECT unnest(engineers) FROM matching_shortlist) ORDER BY id LIMIT 5000) few",
    "CREATE TEMP TABLE their_briefs AS SELECT id, organisation_id,"
    " row_number() OVER (ORDER BY organisation_id <> %(client)s, written_at) AS place FROM matching_brief",
    "ANALYZE some_people, their_briefs",
    "INSERT INTO availability_reservation (id, group_id, engineer_id, organisation_id, holder_kind, holder_id,"
    " first_week, quarter_hours, state, placed_at, expires_at, ended_at)"
    " SELECT uuidv7(make_interval(mins => -20 * n - 4320)), uuidv7(), e.id, b.organisation_id, 'brief', b.id,"
    " availability_this_week(now()) - 7 * (n / 400), array_fill(64::smallint, ARRAY[8]),"
    " (ARRAY['expired', 'released', 'declined'])[1 + n %% 3], now() - make_interval(mins => 20 * n + 4320),"
    " now() - make_interval(mins => 20 * n), now() - make_interval(mins => 20 * n)"
    " FROM generate_series(1, %(count)s) n JOIN some_people e ON e.place = 1 + n * 7919 %% 5000"
    " JOIN their_briefs b ON b.place = 1 + n %% CASE WHEN n %% 3 = 0 THEN %(ours)s ELSE %(briefs)s END",
)
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class BusySite:
    """A database that a run may change, and what its pages are asked for."""

    url: str
    note: str  # what is in it
    client: UUID
    hiring_manager: str  # of the client, by their shown id


@contextmanager
def busy_site(*, quick: bool, say: Say) -> Iterator[BusySite]:
    """A site that is in use, made once for this version and kept; what a run is given is a copy, dropped afterwards."""
    engineers, briefs = (FEWER_ENGINEERS, FEWER_BRIEFS) if quick else (ENGINEERS, BRIEFS_KEPT)
    copied_network(engineers, source=2000, say=say)
    kept = kept_copy(f"bench_pages_{engineers}_{briefs}", of=engineers, fill=lambda: _fill(briefs, say=say))
    url = own_database(NAME, template=kept)
    try:
        client = _hold(briefs)
        settle(NAME)
        yield BusySite(url, _note(client), client, _hiring_manager(client))
    finally:
        forget(NAME)


def _note(client: UUID) -> str:
    from guildworks.matching.models import Brief
    from guildworks.talent.models import Engineer

    all_of, ours = Brief.objects.count(), Brief.objects.filter(organisation=client).count()
    engineers = Engineer.objects.count()
    return f"{engineers:,} engineers, {all_of:,} briefs, {ours:,} of them of the client whose pages these are"


def _hiring_manager(client: UUID) -> str:
    from guildworks.accounts.models import Membership

    theirs = Membership.objects.select_related("user").filter(organisation=client, role="hiring_manager")
    return theirs.earliest("joined_at").user.shown_id


def texts() -> list[str]:
    """The briefs of 100 to 190 words."""
    found = [file.read_text("utf-8") for file in sorted(BRIEFS.glob("*.md"))]
    return [text for text in found if 100 <= len(text.split()) <= 190]


def one_list_each(client: UUID) -> list[Shortlist]:
    """The newest list of two people or more of each of a client's briefs, the newest brief first."""
    from guildworks.matching.models import Shortlist

    lists = Shortlist.objects.filter(brief__organisation=client, engineers__len__gte=2)
    slim = lists.select_related("brief__organisation").defer("found", "brief__text", "brief__requirement")
    newest = slim.order_by("brief_id", "-made_at").distinct("brief_id")
    return sorted(newest, key=lambda made: (made.brief.written_at, made.id), reverse=True)


def _fill(briefs: int, *, say: Say) -> None:
    from guildworks.accounts.models import Organisation
    from guildworks.accounts.queries import local_operator
    from guildworks.matching.actions import match_brief
    from guildworks.matching.spent import Spent
    from guildworks.platform import clock

    say(f"Making {FIRST_LISTS} shortlists, and copying them to {briefs:,}")
    actor, client = local_operator(), Organisation.objects.get(kind="client")
    _add_people(client)
    first = min(FIRST_LISTS, briefs // SHARE)
    for text in islice(chain(texts(), invented_briefs(first, seed=7, today=clock.today())), first):
        match_brief(actor, client, text=text, top=TOP, spent=Spent())
    with as_administrator() as admin:
        for statement in LAID.values():
            admin.execute(statement, {"count": briefs - first, "share": SHARE, "client": client.id})


def _add_people(client: Organisation) -> None:
    """Colleagues at the client, and other clients with an owner each."""
    from guildworks.accounts.actions import add_member, create_organisation
    from guildworks.accounts.queries import local_operator

    actor = local_operator()
    for number in range(PEOPLE_OF_THE_CLIENT):
        address = f"colleague-{number}@example.org"
        add_member(actor, client, email=address, name=f"Colleague {number}", role="viewer")
    for number in range(OTHER_CLIENTS):
        other = create_organisation(actor, name=f"Client {number:02}")
        add_member(actor, other, email=f"owner-{number}@example.org", name=f"Owner {number}", role="owner")


def _hold(briefs: int) -> UUID:
    """Lay in what has ended, as of today, and hold people for the client's newest briefs; the client."""
    from guildworks.accounts.models import Organisation
    from guildworks.accounts.queries import local_operator
    from guildworks.availability.actions.holds import CapacityExceeded, HeldBefore, place_hold
    from guildworks.availability.load import Load, monday_of
    from guildworks.platform import clock
    from guildworks.talent.models import Engineer

    client = Organisation.objects.filter(kind="client", name__startswith="Aldermoor").get()
    with as_administrator() as admin:
        for statement in ENDED:
            counts = {"count": HELD_BEFORE * briefs // BRIEFS_KEPT, "briefs": briefs, "ours": briefs // SHARE}
            admin.execute(statement, {**counts, "client": client.id})
    actor, monday = local_operator(), monday_of(clock.today()) + timedelta(weeks=4)
    for made in one_list_each(client.id)[:HELD_NOW]:
        first = Engineer.objects.filter(id=made.engineers[0])
        with suppress(CapacityExceeded, HeldBefore):  # the demo holds somebody for its own brief
            place_hold(actor, first, holder=made.brief.holder, load=Load(monday, (HOURS_HELD,) * 8))
    return client.id
