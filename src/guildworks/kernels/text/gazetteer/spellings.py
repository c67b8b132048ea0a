"""Every way in which the aliases of a graph may be written, as a tree of folded words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from guildworks.kernels.text.gazetteer.folding import Words, level
from guildworks.kernels.text.graph import Alias, Kind, Skill, SkillGraph

_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_AMERICAN = re.compile(r"(?<=[a-z]{3})iz(?=(?:e|ed|es|er|ers|ing|ation|ations)$)")
_BRITISH = re.compile(r"(?<=[a-z]{3})is(?=(?:e|ed|es|er|ers|ing|ation|ations)$)")
_DOUBLED = re.compile(r"(?<=[a-z])(l)(l?)(?=(?:ing|ed|er|ers)$)")
_BRITISH_WORDS = {"behaviour": "behavior", "behavioural": "behavioral", "labour": "labor", "colour": "color"}
_COMPACT_LETTERS_MIN = 6


class Spelling(NamedTuple):  # twenty thousand are made at every start, and a tuple is made in a third of the time
    """One way to write one alias."""

    skill: str
    alias: Alias
    written: tuple[str, ...]  # the words with the capitals that `case: exact` asks for
    words: tuple[str, ...]  # folded
    is_exact: bool  # by the alias's rule, or because only its capitals tell it from ordinary words ("Fast API")
    not_before: tuple[tuple[str, ...], ...]
    not_after: tuple[tuple[str, ...], ...]
    kin: frozenset[str]  # skills of which one must be named too; empty where none is asked
    kind: Kind
    is_common: bool  # found only where a sentence asks for it

    @property
    def is_only_capitalised(self) -> bool:
        """Whether it looks like any word at the start of a sentence: "Go", but not "REST"."""
        first = self.written[0]
        return first[:1].isupper() and len(first) > 1 and all(word.islower() for word in (first[1:], *self.written[1:]))


@dataclass(slots=True)
class Branch:
    """The words that may come next, and the spellings that end here."""

    following: dict[str, Branch] = field(default_factory=dict)
    spellings: tuple[Spelling, ...] = ()


@dataclass(frozen=True, slots=True)
class Spellings:
    """All spellings of a graph: those that a person listed as an alias, and those that were derived from one."""

    listed: tuple[Spelling, ...]
    derived: tuple[Spelling, ...]

    @classmethod
    def of(cls, graph: SkillGraph) -> Spellings:
        """Every spelling of every alias, in the order of the graph."""
        listed: list[Spelling] = []
        derived: list[Spelling] = []
        for skill in graph.skills.values():
            for alias in skill.aliases:
                written = _taken_apart(alias.text)
                if not written:
                    continue
                kin = graph.kin(skill.slug) if alias.needs == "kin" else frozenset()
                first = _spelling(skill, alias, written, kin=kin)
                listed.append(first)
                derived += (_rewritten(first, words, is_exact) for words, is_exact in _derived(alias, written))
        return cls(tuple(listed), tuple(derived))

    def tree(self) -> Branch:
        """The tree of all; where words are the same, what a person listed comes before what was derived."""
        root = Branch()
        for spelling in self.listed:
            _plant(root, spelling, derived=False)
        for spelling in self.derived:
            _plant(root, spelling, derived=True)
        return root

    def names(self) -> Iterator[tuple[str, ...]]:
        """The folded words of each."""
        return (spelling.words for spelling in (*self.listed, *self.derived))


def _plant(root: Branch, spelling: Spelling, *, derived: bool) -> None:
    branch = root
    for word in spelling.words:
        following = branch.following.get(word)
        if following is None:
            following = branch.following[word] = Branch()
        branch = following
    if not branch.spellings or not derived:
        branch.spellings += (spelling,)


def _spelling(skill: Skill, alias: Alias, written: tuple[str, ...], *, kin: frozenset[str]) -> Spelling:
    before, after = (tuple(map(_names, listed)) if listed else () for listed in (alias.not_before, alias.not_after))
    is_exact = alias.case == "exact"
    return Spelling(
        skill.slug, alias, written, _folded(written), is_exact, before, after, kin, skill.kind, skill.is_common
    )


def _rewritten(spelling: Spelling, written: tuple[str, ...], is_exact: bool) -> Spelling:
    return Spelling(spelling.skill, spelling.alias, written, _folded(written), is_exact, *spelling[5:])


def _folded(written: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(str.casefold, written))


def _names(words: str) -> tuple[str, ...]:
    return tuple(Words.of(level(words)).folded)


def _taken_apart(text: str) -> tuple[str, ...]:
    plain = tuple(text.replace("-", " ").split())
    if text.isascii() and all(map(str.isalnum, plain)):
        return plain  # what reading gives too, in a tenth of the time
    words = Words.of(level(text))
    return words.written(0, len(words.folded))


def _derived(alias: Alias, written: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], bool]]:
    """Other ways to write the alias that mean the same to any reader, and whether their capitals matter."""
    exact = alias.case == "exact"
    bases = [written]
    if other := _other_spelling(written):
        bases.append(other)
        yield other, exact
    for base in bases:
        if number := _other_number(base[-1], is_alone=len(base) == 1):
            yield (*base[:-1], number), exact
    if written[-2:-1] == (".",) and written[-1].casefold() == "js":
        yield (*written[:-2], written[-1]), exact
        yield (*written[:-3], written[-3] + written[-1]), exact
    if exact or alias.needs != "nothing":
        return
    if len(written) > 1 and all(word.isalnum() for word in written) and _joins_well(alias.text, written):
        yield ("".join(written),), False
    if len(written) == 1 and len(parts := _HUMP.split(written[0])) > 1 and len(parts[0]) > 2:
        yield tuple(part[:1].upper() + part[1:] for part in parts), True


def _other_spelling(written: tuple[str, ...]) -> tuple[str, ...] | None:
    """The British way for the American one and the reverse."""
    other = tuple(_across_the_ocean(word) for word in written)
    return other if other != written else None


@cache
def _across_the_ocean(word: str) -> str:
    if not word.isalpha() or len(word) < 6:
        return word
    if _AMERICAN.search(word):
        return _AMERICAN.sub("is", word)
    if _BRITISH.search(word):
        return _BRITISH.sub("iz", word)
    if word.casefold().startswith(("model", "label", "travel")):
        return _DOUBLED.sub(lambda found: "l" if found[2] else "ll", word)
    return _BRITISH_WORDS.get(word.casefold(), word)


@cache
def _other_number(word: str, *, is_alone: bool) -> str | None:
    """The plural of a common noun or an acronym, the singular of a listed plural. A name in capitals has neither."""
    if not word.isalpha() or len(word) < 3:
        return None
    if word.isupper():
        return word + "s"
    if word.endswith("s"):
        if len(word) < 5 or (is_alone and not word.islower()):
            return None
        if word.endswith(("ss", "us", "is", "ics")):
            return None
        return word[:-3] + "y" if word.endswith("ies") else word[:-1]
    if not word.islower() or (is_alone and word.endswith("ing")):
        return None
    return word[:-1] + "ies" if word.endswith("y") and word[-2] not in "aeiou" else word + "s"


def _joins_well(text: str, written: tuple[str, ...]) -> bool:
    """Whether people write it in one word too: "fine-tuning" and "Power BI", but not "data science"."""
    if len("".join(written)) < _COMPACT_LETTERS_MIN or len(written) > 3:
        return False
    return text.count("-") == len(written) - 1 or all(word[0].isupper() for word in written)
