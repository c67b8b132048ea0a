"""Receipts: what a shortlist rests on, signed when the list is made, so that it can be checked years later.

A receipt is a statement, which is signed, and parts, which it seals: it holds a salted hash of each. So a part can be
withheld from whoever may not see it, and be erased with the person whom it tells of, while the statement stays as it
was signed. The statement names those on the list, and tells of those below it nothing but that they were there.

Parts are named by where they belong: `brief`, for each role `1/counts`, and for each role, list and rank such as
`1/engineers/3`.
"""

from __future__ import annotations

import hashlib
import secrets
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

import numpy as np

from guildworks.kernels.talentindex.records import skill_key
from guildworks.kernels.talentindex.scorer import Columns
from guildworks.matching.brief_text import BriefText
from guildworks.matching.found import names_by_key
from guildworks.matching.models import Receipt
from guildworks.matching.ranked import Placed, Ranked
from guildworks.matching.search import RoleResult
from guildworks.platform.canonical import canonical
from guildworks.platform.ids import shown

COUNTED_OPENLY, FORMAT = FORMATS = ("guildworks receipt 1", "guildworks receipt 2")  # the last one is made
BRIEF, COUNTS = "brief", "counts"
LISTS = ("engineers", "below", "near_misses")
ATTENTION = "attention"
# Of `Columns`, one for each engineer.
NUMBERS = ("lexical", "semantic", "years", "rate", "overlap", "free_hours", ATTENTION)
Json = dict[str, Any]


@dataclass(frozen=True)
class Part:
    """What a statement seals in one place, and of whom it tells."""

    place: str
    salt: str
    content: Json
    engineer: UUID | None = None

    @cached_property
    def written(self) -> bytes:
        """The content in its canonical form: as it is hashed, and handed to the database."""
        return canonical(self.content)

    @property
    def seal(self) -> str:
        """The hash that stands in the statement, of salt and content: who lacks the salt cannot guess the content."""
        return hashlib.sha256(b"[%s,%s]" % (canonical(self.salt), self.written)).hexdigest()


@dataclass(frozen=True, slots=True)
class Head:
    """What a statement says about the list itself."""

    receipt: str
    brief: str
    shortlist: str
    made_at: str
    program: str
    top: int
    policy: Json
    index: Json | None  # generation and position; None where the list was made without one that had come so far
    format: str = FORMAT


def brief_part(requirement: Json, corrections: Sequence[Json], results: Sequence[RoleResult]) -> Json:
    """What was looked for: the requirement, what of it somebody corrected, and terms and direction of each role's text.

    Nothing is said of corrections where there are none.
    """
    by_hand = {"corrections": list(corrections)} if corrections else {}
    return {"requirement": requirement, **by_hand, "roles": [_text_json(result.text) for result in results]}


def texts_of(content: Json) -> list[BriefText]:
    """Terms and direction of each role, from the part of the brief."""
    return [_text(role) for role in content["roles"]]


def people_parts(results: Sequence[RoleResult]) -> Iterator[tuple[str, UUID, Json]]:
    """Where each engineer stands, and what they were judged by."""
    slugs = names_by_key(results)
    for number, result in enumerate(results, 1):
        for name, placed in _lists(result):
            for at, row in enumerate(placed.rows.tolist()):
                content: Json = {"inputs": _judged_by(placed, row, slugs)}
                if name == "below":
                    content = {**_numbers(placed, at), **content}
                yield f"{number}/{name}/{at + 1}", placed.loaded.ids[row], content


def counts_parts(results: Sequence[RoleResult]) -> Iterator[tuple[str, Json]]:
    """How many each requirement of each role ruled out: of so few, perhaps, that a client must not know."""
    for number, result in enumerate(results, 1):
        yield f"{number}/{COUNTS}", _counts(result)


def sealed(place: str, content: Json, engineer: UUID | None = None) -> Part:
    """A part with a salt of its own."""
    return Part(place, secrets.token_hex(16), content, engineer)


def statement(head: Head, results: Sequence[RoleResult], seals: Mapping[str, str]) -> Json:
    """What is signed; `seals` by place. Of the first format the statement itself tells all counts."""
    roles = []
    for number, result in enumerate(results, 1):
        is_open = head.format == COUNTED_OPENLY
        counts = _counts(result) if is_open else {"sealed_counts": seals[f"{number}/{COUNTS}"]}
        roles.append({"role": result.asked.role, **counts, **_listed(number, result, seals)})
    return {**asdict(head), "sealed_brief": seals[BRIEF], "roles": roles}


