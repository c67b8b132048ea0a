"""What somebody has written and had made for their organisations: their share of the archive that is for themself."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_noop

from guildworks.accounts.exporting import CHUNK, belongs_to, done_by, said
from guildworks.matching.events import BRIEF_WRITTEN, SHORTLIST_MADE
from guildworks.matching.models import Brief, BriefCorrection, Shortlist
from guildworks.platform.actor import Ref
from guildworks.platform.exporting import Row, Share
from guildworks.talent.models import Engineer

Kept = TypeVar("Kept", bound=Model)


def _briefs(subject: Ref) -> Iterator[Row]:
    now_in = belongs_to(subject.id)
    for kept in _in_order(Brief.objects.all(), done_by(subject.id, BRIEF_WRITTEN.name)):
        words = {"title": kept.title, "text": kept.text} if kept.organisation_id in now_in else {}
        yield {"id": kept.shown_id, "written_at": said(kept.written_at), **words}


def _corrections(subject: Ref) -> Iterator[Row]:
    now_in = belongs_to(subject.id)
    theirs = BriefCorrection.objects.filter(made_by_id=subject.id).select_related("brief").defer("brief__requirement")
    for kept in theirs.order_by("-made_at", "-id").iterator(chunk_size=CHUNK):
        words = {"says": kept.says, "value": kept.value} if kept.brief.organisation_id in now_in else {}
        yield {"brief": kept.brief.shown_id, "item": kept.item, "made_at": said(kept.made_at), **words}


def _shortlists(subject: Ref) -> Iterator[Row]:
    lists = Shortlist.objects.select_related("brief").only("id", "made_at", "top", "brief__id")
    for kept in _in_order(lists, done_by(subject.id, SHORTLIST_MADE.name)):
        yield {"id": kept.shown_id, "brief": kept.brief.shown_id, "made_at": said(kept.made_at), "top": kept.top}


def _in_order(rows: QuerySet[Kept], ids: Iterator[UUID]) -> Iterator[Kept]:
    """The rows with these ids, in this order, a few at a time."""
    while some := list(islice(ids, CHUNK)):
        found = rows.in_bulk(some)
        yield from (found[id_] for id_ in some if id_ in found)


def _decisions(subject: Ref) -> Iterator[Row]:
    """Each list that names an engineer, as they may know it: without its client's name, text and budget."""
    # What ranks comes with these, and a worker, which makes no archive, is small without it.
    from guildworks.matching.considered.queries import every_list_of
    from guildworks.matching.considered.reasons import reasons_text

    engineer = Engineer.objects.filter(id=subject.id).prefetch_related("rates", "claims").first()
    if engineer is None:
        return
    for made in every_list_of(subject.id):
        yield {
            "list": made.shown_id,
            "made_at": said(made.made_at),
            "roles": [
                {
                    "role": made.roles[stood.role - 1]["role"],
                    "stood": STOOD[stood.kind],
                    "number": stood.rank,
                    "because": reasons_text(made.roles[stood.role - 1]["fails"] or [], engineer),
                }
                for stood in made.stood
            ],
        }


STOOD = {"engineers": "listed", "below": "below_the_list", "near_misses": "not_listed"}
OF_ENGINEERS = (
    Share(
        "decisions",
        gettext_noop("Lists of briefs that name you: where you stood, and because of what."),
        _decisions,
        page="opportunities",
    ),
)
SHARES = (
    Share("briefs", gettext_noop("Briefs that you have written."), _briefs, page="briefs", stays=True),
    Share(
        "corrections",
        gettext_noop("What you have corrected by hand of what was read of briefs."),
        _corrections,
        stays=True,
    ),
    Share(
        "shortlists",
        gettext_noop("Lists that you have had made; who stands on them is about others."),
        _shortlists,
        stays=True,
    ),
)
