"""The labelled briefs: every field that is not a skill, beside its label: `python -m benchmarks.text_briefs`."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from benchmarks.brief_skills import rows as skill_rows
from benchmarks.table import Row, absent, as_json, at_least, shared_data, show
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
from guildworks.kernels.text.requirement import Note
from guildworks.kernels.text.span import Span

TODAY = date(2026, 11, 23)
_NAMES = {"rate": "budget", "start": "starts", "total_cap": "budget", "deadline": "duration"}  # a label's word: ours
_LEVELS = {"fluent": "C1", "native": "C2"}


@dataclass(frozen=True, slots=True)
class FieldCheck:
    """One value of a label beside the one that was read."""

    brief: str
    field: str
    wanted: Any
    got: Any

    @property
    def holds(self) -> bool:
        return bool(self.wanted == self.got)


@dataclass(frozen=True, slots=True)
class FieldScores:
    """All checks over the briefs of a folder, and the contradictions that were to be named."""

    checks: tuple[FieldCheck, ...]
    named: int
    contradictions: int

    @property
    def share(self) -> float:
        return sum(check.holds for check in self.checks) / len(self.checks)


@dataclass(frozen=True, slots=True)
class FieldsRead:
    """What all grammars read from one text, and the notes about it."""

    text: str
    values: Mapping[str, Any]
    vague: tuple[Note, ...]
    contradictions: tuple[Note, ...]


def field_scores(briefs_folder: Path) -> FieldScores:
    """Compare the fields of every brief in the folder with its label (`*.yaml` beside `*.md`)."""
    checks: list[FieldCheck] = []
    named = wanted = 0
    for file in sorted(briefs_folder.glob("*.yaml")):
        label = yaml.safe_load(file.read_text("utf-8"))
        read = fields_read(file.with_suffix(".md").read_text("utf-8"))
        checks.extend(field_checks(label["id"], label["expect"], read))
        of_fields = [
            entry for entry in label["expect"]["contradictions"] if not entry["fields"][0].startswith("skills")
        ]
        wanted += len(of_fields)
        named += sum(_is_named(entry, read) for entry in of_fields)
    return FieldScores(tuple(checks), named, wanted)


def fields_read(text: str) -> FieldsRead:
    """Run every grammar over a text, on the day of the labels."""
    hours = read_hours(text)
    readings = {
        "starts": read_starts(text, TODAY),
        "duration": with_phases(text, read_duration(text, TODAY), hours.read or ()),
        "hours_per_week": hours,
        "budget": read_budget(text),
        "overlap": read_overlap(text),
        "place": read_place(text),
        "languages": read_languages(text),
        "seniority": read_seniority(text),
    }
    values: dict[str, Any] = {name: reading.read for name, reading in readings.items()}
    across = contradictions(
        text,
        starts=values["starts"],
        duration=values["duration"],
        hours=values["hours_per_week"],
        budget=values["budget"],
    )
    inside = tuple(note for reading in readings.values() for note in reading.contradictions)
    vague = tuple(note for reading in readings.values() for note in reading.vague)
    return FieldsRead(text, values, vague, (*inside, *across))


def field_checks(brief: str, expect: Mapping[str, Any], read: FieldsRead) -> Iterator[FieldCheck]:
    """Each value that a label states, and that what it leaves out was not read."""
    for name, wanted, got in (
        *_start(expect, read),
        *_duration(expect, read),
        *_hours(expect, read),
        *_budget(expect, read),
        *_overlap(expect, read),
        *_place(expect, read),
        *_languages(expect, read),
        *_seniority(expect, read),
        *_vague(expect, read),
    ):
        yield FieldCheck(brief, name, wanted, got)


Triple = tuple[str, Any, Any]


def _spans(name: str, label: Mapping[str, Any], read: FieldsRead, span: Span | None) -> Iterator[Triple]:
    if "span" in label:
        yield f"{name}.span", _folded(label["span"]), _folded(span.of(read.text)) if span else None


def _folded(words: str) -> str:
    return " ".join(words.split())


def _values(name: str, label: Mapping[str, Any], value: Any, names: Mapping[str, str]) -> Iterator[Triple]:
    for word, ours in names.items():
        if word in label:
            yield f"{name}.{word}", label[word], getattr(value, ours, None)


def _start(expect: Mapping[str, Any], read: FieldsRead) -> Iterator[Triple]:
    label, got = expect["start"], read.values["starts"]
    if label is None:
        yield "start", None, got
        return
    names = {word: word for word in ("earliest", "latest", "preferred", "asap", "precision", "year_inferred")}
    yield from _values("start", label, got and got.value, names)
    yield from _spans("start", label, read, got and got.span)


def _duration(expect: Mapping[str, Any], read: FieldsRead) -> Iterator[Triple]:
    label, got = expect["duration"], read.values["duration"]
    value = got and got.value
    names = {"weeks_min": "weeks_least", "weeks_max": "weeks_most", "approximate": "approximate", "end": "ends"}
    yield from _values("duration", label, value, names)
    yield from _spans("duration", label, read, got and got.span)
    if "deadline" in expect:
        yield "deadline", expect["deadline"]["date"], value and value.ends
        yield from _spans("deadline", expect["deadline"], read, value and value.ends_span)


def _hours(expect: Mapping[str, Any], read: FieldsRead) -> Iterator[Triple]:
    label, got = expect["hours_per_week"], read.values["hours_per_week"]
    if label is None:
        yield "hours_per_week", (), got
        return
    phases = label.get("phases") or [label]
    yield "hours_per_week.phases", len(phases), len(got)
    names = {"min": "least", "max": "most", "weeks": "weeks", "first_month_max": "first_month_most"}
    for at, phase in enumerate(phases):
        entry = got[at] if at < len(got) else None
        yield from _values(f"hours_per_week[{at}]", phase, entry and entry.value, names)
        yield from _spans(f"hours_per_week[{at}]", phase, read, entry and entry.span)


def _budget(expect: Mapping[str, Any], read: FieldsRead) -> Iterator[Triple]:
    label, got = expect["rate"], read.values["budget"]
    if label is None:
        yield "rate", None, got
        return
    value = got and got.value
    yield from _values("rate", label, value, {"min": "least", "max": "most", "currency": "currency", "per": "per"})
    yield from _spans("rate", label, read, got and got.span)
    cap = expect.get("total_cap", {"max": None, "currency": None})
    yield from _values("total_cap", cap, value, {"max": "total", "currency": "total_currency"})
    yield from _spans("total_cap", cap, read, value and value.total_span)


def _overlap(expect: Mapping[str, Any], read: FieldsRead) -> Iterator[Triple]:
    label, got = expect["overlap"], read.values["overlap"]
    if label is None:
        yield "overlap", None, got
        return
    value = got and got.value
    names = {"hours_min": "hours", "zone": "zone", "zone_from": "zone_from", "zone_to": "zone_to"}
    yield from _values("overlap", label, value, {**names, "inferred": "zone_inferred"})
    if "window" in label:
        window = value.window if value else None
        yield "overlap.window", label["window"], window and "-".join(f"{at // 60:02}:{at % 60:02}" for at in window)
    yield from _spans("overlap", label, read, got and got.span)


def _place(expect: Mapping[str, Any], read: FieldsRead) -> Iterator[Triple]:
    label, got = expect["place"], read.values["place"]
    value = got and got.value
    names = {word: word for word in ("mode", "city", "onsite_days", "near", "inferred")}
    yield from _values("place", label, value, names)
    if "prefer" in label:
        yield "place.prefer", label["prefer"] == "local", value and value.prefer_local
    yield from _spans("place", label, read, got and got.span)


def _languages(expect: Mapping[str, Any], read: FieldsRead) -> Iterator[Triple]:
    wanted = [
        *expect["languages"],
        *({**entry, "need": "excluded"} for entry in expect.get("not_needed_languages", ())),
    ]
    got = {entry.value.code: entry for entry in read.values["languages"]}
    yield "languages", {entry["code"] for entry in wanted}, set(got)
    for label in wanted:
        entry = got.get(label["code"])
        level = label.get("level")
        yield f"languages.{label['code']}.need", label["need"], entry and entry.value.importance
        yield f"languages.{label['code']}.level", _LEVELS.get(level, level), entry and entry.value.level
        yield from _spans(f"languages.{label['code']}", label, read, entry and entry.span)


def _seniority(expect: Mapping[str, Any], read: FieldsRead) -> Iterator[Triple]:
    got = read.values["seniority"]
    label, years = expect.get("seniority"), expect.get("experience_years")
    if label is None and years is None:
        yield "seniority", None, got
    if label is not None:
        yield from _values("seniority", label, got and got.value, {"level": "level"})
        yield from _spans("seniority", label, read, got and got.span)
    if years is not None:
        yield from _values("experience_years", years, got and got.value, {"min": "years"})
        yield from _spans("experience_years", years, read, got and got.span)


def _vague(expect: Mapping[str, Any], read: FieldsRead) -> Iterator[Triple]:
    """The fields that are said without a figure; those of skills are not read here."""
    wanted = {_NAMES.get(name, name) for name in expect["vague"]} - {"skills"}
    yield "vague", wanted, {note.field for note in read.vague}


def _is_named(label: Mapping[str, Any], read: FieldsRead) -> bool:
    """Whether a note is about one of the label's fields and touches one of its spans."""
    fields = {_NAMES.get(name, name) for name in label["fields"]}
    words = [_folded(span) for span in label["spans"]]
    for note in read.contradictions:
        quotes = [_folded(span.of(read.text)) for span in note.spans]
        if note.field in fields and any(quote in word or word in quote for quote in quotes for word in words):
            return True
    return False


