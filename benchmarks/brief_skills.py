"""Reading briefs: the labelled ones, wishes that may not be used, and speed: `python -m benchmarks.brief_skills`.

The labels name what a careful reader takes from each brief; their ids are matched by slug or alias, alternatives are
compared as sets, and a domain counts as a skill. The 40 planted wishes are ours, each set into a brief of ours.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from benchmarks.planted_wishes import BRIEF, PLANTED, TRULY_THERE
from benchmarks.table import Row, absent, as_json, at_least, at_most, seen, shared_data, show, within
from guildworks.kernels.text.brief import BriefReader
from guildworks.kernels.text.graph import SkillGraph
from guildworks.kernels.text.not_used import find_not_used
from guildworks.kernels.text.requirement import Requirement, SkillWish

GRAPH = Path(__file__).parents[1] / "src/guildworks/skills/graph"
SECOND_SET = Path(__file__).parents[1] / "tests/kernels/text/data/planted_wishes.yaml"
TODAY = date(2026, 11, 23)
_FIELDS = {"rate": "budget", "start": "starts", "deadline": "duration", "total_cap": "budget"}
_LONG = 40_000

Asked = tuple[frozenset[str], str]  # the alternatives, and how they are asked for


@dataclass(frozen=True, slots=True)
class Labelled:
    """A labelled brief: its text and the labels."""

    name: str
    text: str
    labels: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts over all briefs."""

    gold: int
    read: int
    found: int
    right: int  # found, with the importance of the label
    contradictions: int
    named: int

    @property
    def f1(self) -> float:
        return 2 * self.found / (self.gold + self.read)


def rows(quick: bool = False) -> list[Row]:
    """All figures; times are seconds of CPU (the reading is one thread). `quick` times fewer rounds."""
    reader = BriefReader(SkillGraph.load(GRAPH))
    return [*_labelled(reader), *_wishes(), *_speed(reader, rounds=3 if quick else 20)]


def _labelled(reader: BriefReader) -> list[Row]:
    folder = shared_data("briefs")
    if folder is None:
        return [
            absent("labelled briefs", "they are not on this machine; set GUILDWORKS_SHARED to the folder above data/")
        ]
    briefs = list(_briefs(folder))
    tally = _tally(reader, briefs)
    return [
        at_least("briefs: skills F1", tally.f1, 0.92, note=f"{len(briefs)} briefs, {tally.gold} labelled skills"),
        at_least("briefs: importance right", tally.right / tally.found, 0.90, note=f"of {tally.found} skills found"),
        at_least(
            "briefs: contradictions named", tally.named / tally.contradictions, 1.0, note=f"of {tally.contradictions}"
        ),
        *_open_fields(reader, briefs),
    ]


def _briefs(folder: Path) -> Iterable[Labelled]:
    for file in sorted(folder.glob("[0-9]*.md")):
        yield Labelled(file.stem, file.read_text("utf-8"), yaml.safe_load(file.with_suffix(".yaml").read_text("utf-8")))


def _tally(reader: BriefReader, briefs: Sequence[Labelled]) -> Tally:
    gold = read = found = right = contradictions = named = 0
    for brief in briefs:
        requirement = reader.read(brief.text, today=TODAY)
        wanted = gold_skills(brief.labels["expect"], reader.graph)
        got = read_skills(requirement.skills)
        gold, read = gold + len(wanted), read + len(got)
        for alternatives, importance in wanted.items():
            if alternatives in got:
                found += 1
                right += got[alternatives] == importance
        for entry in brief.labels["expect"]["contradictions"]:
            contradictions += 1
            named += is_named(entry, requirement, brief.text)
    return Tally(gold, read, found, right, contradictions, named)


def gold_skills(expect: Mapping[str, Any], graph: SkillGraph) -> dict[frozenset[str], str]:
    """The labelled skills: each set of alternatives with how it is asked for."""
    slugs = {alias.text.casefold(): skill.slug for skill in graph.skills.values() for alias in skill.aliases}

    def slug(label: str) -> str:
        return label if label in graph else slugs.get(label.casefold(), slugs.get(label.replace("-", " "), label))

    wanted = {
        frozenset(map(slug, entry.get("any_of") or [entry["id"]])): entry["need"]
        for entry in (*expect["skills"], *expect.get("domain", ()))
    }
    unwanted = (*expect.get("excluded_skills", ()), *expect.get("not_needed_skills", ()))
    return wanted | {frozenset([slug(entry["id"])]): "excluded" for entry in unwanted}


