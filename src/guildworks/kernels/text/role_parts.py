"""Which part of a brief for several roles speaks of which of them: sections, list items, paragraphs and sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from guildworks.kernels.text.clauses import sentences_of
from guildworks.kernels.text.outline import Passage
from guildworks.kernels.text.requirement import Read
from guildworks.kernels.text.roles import (
    RoleNames,
    is_beside_others,
    is_label,
    is_wanted,
    opens_brief,
    opens_part,
)
from guildworks.kernels.text.span import Span

_LABEL_LEVEL = 7  # a line such as "ML engineer:" lies below every heading with up to six hashes
_INSIDE = ("must", "nice", "tasks", "stack", "tags", "excluded")  # lists that a role may have of its own
_ALL_ROLES = re.compile(
    r"\b(?:both|all (?:three|four|roles|of them|the roles|of (?:the|our) roles)|everybody|everyone|each of them|"
    r"every role|either role|in common|(?:general|common|shared)(?=[\s*]*:|[\s*]*$))",
    re.IGNORECASE,
)
_TERMS = re.compile(r"\b(?:start|budget|remote|rate|duration|hours)\b", re.IGNORECASE)
_BEGINS_SENTENCE = re.compile(
    r"\W*(?:(?:and|for|as|from|while|whereas|but|then|also)\s+)?(?:(?:the|an?|this|your|our|one)\s+)?"
    r"(?:(?:[\w-]+)\s+)?",
    re.IGNORECASE,
)
_BEGINS_CLAUSE = re.compile(
    r"(?:[,;:]|\b(?:and|while|whereas|but|for))\s+(?:(?:the|an?|our|one)\s+)?(?:[\w-]+\s+)?$", re.IGNORECASE
)
_GOES_ON = re.compile(
    r"\s*(?:[:(–—]|-\s|(?:must|should|shall|will|can|needs?|ought|has|is|who|also|knows|[a-z]{2,}s)\b)", re.IGNORECASE
)
_LEAVES_OUT_VERB = re.compile(r"\s+[A-Z]")  # "… must know Spark and the frontend developer React"
_ONLY_JOINED = re.compile(r"\s*(?:,|&|/|\band\b|\bor\b|,\s*and\b)\s*(?:(?:the|an?|one|our)\s+)?(?:[\w-]+\s+)?")
_OF_THE = re.compile(r"\b(?:of|for|from)\s+the\s+(?:[\w-]+\s+)?$", re.IGNORECASE)
_ENDS_CLAUSE = re.compile(r"\s*(?:[,;.!]|\b(?:and|but|while|whereas)\b|$)", re.IGNORECASE)
_OF_THE_LAST = re.compile(
    r"\s*(?:[(:–—]|-\s|(?:with|who (?:knows|has|is|can)|that knows|experienced|skilled|fluent)\b)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class RolePart:
    """A part of the brief that speaks of one role only."""

    role: str
    span: Span


def role_parts(text: str, named: Sequence[RoleNames], roles: Iterable[Read[str]]) -> tuple[RolePart, ...]:
    """Where a brief for several roles speaks of each; empty for a brief that wants one role or none."""
    wanted = {role.value for role in roles}
    if len(wanted) < 2:
        return ()
    reader = _Parts(text)
    for entry in _without_title(text, named):
        reader.take(entry.passage, [(role, span) for role, span in entry.names if role in wanted])
    reader.close(len(text))
    return reader.told_apart()


def _without_title(text: str, named: Sequence[RoleNames]) -> Sequence[RoleNames]:
    """The passages that may be of one role: a title is of all, unless it is one heading or label of several."""
    first, rest = named[0], named[1:]
    one = len({role for role, _ in first.names}) == 1
    headline = one and not first.passage.is_item and opens_brief(text, first.names[0][1])
    if first.passage.section != "title" and not headline:
        return named
    level = _level(text, first.passage)
    heads = [entry for entry in rest if entry.names and entry.passage.is_heading and level < _LABEL_LEVEL]
    alike = one and any(_level(text, entry.passage) == level for entry in heads)
    labelled = is_label(text, first) and any(is_label(text, entry) for entry in rest)
    return named if alike or labelled else rest


def _level(text: str, passage: Passage) -> int:
    words = passage.span.of(text).lstrip()
    return len(words) - len(words.lstrip("#")) or _LABEL_LEVEL


@dataclass(slots=True)
class _Open:
    """The section or list item of a role that is being read."""

    role: str
    start: int
    level: int | None  # of its heading; None: a list item
    in_bare_list: bool = False  # the item before it was a role with nothing below
    has_body: bool = False
    has_bullets: bool = False


class _Parts:
    """Takes passage after passage and remembers whose section it is in."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._sections: list[RolePart] = []
        self._sentences: list[RolePart] = []
        self._together: set[str] = set()  # roles that one sentence asks for
        self._open: _Open | None = None
        self._done = 0  # where the last passage ended

    def take(self, passage: Passage, names: Sequence[tuple[str, Span]]) -> None:
        """Read one passage; `names` are those of wanted roles in it."""
        opener = self._opener(passage, names)
        if opener is not None:
            self.close(passage.span.start)
            self._open = opener
        elif self._open is not None and self._ends(self._open, passage, names):
            self.close(passage.span.start)
        if opener is None and self._open is not None:
            self._open.has_body = True
            self._open.has_bullets = self._open.has_bullets or passage.is_item
        elif opener is None and not passage.is_heading:
            self._read_sentences(passage, names)
        self._done = passage.span.end

    def told_apart(self) -> tuple[RolePart, ...]:
        """All parts in order; one post under two titles ("Web developer", "Role: frontend developer") has none."""
        kinds = (self._sections, self._sentences)
        several = [kind for kind in kinds if len({part.role for part in kind} | self._together) > 1]
        return tuple(sorted((part for kind in several for part in kind), key=lambda part: part.span))

    def close(self, at: int) -> None:
        """End the section or item that is open."""
        if self._open is not None:
            self._sections.append(RolePart(self._open.role, Span(self._open.start, at)))
            self._open = None

    def _opener(self, passage: Passage, names: Sequence[tuple[str, Span]]) -> _Open | None:
        """The section or item that a passage opens, if its first words say whom it is about."""
        if len({role for role, _ in names}) != 1:
            return None
        (role, span), start = names[0], passage.span.start
        if is_label(self.text, RoleNames(passage, tuple(names))):
            return _Open(role, start, _level(self.text, passage))
        if len(names) > 1 or not opens_part(self.text, passage, span):
            return None
        last = self._open
        return _Open(role, start, None, in_bare_list=last is not None and last.level is None and not last.has_body)

    def _ends(self, part: _Open, passage: Passage, names: Sequence[tuple[str, Span]]) -> bool:
        """Whether a passage that opens no part of a role of its own is no more of the one that is open."""
        words = passage.span.of(self.text)
        if _ALL_ROLES.search(words):
            return True
        after_blank = "\n" in self.text[self._done : passage.span.start]
        if passage.is_heading:
            level = _level(self.text, passage)
            if level < _LABEL_LEVEL:
                return level <= (part.level or _LABEL_LEVEL)
            return passage.section not in _INSIDE or (part.in_bare_list and after_blank)
        if passage.is_item:
            return part.in_bare_list
        if (part.has_body or part.level is None) and _TERMS.search(words):
            return True
        if not after_blank or (part.level or _LABEL_LEVEL) < _LABEL_LEVEL:
            return False
        return part.in_bare_list or part.has_bullets or any(role != part.role for role, _ in names)

    def _read_sentences(self, passage: Passage, names: Sequence[tuple[str, Span]]) -> None:
        """Give the sentences of a paragraph to the roles that they speak of, up to the next or the paragraph's end."""
        if not names:
            return
        current: tuple[str, int] | None = None
        shared = len({role for role, _ in names}) > 1
        for sentence in sentences_of(self.text, passage.span):
            here = [(role, span) for role, span in names if span.overlaps(sentence)]
            several = len({role for role, _ in here}) > 1
            of_all = not here and self._is_for_all(sentence, terms=shared)
            opens = bool(here) and not several and self._speaks_of(passage, sentence, here[0][1])
            if current is not None and (several or of_all or opens):
                self._sentences.append(RolePart(current[0], Span(current[1], sentence.start)))
                current = None
            if several:
                self._share_out(passage, sentence, here)
            elif opens:
                current = (here[0][0], sentence.start)
        if current is not None:
            self._sentences.append(RolePart(current[0], Span(current[1], passage.span.end)))

    def _is_for_all(self, sentence: Span, *, terms: bool) -> bool:
        words = sentence.of(self.text)
        return _ALL_ROLES.search(words) is not None or (terms and _TERMS.search(words) is not None)

    def _speaks_of(self, passage: Passage, sentence: Span, name: Span) -> bool:
        """Whether a sentence with one role is about it, and does not only name somebody to work with."""
        before = self.text[sentence.start : name.start]
        if _BEGINS_SENTENCE.fullmatch(before) or is_wanted(self.text, passage, name):
            return True
        return not is_beside_others(before) and _ALL_ROLES.search(sentence.of(self.text)) is None

    def _share_out(self, passage: Passage, sentence: Span, here: Sequence[tuple[str, Span]]) -> None:
        """Give each role of one sentence the words up to the next; what stands behind a list of roles is for all."""
        if parts := _asked_of_each(self.text, sentence, here):
            self._together.update(part.role for part in parts)
            self._sentences.extend(parts)
            return
        openings = [(role, span) for role, span in here if self._opens_clause(passage, sentence, span)]
        if len({role for role, _ in openings}) > 1:
            self._together.update(role for role, _ in openings)
        for index, (role, span) in enumerate(openings):
            end = openings[index + 1][1].start if index + 1 < len(openings) else sentence.end
            joined = index > 0 and _ONLY_JOINED.fullmatch(self.text, openings[index - 1][1].end, span.start)
            if not joined or _OF_THE_LAST.match(self.text, span.end):
                self._sentences.append(RolePart(role, Span(span.start, end)))

    def _opens_clause(self, passage: Passage, sentence: Span, name: Span) -> bool:
        before = self.text[sentence.start : name.start]
        if is_beside_others(before):
            return False
        if is_wanted(self.text, passage, name) or _BEGINS_SENTENCE.fullmatch(before):
            return True
        goes_on = _GOES_ON.match(self.text, name.end) or _LEAVES_OUT_VERB.match(self.text, name.end)
        return _BEGINS_CLAUSE.search(before) is not None and goes_on is not None


def _asked_of_each(text: str, sentence: Span, here: Sequence[tuple[str, Span]]) -> list[RolePart]:
    """The words before each role, where all roles stand so: "Spark is required of the A, React of the B"; else none."""
    start = next((span.end for _, span in reversed(here) if text.startswith(":", span.end)), sentence.start)
    parts: list[RolePart] = []
    for role, span in ((role, span) for role, span in here if span.start > start):
        begin = parts[-1].span.end if parts else start
        before = text[begin : span.start]
        said = _OF_THE.sub("", before)
        if said == before or not re.search(r"[A-Z]", said) or not _ENDS_CLAUSE.match(text, span.end):
            return []
        parts.append(RolePart(role, Span(begin, span.end)))
    return parts if len(parts) > 1 else []
