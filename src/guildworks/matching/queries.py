"""Questions about briefs and shortlists."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet, Subquery, Window
from django.utils.translation import gettext as _

from guildworks.accounts.models import Organisation
from guildworks.availability.load import Phase
from guildworks.matching.asked import Asked, asked
from guildworks.matching.corrections import asked_for
from guildworks.matching.models import Brief, RankingPolicy, Receipt, Shortlist
from guildworks.matching.policies import sees_whole_lists
from guildworks.matching.ranking_policy import FIRST, find_latest_promotion
from guildworks.matching.receipts import is_withheld, whole_receipt
from guildworks.matching.spent import Spent
from guildworks.platform import clock
from guildworks.platform.actor import Actor
from guildworks.platform.errors import NotFound
from guildworks.platform.ids import BadId, parsed
from guildworks.platform.paging import page_of

SEARCH_MOST = 200  # characters
ASKING_AMONG = 500  # briefs


def shortlists_visible_to(asker: Actor) -> QuerySet[Shortlist]:
    """The shortlists that `asker` may see: all for the operator, else those of one's own organisation.

    Of its receipt a list brings the id: the statement is as long as the list itself, and read by whoever asks for it.
    """
    whole = Shortlist.objects.select_related("brief__organisation", "receipt").defer("receipt__statement")
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
        message = _("There is no such shortlist, or it is not yours.")
        raise NotFound(message, hint=_("Paste the brief again to make one."))
    return found


def find_latest_list(asker: Actor, brief: Brief) -> Shortlist | None:
    """The list of a brief that was made last."""
    return shortlists_visible_to(asker).filter(brief=brief).order_by("-made_at", "-id").first()


def shortlist_json(shortlist: Shortlist, *, spent: Spent) -> dict[str, Any]:
    """A shortlist as in docs/reference/json.md: the first role's list, and every role's if there are more."""
    first, *others = shortlist.found["roles"]
    answer = {
        "requirement": shortlist.requirement,
        "candidates": shortlist.candidates,
        "excluded": first["excluded"],
        "engineers": first["engineers"],
        "near_misses": first["near_misses"],
        "receipt": shortlist.receipt.shown_id,
        "brief": shortlist.brief.shown_id,
        "shortlist": shortlist.shown_id,
        "policy": shortlist.policy_id,
        "milliseconds": spent.milliseconds(),
    }
    if others:
        answer["roles"] = [{"role": role["role"], "engineers": role["engineers"]} for role in (first, *others)]
    return answer


def get_receipt(asker: Actor, shown_id: str) -> Receipt:
    """The receipt with this shown id. Raises BadId, or NotFound in the same words for a stranger's and for none."""
    lists = shortlists_visible_to(asker)
    found = Receipt.objects.filter(id=parsed("rcp", shown_id), shortlist__in=lists).first()
    if found is None:
        raise NotFound(
            _("There is no receipt %(id)s, or it is not yours") % {"id": shown_id[:40]},
            at_terminal=_("`guildworks shortlist --json` tells its id."),
        )
    return found


def receipt_json(asker: Actor, receipt: Receipt) -> dict[str, Any]:
    """A receipt with those of its parts that `asker` may see, as in docs/receipts.md.

    Who came next below a list, and how many each requirement ruled out, is nobody's business but the operator's.
    """
    whole = whole_receipt(receipt)
    if sees_whole_lists(asker):
        return whole
    return {**whole, "parts": {place: part for place, part in whole["parts"].items() if not is_withheld(place)}}


def receipt_file(asker: Actor, receipt: Receipt) -> bytes:
    """The same as a file, as `guildworks shortlist --receipt` writes it and `guildworks replay` reads it."""
    return (json.dumps(receipt_json(asker, receipt), ensure_ascii=False, indent=1) + "\n").encode()


def briefs_visible_to(asker: Actor) -> QuerySet[Brief]:
    """The briefs that `asker` may see: all for the operator, else those of one's own organisation."""
    whole = Brief.objects.select_related("organisation")
    if asker.kind == "operator":
        return whole
    return whole.filter(organisation_id=asker.organisation_id) if asker.organisation_id else whole.none()


def get_brief(asker: Actor, shown_id: str) -> Brief:
    """The brief with this shown id. Raises BadId, or NotFound in the same words for a stranger's and for none."""
    found = briefs_visible_to(asker).filter(id=parsed("brf", shown_id)).first()
    if found is None:
        raise NotFound(
            _("There is no brief %(id)s, or it is not yours") % {"id": shown_id[:40]},
            at_terminal=_("`guildworks shortlist --json` tells its id."),
        )
    return found


