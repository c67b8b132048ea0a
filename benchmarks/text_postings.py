"""Twenty real postings against labels by file name and offset: `python -m benchmarks.text_postings`.

The labels (`data/postings.yaml`) hold no word of a posting. They name skills with how each is asked for, and the fields
that a posting states; what it does not state (hours, start, duration, overlap) may not be read from it. Skills under
`may` count neither for nor against us.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from benchmarks.table import Row, absent, as_json, at_most, seen, shared_data, show
from guildworks.kernels.text.brief import BriefReader
from guildworks.kernels.text.graph import SkillGraph
from guildworks.kernels.text.requirement import Requirement

GRAPH = Path(__file__).parents[1] / "src/guildworks/skills/graph"
LABELS = Path(__file__).parent / "data/postings.yaml"
TODAY = date(2026, 11, 23)
_NEVER_SAID = {"hours": "hours_per_week", "start": "starts", "duration": "duration", "overlap": "overlap"}

Labels = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PostingRead:
    """One posting: its text, its labels and what we read from it."""

    name: str
    text: str
    labels: Labels
    requirement: Requirement

    @property
    def wanted(self) -> dict[str, str]:
        """The labelled skills with how each is asked for."""
        return {entry["skill"]: entry["need"] for entry in self.labels["skills"]}

    @property
    def got(self) -> dict[str, str]:
        """The skills that were read, without those on which careful readers may differ."""
        return {wish.skill: wish.importance for wish in self.requirement.skills if wish.skill not in self.labels["may"]}

    def invented(self) -> Iterator[str]:
        """Fields of an engagement that were read although the posting does not state them."""
        for field, attribute in _NEVER_SAID.items():
            if field not in self.labels["said"] and getattr(self.requirement, attribute):
                yield field


@dataclass(frozen=True, slots=True)
class PostingField:
    """What was read for one field, beside all answers that a person would accept."""

    posting: str
    field: str
    accepted: Sequence[Any]
    got: Any

    @property
    def holds(self) -> bool:
        return self.got in self.accepted


def read_postings(folder: Path) -> list[PostingRead]:
    """Read every labelled posting of the folder."""
    reader = BriefReader(SkillGraph.load(GRAPH))
    postings = []
    for name, labels in yaml.safe_load(LABELS.read_text("utf-8")).items():
        text = (folder / f"{name}.txt").read_text("utf-8")
        postings.append(PostingRead(name, text, labels, reader.read(text, today=TODAY)))
    return postings


def field_checks(posting: PostingRead) -> Iterator[PostingField]:
    """The role, seniority, years, mode of place, languages and pay of one posting."""
    labels, read = posting.labels, posting.requirement
    seniority = read.seniority.value if read.seniority else None
    place, budget = read.place, read.budget
    roles = {role.value for role in read.roles}
    strange = roles - set(labels["roles"])
    yield PostingField(posting.name, "roles", ["as labelled"], "as labelled" if roles and not strange else roles)
    yield PostingField(posting.name, "seniority", labels["seniority"], seniority and seniority.level)
    yield PostingField(posting.name, "years", [labels["years"]], seniority and seniority.years)
    yield PostingField(posting.name, "place", labels["place"], place and place.value.mode)
    spoken = {entry.value.code: (entry.value.importance, entry.value.level) for entry in read.languages}
    asked = {entry["code"]: (entry["need"], entry["level"]) for entry in labels["languages"]}
    yield PostingField(posting.name, "languages", [asked], spoken)
    pay = budget and {word: getattr(budget.value, word) for word in ("least", "most", "currency", "per")}
    yield PostingField(posting.name, "pay", [labels["pay"]], pay)


def rows(quick: bool = False) -> list[Row]:
    """The figures of the labelled postings; they take about two seconds, `quick` or not."""
    folder = shared_data("postings")
    if folder is None:
        return [absent("labelled postings", "the postings are not on this machine; set GUILDWORKS_SHARED")]
    return posting_rows(read_postings(folder))


def posting_rows(postings: Sequence[PostingRead]) -> list[Row]:
    """The figures about postings that were read, for the table."""
    gold = sum(len(posting.wanted) for posting in postings)
    got = sum(len(posting.got) for posting in postings)
    found = [
        (need, posting.got[skill])
        for posting in postings
        for skill, need in posting.wanted.items()
        if skill in posting.got
    ]
    right = sum(wanted == read for wanted, read in found)
    checks = [check for posting in postings for check in field_checks(posting)]
    held = sum(check.holds for check in checks)
    invented = sum(len(list(posting.invented())) for posting in postings)
    return [
        seen(
            "postings: skills F1",
            2 * len(found) / (gold + got),
            note=f"{len(postings)} postings, {gold} labelled skills",
        ),
        seen("postings: skills recall", len(found) / gold),
        seen("postings: importance right", right / len(found), note=f"of {len(found)} skills found"),
        seen(
            "postings: fields right",
            held / len(checks),
            note=f"of {len(checks)}: role, seniority, years, place, languages, pay",
        ),
        at_most("postings: fields invented", invented, 0, note="hours, start, duration, overlap where none is stated"),
    ]


def differences(postings: Sequence[PostingRead]) -> Iterator[str]:
    """One line for each skill or field that differs from its label, without words of the posting."""
    for posting in postings:
        wanted, got = posting.wanted, posting.got
        spans = {wish.skill: wish.span for wish in posting.requirement.skills}
        for skill in sorted(wanted.keys() | got.keys()):
            if wanted.get(skill) != got.get(skill):
                at = f" at {spans[skill].start}" if skill in spans else ""
                yield f"{posting.name} {skill}: wanted {wanted.get(skill)}, got {got.get(skill)}{at}"
        for check in field_checks(posting):
            if not check.holds:
                yield f"{posting.name} {check.field}: wanted one of {check.accepted}, got {check.got}"
        for field in posting.invented():
            yield f"{posting.name} {field}: invented"


def main(words: Sequence[str]) -> None:
    """Print the differences and the table, or the table as JSON with `--json`."""
    if "--json" in words:
        sys.stdout.write(as_json(rows()) + "\n")
        return
    folder = shared_data("postings")
    if folder is not None:
        sys.stdout.writelines(line + "\n" for line in differences(read_postings(folder)))
    show(rows())


if __name__ == "__main__":
    main(sys.argv[1:])
