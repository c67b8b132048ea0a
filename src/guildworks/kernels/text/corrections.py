"""What a person corrects by hand in what was read of a brief: it wins, and what is still open is asked anew.

A correction puts a value in the place of the one that was read, and keeps the words of the brief that it is about.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import asdict, dataclass, replace
from typing import Any

from guildworks.kernels.text.fields import contradictions
from guildworks.kernels.text.gaps import missing
from guildworks.kernels.text.requirement import (
    Budget,
    Duration,
    Hours,
    Importance,
    LanguageWish,
    Note,
    Overlap,
    Place,
    Read,
    Requirement,
    Seniority,
    SkillWish,
    Start,
)
from guildworks.kernels.text.requirement_json import VALUE_FORMS
from guildworks.kernels.text.span import NOWHERE

FIELDS: Mapping[str, type] = {
    "hours_per_week": Hours,
    "starts": Start,
    "duration": Duration,
    "budget": Budget,
    "overlap": Overlap,
    "place": Place,
    "seniority": Seniority,
}
OPEN = ("quality", "region")  # a question about them can only be left open


@dataclass(frozen=True, slots=True)
class SkillChoice:
    """How a skill is asked for."""

    importance: Importance
    level: int | None = None  # 1 basic .. 4 expert


Value = SkillChoice | LanguageWish | Hours | Start | Duration | Budget | Overlap | Place | Seniority


@dataclass(frozen=True, slots=True)
class Correction:
    """What stands for one item: a field of the requirement, `skills.SLUG` or `languages.CODE`."""

    item: str
    value: Value | None  # None: it is not asked for


def corrected(read: Requirement, corrections: Sequence[Correction], *, text: str) -> Requirement:
    """The requirement that was read from `text`, with these in the place of what was read; one for each item at most.

    Questions about a corrected item are answered by it. What fields say against each other is weighed anew.
    """
    if not corrections:
        return read
    values = {each.item: each.value for each in corrections}
    fields = {name: _field(getattr(read, name), values[name]) for name in FIELDS if name in values}
    full = replace(
        read,
        skills=_skills(read.skills, _below("skills", values)),
        languages=_languages(read.languages, _below("languages", values)),
        suggested_skills=tuple(slug for slug in read.suggested_skills if f"skills.{slug}" not in values),
        **fields,
    )
    return _asked_anew(full, read, answered=values.keys(), text=text)


def value_json(item: str, value: Value) -> dict[str, Any]:
    """The value of a correction as JSON: the form that it has in a requirement."""
    if isinstance(value, SkillChoice):
        return asdict(value)
    to_json, _ = VALUE_FORMS[item.split(".")[0]]
    return dict(to_json(value))


def value_from_json(item: str, told: Mapping[str, Any]) -> Value:
    """The value that `value_json` wrote."""
    field = item.split(".")[0]
    if field == "skills":
        return SkillChoice(**told)
    _, from_json = VALUE_FORMS[field]
    value: Value = from_json(told)
    return value


def _below(field: str, values: Mapping[str, Value | None]) -> dict[str, Any]:
    """The corrections of one list, by slug or code."""
    first = f"{field}."
    return {item.removeprefix(first): value for item, value in values.items() if item.startswith(first)}


def _field(read: Any, value: Value | None) -> Any:
    if isinstance(value, Hours) or isinstance(read, tuple):  # the one field that may have several phases
        return () if value is None else (_by_hand(value, read[0] if read else None),)
    return None if value is None else _by_hand(value, read)


def _by_hand(value: Any, read: Read[Any] | None) -> Read[Any]:
    return Read(value, read.span if read else NOWHERE, by_hand=True)


def _skills(wishes: Sequence[SkillWish], choices: Mapping[str, SkillChoice | None]) -> tuple[SkillWish, ...]:
    """Each wish as chosen; a skill that no words name stands last, and is asked of all roles."""
    named = [(wish, choices.get(wish.skill)) for wish in wishes]
    kept = [
        wish if wish.skill not in choices else _chosen(wish, choice)
        for wish, choice in named
        if wish.skill not in choices or choice is not None
    ]
    known = {wish.skill for wish in wishes}
    added = [
        SkillWish(slug, choice.importance, NOWHERE, level=choice.level, by_hand=True)
        for slug, choice in choices.items()
        if choice and slug not in known
    ]
    return (*kept, *added)


def _chosen(wish: SkillWish, choice: SkillChoice | None) -> SkillWish:
    """A wish as somebody wants it; whose importance was changed is no alternative to others any more."""
    assert choice is not None
    group = wish.any_of if choice.importance == wish.importance else None
    return replace(wish, importance=choice.importance, level=choice.level, any_of=group, by_hand=True)


def _languages(
    read: Sequence[Read[LanguageWish]], choices: Mapping[str, LanguageWish | None]
) -> tuple[Read[LanguageWish], ...]:
    words = {entry.value.code: entry for entry in reversed(read)}
    kept = [entry for entry in read if entry.value.code not in choices]
    return (*kept, *(_by_hand(wish, words.get(code)) for code, wish in choices.items() if wish))


def _asked_anew(full: Requirement, read: Requirement, *, answered: Set[str], text: str) -> Requirement:
    """The questions that are still open."""
    before, now = _between(read, text), _between(full, text)
    full = replace(
        full,
        vague=_open(read.vague, answered),
        contradictions=(*_open((note for note in read.contradictions if note not in before), answered), *now),
    )
    return replace(full, missing=_open(missing(full), answered))


def _between(requirement: Requirement, text: str) -> tuple[Note, ...]:
    return contradictions(
        text,
        starts=requirement.starts,
        duration=requirement.duration,
        hours=requirement.hours_per_week,
        budget=requirement.budget,
    )


def _open(notes: Iterable[Note], answered: Set[str]) -> tuple[Note, ...]:
    lists = {item.split(".")[0] for item in answered if "." in item}  # a skill by hand answers "which skills?"
    return tuple(note for note in notes if note.field not in lists and not answered & set(note.fields))
