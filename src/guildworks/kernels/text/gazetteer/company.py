"""Whether a word that may be a skill or an ordinary word is in the company of skills."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from guildworks.kernels.text.gazetteer.candidates import Candidate
from guildworks.kernels.text.gazetteer.cues import CUES, RIGHT_BEFORE, RIGHT_BEHIND
from guildworks.kernels.text.gazetteer.folding import Words
from guildworks.kernels.text.gazetteer.sentences import ends
from guildworks.kernels.text.gazetteer.spellings import Spelling

_LINKS = frozenset({",", ";", "(", ")", "&", "+", "|", ":", "and", "or", "•", "*", "·"})
_LINKS_MAX = 3
_REACH = 12  # words: a cue further away than this says nothing
_TITLE_SHARE = 0.7
_TITLE_WORDS_MIN = 4
_TITLE_REACH = 60  # words to either side: no title is longer
_DEMANDED = re.compile(
    r"\s+or\s+(?:similar|comparable|equivalent)\b|"
    r"\s+(?:is|are|would be|will be)\s+(?:(?:also|not|really|absolutely|certainly|clearly)\s+)?(?:an?\s+(?:\w+\s+)?"
    r"(?:must|plus|bonus|advantage|requirement)|mandatory|required|needed|necessary|essential|optional|preferred|"
    r"desirable|welcome|nice\s+to\s+have)\b(?!\s+(?:to|by)\b)",  # "Access is required to the building"
    re.IGNORECASE,
)
_BULLET = re.compile(r"[^\S\n]*(?:[-–—*•●▪◦‣·+]|\(?\d{1,2}[.)])[^\S\n]+")
_INDENT_MAX = 24  # characters before the first word of an item
_ENDS_ITEM = re.compile(r"[^\S\n]*(?:\d[\d.x+]*)?[^\S\n]*(?:$|\n|[.,;:(–—]|-\s)")


@dataclass(slots=True)
class Company:
    """The neighbourhood of the candidates of one text: its sentences, and what is already known to be a skill."""

    words: Words
    known: Sequence[Candidate]
    _breaks: list[int] | None = None  # characters at which sentences begin, and the end
    _firsts: dict[int, Candidate] = field(default_factory=dict)
    _ends: dict[int, Candidate] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for candidate in self.known:
            self.admit(candidate)

    def admit(self, candidate: Candidate) -> None:
        """Count a candidate among the skills from now on."""
        self._firsts[candidate.first] = candidate
        self._ends[candidate.end] = candidate

    def has_kin(self, spelling: Spelling) -> bool:
        """Whether a sure skill of the same root stands anywhere in the text."""
        return any(candidate.spelling.skill in spelling.kin for candidate in self.known)

    def is_beside(self, candidate: Candidate) -> bool:
        """Whether a skill stands next to it in a list, or a word that only stands beside skills."""
        names = self.words.folded
        before, behind = candidate.first, candidate.end
        if tuple(names[max(0, before - 2) : before]) in RIGHT_BEFORE:
            return True
        if behind < len(names) and names[behind] in RIGHT_BEHIND:
            return True
        for _ in range(_LINKS_MAX):
            if before in self._ends or behind in self._firsts:
                return True
            before -= before > 0 and names[before - 1] in _LINKS
            behind += behind < len(names) and names[behind] in _LINKS
        return before in self._ends or behind in self._firsts

    def is_demanded(self, candidate: Candidate) -> bool:
        """Whether the words behind say how it is asked for: "is a must", "would be a plus", "or similar"."""
        return _DEMANDED.match(self.words.text, self.words.ends[candidate.end - 1]) is not None

    def is_item(self, candidate: Candidate) -> bool:
        """Whether it is a list item of its own: "- Spark", and not "- Swift answers"."""
        text, start = self.words.text, self.words.starts[candidate.first]
        bullet = _BULLET.fullmatch(text, text.rfind("\n", max(0, start - _INDENT_MAX), start) + 1, start)
        return bullet is not None and _ENDS_ITEM.match(text, self.words.ends[candidate.end - 1]) is not None

    def is_item_among_skills(self, candidate: Candidate) -> bool:
        """Whether it is a list item of its own, and the item before or behind it names a skill."""
        if not self.is_item(candidate):
            return False
        first, end = self._sentence_at(candidate.first)
        return any(self._names_a_skill(index) for index in (first - 1, end))

    def _names_a_skill(self, index: int) -> bool:
        """Whether the sentence around a word names one."""
        if not 0 <= index < len(self.words.folded):
            return False
        first, end = self._sentence_at(index)
        return any(place in self._firsts for place in range(first, end))

    def is_between(self, candidate: Candidate) -> bool:
        """Whether skills stand directly on both sides of it, or it begins or ends a line of skills without capitals."""
        before, behind = candidate.first, candidate.end
        names = self.words.folded
        before -= before > 0 and names[before - 1] == ","
        behind += behind < len(names) and names[behind] == ","
        left, right = before in self._ends, behind in self._firsts
        if left == right:
            return left
        first, end = self.sentence_of(candidate)
        line = self.words.text[self.words.starts[first] : self.words.ends[end - 1]]
        return ((left and candidate.end == end) or (right and candidate.first == first)) and line.islower()

    def is_near(self, candidate: Candidate) -> bool:
        """Whether a skill or a cue word stands in the same sentence or list item."""
        first, end = self.sentence_of(candidate)
        first, end = max(first, candidate.first - _REACH), min(end, candidate.end + _REACH)
        for index in range(first, end):
            if candidate.first <= index < candidate.end:
                continue
            if self.words.folded[index] in CUES or index in self._firsts:
                return True
        return False

    def says_capitals_nothing(self, candidate: Candidate) -> bool:
        """Whether any word would have a capital here: at the start of a sentence, or in a title."""
        first, end = self.sentence_of(candidate)
        if candidate.first == first:
            return True
        near = range(max(first, candidate.first - _TITLE_REACH), min(end, candidate.end + _TITLE_REACH))
        texts = [self.words.text[self.words.starts[index]] for index in near]
        letters = [letter for letter in texts if letter.isalpha()]
        return len(letters) >= _TITLE_WORDS_MIN and sum(map(str.isupper, letters)) >= _TITLE_SHARE * len(letters)

    def has_specific(self, first: int, end: int) -> bool:
        """Whether the words `first` up to `end` (exclusive) name a skill that is nobody's everyday word."""
        named = (self._firsts.get(index) for index in range(first, end))
        return any(one is not None and not one.spelling.is_common for one in named)

    def shouts(self, candidate: Candidate) -> bool:
        """Whether the whole sentence is in capitals, so that "GO" may be Go."""
        if not self.words.text[self.words.starts[candidate.first] : self.words.ends[candidate.end - 1]].isupper():
            return False
        first, end = self.sentence_of(candidate)
        return self.words.text[self.words.starts[first] : self.words.ends[end - 1]].isupper()

    def sentence_of(self, candidate: Candidate) -> tuple[int, int]:
        """The words of the sentence, first and end (exclusive), without signs before the first word."""
        first, end = self._sentence_at(candidate.first)
        while first < candidate.first and not self.words.folded[first][0].isalnum():
            first += 1
        return first, max(end, candidate.end)

    def _sentence_at(self, index: int) -> tuple[int, int]:
        if self._breaks is None:
            self._breaks = [0, *ends(self.words.text)]
        at = bisect_right(self._breaks, self.words.starts[index]) - 1
        first = bisect_left(self.words.starts, self._breaks[at])
        end = bisect_left(self.words.starts, self._breaks[at + 1]) if at + 1 < len(self._breaks) else first
        return first, end
