"""Opening a receipt: that its statement was signed here, and that its parts are those that it seals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from guildworks.matching.receipts import FORMAT, FORMATS, LISTS, Head, Json, Part, is_withheld, seals_of
from guildworks.platform.ids import parsed
from guildworks.platform.signatures import BadDocument, ChangedContent, verify
from guildworks.talent.queries import erased_among

HINT = "Give the file of a receipt, or the id of one."
AT_TERMINAL = "`guildworks shortlist --receipt FILE` writes one."


@dataclass(frozen=True, slots=True)
class Opened:
    """A receipt whose signature and seals are genuine."""

    statement: Json
    parts: Mapping[str, Part]

    @property
    def at(self) -> datetime:
        """The list's own time."""
        return datetime.fromisoformat(self.statement["made_at"])

    @property
    def head(self) -> Head:
        """What it says about the list itself."""
        return Head(**{name: self.statement[name] for name in Head.__slots__})

    def people(self) -> dict[str, UUID]:
        """Whom it names, by place: those below a list only where their part came with it."""
        told = {place: part.content["id"] for place, part in self.parts.items() if "id" in part.content}
        return {**_named(self.statement), **{place: parsed("eng", id_) for place, id_ in told.items()}}

    def left_out(self) -> int:
        """Of how many below a list this copy does not hold what they were judged by: of all in a client's own."""
        return sum("/below/" in place for place in seals_of(self.statement).keys() - self.parts.keys())

    def erased(self) -> int:
        """How many of them were erased since."""
        return len(erased_among(self.people().values()))


def opened(document: Json) -> Opened:
    """The receipt behind a JSON document.

    Raises BadDocument where it is none, BadSignature, UnknownKey, and ChangedContent also for a part that is not what
    its seal says, or that is missing though nobody had to withhold it.
    """
    statement, parts = document.get("statement"), document.get("parts")
    if not isinstance(statement, dict) or not isinstance(parts, dict) or len(document) != 2:
        raise BadDocument("This is no receipt", hint=HINT, at_terminal=AT_TERMINAL)
    verify(statement)
    if statement.get("format") not in FORMATS:
        raise BadDocument(
            f"This was signed here, and is no receipt up to {FORMAT!r}", hint=HINT, at_terminal=AT_TERMINAL
        )
    seals = seals_of(statement)
    found = {place: _part(place, told) for place, told in parts.items()}
    for place, part in found.items():
        if place not in seals or seals[place] != _seal(part):
            raise ChangedContent(f"The part {place[:40]} is not the one that was signed")
    named = _named(statement)
    erased = erased_among(named.values())
    for place in seals.keys() - found.keys():
        if not is_withheld(place) and named.get(place) not in erased:
            raise ChangedContent(f"The part {place} was taken out")
    return Opened(statement, found)


def _named(statement: Json) -> dict[str, UUID]:
    return {
        f"{number}/{name}/{person['rank']}": parsed("eng", person["id"])
        for number, role in enumerate(statement["roles"], 1)
        for name in LISTS
        for person in role[name]
        if "id" in person
    }


def _seal(part: Part) -> str | None:
    """What a part would be sealed by; None for what has no canonical form, which no receipt holds."""
    try:
        return part.seal
    except ValueError:
        return None


def _part(place: str, told: Any) -> Part:
    if not isinstance(told, dict) or told.keys() != {"salt", "content"}:
        raise ChangedContent(f"The part {place[:40]} is not the one that was signed")
    return Part(place, told["salt"], told["content"])