def seals_of(statement: Json) -> dict[str, str]:
    """The seals in a statement, by place."""
    found = {BRIEF: statement["sealed_brief"]}
    for number, role in enumerate(statement["roles"], 1):
        if "sealed_counts" in role:
            found[f"{number}/{COUNTS}"] = role["sealed_counts"]
        for name in LISTS:
            found |= {f"{number}/{name}/{person['rank']}": person["sealed"] for person in role[name]}
    return found


def is_withheld(place: str) -> bool:
    """Whether a client's copy goes without this part: all counts, and who came next below a list."""
    return "/below/" in place or place.endswith(f"/{COUNTS}")


def whole_receipt(receipt: Receipt) -> Json:
    """A receipt with all of its parts, as in docs/receipts.md: what of it somebody may see is said elsewhere."""
    return {
        "statement": receipt.statement,
        "parts": {part.place: {"salt": part.salt, "content": part.content} for part in receipt.parts.all()},
    }


def columns_of(inputs: Sequence[Json]) -> Columns:
    """The scorer's columns behind `inputs` of engineers of one role."""
    skills = [each["skills"] for each in inputs]
    shape = (len(inputs), len(skills[0]) if skills else 0)

    def table(name: str, unknown: float) -> np.ndarray:
        return np.array([[_unless(skill[name], unknown) for skill in row] for row in skills], float).reshape(shape)

    keys = [[-1 if skill["by"] is None else skill_key(skill["by"]) for skill in row] for row in skills]
    return Columns(
        level_mean=table("mean", np.nan),
        level_error=table("error", np.nan),
        level_key=np.array(keys, np.int64).reshape(shape),
        **{name: np.array([_unless(each[name], np.nan) for each in inputs], float) for name in NUMBERS},
    )


def _lists(result: RoleResult) -> list[tuple[str, Placed]]:
    return list(zip(LISTS, (result.ranked, result.below, result.near), strict=True))


def _listed(number: int, result: RoleResult, seals: Mapping[str, str]) -> Json:
    return {
        name: [
            {"rank": at + 1, **_told(result, name, placed, at), "sealed": seals[f"{number}/{name}/{at + 1}"]}
            for at in range(len(placed.rows))
        ]
        for name, placed in _lists(result)
    }


def _counts(result: RoleResult) -> Json:
    return {
        "candidates": result.filtered.candidates,
        "survivors": result.filtered.survivors,
        "excluded": [asdict(excluded) for excluded in result.filtered.excluded],
    }


def _told(result: RoleResult, name: str, placed: Placed, at: int) -> Json:
    """What the statement itself says of somebody: of those below the list nothing."""
    if not isinstance(placed, Ranked):
        return {}
    told = {**_numbers(placed, at), "low": float(placed.low[at]), "high": float(placed.high[at])}
    if name == "near_misses":
        fails = result.near_fails[placed.loaded.ids[int(placed.rows[at])]]
        told["fails"] = [hard.name for bit, hard in enumerate(result.hard) if fails >> bit & 1]
    return told


def _numbers(placed: Placed, at: int) -> Json:
    return {
        "id": shown("eng", placed.loaded.ids[int(placed.rows[at])]),
        "score": float(placed.scores[at]),
        "parts": dict(zip(placed.names, placed.parts[at].tolist(), strict=True)),
    }


def _judged_by(placed: Placed, row: int, slugs: Mapping[int, str]) -> Json:
    """Whom else a person was shown to is told where it counts, and nowhere else: it was other clients who asked."""
    counts = {} if ATTENTION in placed.names else {ATTENTION: None}
    return {**_inputs(placed.loaded.columns, row, slugs), **counts}


def _inputs(columns: Columns, row: int, slugs: Mapping[int, str]) -> Json:
    """All that the score of one engineer is made of; null: not known, or not asked."""
    keys, means, errors = (getattr(columns, name)[row].tolist() for name in ("level_key", "level_mean", "level_error"))
    return {
        "skills": [
            {"by": slugs.get(key), "mean": _known(mean), "error": _known(error)}
            for key, mean, error in zip(keys, means, errors, strict=True)
        ],
        **{name: _known(float(getattr(columns, name)[row])) for name in NUMBERS},
    }


def _known(value: float) -> float | None:
    return None if value != value else value


def _unless(value: float | None, unknown: float) -> float:
    return unknown if value is None else value


def _text_json(text: BriefText) -> Json:
    """The direction as its float16 values, little-endian, in base64."""
    return {"terms": dict(text.terms), "vector": b64encode(text.vector.astype("<f2").tobytes()).decode()}


def _text(told: Json) -> BriefText:
    vector = np.frombuffer(b64decode(told["vector"]), "<f2").astype(np.float64)
    return BriefText(terms=told["terms"], vector=vector)
