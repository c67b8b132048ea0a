"""Taking every name of a skill out of a text, so that writing more of them changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from guildworks.kernels.text.gazetteer.candidates import without_digits


@dataclass(slots=True)
class _Step:
    """The words that may come next in a name, and whether one ends here."""

    following: dict[str, _Step] = field(default_factory=dict)
    is_end: bool = False


@dataclass(frozen=True, slots=True)
class Cutter:
    """Every name as a row of words without signs, and the words that names begin or end with."""

    _root: _Step
    _openers: frozenset[str]  # words that stand in a name with more to follow
    _closers: frozenset[str]  # words that stand in a name with something before them

    @classmethod
    def of(cls, names: Iterable[tuple[str, ...]]) -> Cutter:
        """From the words of every spelling; signs are left out, so "machine, learning" is cut as well."""
        root = _Step()
        openers: set[str] = set()
        closers: set[str] = set()
        for name in names:
            words = [word for word in name if word[0].isalnum()]
            step = root
            for word in words:
                following = step.following.get(word)
                if following is None:
                    following = step.following[word] = _Step()
                step = following
            step.is_end = bool(words)
            openers.update(words[:-1])
            closers.update(words[1:])
        return cls(root, frozenset(openers), frozenset(closers))

    def kept(self, words: Sequence[str]) -> list[int]:
        """Which of the folded words are left when names are cut out again and again until none is left.

        At the text's ends and around every name go also those words that could be a part of a longer name. So the
        text with names added in front or behind leaves the same words as the text alone, whatever they touch.
        """
        left = list(range(len(words)))
        while True:
            remaining = self._once([words[index] for index in left])
            if len(remaining) == len(left):
                return left
            left = [left[index] for index in remaining]

    def _once(self, words: list[str]) -> list[int]:
        cut = [True, *([False] * len(words)), True]  # the ends count as names
        for first, end in self._names(words):
            cut[first + 1 : end + 1] = [True] * (end - first)
        for index in range(len(words), 0, -1):
            cut[index] = cut[index] or (cut[index + 1] and words[index - 1] in self._openers)
        for index in range(1, len(words) + 1):
            cut[index] = cut[index] or (cut[index - 1] and words[index - 1] in self._closers)
        return [index for index in range(len(words)) if not cut[index + 1]]

    def _names(self, words: list[str]) -> Iterator[tuple[int, int]]:
        """First and end (exclusive) of the longest name at each word, overlapping ones too."""
        for first, word in enumerate(words):
            step = _next(self._root, word)
            end = longest = first
            while step is not None:
                end += 1
                if step.is_end:
                    longest = end
                step = _next(step, words[end]) if end < len(words) else None
            if longest > first:
                yield first, longest


def _next(step: _Step, word: str) -> _Step | None:
    return step.following.get(word) or step.following.get(without_digits(word))
