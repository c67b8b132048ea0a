"""Briefs whose latest list is shorter than asked, with what ruled people out as it is kept in the list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, Func, JSONField, OuterRef, Q, QuerySet, Value

from guildworks.matching.models import Shortlist, TooShort
from guildworks.matching.queries import shortlists_visible_to
from guildworks.platform.actor import Actor
from guildworks.platform.paging import page_of

EXCLUDED, SURVIVORS = "$.roles[*].excluded", "$.roles[*].survivors"


@dataclass(frozen=True, slots=True)
class Unmet:
    """A list that is too short: how many fit in the role with the fewest, and what rules people out there."""

    shortlist: Shortlist
    fit: int
    excluded: Sequence[Mapping[str, Any]]  # as `matching.found` writes it


def unmet_lists(asker: Actor) -> QuerySet[Shortlist]:
    """The latest list of each brief of which it is too short, the newest first; found by an index."""
    lists = shortlists_visible_to(asker).filter(Q(TooShort())).defer("found", "engineers", "corrected")
    later = Shortlist.objects.filter(brief=OuterRef("brief"), made_at__gt=OuterRef("made_at"))
    return lists.filter(~Exists(later)).order_by("-made_at", "-id")


def count_unmet(asker: Actor) -> int:
    """How many briefs have too short a list."""
    return unmet_lists(asker).order_by().count()


def find_unmet(asker: Actor, *, page: int) -> tuple[list[Unmet], int]:
    """One page of these briefs, and how many they are. Of each list only the figures are read."""
    lists = unmet_lists(asker).defer(
        "found", "engineers", "corrected", "brief__text", "brief__requirement", "receipt__statement"
    )
    told = lists.annotate(excluded=_within(EXCLUDED), survivors=_within(SURVIVORS))
    found, total = page_of(told, page)
    return [_unmet(one) for one in found], total


def _within(path: str) -> Func:
    return Func(F("found"), Value(path), function="jsonb_path_query_array", arg_joiner=", ", output_field=JSONField())


def _unmet(shortlist: Shortlist) -> Unmet:
    survivors: list[int] = vars(shortlist)["survivors"]
    fewest = min(range(len(survivors)), key=survivors.__getitem__)
    return Unmet(shortlist, survivors[fewest], vars(shortlist)["excluded"][fewest])
