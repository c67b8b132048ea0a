"""From a written brief to a `Requirement`: what is asked for, with the words it came from, and what to ask back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from guildworks.kernels.text.deliverables import read_deliverables
from guildworks.kernels.text.fields import (
    contradictions,
    read_budget,
    read_duration,
    read_hours,
    read_languages,
    read_overlap,
    read_place,
    read_seniority,
    read_starts,
    with_phases,
)
from guildworks.kernels.text.gaps import missing, sum_for_several, vague_words
from guildworks.kernels.text.gazetteer import Gazetteer, Mention
from guildworks.kernels.text.graph import SkillGraph
from guildworks.kernels.text.implied import ImpliedSkills
from guildworks.kernels.text.language import language_name, language_of
from guildworks.kernels.text.not_used import find_not_used
from guildworks.kernels.text.outline import Passage, outline
from guildworks.kernels.text.people_in_order import tell_by_order
from guildworks.kernels.text.requirement import LanguageWish, Note, Read, Requirement
from guildworks.kernels.text.role_parts import RolePart, role_parts
from guildworks.kernels.text.roles import RoleNames, name_roles, read_roles
from guildworks.kernels.text.span import Span
from guildworks.kernels.text.terms_by_role import read_for_all
from guildworks.kernels.text.wishes import Wishes, read_wishes

CHARACTERS_MAX = 40_000
_TITLE_MAX = 100
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_WIDE_FIELD = 80  # skills below one: machine learning, programming
_GREETING = re.compile(
    r"^(?:hi|hello|hey|dear|good (?:morning|day|afternoon))\b[^.!?,:]{0,30}[.!?,:]+\s*", re.IGNORECASE
)

_BARE_GREETING = re.compile(
    r"^\s*(?:hi|hello|hey|dear|good (?:morning|day|afternoon))\b[^.!?:\n]{0,30}[.!?,:]*\s*$", re.IGNORECASE
)
_TITLE_MARKS = re.compile(
    r"^[\s#*>\-•]*(?:(?:subject|title|re)\s*:\s*)?|(?<![\s*#])[\s*#]+$", re.IGNORECASE
)  # the run at the end is tried from its start only, lest a long one cost its length squared


class UnreadableBrief(ValueError):
    """A brief that nothing can be read from. `code` says which.

    It is brief_empty, brief_too_long, brief_not_english or brief_has_control_characters.
    """

    def __init__(self, code: str, message: str, hint: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint


class BriefReader:
    """Reads briefs against one skill graph. Building it takes a moment; reading does not change it."""

    def __init__(
        self, graph: SkillGraph, gazetteer: Gazetteer | None = None, *, characters_max: int = CHARACTERS_MAX
    ) -> None:
        self.graph = graph
        self.gazetteer = gazetteer or Gazetteer.build(graph)
        self.characters_max = characters_max
        self._implied = ImpliedSkills(graph)

    def read(self, text: str, *, today: date) -> Requirement:
        """Read `text` as seen on `today`. Raises UnreadableBrief; whatever else is odd is told in the notes."""
        self._check_size(text)
        named = self.gazetteer.find(text)
        language = _language(text, named)
        passages = outline(text)
        names = name_roles(text, passages)
        names, roles = tell_by_order(text, names, read_roles(text, names))
        parts = role_parts(text, names, roles)
        wishes = self._wishes(text, passages, names=names, parts=parts, mentions=named)
        requirement = Requirement(
            title=_title(text, passages),
            language=language,
            words=len(text.split()),
            skills=wishes.skills,
            roles=roles,
            deliverables=read_deliverables(text, passages),
            not_used=find_not_used(text),
        )
        return _with_fields(requirement, text, today=today, parts=parts, notes=wishes.contradictions)

    def _check_size(self, text: str) -> None:
        if len(text) > self.characters_max:
            raise UnreadableBrief(
                "brief_too_long",
                f"The brief has {len(text):,} characters; up to {self.characters_max:,} are read.",
                "Leave out what is not about the work, or send the first pages only.",
            )
        if not any(map(str.isalpha, text)):
            raise UnreadableBrief(
                "brief_empty",
                "The brief holds no words." if text.strip() else "The brief is empty.",
                "Say in a few sentences what should be built, which skills it takes, and when.",
            )
        if _CONTROL.search(text):
            raise UnreadableBrief(
                "brief_has_control_characters",
                "The brief holds control characters, which no written text has.",
                "Send it as plain text in UTF-8.",
            )

    def _wishes(
        self,
        text: str,
        passages: Sequence[Passage],
        *,
        names: Sequence[RoleNames],
        parts: Sequence[RolePart],
        mentions: Sequence[Mention],
    ) -> Wishes:
        def role_of(span: Span) -> str | None:
            return next((part.role for part in parts if part.span.overlaps(span)), None)

        everything = (*mentions, *self._implied.find(text, named=mentions))
        role_names = [span for entry in names for _, span in entry.names]
        besides = [mention for mention in everything if not self._only_names_a_role(mention, role_names)]
        wishes = read_wishes(text, passages, mentions=besides, graph=self.graph, role_of=role_of)
        if any(wish.importance == "must" for wish in wishes.skills) or len(besides) == len(everything):
            return wishes
        return read_wishes(text, passages, mentions=everything, graph=self.graph, role_of=role_of)

    def _only_names_a_role(self, mention: Mention, role_names: Sequence[Span]) -> bool:
        """Whether a wide field is only named as part of a role: the "ML" of "ML engineer" is no demand of its own."""
        if len(self.graph.below(mention.skill)) < _WIDE_FIELD:
            return False
        return any(span.start <= mention.span.start and mention.span.end <= span.end for span in role_names)


def _language(text: str, named: Sequence[Mention]) -> str:
    """The brief's language, told from the words that are no names of skills: those pull towards other languages."""
    pieces, done = [], 0
    for mention in named:
        pieces.append(text[done : mention.span.start])
        done = max(done, mention.span.end)
    language = language_of(" ".join((*pieces, text[done:]))) or "en"
    if language != "en":
        raise UnreadableBrief(
            "brief_not_english",
            f"The brief seems to be written in {language_name(language)}; only English is read so far.",
            "Send it in English. A list of skills, a start and the hours a week are enough to begin with.",
        )
    return language


