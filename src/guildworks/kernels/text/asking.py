"""How each mention of a skill is asked for: by the words around it, its clause, its list and its section."""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from guildworks.kernels.text.choices import announced_choices, or_similar
from guildworks.kernels.text.clauses import Clause, clauses_of, sentences_of
from guildworks.kernels.text.cues import cues_in
from guildworks.kernels.text.gazetteer import Mention
from guildworks.kernels.text.graph import Kind, SkillGraph
from guildworks.kernels.text.lists import Group, alternatives, replaces
from guildworks.kernels.text.outline import Passage, Section
from guildworks.kernels.text.requirement import Importance
from guildworks.kernels.text.rulings import ClauseReading, Ruling
from guildworks.kernels.text.span import Span

_ACTIVITIES: tuple[Kind, ...] = (
    "technique",
    "practice",
)  # what the work is about, also where only the situation is told
_PLAIN = str.maketrans({"\n": " ", "\r": " ", "\t": " ", "\u00a0": " ", "’": "'", "‘": "'"})  # keeps every place
_BLURB_MIN, _BLURB_SHARE = 6, 0.6
_SHORT = 1_800  # characters: in a shorter brief whatever is named outside of the list of demands is asked for too


@dataclass(frozen=True, slots=True)
class Asked:
    """One mention and how it is asked for. Mentions with the same `choice` are alternatives of each other."""

    mention: Mention
    importance: Importance
    is_plain: bool  # said in words that leave no doubt
    is_asked: bool  # by a word of asking, and not only by where it stands
    level: int | None
    choice: tuple[Span, int] | None
    words: Span  # from the skill to the words that ask for it, or its clause
    section: Section


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a sentence stands: its section, and whether the brief lists its demands in a section of their own."""

    section: Section
    lists_demands: bool


def read_asking(
    text: str, passages: Iterable[Passage], *, mentions: Iterable[Mention], graph: SkillGraph
) -> tuple[Asked, ...]:
    """Every mention with its importance, level and alternatives, in the order of the text."""
    mentions = tuple(mentions)
    passages = _without_false_blurb(tuple(passages), mentions)
    plain = text.translate(_PLAIN)
    lists_demands = len(text) > _SHORT and any(passage.section == "must" for passage in passages)
    announced = announced_choices(text, passages)
    asked: list[Asked] = []
    rest = deque(sorted(mentions, key=lambda mention: mention.span))
    for passage in passages:
        inside: list[Mention] = []
        while rest and rest[0].span.start < passage.span.end:
            inside.append(rest.popleft())
        place = _Place(passage.section, lists_demands)
        for sentence in sentences_of(text, passage.span) if inside else ():
            named = [mention for mention in inside if sentence.start <= mention.span.start < sentence.end]
            if named:
                asked.extend(_read_sentence(plain, sentence, mentions=named, graph=graph, place=place))
    return tuple(_with_choice(one, announced) for one in asked)


def _with_choice(one: Asked, announced: Sequence[Span]) -> Asked:
    choice = next((span for span in announced if span.overlaps(one.mention.span)), None)
    return replace(one, choice=(choice, 0)) if choice else one


def _without_false_blurb(passages: tuple[Passage, ...], mentions: Sequence[Mention]) -> tuple[Passage, ...]:
    """The passages, where most skills stand in "about us" without it: there the outline missed where the blurb ends."""
    blurb = [passage for passage in passages if passage.section in ("company", "benefits")]
    inside = sum(any(passage.span.overlaps(mention.span) for passage in blurb) for mention in mentions)
    if inside < _BLURB_MIN or inside < _BLURB_SHARE * len(mentions):
        return passages
    return tuple(replace(passage, section="none") if passage in blurb else passage for passage in passages)


def _read_sentence(
    text: str, sentence: Span, *, mentions: Sequence[Mention], graph: SkillGraph, place: _Place
) -> list[Asked]:
    asked: list[Asked] = []
    before = Ruling()
    for reading in _readings(text, sentence, mentions):
        last, same = reading.carried(before), None
        choices = _choices(text, reading.groups, graph)
        for group in reading.groups:
            for mention in group.mentions:
                last = reading.ruling(group, mention, before=before, last=same)
                importance = _importance(last, place, kind=graph[mention.skill].kind)
                level = None if last.sense == "context" else reading.level(group, mention)
                choice = choices.get(mention.span)
                words = last.words or reading.span
                one = Asked(
                    mention, importance, last.is_plain, last.sense == "must", level, choice, words, place.section
                )
                asked.extend(_or_similar(text, one, graph))
            same = last
        before = before if reading.is_reason else last
    return sorted(asked, key=lambda one: one.mention.span)


def _or_similar(text: str, one: Asked, graph: SkillGraph) -> list[Asked]:
    """A skill, and for "Kubernetes or similar" the field above it as its alternative: what lies below it would do."""
    words, field = or_similar(text, one.mention.span.end), graph[one.mention.skill].broader[:1]
    if words is None or not field or one.importance not in ("must", "nice"):
        return [one]
    either = replace(one, choice=one.choice or (one.mention.span, 0))
    return [either, replace(either, mention=replace(one.mention, skill=field[0], span=words))]


def _choices(text: str, groups: Sequence[Group], graph: SkillGraph) -> dict[Span, tuple[Span, int]]:
    """The alternatives of one clause: each mention that is one, with what it has in common with the others."""
    choices = {
        member.span: (group.span, number)
        for group in groups
        for number, members in enumerate(alternatives(text, group, graph=graph))
        for member in members
    }
    for group, another in itertools.pairwise(groups):
        if replaces(text, group, another):
            same = choices.get(group.mentions[-1].span, (group.span, len(group.mentions)))
            choices.update({mention.span: same for mention in (*group.last_item(), *another.first_item())})
    return choices


def _readings(text: str, sentence: Span, mentions: Sequence[Mention]) -> Iterable[ClauseReading]:
    """Each clause with its own mentions; a bracket that says itself how its skills are asked for is a clause too."""
    clauses = clauses_of(text, sentence)
    asides = [clause for clause in clauses if clause.is_aside]
    own = [aside for aside in asides if _within(mentions, aside) and cues_in(text, aside.span)]
    comments = [aside.span for aside in asides if not _within(mentions, aside)]
    hidden = [*(aside.span for aside in own), *comments]
    for clause in clauses:
        if not clause.is_aside:
            here = [one for one in _within(mentions, clause) if not any(one.span.overlaps(span) for span in hidden)]
            yield ClauseReading(text, clause, mentions=here, hidden=hidden, comments=comments)
        elif clause in own:
            yield ClauseReading(text, clause, mentions=_within(mentions, clause), hidden=(), comments=())


def _within(mentions: Sequence[Mention], clause: Clause) -> list[Mention]:
    return [mention for mention in mentions if clause.span.start <= mention.span.start < clause.span.end]


def _importance(ruling: Ruling, place: _Place, *, kind: Kind) -> Importance:
    """What the words and the section together say."""
    sense, section = ruling.sense, place.section
    if sense == "excluded" or section == "excluded":
        return "excluded"
    if section == "form" or (sense is None and kind == "domain" and section not in ("title", "outcome", "nice")):
        return "context"
    if section in ("company", "benefits"):
        return "must" if sense == "must" and ruling.is_plain else "context"
    if sense == "nice":
        return "nice"
    if sense == "must" and ruling.is_plain:
        return "must"
    if section in ("nice", "tags"):
        return "nice"
    if section == "must" and sense == "context" and (place.lists_demands or ruling.is_reason):
        return "context"
    if section in ("must", "title", "outcome"):
        return "must"
    if section == "stack":
        return "context"
    if sense == "context" and (ruling.is_plain or place.lists_demands or kind not in _ACTIVITIES):
        return "context"
    return "nice" if place.lists_demands else "must"
