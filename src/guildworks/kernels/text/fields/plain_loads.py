"""Two figures for the hours a week of one work that cannot both hold."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from itertools import combinations

from guildworks.kernels.text.fields.grammar import pattern, sentence_at
from guildworks.kernels.text.fields.loads import Load
from guildworks.kernels.text.fields.people import PERSON
from guildworks.kernels.text.requirement import Note
from guildworks.kernels.text.span import Span

_LOADS_MAX = 12
_NEAR_ENOUGH = 1.15  # 35 and 40 hours may be the same full week; 20 and 35 are not
_WHO = pattern(rf"(?:[\w.+#/-]{{1,20}} ){{0,3}}?{PERSON}\b")
_PLAIN = pattern(  # words beside which a figure is still the load of the whole work
    r"(?:an?|the|we|you|i|it|is|are|will|would|be|to|of|for|at|about|around|roughly|needs?|needed|wants?|wanted|expect|"
    r"expected|looks?|looking|think|hours?|weekly|load|workload|effort|commitment|availability|works?|working|job|project|"
    r"engagement|role|time|takes?|should|must|spend|plan|and|means|this|in|total|remote|remotely|please|only|just|say|per|"
    r"week)"
)
_NOT_ALL = pattern(
    r"\b(?:if|when|once|or|either|later|then|first|last|another|otherwise|ideally|depending|optional\w*)\b"
)
_SOMEBODY = pattern(rf"(?<!the[ ])(?<!this[ ])\b{PERSON}\b")
_REACH = 90  # characters to either side
_CLAUSE = re.compile(r"[,;()\n]")
_WORD = re.compile(r"[^\W\d_]+")


def two_plain_loads(text: str, loads: Sequence[Load]) -> tuple[Note, ...]:
    """The first two loads of separate sentences that cannot both hold, neither a part, a choice nor somebody else's.

    Where a person is named between the two, the second may be theirs: that is left to the roles.
    """
    plain = [load for load in loads[:_LOADS_MAX] if _is_plain(text, load.span)]
    for one, other in combinations(plain, 2):
        apart = sentence_at(text, one.span.start) != sentence_at(text, other.span.start)
        differ = _most(one) * _NEAR_ENOUGH < _least(other) or _most(other) * _NEAR_ENOUGH < _least(one)
        if apart and differ and not _SOMEBODY.search(text, one.span.end, other.span.start):
            first, second = (" ".join(load.span.of(text).split()) for load in (one, other))
            message = (
                f'"{first}" and "{second}" are both said of one work. Keep the one that holds, or say when each does.'
            )
            return (Note("hours_per_week", message, (one.span, other.span)),)
    return ()


def _is_plain(text: str, span: Span) -> bool:
    """Whether the clause says nothing but the load and whose it is, and the sentence nothing of a part or a choice."""
    sentence = sentence_at(text, span.start)
    start, end = max(sentence.start, span.start - _REACH), min(sentence.end, span.end + _REACH)
    if _NOT_ALL.search(text, start, end):
        return False
    left, right = _CLAUSE.split(text[start : span.start])[-1], _CLAUSE.split(text[span.end : end])[0]
    return all(_PLAIN.fullmatch(word) for word in _WORD.findall(f"{_WHO.sub('', left)} {right}"))


def _least(load: Load) -> float:
    return load.hours.least or 0


def _most(load: Load) -> float:
    return math.inf if load.hours.most is None else load.hours.most