def _with_fields(
    read: Requirement, text: str, *, today: date, parts: Sequence[RolePart], notes: Sequence[Note]
) -> Requirement:
    """Add all that is not a skill, and what it leaves open."""
    starts = read_for_all(text, parts, field="starts", read=lambda words: read_starts(words, today))
    duration = read_for_all(text, parts, field="duration", read=lambda words: read_duration(words, today))
    hours = read_for_all(text, parts, field="hours_per_week", read=read_hours)
    duration = with_phases(text, duration, hours.read or ())
    budget = read_for_all(text, parts, field="budget", read=read_budget)
    overlap, place = read_overlap(text), read_place(text)
    languages, seniority = read_languages(text, read.language), read_seniority(text)
    readings = (starts, duration, hours, budget, overlap, place, languages, seniority)
    between = contradictions(
        text, starts=starts.read, duration=duration.read, hours=hours.read or (), budget=budget.read
    )
    full = replace(
        read,
        seniority=seniority.read,
        hours_per_week=hours.read or (),
        starts=starts.read,
        duration=duration.read,
        budget=budget.read,
        overlap=overlap.read,
        place=place.read,
        languages=tuple(_without_origin(said, read.not_used) for said in languages.read or ()),
        vague=(
            *(note for reading in readings for note in reading.vague),
            *sum_for_several(text, budget.read, roles=len(read.roles)),
            *vague_words(text),
        ),
        contradictions=(*(note for reading in readings for note in reading.contradictions), *between, *notes),
    )
    return replace(full, missing=missing(full))


def _without_origin(said: Read[LanguageWish], not_used: Sequence[Note]) -> Read[LanguageWish]:
    """The language without a level that stands only in the wish for a native speaker, which is not used."""
    is_wish = any(span.overlaps(said.span) for note in not_used for span in note.spans)
    return replace(said, value=replace(said.value, level=None)) if is_wish and said.value.level == "C2" else said


def _title(text: str, passages: Sequence[Passage]) -> str:
    """The brief's heading, else its first sentence, at most 100 characters."""
    first = next(
        (words for passage in passages if _BARE_GREETING.sub("", words := passage.span.of(text)).strip()), text
    )
    plain = _TITLE_MARKS.sub("", first.strip())
    words = " ".join(plain.split())
    if not passages or not passages[0].is_heading:
        words = re.split(r"(?<=[.!?])\s", _GREETING.sub("", words))[0]
    return words if len(words) <= _TITLE_MAX else words[:_TITLE_MAX].rsplit(" ", 1)[0] + " …"
