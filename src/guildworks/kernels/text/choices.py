"""Choices that a brief announces ("one of the following: …") or leaves open ("Kubernetes or similar")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice, takewhile

from guildworks.kernels.text.outline import Passage
from guildworks.kernels.text.span import Span

_ANNOUNCED = re.compile(
    r"\b(?:one|two|three|[1-3]|some|any|several|either)(?: or (?:more|both|several|two))?(?: \w+){0,2} of "
    r"(?:the following|the below|these|those)\b[^.;:()\n]{0,40}:[*_ \t]*",
    re.IGNORECASE,
)
_END = re.compile(r"[.!?](?=\s|$)")
_LINE_END = re.compile(r"[^\S\n]*(?:\n|\Z)")
_CHOICES_MAX, _ITEMS_MAX = 50, 60
_OR_SIMILAR = re.compile(
    r"[\s,)]*(?P<words>or\s+(?:(?:an?|any|some|something)\s+)?(?:similar|comparable|equivalents?|alike)\b)",
    re.IGNORECASE,
)


def announced_choices(text: str, passages: Sequence[Passage]) -> tuple[Span, ...]:
    """Where everything that is named is one of several that would do: the rest of the sentence, or the list below.

    Of a text that announces more than 50 choices the first 50 are read.
    """
    found = (span for at in range(len(passages)) for span in _in(text, passages, at))
    return tuple(islice(found, _CHOICES_MAX))


def or_similar(text: str, at: int) -> Span | None:
    """The words "or similar", where they stand at a place of the text, right behind a skill."""
    found = _OR_SIMILAR.match(text, at)
    return Span(*found.span("words")) if found else None


def _in(text: str, passages: Sequence[Passage], at: int) -> Iterator[Span]:
    passage = passages[at].span
    for found in _ANNOUNCED.finditer(text, passage.start, passage.end):
        end = _END.search(text, found.end(), passage.end)
        rest = Span(found.end(), end.start() if end else passage.end)
        if end is None and _LINE_END.match(text, found.end()):
            items = _list_below(text, passages, at, is_begun=bool(rest.of(text).strip()))
            yield Span(rest.start, items[-1].span.end if items else rest.end)
        else:
            yield rest


def _list_below(text: str, passages: Sequence[Passage], at: int, *, is_begun: bool) -> list[Passage]:
    """The items of the list that follows `passages[at]`; without bullets, the lines up to a blank one."""
    below = passages[at + 1 : at + 1 + _ITEMS_MAX]
    if below and below[0].is_item:
        return list(takewhile(lambda line: line.is_item and not line.is_heading, below))
    lines: list[Passage] = []
    end = passages[at].span.end
    for line in below:
        is_parted = bool(text[end : line.span.start].strip(" \t"))
        if line.is_heading or (is_parted and (is_begun or lines)):
            break
        lines.append(line)
        end = line.span.end
    return lines