def read_skills(wishes: Iterable[SkillWish]) -> dict[frozenset[str], str]:
    """What was read, in the same form."""
    choices: dict[int, list[SkillWish]] = {}
    single: dict[frozenset[str], str] = {}
    for wish in wishes:
        if wish.any_of is None:
            single[frozenset([wish.skill])] = wish.importance
        else:
            choices.setdefault(wish.any_of, []).append(wish)
    return single | {frozenset(wish.skill for wish in group): group[0].importance for group in choices.values()}


def is_named(entry: Mapping[str, Any], requirement: Requirement, text: str) -> bool:
    """Whether a labelled contradiction is among those named: one of its fields, at one of its places."""
    fields = {_FIELDS.get(name, name) for name in entry["fields"]}
    places = [" ".join(words.split()) for words in entry["spans"]]
    for note in requirement.contradictions:
        quotes = [" ".join(span.of(text).split()) for span in note.spans]
        if note.field in fields and any(quote in place or place in quote for quote in quotes for place in places):
            return True
    return False


def _open_fields(reader: BriefReader, briefs: Sequence[Labelled]) -> list[Row]:
    """Of the fields that the labels call vague or missing, how many are asked back."""
    wanted = asked = extra = 0
    for brief in briefs:
        requirement = reader.read(brief.text, today=TODAY)
        for kind in ("vague", "missing"):
            gold = {_FIELDS.get(name, name) for name in brief.labels["expect"][kind]}
            read = {note.field for note in getattr(requirement, kind)}
            wanted, asked, extra = wanted + len(gold), asked + len(gold & read), extra + len(read - gold - {"quality"})
    return [
        at_least("briefs: vague and missing asked back", asked / wanted, 0.95, note=f"of {wanted}; {extra} besides")
    ]


def _wishes() -> list[Row]:
    second = yaml.safe_load(SECOND_SET.read_text("utf-8"))
    found = sum(_is_found(wish) for wish in PLANTED)
    found_too = sum(_is_found(entry["text"]) for entry in second["wishes"])
    innocent = sum(bool(find_not_used(text)) for text in second["innocent"])
    rows = [
        at_least("planted wishes found", found, len(PLANTED), note="that may not be used"),
        at_least("planted wishes found, second set", found_too, len(second["wishes"]), note="by another author"),
        at_most("false wishes in look-alikes", innocent, 0, note=f"{len(second['innocent'])} sentences"),
    ]
    folder = shared_data("postings")
    if folder is None:
        return [*rows, absent("wishes in postings", "the postings are not on this machine")]
    wrong = 0
    files = sorted(folder.glob("*.txt"))
    for file in files:
        wrong += sum(
            note.field not in TRULY_THERE.get(file.stem, ()) for note in find_not_used(file.read_text("utf-8"))
        )
    return [*rows, at_most("false wishes in postings", wrong, 0, note=f"{len(files)} postings")]


def _is_found(wish: str) -> bool:
    text = BRIEF.format(wish=wish)
    notes = find_not_used(text)
    return bool(notes) and all(span.of(text) in wish for note in notes for span in note.spans)


def _speed(reader: BriefReader, *, rounds: int) -> list[Row]:
    brief = BRIEF.format(wish="Documented in English, with tests, so that our own people can go on with it.")
    words = len(brief.split())
    long = (brief + "\n\n") * (_LONG // len(brief) + 1)
    return [
        within(
            "seconds to read a brief",
            _best(reader, brief, rounds),
            0.015,
            note=f"{words} words, CPU time, best of {rounds}",
        ),
        within("seconds to read 40,000 characters", _best(reader, long[:_LONG], 3), 1.0, note="CPU time, best of 3"),
        seen("characters a second", _LONG / _best(reader, long[:_LONG], 1)),
    ]


def _best(reader: BriefReader, text: str, rounds: int) -> float:
    times = []
    for _ in range(rounds):
        started = time.process_time()
        reader.read(text, today=TODAY)
        times.append(time.process_time() - started)
    return min(times)


if __name__ == "__main__":
    measured = rows(quick="--quick" in sys.argv)
    if "--json" in sys.argv:
        sys.stdout.write(as_json(measured) + "\n")
    else:
        show(measured)
