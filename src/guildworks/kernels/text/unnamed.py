"""Words of a text that stand in one list with skills and are none of the graph: what the graph may lack.

A guess for whoever looks after the graph, and for nobody else: it asks nothing of anybody. A list is what commas,
slashes, "and" and "or" part within a clause. Of an item that is no skill, the part written as a name counts: up to
three words that begin with a capital or hold a digit or an inner capital.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice

from guildworks.kernels.text.fields.languages import language_code
from guildworks.kernels.text.fields.places import Places
from guildworks.kernels.text.span import Span

LETTERS_LEAST, LETTERS_MOST = 2, 40
_CLAUSE = re.compile(r"[^.;:!?()\n]+(?:\.(?=\w)[^.;:!?()\n]*)*")
_PARTS = re.compile(r"\s*(?:,|/|&|\band\b|\bor\b|\bund\b|\boder\b)\s*")
_NAME = re.compile(r"\b(?:[A-Z]|[a-z]+(?=[A-Z0-9]))[\w+#]*(?:[.-][\w+#]+)*(?: (?:[A-Z]|\d)[\w+#.-]*\w){0,2}")
_NOTHING = """
a an any basic deep engineer engineers experience familiarity good i it knowledge must nice our plus preferably
required senior some solid someone somebody strong the they this we you your january february march april may
june july august september october november december monday tuesday wednesday thursday friday saturday sunday
cet cest utc gmt est pst eur usd gbp remote onsite
"""
_NO_NAMES = frozenset(_NOTHING.split())


def unnamed(text: str, known: Sequence[Span]) -> tuple[str, ...]:
    """The names that stand beside skills, each once, as first written; `known` are the words that are skills."""
    found: dict[str, str] = {}
    for clause in _CLAUSE.finditer(text):
        here = [span for span in known if span.overlaps(Span(*clause.span()))]
        for name in _beside(text, clause.span(), here) if here else ():
            found.setdefault(name.casefold(), name)
    return tuple(found.values())


def _beside(text: str, clause: tuple[int, int], known: Sequence[Span]) -> Iterator[str]:
    """The names among the items of a clause that is a list, next to one that is a skill."""
    items = list(_items(text, *clause))
    is_skill = [any(span.overlaps(Span(*item)) for span in known) for item in items]
    for place, (start, end) in enumerate(items):
        beside = is_skill[max(place - 1, 0) : place + 2]
        if is_skill[place] or not any(beside):
            continue
        names = _NAME.finditer(text, start, end)
        yield from islice((one[0] for one in names if _may_be_one(one[0], is_first=one.start() == clause[0])), 1)


def _items(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for parts in _PARTS.finditer(text, start, end):
        yield start, parts.start()
        start = parts.end()
    yield start, end


def _may_be_one(name: str, *, is_first: bool) -> bool:
    """Whether a name can be that of a skill: no word that only begins a sentence, no place, language or month."""
    is_odd = any(letter.isupper() or letter.isdigit() for letter in name[1:])
    if not LETTERS_LEAST <= len(name) <= LETTERS_MOST or (is_first and not is_odd):
        return False
    if name.casefold().split()[0] in _NO_NAMES or language_code(name.split()[0]):
        return False
    return _places().find_place(name) is None


@cache
def _places() -> Places:
    return Places.load()
