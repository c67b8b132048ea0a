"""Words that say how a skill is asked for: required, welcome, only named, or not wanted."""

from __future__ import annotations

import re
from dataclasses import dataclass

from guildworks.kernels.text.cue_patterns import PATTERNS, Reach, Sense
from guildworks.kernels.text.span import Span


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue in a clause.

    `reach`: "clause" holds for all that follows it in the clause, "next" for the skills directly after it, "before" for
    the skills that stand before it. `is_plain` marks words that leave no doubt ("mandatory", "would be a plus").
    `is_noun` marks phrases such as "experience with", which ask only where nothing else in the clause speaks.
    """

    sense: Sense
    reach: Reach
    span: Span
    is_plain: bool = False
    is_noun: bool = False


_CUES = [(sense, reach, kind, re.compile(words, re.IGNORECASE)) for sense, reach, kind, words in PATTERNS]


def cues_in(text: str, clause: Span) -> tuple[Cue, ...]:
    """All cues of a clause in the order of their words. Of two that overlap, the one that stands first above holds."""
    piece = text[clause.start : clause.end].replace("’", "'")
    found: list[Cue] = []
    for sense, reach, kind, pattern in _CUES:
        for match in pattern.finditer(piece):
            if match.end() == match.start():
                continue
            span = Span(clause.start + match.start(), clause.start + match.end())
            if any(span.overlaps(cue.span) for cue in found):
                continue
            found.append(Cue(sense, reach, span, is_plain=kind == "plain", is_noun=kind == "noun"))
    return tuple(sorted(found, key=lambda cue: cue.span))
