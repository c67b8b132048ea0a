"""From what words of a resume each value of its draft came, so that both can be shown side by side.

A claim knows its words. Of the rest only the value is kept, and it is looked for: whoever reads it sees the words that
say it, even where the reader has taken it from another place that says the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from guildworks.kernels.text.language import language_name
from guildworks.kernels.text.profile import ProfileDraft
from guildworks.kernels.text.span import Span

_WORDS_MAX = 120  # of a value that is looked for: a longer one is found by its beginning


@dataclass(frozen=True, slots=True)
class Source:
    """Words of a text, and the value that came from them: the `place`-th of `part`."""

    part: str  # name, headline, summary, city, claims, jobs, works or languages
    place: int  # from 0; 0 where there is one value
    span: Span


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the text, and what came from it, if anything."""

    text: str
    source: Source | None


def sources_of(draft: ProfileDraft, text: str) -> tuple[Source, ...]:
    """The words of each value that are found in the text, in the order of the draft."""
    return tuple(_sources(draft, text))


def pieces_of(text: str, sources: Sequence[Source]) -> Iterator[Piece]:
    """The whole text in pieces; where sources overlap, a piece belongs to the shortest, and of two to the first."""
    edges = sorted({0, len(text), *(edge for each in sources for edge in (each.span.start, each.span.end))})
    for start, end in pairwise(edges):
        around = [each for each in sources if each.span.start <= start and end <= each.span.end]
        yield Piece(text[start:end], min(around, key=lambda each: each.span.end - each.span.start, default=None))


def _sources(draft: ProfileDraft, text: str) -> Iterator[Source]:
    """Each value at the first of its places that no value before it has, claims at their own."""
    used: set[Span] = {claim.span for claim in draft.claims if claim.span}

    def first(words: str, start: int = 0) -> Span | None:
        span = _found(words, text, start)
        while span in used:
            span = _found(words, text, span.end) if span else None
        used.update([span] if span else [])
        return span

    for part, value in (("name", draft.name), ("headline", draft.headline), ("city", draft.city)):
        if span := first(value):
            yield Source(part, 0, span)
    if span := _found_lines(draft.summary, text):
        yield Source("summary", 0, span)
    for place, claim in enumerate(draft.claims):
        if claim.span:
            yield Source("claims", place, claim.span)
    at = 0
    for place, job in enumerate(draft.jobs):
        if span := first(job.title or job.organisation, at) or first(job.title or job.organisation):
            yield Source("jobs", place, span)
            at = span.end
    for place, work in enumerate(draft.works):
        if span := first(work.title):
            yield Source("works", place, span)
    for place, spoken in enumerate(draft.languages):
        if span := first(language_name(spoken.code)):
            yield Source("languages", place, span)


def _found(words: str, text: str, start: int = 0) -> Span | None:
    """The first place of words, whatever their capitals and the white space between them."""
    parts = words.split()[:_WORDS_MAX]
    if not parts:
        return None
    found = re.compile(rf"(?<!\w){_spaced(parts)}(?!\w)", re.IGNORECASE).search(text, start)
    return Span(*found.span()) if found else None


def _found_lines(words: str, text: str) -> Span | None:
    """The place of lines of text, from the beginning of the first to the end of the last that follows it."""
    lines = [line for line in words.splitlines() if line.strip()]
    span = _found(lines[0], text) if lines else None
    for line in lines[1:]:
        further = _found(line, text, span.end) if span else None
        if span is None or further is None or further.start - span.end > 200:
            break
        span = Span(span.start, further.end)
    return span


def _spaced(parts: Sequence[str]) -> str:
    return r"\s+".join(map(re.escape, parts))
