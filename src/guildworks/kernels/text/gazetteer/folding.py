"""A text as folded words that know where they stand: case, width, quotes and encoding accidents make no difference.

Everything here keeps lengths, so that the place of a word in the levelled text is its place in the text as given.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

# An empty line or a new list item is a sign of its own, so that no skill's name goes across it.
_WORD = re.compile(r"[^\W_]+|\n[^\S\n]*(?:\n|[-–][ \t])|[^\w\s\-/\\]")
# Marks that hang on a letter, and characters that nobody sees, belong to the word that they stand in.
# In scripts that put no space between words every character is a sign, so that a Latin name beside it stands alone.
_UNSPACED = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\ua4cf\uac00-\ud7ff\uf900-\ufaff"
_ANY_WORD = re.compile(
    rf"[^\W_{_UNSPACED}](?:[^\W_{_UNSPACED}]|[\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff])*"
    rf"|\n[^\S\n]*(?:\n|[-–][ \t])|[^\w\s\-/\\\u00ad\u200b-\u200f\u2060\ufeff]|[{_UNSPACED}]"
)
_UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
# UTF-8 that somebody read as Windows-1252: quotes and dashes become three characters, a hard space two.
_MISREAD = re.compile("â€[^\\s\\w]|â€[œ˜]|Â(?=[\xa0\\s«»·®©°])|ï»¿")
_PLAIN = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {
    sign: plain
    for signs, plain in (("‘’‛ʼ`´", "'"), ("“”„‟«»", '"'), ("‐‑‒−﹣", "-"), ("⁄∕", "/"), ("♯", "#"))
    for sign in signs
}

_FOREIGN = re.compile(r"[^\x00-\x7f]|`")
# Beyond these, one character may stand for several, or change its length in lower case.
_INTRICATE = re.compile("[^\x00-\xac\xae-\xff–—…•€™→✓✔■□▪●◦]")

# What stands around one of these is an address and not a sentence: "github.com/ada" says nothing about GitHub.
_ADDRESS = re.compile(
    r"[.:@](?:(?<=:)//|(?<=www\.)\w|(?<=@)[\w-]+\.\w|(?<=\w@)\w"
    r"|(?<=\.)(?:com|org|edu|gov|info)\b(?!\.js)|(?<=\w\.)(?:io|ai|dev|app|me|co|net|eu|de|uk|ly)/\w)",
    re.IGNORECASE,
)
_ADDRESS_ENDS = frozenset(" \t\n\v\f,;()[]<>{}\"'|*")
_ADDRESS_CHARS_MAX = 2_000


def level(text: str) -> str:
    """The text in plain signs at the same length: curly quotes, full-width and misread characters made ordinary."""
    if text.isascii():
        return text.replace("\r", " ")
    text = _MISREAD.sub(lambda found: ("•" if "¢" in found[0] else " ").ljust(len(found[0])), text.replace("\r", " "))
    return _FOREIGN.sub(lambda found: _PLAIN.get(found[0], found[0]), text)


def without_addresses(text: str, names: frozenset[str] = frozenset()) -> str:
    """The levelled text with nothing to read where a URL, a host or an e-mail address stands.

    Those of `names` (in lower case) stay: some products are called like a host.
    """
    parts: list[str] = []
    done = 0
    for found in _ADDRESS.finditer(text):
        if found.start() < done:
            continue
        start, end = found.span()
        while start > done and found.start() - start < _ADDRESS_CHARS_MAX and text[start - 1] not in _ADDRESS_ENDS:
            start -= 1
        while end < len(text) and end - found.end() < _ADDRESS_CHARS_MAX and text[end] not in _ADDRESS_ENDS:
            end += 1
        if text[start:end].rstrip(".").lower() in names:
            continue
        parts += (text[done:start], "@".ljust(end - start, "_"))
        done = end
    return "".join((*parts, text[done:])) if parts else text


def folded(word: str) -> str:
    """One word without the accidents of writing."""
    if word.isascii():
        return word.lower()
    return unicodedata.normalize("NFKC", _UNSEEN.sub("", word)).casefold()


def as_written(word: str) -> str:
    """One word in its own capitals, without what nobody sees."""
    return word if word.isascii() else unicodedata.normalize("NFKC", _UNSEEN.sub("", word))


@dataclass(frozen=True, slots=True)
class Words:
    """The words and signs of a levelled text in order; hyphens, slashes, underscores and white space only part them."""

    text: str  # levelled
    folded: list[str]
    starts: list[int]
    ends: list[int]

    @classmethod
    def of(cls, text: str) -> Words:
        """Take a levelled text apart."""
        if _INTRICATE.search(text) is None:
            found = [(match[0], match.start()) for match in _WORD.finditer(text.lower())]
            names = [name for name, _ in found]
            starts = [start for _, start in found]
            ends = [start + len(name) for name, start in found]
        else:
            matches = list(_ANY_WORD.finditer(text))
            names = [folded(match[0]) for match in matches]
            starts = [match.start() for match in matches]
            ends = [match.end() for match in matches]
        return cls(text, names, starts, ends)

    def written(self, first: int, end: int) -> tuple[str, ...]:
        """The words `first` up to `end` (exclusive) with their capitals."""
        return tuple(as_written(self.text[self.starts[i] : self.ends[i]]) for i in range(first, end))

    def gap(self, index: int) -> str:
        """What stands between word `index` - 1 and word `index`."""
        return self.text[self.ends[index - 1] : self.starts[index]]
