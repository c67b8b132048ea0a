"""A requirement as JSON and back, without loss: the form that is stored, and that scripts read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, TypeVar

from guildworks.kernels.text.requirement import (
    Budget,
    Duration,
    Hours,
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
from guildworks.kernels.text.span import NOWHERE, Span

Json = dict[str, Any]
T = TypeVar("T")
_HOUR_MINUTES = 60


def requirement_json(requirement: Requirement, text: str) -> Json:
    """The requirement as JSON values; `text` is the brief, whose words are quoted. Offsets count code points."""
    read = requirement

    def one(entry: Read[T] | None, to_json: Callable[[T], Any]) -> Json | None:
        return None if entry is None else {"value": to_json(entry.value), **_origin(entry, text)}

    def many(entries: Iterable[Read[T]], to_json: Callable[[T], Any]) -> list[Json]:
        return [{"value": to_json(entry.value), **_origin(entry, text)} for entry in entries]

    return {
        "title": read.title,
        "language": read.language,
        "words": read.words,
        "skills": [_skill_json(wish, text) for wish in read.skills],
        "roles": many(read.roles, str),
        "deliverables": many(read.deliverables, str),
        "seniority": one(read.seniority, _seniority_json),
        "hours_per_week": many(read.hours_per_week, _hours_json),
        "starts": one(read.starts, _start_json),
        "duration_weeks": one(read.duration, lambda it: _duration_json(it, text)),
        "budget": one(read.budget, lambda it: _budget_json(it, text)),
        "overlap": one(read.overlap, _overlap_json),
        "place": one(read.place, _place_json),
        "languages": many(read.languages, _language_json),
        **{name: [_note_json(note, text) for note in getattr(read, name)] for name in _NOTES},
        "suggested_skills": list(read.suggested_skills),
    }


def requirement_from_json(values: Mapping[str, Any]) -> Requirement:
    """The requirement that `requirement_json` wrote. Raises KeyError or ValueError for values of another kind."""

    def one(entry: Json | None, from_json: Callable[[Any], T]) -> Read[T] | None:
        return None if entry is None else Read(from_json(entry["value"]), _span(entry), by_hand=_is_by_hand(entry))

    def many(entries: Iterable[Json], from_json: Callable[[Any], T]) -> tuple[Read[T], ...]:
        return tuple(Read(from_json(entry["value"]), _span(entry), by_hand=_is_by_hand(entry)) for entry in entries)

    return Requirement(
        title=values["title"],
        language=values["language"],
        words=values["words"],
        skills=tuple(_skill(entry) for entry in values["skills"]),
        roles=many(values["roles"], str),
        deliverables=many(values["deliverables"], str),
        seniority=one(values["seniority"], lambda it: Seniority(**it)),
        hours_per_week=many(values["hours_per_week"], _hours),
        starts=one(values["starts"], _start),
        duration=one(values["duration_weeks"], _duration),
        budget=one(values["budget"], _budget),
        overlap=one(values["overlap"], _overlap),
        place=one(values["place"], _place),
        languages=many(values["languages"], lambda it: LanguageWish(**it)),
        **{name: tuple(_note(entry) for entry in values[name]) for name in _NOTES},
        suggested_skills=tuple(values["suggested_skills"]),
    )


_NOTES = ("missing", "vague", "contradictions", "not_used")


def _origin(entry: Read[Any] | SkillWish, text: str) -> Json:
    """The words that something came from, and whether somebody has corrected it."""
    return {**_words(entry.span, text), **({"corrected": True} if entry.by_hand else {})}


def _words(span: Span, text: str) -> Json:
    if span == NOWHERE:
        return {"quote": None, "start": None, "end": None}
    return {"quote": span.of(text), "start": span.start, "end": span.end}


def _span(entry: Mapping[str, Any]) -> Span:
    return NOWHERE if entry["start"] is None else Span(entry["start"], entry["end"])


def _is_by_hand(entry: Mapping[str, Any]) -> bool:
    return bool(entry.get("corrected"))


def _skill_json(wish: SkillWish, text: str) -> Json:
    return {
        "skill": wish.skill,
        "importance": wish.importance,
        "level": wish.level,
        "any_of": wish.any_of,
        "role": wish.role,
        **_origin(wish, text),
    }


def _skill(entry: Mapping[str, Any]) -> SkillWish:
    return SkillWish(
        entry["skill"],
        entry["importance"],
        _span(entry),
        level=entry["level"],
        any_of=entry["any_of"],
        role=entry["role"],
        by_hand=_is_by_hand(entry),
    )


def _note_json(note: Note, text: str) -> Json:
    """The first span stands at the top; all of them in `spans` where there are several."""
    first = _words(note.spans[0], text) if note.spans else {"quote": None, "start": None, "end": None}
    more = {"spans": [_words(span, text) for span in note.spans]} if len(note.spans) > 1 else {}
    return {"field": note.field, "message": note.message, **first, **more}


def _note(entry: Mapping[str, Any]) -> Note:
    spans = entry.get("spans") or ([entry] if entry["start"] is not None else [])
    return Note(entry["field"], entry["message"], tuple(_span(span) for span in spans))


def _seniority_json(seniority: Seniority) -> Json:
    return {"level": seniority.level, "years": seniority.years, "up_to": seniority.up_to}


def _language_json(wish: LanguageWish) -> Json:
    return {"code": wish.code, "level": wish.level, "importance": wish.importance}


def _hours_json(hours: Hours) -> Json:
    first = {} if hours.first_month_most is None else {"first_month_max": hours.first_month_most}
    return {"min": hours.least, "max": hours.most, "weeks": hours.weeks, **first}


def _hours(value: Mapping[str, Any]) -> Hours:
    return Hours(value["min"], value["max"], value["weeks"], value.get("first_month_max"))


def _day(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


def _date(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)


def _start_json(start: Start) -> Json:
    return {
        "earliest": _day(start.earliest),
        "latest": _day(start.latest),
        "preferred": _day(start.preferred),
        "asap": start.asap,
        "precision": start.precision,
        "year_inferred": start.year_inferred,
    }


def _start(value: Mapping[str, Any]) -> Start:
    return Start(
        earliest=_date(value["earliest"]),
        latest=_date(value["latest"]),
        preferred=_date(value["preferred"]),
        asap=value["asap"],
        precision=value["precision"],
        year_inferred=value["year_inferred"],
    )


def _duration_json(duration: Duration, text: str) -> Json:
    apart = {} if duration.ends_span is None else {"ends_words": _words(duration.ends_span, text)}
    return {
        "min": duration.weeks_least,
        "max": duration.weeks_most,
        "ends": _day(duration.ends),
        "approximate": duration.approximate,
        **apart,
    }


def _duration(value: Mapping[str, Any]) -> Duration:
    apart = value.get("ends_words")
    return Duration(
        value["min"],
        value["max"],
        ends=_date(value["ends"]),
        approximate=value["approximate"],
        ends_span=_span(apart) if apart else None,
    )


def _budget_json(budget: Budget, text: str) -> Json:
    apart = {} if budget.total_span is None else {"total_words": _words(budget.total_span, text)}
    return {
        "min": budget.least,
        "max": budget.most,
        "currency": budget.currency,
        "per": budget.per,
        "total": budget.total,
        "total_currency": budget.total_currency,
        **apart,
    }


def _budget(value: Mapping[str, Any]) -> Budget:
    apart = value.get("total_words")
    return Budget(
        value["min"],
        value["max"],
        value["currency"],
        value["per"],
        total=value["total"],
        total_currency=value["total_currency"],
        total_span=_span(apart) if apart else None,
    )


def _overlap_json(overlap: Overlap) -> Json:
    return {
        "hours": overlap.hours,
        "window": None if overlap.window is None else [_clock(minutes) for minutes in overlap.window],
        "zone": overlap.zone,
        "zone_from": overlap.zone_from,
        "zone_to": overlap.zone_to,
        "inferred": overlap.zone_inferred,
    }


def _overlap(value: Mapping[str, Any]) -> Overlap:
    window = value["window"]
    return Overlap(
        hours=value["hours"],
        window=(_minutes(window[0]), _minutes(window[1])) if window else None,
        zone=value["zone"],
        zone_from=value["zone_from"],
        zone_to=value["zone_to"],
        zone_inferred=value["inferred"],
    )


def _clock(minutes: int) -> str:
    return f"{minutes // _HOUR_MINUTES:02d}:{minutes % _HOUR_MINUTES:02d}"


def _minutes(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * _HOUR_MINUTES + int(minutes)


def _place_json(place: Place) -> Json:
    return {
        "mode": place.mode,
        "city": place.city,
        "country": place.country,
        "onsite_days": place.onsite_days,
        "region": place.region,
        "near": place.near,
        "prefer_local": place.prefer_local,
        "inferred": place.inferred,
    }


def _place(value: Mapping[str, Any]) -> Place:
    return Place(**value)


# Of the fields that somebody may correct, the value as JSON and back.
VALUE_FORMS: Mapping[str, tuple[Callable[[Any], Any], Callable[[Any], Any]]] = {
    "hours_per_week": (_hours_json, _hours),
    "starts": (_start_json, _start),
    "duration": (lambda duration: _duration_json(duration, ""), _duration),
    "budget": (lambda budget: _budget_json(budget, ""), _budget),
    "overlap": (_overlap_json, _overlap),
    "place": (_place_json, _place),
    "seniority": (_seniority_json, lambda value: Seniority(**value)),
    "languages": (_language_json, lambda value: LanguageWish(**value)),
}
