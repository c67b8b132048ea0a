"""The gazetteer: which skills of the graph a text names, and where."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from string import ascii_uppercase

from guildworks.kernels.text.gazetteer.candidates import candidates, without_digits
from guildworks.kernels.text.gazetteer.cutting import Cutter
from guildworks.kernels.text.gazetteer.folding import Words, level, without_addresses
from guildworks.kernels.text.gazetteer.rules import chosen
from guildworks.kernels.text.gazetteer.spellings import Branch, Spellings
from guildworks.kernels.text.graph import SkillGraph
from guildworks.kernels.text.span import Span

_BLOCK_CHARS = 65_536  # a long text is read in blocks, so that memory does not grow with it
_CAPITALS_SHARE_MIN = 0.004  # of all characters: below it a text was written without the shift key


@dataclass(frozen=True, slots=True)
class Mention:
    """A skill that a text names."""

    skill: str  # slug
    span: Span  # characters of the text as given
    alias: str  # the alias's text in the graph


@dataclass(frozen=True)
class Gazetteer:
    """Finds the skills of one graph in texts. Building takes a fifth of a second; share one."""

    _spellings: Spellings
    _root: Branch
    _hosts: frozenset[str]  # aliases that look like an address
    _names: tuple[str, ...]  # of the skills, also those that are no aliases

    @classmethod
    def build(cls, graph: SkillGraph) -> Gazetteer:
        """Prepare every spelling of every alias of the graph."""
        texts = (alias.text.lower() for skill in graph.skills.values() for alias in skill.aliases)
        spellings = Spellings.of(graph)
        hosts = frozenset(text for text in texts if "." in text)
        return cls(spellings, spellings.tree(), hosts, tuple(skill.name for skill in graph.skills.values()))

    @cached_property
    def _cutter(self) -> Cutter:
        return Cutter.of((*self._spellings.names(), *(tuple(Words.of(level(name)).folded) for name in self._names)))

    def find(self, text: str) -> tuple[Mention, ...]:
        """The skills that the text names, in order; of names that overlap the longest. Time and memory grow linearly.

        The rules of the aliases hold; addresses (URLs, hosts, e-mail) are not searched.
        """
        levelled = without_addresses(level(text), self._hosts)
        has_capitals = _has_capitals(levelled)
        found: list[Mention] = []
        for start, end in _blocks(levelled):
            words = Words.of(levelled[start:end])
            for one in chosen(words, list(candidates(words, self._root)), has_capitals=has_capitals):
                span = Span(start + words.starts[one.first], start + words.ends[one.end - 1])
                found.append(Mention(one.spelling.skill, span, one.spelling.alias.text))
        return tuple(found)

    def named(self, entry: str) -> Mention | None:
        """The skill that an entry of a list of skills names as a whole, whatever its words mean in a sentence.

        Its capitals count only where several skills are written with the same words; None where they do not tell.
        """
        words = Words.of(level(entry))
        branch = self._root
        for at, name in enumerate(words.folded):
            is_last = at == len(words.folded) - 1
            following = branch.following.get(name)
            if following is None and is_last:
                following = branch.following.get(without_digits(name))
            if following is None:
                return None
            branch = following
        written = words.written(0, len(words.folded))
        for few in ([one for one in branch.spellings if one.written == written], branch.spellings):
            if len({one.skill for one in few}) == 1:
                return Mention(few[0].skill, Span(0, len(entry)), few[0].alias.text)
        return None

    def without_skills(self, text: str) -> str:
        """The words of the text with a space between, without the name of any skill, whatever the rules of its aliases.

        Text to which names of skills are added, in front or behind, in any order and with any signs between, gives
        the same as the text alone. Takes memory for every word, about 150 bytes.
        """
        words = Words.of(level(text))
        places = [index for index, name in enumerate(words.folded) if name[0].isalnum()]
        kept = self._cutter.kept([words.folded[index] for index in places])
        return " ".join(words.written(places[index], places[index] + 1)[0] for index in kept)


def _has_capitals(text: str) -> bool:
    """Whether the writer used capitals at all; where they did not, capitals tell nothing."""
    wanted = _CAPITALS_SHARE_MIN * len(text)
    return sum(map(text.count, ascii_uppercase)) > wanted


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of parts that can be read on their own, cut where a paragraph, a line or a word ends."""
    start = 0
    while len(text) - start > _BLOCK_CHARS:
        limit = start + _BLOCK_CHARS
        for sign in ("\n\n", "\n", ". ", " "):
            end = text.rfind(sign, start + _BLOCK_CHARS // 2, limit)
            if end > 0:
                break
        end = end + 1 if end > 0 else limit
        yield start, end
        start = end
    yield start, len(text)
