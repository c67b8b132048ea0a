"""How the grammars are written: patterns with bounded white space, and sentences of hard-wrapped or listed text.

In a pattern source a space stands for white space with at most one line break, and `~` for the same or nothing.
Every quantifier is bounded, so that a hostile text costs no more than a friendly one of its length.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cached_property, lru_cache
from itertools import chain, islice
from typing import Any, cast

from guildworks.kernels.text.fields.numbers import WORDS
from guildworks.kernels.text.span import Span

MATCHES_MAX = 300  # of one pattern in one text: what follows is not looked at, so that a hostile text stays cheap

_SPACE = r"(?:[^\S\n]{1,3}(?:\n[^\S\n]{0,3})?|\n[^\S\n]{0,3})"
_NOTATED = {" ": _SPACE, "~": f"{_SPACE}?"}
_NOTATION = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]|[ ~]")  # a class in brackets is left as it stands
_NUMBER = re.compile(rf"(?<![\d.,])\d|\b(?:{WORDS}|half|an?)\b", re.IGNORECASE)
_TOKEN = re.compile(r"(?<![^\W_])[^\W_]|[^\w\s]")
_STOP = re.compile(r"[.!?][\"')\]*_]{0,3}(?=\s)")
_ABBREVIATED = re.compile(
    r"(?:\b(?:max|min|approx|ca|circa|appr|incl|excl|e\.g|i\.e|vs|resp|no|nr|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov"
    r"|dec|hrs?|st|mr|ms|mrs|dr|usd|eur|gbp|p\.[adhm]|est|fr|rs)|\.)$",
    re.IGNORECASE,
)
_ITEM = re.compile(r"\s*(?:[-*•●▪◦·☞→⌲‣–#>]|\d{1,2}[.)]\s|[A-Z][\w &/()-]{1,40}:)")
_WRAP_FROM = 50  # characters; shorter lines that begin with a capital are items, not wrapped prose
_LABEL = re.compile(r"[\s\-*•●▪◦·☞→⌲‣–#>_]{0,12}(?:[\w&/()' *-]{1,40}:[*_\s]{0,4})?")


def pattern(source: str, *, exact_case: bool = False) -> re.Pattern[str]:
    """A pattern in the notation above, compiled when it is first asked. Case is folded unless `exact_case`."""
    later = _Later(source, 0 if exact_case else re.IGNORECASE)
    _LATER.append(later)
    return cast("re.Pattern[str]", later)  # re.Pattern is final, and this one has all that it has


def compile_patterns() -> None:
    """Compile every pattern now, for a process whose forks are to find them compiled."""
    for later in _LATER:
        later.compiled  # noqa: B018


class _Later:
    """A pattern that is not compiled before it is asked: to compile all takes long, and a text asks few of them."""

    def __init__(self, source: str, flags: int) -> None:
        self._source, self._flags = source, flags

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        spaced = _NOTATION.sub(lambda found: _NOTATED.get(found.group(), found.group()), self._source)
        return re.compile(spaced, self._flags)

    def __getattr__(self, name: str) -> Any:
        """What a pattern has; from then on it is here too, and no slower than there."""
        vars(self)[name] = getattr(self.compiled, name)
        return vars(self)[name]


_LATER: list[_Later] = []


def matches(source: re.Pattern[str], text: str, *, words: tuple[str, ...] = ()) -> Iterator[re.Match[str]]:
    """The first matches of a pattern, at most MATCHES_MAX; none, at no cost, where the text holds none of `words`."""
    if words and not any(word in _lowered(text) for word in words):
        return iter(())
    return islice(source.finditer(text), MATCHES_MAX)


def matches_near(source: re.Pattern[str], text: str, *, words: tuple[str, ...]) -> Iterator[re.Match[str]]:
    """Like `matches`, in the sentences that hold one of `words` (small letters)."""
    sentences = _sentences_with(text, words)
    return islice(chain.from_iterable(source.finditer(text, span.start, span.end) for span in sentences), MATCHES_MAX)


@lru_cache(maxsize=32)
def _sentences_with(text: str, words: tuple[str, ...]) -> tuple[Span, ...]:
    anyone = re.compile("|".join(map(re.escape, words)), re.IGNORECASE)
    found = islice(anyone.finditer(text), 4 * MATCHES_MAX)
    return tuple(dict.fromkeys(sentence_at(text, match.start()) for match in found))


def number_matches(source: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Like `matches` for a pattern that begins with a number or with a few words before one; tried only there."""
    return islice(_number_matches(source, text), MATCHES_MAX)


