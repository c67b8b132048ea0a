"""Stretches of time that are said of the whole work, and two of them that cannot both hold."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import combinations
from typing import Protocol

from guildworks.kernels.text.fields.grammar import around, before, pattern, sentence_at
from guildworks.kernels.text.requirement import Note
from guildworks.kernels.text.span import Span

_NEAR_ENOUGH = 1.15  # 12 weeks and 3 months are the same; 3 and 4 months are not
_WHOLES_MAX = 20

_WORK = r"(?:the|this|our|your|a|an) (?:whole |entire |total )?(?:work|project|engagement|contract|assignment|job|gig)"
_WHOLE = pattern(
    rf"\b(?:(?P<it>it|this|everything|all of it|the whole(?: thing)?)|{_WORK})"
    r"(?: (?:will|should|would|may|can|probably))?"
    r"(?: (?:take|last|run|be|is|need|go on)s?)(?: us)?(?: (?:for|about|around|roughly|only|just|an?)){0,2} $"
    r"|\b(?:duration|length|time ?frame|contract (?:length|period))(?: (?:is|of|will be))?~:?~$"
)
_A_PART = pattern(
    r"\b(?:phases?|stages?|steps?|parts?|sprints?|milestones?|modules?|first|second|third|last|next|further|another|"
    r"additional|then|after(?:wards)?|extend\w*|extension|option\w*|renew\w*|prolong\w*|probation|trial|previous\w*|earlier|"
    r"past|was|were|took|lasted|had|similar|other|each|if|otherwise|instead|worst|best|train\w*|onboarding|label\w*|"
    r"review\w*|process|months? to|weeks? to)\b"
)
_SPEAKS_OF_WORK = pattern(
    r"\b(?:work|project|job|engagement|contract|assignment|engineer|developer|expert|person|needs?|looking for|want|"
    r"build|lasts?|takes?|weeks?|months?)\b"
)


class Stretch(Protocol):
    """So many weeks, and the words for them; a bound that is not said is None."""

    @property
    def least(self) -> float | None: ...
    @property
    def most(self) -> float | None: ...
    @property
    def span(self) -> Span: ...


def is_of_the_whole(text: str, span: Span) -> bool:
    """Whether the words before a stretch say it of the whole work: "the project lasts", "it will take", "Duration:"."""
    return bool(_WHOLE.search(before(text, span.start, reach=70)))


def two_lengths(text: str, stretches: Sequence[Stretch]) -> tuple[Note, ...]:
    """The first two lengths of the whole that cannot both hold: "It takes 3 months. It takes 8 months." """
    wholes = [stretch for stretch in stretches if _is_said_of_all(text, stretch.span)][:_WHOLES_MAX]
    for one, other in combinations(wholes, 2):
        if _most(one) * _NEAR_ENOUGH < _least(other) or _most(other) * _NEAR_ENOUGH < _least(one):
            first, second = (" ".join(stretch.span.of(text).split()) for stretch in (one, other))
            message = (
                f'"{first}" and "{second}" cannot both be the length of the work. '
                "Keep the one that holds, or say which part each of them is for."
            )
            return (Note("duration", message, (one.span, other.span)),)
    return ()


def _least(stretch: Stretch) -> float:
    return stretch.least or 0


def _most(stretch: Stretch) -> float:
    return math.inf if stretch.most is None else stretch.most


def _is_said_of_all(text: str, span: Span) -> bool:
    """Whether a stretch is stated of the whole, with no word of a part, an option or the past in its sentence."""
    found = _WHOLE.search(before(text, span.start, reach=70))
    if not found or _A_PART.search(around(text, span, reach=70)):
        return False
    sentence = sentence_at(text, span.start)
    if not found["it"] or sentence.start == 0:
        return True
    return bool(_SPEAKS_OF_WORK.search(sentence_at(text, sentence.start - 1).of(text)))
