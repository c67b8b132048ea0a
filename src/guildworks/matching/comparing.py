"""Two ranking policies on the briefs of the past: how far their lists differ. It reads only, and keeps nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from math import ceil
from statistics import fmean
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from guildworks.kernels.talentindex.lexical import score_packed
from guildworks.kernels.talentindex.scorer import rounded, score
from guildworks.matching import policies
from guildworks.matching.brief_text import work_words
from guildworks.matching.columns import weighed
from guildworks.matching.corrections import asked_for
from guildworks.matching.index.freshness import fresh_index
from guildworks.matching.listed import require_top
from guildworks.matching.models import Brief, Shortlist
from guildworks.matching.queries import briefs_visible_to
from guildworks.matching.ranking_policy import InForce, get_policy
from guildworks.matching.search import RoleResult, search
from guildworks.matching.spent import Spent
from guildworks.platform import clock
from guildworks.platform.actor import Actor
from guildworks.platform.errors import BadInput
from guildworks.platform.limits import LISTED, limit
from guildworks.platform.policies import require
from guildworks.talent.models import SearchRecord
from guildworks.talent.search import terms

NAMED = 3  # briefs that differ most
AT_ONCE = 100  # briefs in memory
Progress = Callable[[int, int], None]  # briefs done, of how many


class BadComparison(BadInput):
    """Policies are compared on at least one brief, and on no more than the limit `compared_briefs` allows."""

    code = "bad_comparison"
    hint = "Give a number of briefs within the limit."
    at_terminal = LISTED


@dataclass(frozen=True, slots=True)
class Side:
    """The lists of one policy."""

    version: str
    mean_score: float | None  # of all places, as the old policy scores them; None: nobody is on any list
    engineers: int  # different ones
    most_shown: float | None  # share of all places that the hundredth of them with the most places has


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two policies make of the same briefs at the same moment."""

    briefs: int
    lists: int  # with anybody on them; a brief has one for each role
    in_common: float | None  # mean share of places that go to the same engineers
    rank_change: float | None  # mean places up or down, of those on both lists
    same_first: int  # lists
    old: Side
    new: Side
    most_different: tuple[Differing, ...]  # those with the least in common


@dataclass(frozen=True, slots=True)
class Differing:
    """A brief whose lists differ."""

    brief: str  # its shown id
    title: str
    in_common: float


@dataclass(frozen=True, slots=True)
class Listed:
    """The list of one role by one policy: who, best first, and their scores by the old policy."""

    ids: Sequence[UUID]
    scores: Sequence[float]


def compare_policies(
    actor: Actor, old: str, new: str, *, briefs: int, top: int, progress: Progress = lambda done, of: None
) -> Comparison:
    """Search again, now, for the last `briefs` that have a shortlist, under both policies.

    Raises NotAllowed, UnknownPolicy, BadComparison or BadTop.
    """
    require(policies.may_compare_policies(actor))
    forces = get_policy(old), get_policy(new)
    if not 1 <= briefs <= limit("compared_briefs"):
        said = _("Policies are compared on 1 to %(most)s briefs, got %(briefs)s")
        raise BadComparison(said % {"most": f"{limit('compared_briefs'):,}", "briefs": f"{briefs:,}"})
    require_top(top)
    has_list = Exists(Shortlist.objects.filter(brief=OuterRef("id")))
    past = briefs_visible_to(actor).filter(has_list).order_by("-written_at", "-id")[:briefs]
    count, lists, differing = past.count(), [], []
    for done, brief in enumerate(past.iterator(chunk_size=AT_ONCE), start=1):
        if both := _both(brief, *forces, top=top):
            lists += both
            differing.append(Differing(brief.shown_id, brief.title, fmean(_in_common(*pair) for pair in both)))
        progress(done, count)
    return _compared(lists, differing, briefs=count, old=old, new=new)


def most_shown(places: Counter[UUID]) -> list[UUID]:
    """The hundredth of those who have a place, at least one of them, with the most places."""
    return [engineer for engineer, _ in places.most_common(ceil(len(places) / 100))]


def places_of(lists: Iterable[Listed]) -> Counter[UUID]:
    """On how many lists each engineer stands."""
    return Counter(engineer for each in lists for engineer in each.ids)


def _both(brief: Brief, old: InForce, new: InForce, *, top: int) -> list[tuple[Listed, Listed]]:
    """The lists of each role by both policies, as of one moment; those of nobody are left out."""
    at, asks = clock.now(), asked_for(brief)
    index = fresh_index(at)

    def listed(force: InForce) -> list[Listed]:
        results = search(
            brief.id,
            brief.text,
            requirement=asks.requirement,
            top=top,
            force=force,
            at=at,
            spent=Spent(),
            index=index,
            read=asks.read,
        )
        words = work_words(brief.text, asks.read)
        return [measured(each, words, by=old) for each in results]

    return [(one, other) for one, other in zip(listed(old), listed(new), strict=True) if one.ids]


def measured(result: RoleResult, words: str, *, by: InForce) -> Listed:
    """A list with the scores that a policy, which may be another one, gives to those on it. One SQL query."""
    ranked = result.ranked
    ids = ranked.ids
    packed = dict(SearchRecord.objects.filter(engineer_id__in=ids).values_list("engineer_id", "terms"))
    wanted = weighed(terms(words, [skill.wish.skill for skill in result.asked.skills]), by.statistics)
    lexical = score_packed(wanted, [bytes(packed.get(one, b"")) for one in ids], by.statistics)
    columns = replace(ranked.loaded.columns.take(ranked.rows), lexical=lexical)
    parts = score(columns, result.asked.question, by.policy)
    return Listed(ids, rounded(parts.sum(axis=1)).tolist())


def _compared(
    lists: Sequence[tuple[Listed, Listed]], differing: Sequence[Differing], *, briefs: int, old: str, new: str
) -> Comparison:
    changes = [abs(one.ids.index(who) - other.ids.index(who)) for one, other in lists for who in _shared(one, other)]
    least_first = sorted((each for each in differing if each.in_common < 1), key=lambda each: each.in_common)
    return Comparison(
        briefs=briefs,
        lists=len(lists),
        in_common=_mean([_in_common(*pair) for pair in lists]),
        rank_change=_mean(changes),
        same_first=sum(one.ids[0] == other.ids[0] for one, other in lists),
        old=_side(old, [one for one, _ in lists]),
        new=_side(new, [other for _, other in lists]),
        most_different=tuple(least_first[:NAMED]),
    )


def _side(version: str, lists: Sequence[Listed]) -> Side:
    places = places_of(lists)
    share = sum(places[one] for one in most_shown(places)) / places.total() if places else None
    return Side(version, _mean([score for each in lists for score in each.scores]), len(places), share)


def _shared(one: Listed, other: Listed) -> set[UUID]:
    return set(one.ids) & set(other.ids)


def _in_common(one: Listed, other: Listed) -> float:
    return len(_shared(one, other)) / len(one.ids)


def _mean(values: Sequence[float]) -> float | None:
    return fmean(values) if values else None
