"""Where sentences begin and end, in prose, lists, headings and tokenised text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from guildworks.kernels.text.gazetteer.folding import level
from guildworks.kernels.text.span import Span

_BULLET = r"(?:[-–—*•●▪◦‣∙·+>o✓✔➢→]|\(?\d{1,2}[.)]|\(?[a-zA-Z][)])[ \t]"
# Places where a sentence may end: a stop with something behind it, a line's end, a bullet inside a line.
_PLACE = re.compile(
    r"(?P<stop>(?<![.!?…])[.!?…]+[\"')\]]*)(?=\s|$)"
    r"|(?P<line>\n\s*)"
    r"|(?<=\s)(?P<bullet>[*•●▪◦‣∙➢✓✔])(?=\s)"
)
_LINE_OF_ITS_OWN = re.compile(rf"\s*(?:{_BULLET}|#{{1,6}}[ \t]|```|\|)")
_SHORT = """
e.g eg i.e ie etc vs approx ca cca incl excl resp min max no nr fig dr mr mrs ms prof st sr jr inc ltd co corp
dept est tel ext vol pp viz al cf u.s u.k ph.d m.sc b.sc z.b bzw p.a w.r.t a.k.a a.m p.m
"""
_OPEN = """
a an the of with and or in for to on at by from as into using our your their its is are be that which e.g i.e
including such like via
"""
_SHORT_FORMS = frozenset(_SHORT.split())
_UNFINISHED = frozenset(_OPEN.split())  # words that a line written on purpose does not end with
_NARROW = 60  # characters: a paragraph whose lines are all shorter was not wrapped by a machine
_LOOK_BACK = 24


def sentences(text: str) -> tuple[Span, ...]:
    """The sentences, list items and headings of a text in order, without the white space around them.

    A line's end inside a paragraph ends nothing; an empty line, a bullet, a heading or a line that was broken on
    purpose does.
    """
    return tuple(_trimmed(text, ends(level(text))))


def _trimmed(text: str, places: Iterator[int]) -> Iterator[Span]:
    start = 0
    for end in places:
        piece = text[start:end]
        lead = len(piece) - len(piece.lstrip())
        if lead < len(piece):
            yield Span(start + lead, start + len(piece.rstrip()))
        start = end


def ends(text: str) -> Iterator[int]:
    """Where each sentence of a levelled text ends, in order; the last is the text's end."""
    for place in _PLACE.finditer(text):
        if place["stop"] is not None:
            if _stops(text, place):
                yield place.end()
        elif place["bullet"] is not None:
            yield place.start()
        elif _line_ends(text, place):
            yield place.end()
    yield len(text)


def _stops(text: str, place: re.Match[str]) -> bool:
    """Whether the stop ends a sentence, and not a short form or part of a tokenised name such as "Node . js"."""
    sign = place["stop"]
    after = text[place.end() : place.end() + _LOOK_BACK].lstrip()
    if sign[0] in "!?…" or len(sign) > 1 or not after:
        return bool(not after or sign[0] in "!?" or after[0].isupper() or not after[0].isalpha())
    before = text[max(0, place.start() - _LOOK_BACK) : place.start()]
    if before[-1:].isspace() and _is_tokenised_name(before, after):
        return False
    word = re.split(r"[\s(\[\"']", before.rstrip())[-1].casefold()
    if word in _SHORT_FORMS:
        return word == "etc" and after[0].isupper()
    if len(word) == 1 and word.isalpha() and not before[-1:].isspace():
        return word in "cr"  # the languages; any other letter is an initial or a number of a list
    return not (after[0].islower() and not word[-1:].isalnum())


def _is_tokenised_name(before: str, after: str) -> bool:
    return before.rstrip()[-1:].isalnum() and re.match(r"(?:js|net|py|io)\b|NET\b", after) is not None


def _line_ends(text: str, place: re.Match[str]) -> bool:
    """Whether the line was broken on purpose: by an empty line, before an item, or long before it was full."""
    if "\n" in place["line"][1:]:
        return True
    start, end = place.span()
    if _LINE_OF_ITS_OWN.match(text, end, end + 12):
        return True
    line_start = text.rfind("\n", 0, start) + 1
    line = text[line_start:start].rstrip()
    if line.endswith(":") or _is_heading(line):
        return True
    following = text[end : (text.find("\n", end) + 1 or len(text) + 1) - 1]
    if not following[:1].isupper() and not following[:1].isdigit():
        return False
    if line.endswith((",", "-", "(", "/", "&")) or (line.rsplit(maxsplit=1) or [""])[-1].casefold() in _UNFINISHED:
        return False
    width = max(len(line), len(following))
    return width < _NARROW or len(line) + 1 + len(following.split(maxsplit=1)[0]) < min(width, len(line) + 20)


def _is_heading(line: str) -> bool:
    return line.startswith("#") or (len(line) > 2 and line.isupper() and len(line) < _NARROW)