def titled(asker: Actor, ids: Iterable[UUID]) -> dict[UUID, Brief]:
    """Those of these briefs that `asker` may see, without their texts, by id. One SQL query."""
    return briefs_visible_to(asker).defer("text", "requirement").in_bulk(set(ids))


@dataclass(frozen=True, slots=True)
class BriefRow:
    """A brief in a list of them: how many lists were made of it, and the latest one."""

    brief: Brief
    lists: int
    latest: Shortlist | None

    @property
    def told(self) -> dict[str, Any]:
        """The same for a program."""
        return {
            "brief": self.brief.shown_id,
            "title": self.brief.title,
            "written_at": self.brief.written_at.isoformat(),
            "shortlists": self.lists,
            "latest": self.latest.shown_id if self.latest else None,
        }


def find_briefs(
    asker: Actor, *, search: str = "", organisation: Organisation | None = None, page: int
) -> tuple[list[BriefRow], int]:
    """One page of the briefs whose title or text holds these words, the newest first; and how many. Three queries.

    Of one organisation, where one is named.

    Their lists are counted for the page alone: whoever has ten thousand briefs sees fifty of them.
    """
    found = briefs_found(asker, search).order_by("-written_at", "-id")
    briefs, total = page_of(found.filter(organisation=organisation) if organisation else found, page)
    return with_lists(asker, briefs), total


def briefs_found(asker: Actor, search: str) -> QuerySet[Brief]:
    """The briefs whose title or text holds these words, without their texts, in no order."""
    found = briefs_visible_to(asker).defer("text", "requirement")
    words = search.strip()[:SEARCH_MOST]
    return found.filter(Q(title__icontains=words) | Q(text__icontains=words)) if words else found


def with_lists(asker: Actor, briefs: Sequence[Brief]) -> list[BriefRow]:
    """These briefs, each with its latest list and how many there are. One SQL query."""
    latest = _latest_lists(asker, [brief.id for brief in briefs])
    rows = [(brief, latest.get(brief.id)) for brief in briefs]
    return [BriefRow(brief, getattr(last, "lists", 0), last) for brief, last in rows]


def briefs_asking_for(asker: Actor, skill: str, *, most: int) -> list[Brief]:
    """The latest briefs that ask for a skill, among the ASKING_AMONG latest that `asker` may see. One SQL query."""
    latest = Subquery(briefs_visible_to(asker).order_by("-written_at", "-id").values("id")[:ASKING_AMONG])
    wanted = [Q(requirement__skills__contains=[{"skill": skill, "importance": each}]) for each in ("must", "nice")]
    asking = Brief.objects.select_related("organisation").defer("text", "requirement").filter(id__in=latest)
    return list(asking.filter(wanted[0] | wanted[1]).order_by("-written_at", "-id")[:most])


def _latest_lists(asker: Actor, briefs: Sequence[UUID]) -> dict[UUID, Shortlist]:
    """The latest list of each of these briefs that has one, with the number of its `lists`. One SQL query."""
    lists = shortlists_visible_to(asker).select_related(None).filter(brief__in=briefs)
    counted = lists.only("id", "brief_id", "made_at").annotate(lists=Window(Count("id"), partition_by=F("brief_id")))
    return {each.brief_id: each for each in counted.order_by("brief_id", "-made_at").distinct("brief_id")}


def work_of(brief: Brief) -> tuple[Asked, list[Phase]]:
    """What a brief asks for, seen from today, and its hours as phases: none where it does not say them clearly."""
    asks = asked(asked_for(brief).requirement, role=None, today=clock.today())
    if "hours_per_week" in asks.doubted or asks.hours_per_week is None:
        return asks, []
    return asks, [
        Phase(Decimal(math.ceil((stretch.hours_per_week or 0) * 4)) / 4, stretch.weeks) for stretch in asks.stretches
    ]


def in_force_since(version: str) -> datetime:
    """Since when lists are made by the ranking policy that is in force. Two SQL queries."""
    latest = find_latest_promotion()
    return latest.promoted_at if latest else RankingPolicy.objects.get(version=version).created_at


def policies_json() -> list[dict[str, Any]]:
    """The versions of the ranking policy as in docs/reference/json.md, the first one first. Three SQL queries."""
    latest = find_latest_promotion()
    in_force = latest.policy_id if latest else FIRST
    lists = dict(Shortlist.objects.values_list("policy_id").annotate(Count("id")))
    created = RankingPolicy.objects.values_list("version", "created_at")
    return [
        {
            "version": version,
            "created_at": came.isoformat(),
            "in_force_since": (latest.promoted_at if latest else came).isoformat() if version == in_force else None,
            "shortlists": lists.get(version, 0),
        }
        for version, came in sorted(created, key=lambda each: int(each[0]))
    ]
