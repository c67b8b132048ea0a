"""A draft beside the text that it was read from: rows to tick and correct, and words with the numbers of their rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from guildworks.kernels.text.language import language_name
from guildworks.kernels.text.profile import ProfileDraft
from guildworks.kernels.text.source_words import pieces_of, sources_of
from guildworks.platform.limits import limit
from guildworks.skills.queries import skill_name
from guildworks.talent.models import Engineer, Resume
from guildworks.talent.resumes.kept import draft_of
from guildworks.talent.shown import month_typed

WORDS = ("name", "headline", "summary", "city", "country", "years")
LISTS = ("claims", "languages", "jobs", "works")
Typed = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Row:
    """One value that was read, or that somebody adds: its fields, and whether it is taken into the profile."""

    part: str  # of WORDS or LISTS
    place: int
    values: Typed
    taken: bool = True
    number: int | None = None  # of its words in the text
    now: str = ""  # what the profile says today, where it says something else
    name: str = ""  # how it is called on the page
    wrong: Typed = field(default_factory=dict)
    is_new: bool = False

    @property
    def id(self) -> str:
        """The beginning of the names of its fields."""
        return f"{self.part}-{self.place}"


@dataclass(frozen=True, slots=True)
class Words:
    """A piece of the text; with a number, the words of that row, the first piece of which is `first`."""

    text: str
    number: int | None = None
    row: str = ""
    first: bool = False


def rows_of(resume: Resume, engineer: Engineer) -> list[Row]:
    """All rows of a draft as it was read, numbered where their words are found."""
    draft = draft_of(resume.draft)
    rows = [*_words(draft, engineer), *_claims(draft, engineer), *_languages(draft), *_jobs(draft), *_works(draft)]
    found = {(source.part, source.place) for source in sources_of(draft, resume.text)}
    number, numbered = 0, []
    for row in rows:
        has_words = (row.part, row.place) in found
        number += has_words
        numbered.append(replace(row, number=number if has_words else None))
    return numbered


def words_of(resume: Resume, rows: Sequence[Row]) -> list[Words]:
    """The whole text, with the number of its row at each piece that one came from."""
    numbers = {(row.part, row.place): row for row in rows if row.number}
    shown: list[Words] = []
    seen: set[int] = set()
    for piece in pieces_of(resume.text, sources_of(draft_of(resume.draft), resume.text)):
        row = numbers.get((piece.source.part, piece.source.place)) if piece.source else None
        if row is None or row.number is None:
            shown.append(Words(piece.text))
            continue
        shown.append(Words(piece.text, row.number, row.id, first=row.number not in seen))
        seen.add(row.number)
    return shown


def added(part: str, place: int) -> Row:
    """An empty row for something that the resume does not say."""
    return Row(part, place, {}, taken=False, is_new=True)


def _words(draft: ProfileDraft, engineer: Engineer) -> list[Row]:
    names = {
        "name": _("Name"),
        "headline": _("Headline"),
        "summary": _("Summary"),
        "city": _("City"),
        "country": _("Country"),
        "years": _("Years"),
    }
    today = {name: str(getattr(engineer, "public_name" if name == "name" else name) or "") for name in WORDS}
    today["years"] = "" if engineer.years is None else f"{float(engineer.years):g}"
    rows = []
    for name in WORDS:
        value = getattr(draft, name)
        text = f"{value:g}" if isinstance(value, float) else str(value or "")[: limit("profile_characters")]
        if text:
            other = today[name] if today[name] != text else ""
            # What the profile says already is not taken from it without a word.
            rows.append(Row(name, 0, {"text": text}, taken=not other, now=other, name=names[name]))
    return rows


def _claims(draft: ProfileDraft, engineer: Engineer) -> list[Row]:
    before = {claim.skill_id: claim for claim in engineer.claims.all()}
    rows = []
    for place, claim in enumerate(draft.claims):
        there = before.get(claim.skill)
        level = claim.level or (there.level if there else None)
        years = claim.years if claim.years is not None else (there.years if there else None)
        values = {
            "skill": claim.skill,
            "level": str(level or ""),
            "years": "" if years is None else f"{float(years):g}",
        }
        now = _("in your profile") if there else ""
        rows.append(Row("claims", place, values, name=skill_name(claim.skill), now=now))
    return rows


def _languages(draft: ProfileDraft) -> list[Row]:
    return [
        Row(
            "languages",
            place,
            {"language": spoken.code, "level": spoken.level or ""},
            name=_(language_name(spoken.code)),
        )
        for place, spoken in enumerate(draft.languages)
    ]


def _jobs(draft: ProfileDraft) -> list[Row]:
    return [
        Row(
            "jobs",
            place,
            {
                "title": job.title[:200],
                "organisation": job.organisation[:200],
                "starts": month_typed(job.starts),
                "ends": month_typed(job.ends),
                "current": "on" if job.is_current else "",
                "text": job.text[: limit("profile_characters")],
            },
            name=job.title or job.organisation,
        )
        for place, job in enumerate(draft.jobs[: limit("jobs_per_engineer")])
    ]


def _works(draft: ProfileDraft) -> list[Row]:
    return [
        Row(
            "works",
            place,
            {"title": work.title[:200], "url": work.url[:500], "text": work.text[: limit("profile_characters")]},
            name=work.title,
        )
        for place, work in enumerate(draft.works[: limit("works_per_engineer")])
    ]
