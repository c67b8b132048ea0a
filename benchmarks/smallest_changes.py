"""The smallest change that would have listed somebody: whether it does, and whether less, or any other, would have."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from random import Random
from time import perf_counter
from typing import TYPE_CHECKING, Any
from uuid import UUID

import numpy as np

from benchmarks.index_against import Question, briefs
from benchmarks.network import demo_network
from benchmarks.table import Row, at_least, at_most, seen

if TYPE_CHECKING:
    from guildworks.kernels.talentindex.index import State
    from guildworks.matching.why import RoleSearch
    from guildworks.talent.models import Engineer

ENGINEERS, FEWER = 5000, 2000
BRIEFS, OF_EACH = 20, 10  # of each brief half who came next after the list, half anybody
TOP = 10
SEED = 11


def rows(quick: bool, say: Callable[[str], None]) -> list[Row]:
    """The figures."""
    count = FEWER if quick else ENGINEERS
    demo_network(count, say=say)
    from guildworks.kernels.talentindex.index import TalentIndex
    from guildworks.matching.index.building import build

    say(f"The smallest change for engineers of {count:,} who are on no list")
    state = TalentIndex(build()).state
    tried: list[tuple[bool, bool]] = []  # whether a change was named, and whether it is right
    took = []
    for text in islice(briefs(), BRIEFS // 10 if quick else BRIEFS):
        searched = _Searched(Question.of(text), state)
        for engineer in searched.outsiders():
            began = perf_counter()
            change = searched.change(engineer)
            took.append(perf_counter() - began)
            tried.append((change is not None, searched.is_right(engineer, change)))
    named = sum(is_named for is_named, _ in tried)
    note = f"{len(tried)} engineers; searched again with that row, and the step before; for none, steps of every field"
    return [
        at_least("smallest change: named, or none, rightly", sum(right for _, right in tried), len(tried), note=note),
        at_least("of them with a change", named, len(tried) // 4),
        seen("one smallest change, median ms", float(np.median(took)) * 1000),
        at_most("the same, longest s", max(took), 30),
    ]


def _some(count: int) -> list[int]:
    """Steps of a field, all of them or twenty, the last one among them."""
    return sorted({*range(0, count, max(count // 20, 1)), *range(max(count - 1, 0), count)})


class _Searched:
    """One brief, searched in an index that stands still."""

    def __init__(self, question: Question, state: State) -> None:
        from guildworks.matching.brief_text import brief_text
        from guildworks.matching.ranking_policy import policy_in_force
        from guildworks.matching.search import questions, search_for, sought_for
        from guildworks.matching.why import RoleSearch
        from guildworks.platform import clock
        from guildworks.platform.ids import shown

        self.state, self.at, self._search_for = state, clock.now(), search_for
        asked = questions(question.requirement, self.at)
        self.texts = [brief_text(question.text, question.requirement, asked=each) for each in asked]
        self.told: dict[str, Any] = {"requirement": question.requirement, "force": policy_in_force(), "at": self.at}
        self.brief = question.id
        self.found, *_ = search_for(self.brief, self.texts, top=TOP, index=state, **self.told)
        people = zip(self.found.ranked.ids, self.found.ranked.scores.tolist(), strict=True)
        role = {"role": None, "engineers": [{"id": shown("eng", one), "score": score} for one, score in people]}
        sought, *_ = sought_for(self.brief, self.texts, **self.told)
        self.search: RoleSearch = RoleSearch(sought, state, role, TOP)

    def outsiders(self) -> list[Engineer]:
        """Some who are not on the list, with their whole profiles."""
        from guildworks.talent.models import Engineer
        from guildworks.talent.queries import whole

        listed = set(self.found.ranked.ids)
        everybody = sorted(set(Engineer.objects.filter(listing__isnull=False).values_list("id", flat=True)) - listed)
        drawn = Random(f"{SEED} {self.brief.int % 7}").sample(everybody, OF_EACH)
        chosen = list(dict.fromkeys([*self.found.below.ids[: OF_EACH // 2], *drawn]))[:OF_EACH]
        return list(whole(Engineer.objects.filter(id__in=chosen)).order_by("id"))

    def change(self, engineer: Engineer) -> Any:
        """The smallest change, and the step before it; None where there is none."""
        from guildworks.matching.changes import smallest_change

        row = self.state.find(engineer.id)
        return row and smallest_change(row, engineer, self.search.sought, self.search.lists)

    def is_right(self, engineer: Engineer, change: Any) -> bool:
        """Whether another search lists them with it, and not with less; or with no step of any field."""
        from guildworks.kernels.talentindex.rows import Apart
        from guildworks.matching.changes import fields

        if change:
            enough, before = change
            return self._lists(engineer.id, enough.row) and not (before and self._lists(engineer.id, before.row))
        row = self.state.find(engineer.id)
        steps = list(fields(Apart.of(row), engineer, self.search.sought)) if row else []
        return not any(self.search.lists(each.at(step).row) for each in steps for step in _some(each.count))

    def _lists(self, engineer: UUID, row: bytes) -> bool:
        from guildworks.kernels.talentindex.delta import Frames
        from guildworks.kernels.talentindex.index import applied

        changed = applied(self.state, Frames((row,), None, 1, "none"))
        first, *_ = self._search_for(self.brief, self.texts, top=TOP, index=changed, **self.told)
        return engineer in first.ranked.ids
