"""Sentences and clauses inside one passage: the stretches of text over which a word such as "required" holds."""

from __future__ import annotations

import re
from dataclasses import dataclass

from guildworks.kernels.text.gazetteer import sentences
from guildworks.kernels.text.span import Span

# Words that open a new requirement even where a job board lost the full stop before them.
_OPENERS = (
    "Experience|Experienced|Knowledge|Solid|Strong|Good|Very good|Excellent|Deep|Proven|Familiarity|"
    "Familiar|Understanding|"
    "Ability|Proficiency|Proficient|Expertise|Expert|Advantage:|Ideally|Well-versed|Professional|Working knowledge|"
    "Nice to have|Bonus|Bachelor|Master|Degree|Hands-on|Fluent|Fluency|Basic|Demonstrated|Comfortable|You have|"
    "You are|You know|You will|You can|At least|Minimum|Some experience|Any experience|Exposure|Must have|Extensive|"
    "Previous|Prior"
)
_RUN_ON = re.compile(
    r"(?<=\s)[-–•☞⌲▪*·](?=\s+[A-Z])|(?<=[a-z0-9)\]])(?<!deally)(?<!referably)(?<!\band)(?<!\bor)(?<!\bwith)(?<!"
    rf"\bof)(?<!\bin)(?<!\byour)(?<!\bhave)(?<!\bthe)(?<!\ba)\s+(?=(?:{_OPENERS})\b)"
)
_SENTENCE_MAX = 800  # characters: what is longer is no sentence, and is read in pieces
_ASIDE = re.compile(r"\([^()]{1,300}\)")
_ASIDE_PART = re.compile(r"[^;]+")  # "(Docker, Kubernetes; Terraform is a plus)"
# "not required but it helps", "nice but not required": said of the same skill
_STAYS = (
    r"(?:but|though|although|yet)\s+(?:(?:it|they|this|that)\s+)?(?:(?:is|are|would|be|also|still|very|a|an)\s+){0,4}"
    r"(?:helps?|useful|helpful|welcome|nice|plus|bonus|advantage|not\s+(?:needed|required|necessary|essential|mandatory)|"
    r"(?:not|isn't|aren't)\s+(?:an?\s+)?(?:must|mandatory|requirement|required|essential|necessary))\b"
)
_BREAK = re.compile(
    r"\s*;\s*|\s+[–—]\s+|,?\s+(?!"
    + _STAYS
    + r")(?:but|though|although|whereas|while|because|however|yet)\b|,\s+(?:since|as|"
    "so|which|where|"
    r"and (?:so|also)|otherwise)\b|,\s+(?=(?:and |so |or )?(?:we|our|you|your|it|its|they|nobody|nothing|"
    r"this|these|there)\s)|"
    r",\s+and\s+(?=with\s)|"
    r"\s+and\s+(?=(?:we|you|our|it|they|nobody)\s)|\bsince (?=that|this|it|we)"
)


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a sentence, and the sentence that it stands in. `is_aside` marks words in brackets."""

    span: Span
    sentence: Span
    is_aside: bool = False


def sentences_of(text: str, passage: Span) -> tuple[Span, ...]:
    """The sentences of one passage, also where a job board ran several into one; never empty ones."""
    spans: list[Span] = []
    for sentence in sentences(passage.of(text)):
        start, end = passage.start + sentence.start, passage.start + sentence.end
        for cut in _RUN_ON.finditer(text, start, end):
            if text[start : cut.start()].strip():
                spans.append(Span(start, cut.start()))
                start = cut.end()
        while end - start > _SENTENCE_MAX:
            cut_at = text.rfind(" ", start + _SENTENCE_MAX // 2, start + _SENTENCE_MAX)
            cut_at = cut_at if cut_at > 0 else start + _SENTENCE_MAX
            spans.append(Span(start, cut_at))
            start = cut_at
        if text[start:end].strip():
            spans.append(Span(start, end))
    return tuple(spans)


def clauses_of(text: str, sentence: Span) -> tuple[Clause, ...]:
    """The clauses of a sentence in order, and each part of a bracket as a clause of its own (they overlap)."""
    asides = [Span(*found.span()) for found in _ASIDE.finditer(text, sentence.start, sentence.end)]
    clauses: list[Clause] = []
    start = sentence.start
    for cut in _BREAK.finditer(text, sentence.start, sentence.end):
        inside = any(aside.start <= cut.start() < aside.end for aside in asides)
        if not inside and text[start : cut.start()].strip():
            clauses.append(Clause(Span(start, cut.start()), sentence))
            start = cut.start()
    clauses.append(Clause(Span(start, sentence.end), sentence))
    for aside in asides:
        parts = _ASIDE_PART.finditer(text, aside.start, aside.end)
        clauses.extend(Clause(Span(*part.span()), sentence, is_aside=True) for part in parts)
    return tuple(clauses)
