"""Why somebody is on the list of a receipt or not: what they failed, where they stood, what would have changed it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import numpy as np

from guildworks.kernels.talentindex.index import State
from guildworks.kernels.talentindex.part import Part
from guildworks.kernels.talentindex.prepared import Prepared
from guildworks.kernels.talentindex.rows import Rows
from guildworks.kernels.talentindex.scorer import tie_breaker
from guildworks.kernels.talentindex.search import passing, scored_whole, tried
from guildworks.kernels.talentindex.segment import columns_of
from guildworks.kernels.text.requirement_json import requirement_from_json
from guildworks.matching.changes import smallest_change
from guildworks.matching.in_memory import question_of
from guildworks.matching.index.past import state_at
from guildworks.matching.opening import Opened
from guildworks.matching.policies import may_ask_why
from guildworks.matching.ranked import Sought
from guildworks.matching.ranking_policy import get_policy
from guildworks.matching.receipts import BRIEF, Json, texts_of
from guildworks.matching.search import sought_for
from guildworks.platform.actor import Actor
from guildworks.platform.errors import GuildworksError
from guildworks.platform.ids import parsed, shown
from guildworks.platform.policies import require
from guildworks.talent.models import Engineer

NOT_LISTED = "not listed"  # or paused: whoever is not in the index is on no list


class NoLongerKnown(GuildworksError):
    """What was known of this engineer when the list was made is not kept any more."""

    code = "no_longer_known"
    http_status = 410
    hint = "Those on the list can still be explained; the index of a time is kept for some weeks."


@dataclass(frozen=True, slots=True)
class Explained:
    """How one role's list came to have somebody, or not."""

    role: str | None
    listed: bool
    rank: int | None  # among all who met every requirement; None where they did not
    score: float | None
    parts: dict[str, float] | None
    excluded_by: tuple[str, ...]
    smallest_change: str | None  # None: they are listed, or no single change would have been enough
    changes: str | None  # what of them it changes: `rate`, `hours`, `skills.python`


def why(asker: Actor, receipt: Opened, engineer: Engineer) -> list[Explained]:
    """For each role why this engineer, with their whole profile, is on its list or not.

    The role in which they came furthest first. Raises NotAllowed or NoLongerKnown.
    """
    listed = _on_lists(receipt, engineer.id)
    require(may_ask_why(asker, engineer.id, is_listed=bool(listed)))
    searches = [] if len(listed) == len(receipt.statement["roles"]) else role_searches(receipt)
    if not searches and not listed:
        raise NoLongerKnown()
    told = {each.role for each in listed}
    found = [*listed, *(search.explained(engineer) for search in searches if search.role["role"] not in told)]
    return sorted(found, key=lambda role: (not role.listed, len(role.excluded_by)))


def role_searches(receipt: Opened) -> list[RoleSearch]:
    """The searches of all roles, as they were; none where the index of that time is gone."""
    index, told = receipt.head.index, receipt.parts[BRIEF].content
    state = index and state_at(index["generation"], index["position"])
    if not state:
        return []
    roles = sought_for(
        parsed("brf", receipt.head.brief),
        texts_of(told),
        requirement=requirement_from_json(told["requirement"]),
        force=get_policy(receipt.head.policy["version"]),
        at=receipt.at,
    )
    told_roles = zip(roles, receipt.statement["roles"], strict=True)
    return [RoleSearch(sought, state, role, receipt.head.top) for sought, role in told_roles]


def _on_lists(receipt: Opened, engineer: UUID) -> list[Explained]:
    """The roles for which the receipt lists an engineer."""
    id_ = shown("eng", engineer)
    return [
        Explained(role["role"], True, person["rank"], person["score"], person["parts"], (), None, None)
        for role in receipt.statement["roles"]
        for person in role["engineers"]
        if person["id"] == id_
    ]


class RoleSearch:
    """The search for one role, as it was."""

    def __init__(self, sought: Sought, state: State, role: Json, top: int) -> None:
        self.sought, self.state, self.role = sought, state, role
        self.asked = Prepared(question_of(sought))
        people = role["engineers"]
        self.needed = _place(people[-1]["score"], people[-1]["id"], sought) if len(people) == top else None

    def explained(self, engineer: Engineer) -> Explained:
        """Why somebody is not on its list."""
        row = self.state.find(engineer.id)
        if row is None:
            return Explained(self.role["role"], False, None, None, None, (NOT_LISTED,), None, None)
        fails, score, parts = self._judged(row)
        names = tuple(hard.name for bit, hard in enumerate(self.sought.by.hard) if fails >> bit & 1)
        found = smallest_change(row, engineer, self.sought, self.lists)
        return Explained(
            self.role["role"],
            False,
            None if fails else self._rank(score, engineer),
            score,
            parts,
            names,
            found[0].text if found else None,
            found[0].field if found else None,
        )

    def lists(self, row: bytes) -> bool:
        """Whether the list would have had somebody with this row."""
        fails, score, _ = self._judged(row)
        if fails:
            return False
        return self.needed is None or _place(score, shown("eng", UUID(bytes=row[:16])), self.sought) < self.needed

    def _judged(self, row: bytes) -> tuple[int, float, dict[str, float]]:
        """What a row fails, as bits; its score and the parts."""
        judged, _ = tried(_alone(row), self.asked)
        scored = scored_whole([judged], self.asked)
        parts = dict(zip(self.sought.force.policy.parts, scored.parts[0].tolist(), strict=True))
        return int(judged.fails[0]), float(scored.totals[0]), parts

    def _rank(self, score: float, engineer: Engineer) -> int:
        """The place among all who met every requirement."""
        everybody = scored_whole([passing(part, self.asked) for part in self.state.parts], self.asked)
        own = _place(score, engineer.shown_id, self.sought)
        near = np.flatnonzero(everybody.totals == score).tolist()
        ties = sum(_place(score, shown("eng", UUID(bytes=everybody.id_of(row))), self.sought) < own for row in near)
        return 1 + int((everybody.totals > score).sum()) + ties


def _alone(row: bytes) -> Part:
    """A part of the index with this row alone."""
    return Part.whole(columns_of(Rows.of([row])))


def _place(score: float, id_: str, sought: Sought) -> tuple[float, bytes]:
    """What lists are ordered by."""
    return -score, tie_breaker(sought.brief_id.bytes, parsed("eng", id_).bytes)