def field_rows(scores: FieldScores) -> list[Row]:
    """The figures about fields, for the table."""
    return [
        at_least("briefs: fields right", scores.share, 0.95, note=f"{len(scores.checks)} values of labels"),
        at_least("briefs: contradictions of fields named", scores.named / scores.contradictions, 1.0),
    ]


def field_differences(scores: FieldScores) -> list[str]:
    """One line for each value that differs from its label."""
    return [
        f"{check.brief} {check.field}: wanted {check.wanted!r}, got {check.got!r}"
        for check in scores.checks
        if not check.holds
    ]


def rows(quick: bool = False) -> list[Row]:
    """The figures of the six labelled briefs; they take well under a second, `quick` or not."""
    folder = shared_data("briefs")
    if folder is None:
        return [
            absent(
                "briefs", "the labelled briefs are not on this machine; set GUILDWORKS_SHARED to the folder above data/"
            )
        ]
    return [*field_rows(field_scores(folder)), *skill_rows(quick)]


def main(words: Sequence[str]) -> None:
    """Print the differences and the table, or the table as JSON with `--json`."""
    if "--json" in words:
        print(as_json(rows()))
        return
    folder = shared_data("briefs")
    for line in field_differences(field_scores(folder)) if folder else ():
        print(line)
    show(rows())


if __name__ == "__main__":
    main(sys.argv[1:])
