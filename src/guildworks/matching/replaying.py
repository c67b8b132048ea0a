"""Replaying a receipt: the same search again, on what was known then, to see whether the same comes out."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Any, Literal

from guildworks.kernels.talentindex.scorer import Question, interval, rounded, score, tie_breaker
from guildworks.kernels.text.requirement_json import requirement_from_json
from guildworks.matching.index.past import state_at
from guildworks.matching.opening import Opened, opened
from guildworks.matching.ranking_policy import InForce, get_policy
from guildworks.matching.receipts import (
    BRIEF,
    LISTS,
    Json,
    brief_part,
    columns_of,
    counts_parts,
    people_parts,
    seals_of,
    statement,
    texts_of,
)
from guildworks.matching.search import questions, search_for
from guildworks.platform.errors import GuildworksError
from guildworks.platform.ids import parsed
from guildworks.platform.signatures import BadSignature, ChangedContent, UnknownKey

if TYPE_CHECKING:
    from guildworks.kernels.talentindex.index import State

DIFFERENCES_MOST = 20  # that are named
SHOWN = 60  # characters of a value in a difference
Result = Literal["identical", "differs", "bad signature", "unknown key", "changed content"]
REFUSED: Mapping[type[GuildworksError], Result] = {
    BadSignature: "bad signature",
    UnknownKey: "unknown key",
    ChangedContent: "changed content",
}


@dataclass(frozen=True, slots=True)
class Replayed:
    """What came out."""

    result: Result
    reasons: tuple[str, ...] = ()  # what differs, or why it is refused
    partial: str | None = None  # why only the receipt's own rows were reckoned again; None: the search was done again
    redacted: int = 0  # engineers who were erased since
    left_out: int = 0  # engineers below a list of whom this copy holds nothing


def replay(document: Json) -> Replayed:
    """Verify a receipt and search again. Raises BadDocument where it is none."""
    try:
        receipt = opened(document)
    except (BadSignature, UnknownKey, ChangedContent) as refused:
        return Replayed(REFUSED[type(refused)], (refused.message,))
    index = receipt.head.index
    state = index and state_at(index["generation"], index["position"])
    force = get_policy(receipt.head.policy["version"])
    if state:
        partial, found = None, _searched_again(receipt, force, state)
    else:
        partial = "the index of that time is gone" if index else "it was made without an index"
        found = _reckoned_again(receipt, force)
    reasons = tuple(islice(found, DIFFERENCES_MOST))
    return Replayed("differs" if reasons else "identical", reasons, partial, receipt.erased(), receipt.left_out())


def _searched_again(receipt: Opened, force: InForce, state: State) -> Iterator[str]:
    """What another search of the same index, by the same policy, finds that the receipt does not say."""
    told, head = receipt.parts[BRIEF].content, receipt.head
    results = search_for(
        parsed("brf", head.brief),
        texts_of(told),
        requirement=requirement_from_json(told["requirement"]),
        top=head.top,
        force=force,
        at=receipt.at,
        index=state,
    )
    contents = {BRIEF: brief_part(told["requirement"], told.get("corrections", ()), results)}
    contents |= {**dict(counts_parts(results)), **{place: content for place, _, content in people_parts(results)}}
    seals = dict.fromkeys(contents, "") | seals_of(receipt.statement)
    for place, content in contents.items():
        if part := receipt.parts.get(place):
            yield from differences(part.content, content, place)
            seals[place] = replace(part, content=content).seal
    again = statement(replace(head, policy=force.told), results, seals)
    signed = {name: value for name, value in receipt.statement.items() if name != "signature"}
    yield from differences(signed, again, "statement")


def _reckoned_again(receipt: Opened, force: InForce) -> Iterator[str]:
    """Where the receipt's own rows, scored and ordered again, give something else than it says."""
    yield from differences(receipt.head.policy, force.told, "policy")
    requirement = requirement_from_json(receipt.parts[BRIEF].content["requirement"])
    roles = zip(receipt.statement["roles"], questions(requirement, receipt.at), strict=True)
    for number, (role, asked) in enumerate(roles, 1):
        people = {name: _known(receipt, number, name, role[name]) for name in LISTS}
        for known in people.values():
            yield from _scored_again(known, asked.question, force)
        yield from _order_again(receipt, {**people["engineers"], **people["below"]})
        yield from _order_again(receipt, people["near_misses"])


def _known(receipt: Opened, number: int, name: str, people: Sequence[Json]) -> dict[str, Json]:
    """Of one list, by place, those whose part is there, with all that statement and part say of them."""
    places = {f"{number}/{name}/{person['rank']}": person for person in people}
    return {
        place: {**person, **receipt.parts[place].content} for place, person in places.items() if place in receipt.parts
    }


def _scored_again(known: Mapping[str, Json], question: Question, force: InForce) -> Iterator[str]:
    if not known:
        return
    columns = columns_of([told["inputs"] for told in known.values()])
    parts = score(columns, question, force.policy)
    low, high = interval(columns, question, force.policy, parts=parts)
    for row, (place, told) in enumerate(known.items()):
        again: Json = {
            "score": float(rounded(parts[row].sum())),
            "parts": dict(zip(force.policy.parts, parts[row].tolist(), strict=True)),
            "low": float(low[row]),
            "high": float(high[row]),
        }
        kept = {name: told[name] for name in again if name in told}  # below a list nobody has a range
        yield from differences(kept, {name: again[name] for name in kept}, place)


def _order_again(receipt: Opened, people: Mapping[str, Json]) -> Iterator[str]:
    """Those who follow one another, by failed requirements, score and chance."""
    tie = parsed("brf", receipt.head.brief).bytes

    def order(place: str) -> tuple[int, float, bytes]:
        told = people[place]
        return len(told.get("fails", ())), -told["score"], tie_breaker(tie, parsed("eng", told["id"]).bytes)

    yield from differences(list(people), sorted(people, key=order), "order")


def differences(before: Any, after: Any, where: str) -> Iterator[str]:
    """Where two values of JSON differ, as sentences; `where` names the value."""
    if isinstance(before, dict) and isinstance(after, dict):
        for name in sorted(before.keys() | after.keys()):
            yield from differences(before.get(name), after.get(name), f"{where}.{name}")
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for place, (one, other) in enumerate(zip(before, after, strict=True), 1):
            yield from differences(one, other, f"{where}.{place}")
    elif before != after:
        yield f"{where}: {_short(before)} in the receipt, {_short(after)} when done again"


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
