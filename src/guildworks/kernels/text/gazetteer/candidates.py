"""Places where an alias might stand, judged by the characters right around them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from guildworks.kernels.text.gazetteer.cues import RIGHT_BEFORE, RIGHT_BEHIND
from guildworks.kernels.text.gazetteer.folding import Words
from guildworks.kernels.text.gazetteer.spellings import Branch, Spelling

_DIGITS = "0123456789"
_VERSION_LETTERS_MIN = 3  # "Java8" is Java; "R2" is not R
_SHORT = 2  # letters up to which a neighbouring sign makes another thing of a name: "R&D", "c.£75k", "C++"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words `first` up to `end` (exclusive) that may be a skill."""

    first: int
    end: int
    spelling: Spelling

    def overlaps(self, other: Candidate) -> bool:
        """Whether the two share a word."""
        return self.first < other.end and other.first < self.end


def candidates(words: Words, root: Branch) -> Iterator[Candidate]:
    """Every spelling of the tree in the words, overlapping ones too, that its neighbouring signs and words allow."""
    names = words.folded
    following = root.following
    for first, name in enumerate(names):
        branch = following.get(name)
        if branch is None:
            if name[-1] not in _DIGITS or (branch := _without_version(following, name)) is None:
                continue
            end = first + 1
            yield from _fitting(words, branch, first=first, end=end)
            continue
        end = first + 1
        while branch is not None:
            if branch.spellings:
                yield from _fitting(words, branch, first=first, end=end)
            if end == len(names) or not branch.following:
                break
            here, branch = branch, branch.following.get(names[end])
            if branch is None and names[end][-1] in _DIGITS:
                last = _without_version(here.following, names[end])
                if last is not None:
                    yield from _fitting(words, last, first=first, end=end + 1)
            end += 1


def _without_version(following: dict[str, Branch], name: str) -> Branch | None:
    """What "python3" and "html5" are without their numbers: Python and HTML."""
    stem = without_digits(name)
    return following.get(stem) if stem != name else None


def without_digits(word: str) -> str:
    """The word without a version number at its end; a word too short to be told from others stays whole."""
    stem = word.rstrip(_DIGITS)
    return stem if len(stem) >= _VERSION_LETTERS_MIN and stem.isalpha() else word


def _fitting(words: Words, branch: Branch, *, first: int, end: int) -> Iterator[Candidate]:
    if not branch.spellings or not _stands_alone(words, first, end) or not _is_one_name(words, first, end):
        return
    for spelling in branch.spellings:
        if not _has_wrong_neighbour(words.folded, spelling, first=first, end=end):
            yield Candidate(first, end, spelling)


def _has_wrong_neighbour(names: list[str], spelling: Spelling, *, first: int, end: int) -> bool:
    if any(tuple(names[end : end + len(words)]) == words for words in spelling.not_before):
        return True
    if tuple(names[max(0, first - 2) : first]) in RIGHT_BEFORE:
        return False  # "experience with Oracle" is no "with Oracle"
    return any(tuple(names[max(0, first - len(words)) : first]) == words for words in spelling.not_after)


def _is_one_name(words: Words, first: int, end: int) -> bool:
    """Whether signs inside hang together: "C#", or tokenised "C #", but not the end of one sentence and ".NET"."""
    spaced = {bool(words.gap(index)) for index in range(first + 1, end) if _is_sign(words, index)}
    if "." in words.folded[first + 1 : end] and len(spaced) > 1:
        return False
    if words.folded[first] == ".":  # ".NET" at the start
        glued = not words.gap(first + 1)
        return glued or (not _ends_a_word(words, first) and not _begins_a_sentence_of_money(words, first, end))
    return all("\n" not in words.gap(index) for index in range(first + 1, end) if _is_sign(words, index))


def _begins_a_sentence_of_money(words: Words, first: int, end: int) -> bool:
    """Tokenised: "spend . Net income rose" and not "in . Net ."."""
    more = words.folded[end : end + 1]
    ordinary = bool(more) and more[0].isalpha() and more[0] not in RIGHT_BEHIND
    return end == first + 2 and words.written(first + 1, end) == ("Net",) and ordinary


def _is_sign(words: Words, index: int) -> bool:
    return not (words.folded[index][0].isalnum() and words.folded[index - 1][0].isalnum())


def _ends_a_word(words: Words, index: int) -> bool:
    """Whether the sign hangs on the word before it and not on the one behind."""
    return index > 0 and not words.gap(index) and words.folded[index - 1][0].isalnum()


def _stands_alone(words: Words, first: int, end: int) -> bool:
    text, start, stop = words.text, words.starts[first], words.ends[end - 1]
    before = text[start - 1 : start] if start else ""
    after = text[stop : stop + 2]
    short = stop - start <= _SHORT
    if before and before in "@$£€":
        return False
    if before == "." and start > 1 and text[start - 2].isalnum():
        lacks_a_space = not short and text[start].isupper() and text[start - 2].islower()
        if not lacks_a_space:  # "tools.Python" does, "os.path" is one name
            return False
    if before == "'" and short:
        return False
    return not (short and _another_name(after, text[stop : stop + 6]))


def _another_name(after: str, more: str) -> bool:
    """Whether what follows a name of one or two letters makes it part of something else."""
    sign, behind = after[:1], after[1:2]
    if sign in ("+", "#") and sign:
        return True
    if sign == "&" and behind.isalnum():
        return True
    if sign == "." and behind and not behind.isspace() and behind not in ")\"'":
        return True
    if sign == "'" and behind.isalpha() and behind != "s":
        return True
    ampersand = more.lstrip(" ")
    if ampersand[:1] != "&":
        return False
    letter = ampersand[1:].lstrip(" ")
    return letter[:1].isalpha() and not letter[1:2].isalnum() and letter[1:2] not in ("+", "#")