def _number_matches(source: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    position = 0
    for start in _number_starts(text):
        found = source.match(text, start) if start >= position else None
        if found:
            position = found.end()
            yield found


@lru_cache(maxsize=8)
def _number_starts(text: str) -> tuple[int, ...]:
    """Where a number begins, or one of the few words or signs before it."""
    starts: set[int] = set()
    for found in islice(_NUMBER.finditer(text), 20 * MATCHES_MAX):
        starts.update(token.start() for token in _TOKEN.finditer(text, max(found.start() - 32, 0), found.start()))
        starts.add(found.start())
    return tuple(sorted(starts))


@lru_cache(maxsize=8)
def _lowered(text: str) -> str:
    return text.casefold()


def sentence_at(text: str, position: int) -> Span:
    """The sentence, list item or heading that holds the character at `position`."""
    edges = _edges(text)
    after = bisect_right(edges, position)
    return Span(edges[max(after - 1, 0)], edges[min(after, len(edges) - 1)])


def before(text: str, position: int, *, reach: int = 60) -> str:
    """The words of the same sentence that end at `position`, at most `reach` characters."""
    return text[max(sentence_at(text, max(position - 1, 0)).start, position - reach) : position]


def after(text: str, position: int, *, reach: int = 60) -> str:
    """The words of the same sentence that begin at `position`, at most `reach` characters."""
    if position >= len(text):
        return ""
    edges = _edges(text)
    end = edges[min(bisect_left(edges, position + 1), len(edges) - 1)] if position not in edges[1:-1] else position
    return text[position : min(end, position + reach)]


def around(text: str, span: Span, *, reach: int = 200) -> str:
    """The sentence about `span`, at most `reach` characters to either side."""
    left, right = sentence_at(text, span.start), sentence_at(text, max(span.end - 1, span.start))
    return text[max(left.start, span.start - reach) : min(right.end, span.end + reach)]


_BARE = frozenset(
    (  # noqa: SIM905
        "about around approx approximately roughly ca circa up to at least most minimum maximum max min "
        "only ideally preferably please maybe perhaps possibly total in all or and the a an so for then "
        "work project with from over of is would be fine ok we need want it should i think say like best "
        "now hi hello thanks"
    ).split()
)


def stands_alone(text: str, span: Span) -> bool:
    """Whether nothing but a label ("Duration:") and small words shares the clause with `span`."""
    left = text[max(sentence_at(text, span.start).start, span.start - 80) : span.start]
    right = after(text, span.end, reach=80)
    left = re.split(r"[,;|()\n]", _LABEL.sub("", left, count=1) if _LABEL.match(left) else left)[-1]
    right = re.split(r"[,;|().\n]", right)[0]
    return all(word in _BARE for word in re.findall(r"[^\W_]+", f"{left} {right}".casefold()))


def joined(spans: list[Span]) -> Span:
    """From the first start to the last end. `spans` is not empty."""
    return Span(min(span.start for span in spans), max(span.end for span in spans))


@lru_cache(maxsize=8)
def _edges(text: str) -> tuple[int, ...]:
    edges = {0, len(text)}
    for stop in _STOP.finditer(text):
        if not _ABBREVIATED.search(text, max(stop.start() - 8, 0), stop.start()):
            edges.add(stop.end())
    edges.update(_line_edges(text))
    return tuple(sorted(edges))


def _line_edges(text: str) -> list[int]:
    """Ends of lines that end an item: not where prose was wrapped, nor between a label and its value."""
    found, position = [], 0
    for block in re.split(r"(\n[^\S\n]*\n\s*)", text):
        lines = block.split("\n")
        width = max(len(line) for line in lines)
        end = position
        for line, following in itertools.pairwise(lines):
            end += len(line) + 1
            if not _is_wrapped(line, following, width=width):
                found.append(end)
        position += len(block)
        found.append(position)
    return found


def _is_wrapped(line: str, following: str, *, width: int) -> bool:
    if not following.strip() or _ITEM.match(following):
        return False
    if line.rstrip().endswith(":") or following.lstrip()[0].islower():
        return True
    return width >= _WRAP_FROM and len(line) + 1 + len(following.split(maxsplit=1)[0]) > width
