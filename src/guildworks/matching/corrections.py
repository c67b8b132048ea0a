"""What a brief asks for: what was read from it, with what somebody has corrected by hand in its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from guildworks.kernels.text.corrections import Correction, corrected, value_from_json
from guildworks.kernels.text.requirement import Requirement
from guildworks.kernels.text.requirement_json import requirement_from_json, requirement_json
from guildworks.matching.models import Brief, BriefCorrection


@dataclass(frozen=True, slots=True)
class AskedFor:
    """What a brief asks for at a moment."""

    brief: Brief
    read: Requirement  # as it was read
    requirement: Requirement  # as it stands
    corrections: tuple[BriefCorrection, ...]  # the last one of each item, in the order in which they were made

    @property
    def told(self) -> dict[str, Any]:
        """The requirement as JSON."""
        return requirement_json(self.requirement, self.brief.text) if self.corrections else self.brief.requirement

    @property
    def versions(self) -> dict[str, int]:
        """The version of each item that was corrected."""
        return {each.item: each.version for each in self.corrections}

    @property
    def corrections_told(self) -> list[dict[str, Any]]:
        """The corrections as a receipt holds them."""
        return [
            {"item": each.item, "version": each.version, "says": each.says, "value": each.value}
            for each in self.corrections
        ]


def asked_for(brief: Brief) -> AskedFor:
    """What the brief asks for now. One SQL query."""
    last = tuple(last_corrections(brief))
    read = requirement_from_json(brief.requirement)
    return AskedFor(brief, read, corrected(read, by_hand(last), text=brief.text), last)


def as_read(brief: Brief) -> AskedFor:
    """The same of a brief that was written just now: nobody has corrected it. No SQL query."""
    read = requirement_from_json(brief.requirement)
    return AskedFor(brief, read, read, ())


def by_hand(last: Sequence[BriefCorrection]) -> list[Correction]:
    """What stands in the place of what was read."""
    return [Correction(each.item, _value(each)) for each in last if each.says != "as_read"]


def last_corrections(brief: Brief) -> Sequence[BriefCorrection]:
    """The last correction of each item, in the order in which they were made. One SQL query."""
    last = brief.corrections.order_by("item", "-version").distinct("item")
    return sorted(last, key=lambda each: (each.made_at, each.item))


def _value(correction: BriefCorrection) -> Any:
    return value_from_json(correction.item, correction.value) if correction.value is not None else None
