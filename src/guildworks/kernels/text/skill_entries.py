"""Skills named one by one: the entries of a list under a heading for skills, and those of a JSON Resume.

Such an entry is a skill where the whole of it is an alias, also a word that means something else in a sentence: "Go".
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from guildworks.kernels.text.fields.languages import NAMES
from guildworks.kernels.text.gazetteer import Gazetteer, Mention
from guildworks.kernels.text.resume_outline import Line, Outline
from guildworks.kernels.text.span import Span

_BETWEEN = re.compile(r"[,;:|()\[\]\t\n•●▪■◆►➢❖✓○☆★·¦]|\s\*\s| {2,}|(?<!\S)\d{1,2}[.)]\s")
# What may stand behind a name in its entry: "Go - 3 years", "R 4/5"; and what joins two names: "C/C++".
_BEHIND = re.compile(r"\s?[-–—]\s|\s[-–—]\s?|\s(?=v?\d)")
_JOINED = re.compile(r"\s?[/&]\s?|\s(?:and|or)\s", re.IGNORECASE)
_EDGE_BEFORE = " \t*_`\"'“”‘’–—-+>"
_EDGE_BEHIND = _EDGE_BEFORE.replace("+", "") + "."
_ENTRY_MAX = 60  # characters; what is longer is a sentence
_UNREAD_WORDS_MAX = 4
_PROSE_WORDS_MIN = 7
_UNREAD_MAX = 30
# Words that say how well or how long, and name nothing. One sign at a time: a run of them is read once.
_NAMES_NOTHING = re.compile(
    r"(?:(?<![^\W\d_])(?:and|or|etc|others?|less|than|more|over|about|very|good|basics?|beginner|elementary|novice|"
    r"intermediate|medium|average|working|advanced|strong|excellent|fluent|proficient|expert|master|level|knowledge|"
    r"skills?|exp\w*|years?|yrs?|months?|v\d+)\b|\d|[^\w\s]|\s)+",
    re.IGNORECASE,
)


def with_entries(
    text: str, found: Sequence[Mention], spans: Iterable[Span], gazetteer: Gazetteer
) -> tuple[Mention, ...]:
    """The mentions of a text, in order, with those that stand in `spans` as an entry of their own."""
    named = [mention for span in spans for mention in _named(text, span, gazetteer)]
    taken = [mention.span for mention in named]
    kept, at = [], 0
    for mention in found:
        while at < len(taken) and taken[at].end <= mention.span.start:
            at += 1
        if at == len(taken) or mention.span.end <= taken[at].start:
            kept.append(mention)
    return tuple(sorted([*kept, *named], key=lambda mention: mention.span.start))


def spans_of_entries(text: str, lines: Iterable[Line]) -> Iterator[Span]:
    """The entries of the lists of skills; also of "Languages", which some use for those of programming."""
    for line in lines:
        if not line.is_heading and line.kind in ("skills", "languages"):
            yield from entries(text, line.span)


def entries(text: str, within: Span) -> Iterator[Span]:
    """What stands between the signs that part a list."""
    signs = [(found.start(), found.end()) for found in _BETWEEN.finditer(text, within.start, within.end)]
    for (_, start), (end, _) in pairwise([(within.start, within.start), *signs, (within.end, within.end)]):
        entry = _stripped(text, start, end)
        if entry.start < entry.end:
            yield entry


def names_a_skill(entry: Span, found: Sequence[Mention]) -> bool:
    """Whether a mention stands in an entry, or it in one."""
    at = bisect_left(found, entry.end, key=lambda mention: mention.span.start) - 1
    return at >= 0 and found[at].span.end > entry.start


def unread_entries(text: str, outline: Outline, found: Sequence[Mention]) -> tuple[str, ...]:
    """The short entries of the sections for skills in which no skill was found: `Skills "Flux capacitor"`."""
    spoken = {line.section for line in outline.of("languages") if not NAMES.keys().isdisjoint(_words(line.text))}
    heading = ""
    unread: list[str] = []
    for line in outline.lines:
        if line.is_heading:
            heading = line.text
        elif line.kind in ("skills", "languages") and line.section not in spoken:
            unread += [f'{_title(heading)} "{span.of(text)}"' for span in _unnamed(text, line, found)]
    unread = list(dict.fromkeys(unread))
    more = len(unread) - _UNREAD_MAX
    return (*unread[:_UNREAD_MAX], *([f"{more:,} more entries of skills"] if more > 0 else []))


def _unnamed(text: str, line: Line, found: Sequence[Mention]) -> Iterator[Span]:
    spans = list(entries(text, line.span))
    if any(len(span.of(text).split()) >= _PROSE_WORDS_MIN for span in spans):
        return  # sentences: no list
    for entry in spans:
        is_label = text[entry.end : entry.end + 2].lstrip(" *_")[:1] == ":"
        if is_label or entry.end - entry.start > _ENTRY_MAX:
            continue
        if cut := _BEHIND.search(text, entry.start, entry.end):
            if not _NAMES_NOTHING.fullmatch(text, cut.end(), entry.end):
                continue
            entry = _stripped(text, entry.start, cut.start())
        words = entry.of(text)
        is_name = 0 < len(words.split()) <= _UNREAD_WORDS_MAX and not _NAMES_NOTHING.fullmatch(words)
        if is_name and not names_a_skill(entry, found):
            yield entry


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text.casefold())


def _title(heading: str) -> str:
    return heading.strip(" #*_|=~:-–").rstrip(":") or "Skills"


def _named(text: str, entry: Span, gazetteer: Gazetteer) -> list[Mention]:
    """The skills that an entry names as a whole, before a level or a time, or one beside the other."""
    if entry.end - entry.start > _ENTRY_MAX or entry.of(text).casefold() in NAMES:
        return []
    if whole := _mention(text, entry, gazetteer):
        return [whole]
    for cut in _BEHIND.finditer(text, entry.start, entry.end):
        if first := _mention(text, _stripped(text, entry.start, cut.start()), gazetteer):
            return [first]
    signs = [(found.start(), found.end()) for found in _JOINED.finditer(text, entry.start, entry.end)]
    edges = [(entry.start, entry.start), *signs, (entry.end, entry.end)]
    parts = [_mention(text, _stripped(text, start, end), gazetteer) for (_, start), (end, _) in pairwise(edges)]
    return [part for part in parts if part] if all(parts) else []


def _mention(text: str, span: Span, gazetteer: Gazetteer) -> Mention | None:
    named = gazetteer.named(span.of(text))
    return Mention(named.skill, span, named.alias) if named else None


def _stripped(text: str, start: int, end: int) -> Span:
    while start < end and text[start] in _EDGE_BEFORE:
        start += 1
    while start < end and text[end - 1] in _EDGE_BEHIND:
        end -= 1
    return Span(start, end)
