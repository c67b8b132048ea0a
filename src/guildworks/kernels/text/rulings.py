"""What one clause says about the skills in it: which cue governs which list, and how well they should be known."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from guildworks.kernels.text.clauses import Clause
from guildworks.kernels.text.cue_patterns import Sense
from guildworks.kernels.text.cues import Cue, cues_in
from guildworks.kernels.text.gazetteer import Mention
from guildworks.kernels.text.levels import level_before, level_behind, level_words
from guildworks.kernels.text.lists import Group, groups_of
from guildworks.kernels.text.span import Span

_NEXT_MAX = 34  # characters between "no" or "our" and the skills that it speaks of
_ASIDE_MAX = 40  # between a skill and a bracket that speaks of it
_VERB_BETWEEN = re.compile(
    r"\b(?:is|are|was|were|will|would|can|must|should|who|that|which|we|you|but|to)\b|[.;:!?]\s|[,\"“”]", re.IGNORECASE
)
_REASON = re.compile(r"[\s,]*(?:since|because|as (?:we|our|it|they|this|that))\b", re.IGNORECASE)
_PEOPLE = re.compile(
    r"\s+(?:\w+\s+)?(?:teams?|departments?|groups?|people|colleagues|engineers|developers|scientists|experts|"
    r"staff|managers|analysts)\b",
    re.IGNORECASE,
)
_OPENS_BRACKET = re.compile(r"(?:\s+\w+)?\s*\(\s*")  # "one LLM provider (OpenAI, Anthropic)"
_THEIR = re.compile(r"\b(?:our|the|their|your|other|with)(?:\s+\w+)?\s+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Ruling:
    """How a clause asks for a skill. `sense` None: it says nothing about it."""

    sense: Sense | None = None
    is_plain: bool = False
    words: Span | None = None  # from the skill to the words that ask for it
    is_reason: bool = False  # "since our loop runs on it" asks for nothing, wherever it stands


class ClauseReading:
    """The lists of skills in one clause, and the cues around them.

    `hidden` are brackets that are read on their own; `comments` those that hold no skill, such as "(nice to have)".
    """

    def __init__(
        self,
        text: str,
        clause: Clause,
        *,
        mentions: Sequence[Mention],
        hidden: Sequence[Span],
        comments: Sequence[Span],
    ) -> None:
        self.text = text
        self.span = clause.span
        self._is_aside = clause.is_aside
        self.groups = groups_of(text, mentions, clause.span)
        self.comments = tuple(comments)
        covered = [*hidden, *(mention.span for mention in mentions)]
        self.cues = [cue for cue in cues_in(text, clause.span) if not any(_hides(span, cue) for span in covered)]
        self._levels = level_words(text, clause.span, covered=covered)
        self.is_reason = _REASON.match(text, clause.span.start, clause.span.end) is not None

    def ruling(self, group: Group, mention: Mention, *, before: Ruling, last: Ruling | None = None) -> Ruling:
        """What the clause says about `mention` of `group`.

        `before` is what the clause before this one said, `last` what this one said of the list before.
        """
        found = (
            self._only_cue()
            or self._next_to(group, mention)
            or self._in_a_comment(group, mention)
            or self._behind(group, mention)
            or self._ahead(group)
        )
        if found is None and (self.is_reason or self._is_a_team(mention)):
            return Ruling("context", is_plain=True, is_reason=self.is_reason)
        if found is None:
            return Ruling(before.sense, before.is_plain) if not self.cues else Ruling()
        if found.sense == "same":  # "…, ideally Docker too"
            found = self._right_ahead(group) or found
        words = Span(min(mention.span.start, found.span.start), max(mention.span.end, found.span.end))
        if found.sense == "same":
            same = last or before
            return Ruling(same.sense, same.is_plain, words)
        return Ruling(found.sense, found.is_plain, words)

    def _only_cue(self) -> Cue | None:
        """In a bracket one cue speaks of all: "(AWS or Azure preferred, also Google Cloud)"."""
        firm = [cue for cue in self.cues if not cue.is_noun]
        return firm[0] if self._is_aside and len(firm) == 1 and firm[0].reach != "next" else None

    def carried(self, before: Ruling) -> Ruling:
        """What holds on for the next clause when this one names no skill."""
        cue = next((cue for cue in reversed(self.cues) if cue.reach == "clause"), None)
        return Ruling(cue.sense, cue.is_plain) if cue and cue.sense != "same" else before

    def level(self, group: Group, mention: Mention) -> int | None:
        """The level asked of `mention`, 1..4, or None where the clause says nothing."""
        if _is_among(group.last_conjunct(), mention):
            end = self._next_start(group)
            if (behind := level_behind(self.text, group.span, end)) is not None:
                return behind
        for comment in self._comments_on(group, mention):
            inside = level_words(self.text, comment)
            if inside:
                return inside[0][0]
        earlier = [
            other.span.end
            for other in self.groups
            if other.span.end <= group.span.start
            and not _OPENS_BRACKET.fullmatch(self.text, other.span.end, group.span.start)
        ]
        place = Span(max(earlier, default=self.span.start), group.span.end)
        return level_before(self.text, self._levels, place=place, group=group.span, skill=mention.span)

    def _is_a_team(self, mention: Mention) -> bool:
        """Whether the word only says which people are meant, as in "our legal team"."""
        behind = _PEOPLE.match(self.text, mention.span.end)
        return (
            behind is not None
            and _THEIR.search(self.text[max(0, mention.span.start - 24) : mention.span.start]) is not None
        )

    def _next_start(self, group: Group) -> int:
        later = [other.span.start for other in self.groups if other.span.start > group.span.start]
        return min(later, default=self.span.end)

    def _next_to(self, group: Group, mention: Mention) -> Cue | None:
        """A cue such as "no" or "our" right before the list; it holds for the list's first members only."""
        if not _is_among(_first_members(group), mention):
            return None
        for cue in reversed(self.cues):
            gap = self.text[cue.span.end : group.span.start] if cue.span.end <= group.span.start else None
            if cue.reach == "next" and gap is not None and len(gap) <= _NEXT_MAX and not _VERB_BETWEEN.search(gap):
                return cue if self._is_alone_between(cue.span.end, group.span.start) else None
        return None

    def _is_alone_between(self, start: int, end: int) -> bool:
        return not any(start <= other.span.start < end for other in self.groups)

    def _comments_on(self, group: Group, mention: Mention) -> list[Span]:
        if not _is_among(group.last_item(), mention):
            return []
        near = [span for span in self.comments if 0 <= span.start - group.span.end <= _ASIDE_MAX]
        return [span for span in near if self._is_alone_between(group.span.end, span.start)]

    def _in_a_comment(self, group: Group, mention: Mention) -> Cue | None:
        for span in self._comments_on(group, mention):
            for cue in cues_in(self.text, span):
                if cue.sense in ("nice", "must", "excluded"):
                    return cue
        return None

    def _behind(self, group: Group, mention: Mention) -> Cue | None:
        """A cue such as "would be a plus" behind the list."""
        end = group.span.end
        cue = next((cue for cue in self.cues if cue.reach == "before" and cue.span.start >= end), None)
        if cue is None or any(end <= other.span.start < cue.span.start and _cuts(other) for other in self.cues):
            return None
        governed = any(_speaks_ahead(other) and other.span.end <= group.span.start for other in self._since_last(end))
        nearest = self._is_alone_between(end, cue.span.start)
        if nearest and (not governed or _is_among(group.last_conjunct(cut_at_and=True), mention)):
            return cue
        return cue if not nearest and not governed else None

    def _since_last(self, end: int) -> list[Cue]:
        """The cues before `end`, from the last one on that speaks of what stands before it."""
        earlier = [cue for cue in self.cues if cue.span.end <= end]
        for index in range(len(earlier) - 1, -1, -1):
            if earlier[index].reach == "before":
                return earlier[index + 1 :]
        return earlier

    def _ahead(self, group: Group) -> Cue | None:
        """The nearest cue before the list that holds for what follows it."""
        cues = [cue for cue in self._since_last(group.span.start) if cue.reach == "clause"]
        firm = [cue for cue in cues if not cue.is_noun]
        if not firm:
            return cues[-1] if cues else None
        asks = len(list(itertools.takewhile(lambda cue: cue.sense == "must" and not cue.is_plain, reversed(firm))))
        # "Ideally you know Docker": words of asking say no more than the wish that they begin with
        wish = firm[-asks - 1] if asks < len(firm) else None
        if asks and wish and wish.sense == "nice" and self._is_alone_between(wish.span.end, firm[-asks].span.start):
            return wish
        return firm[-1]

    def _right_ahead(self, group: Group) -> Cue | None:
        """The same, with no other list in between, for a cue that leaves no doubt."""
        cue = self._ahead(group)
        return cue if cue and cue.is_plain and self._is_alone_between(cue.span.end, group.span.start) else None


def _hides(covered: Span, cue: Cue) -> bool:
    """Whether a skill or a bracket takes the words of a cue; "our agents use" only goes round the skill in it."""
    goes_round = cue.sense == "context" and cue.span.start < covered.start and covered.end < cue.span.end
    return cue.span.overlaps(covered) and not goes_round


def _is_among(neighbours: Sequence[Mention], mention: Mention) -> bool:
    """Whether a mention of a list is one of `neighbours`, which stand side by side in it."""
    return neighbours[0].span.start <= mention.span.start <= neighbours[-1].span.start


def _speaks_ahead(cue: Cue) -> bool:
    return cue.reach == "clause" and not cue.is_noun


def _cuts(cue: Cue) -> bool:
    """Whether a cue between a list and a later cue parts the two."""
    return cue.reach == "clause" and not cue.is_noun and (cue.is_plain or cue.sense == "context")


def _first_members(group: Group) -> tuple[Mention, ...]:
    """The members up to the first comma; the whole list where it ends with "or", as in "no A, B or C"."""
    if group.joints and group.joints[-1].strip().lower() in ("or", "nor", ", or"):
        return group.mentions
    for index, joint in enumerate(group.joints):
        if "," in joint:
            return group.mentions[: index + 1]
    return group.mentions
