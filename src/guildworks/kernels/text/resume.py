"""A resume in free text, read into a profile. What is not said stays empty; what is not understood is named."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from guildworks.kernels.text.gazetteer import Gazetteer
from guildworks.kernels.text.graph import SkillGraph
from guildworks.kernels.text.language import is_latin, language_name, language_of
from guildworks.kernels.text.mojibake import repair_mojibake
from guildworks.kernels.text.profile import ClaimDraft, ProfileDraft, WorkDraft
from guildworks.kernels.text.resume_claims import read_claims
from guildworks.kernels.text.resume_jobs import read_jobs, split_header
from guildworks.kernels.text.resume_outline import Line, Outline, plain_heading, read_outline
from guildworks.kernels.text.resume_people import read_email, read_headline, read_languages, read_name, read_place
from guildworks.kernels.text.resume_years import read_years
from guildworks.kernels.text.skill_entries import spans_of_entries, unread_entries, with_entries

_URL = re.compile(
    r"https?://[^\s)>\]]+|\b(?:www\.|github\.com/|gitlab\.com/|huggingface\.co/)[^\s)>\]]+", re.IGNORECASE
)
_WORK_NAME = re.compile(r"(?:project )?(?:title|name)\s?[:–-]\s?(?P<name>\S.*)", re.IGNORECASE)
_WORK_LABEL = re.compile(
    r"(?:(?:project )?(?:description|duration)|(?:my )?role|team size|environment|databases?|technolog(?:y|"
    r"ies)(?: used)?|"
    r"tools(?: used)?|responsibilit(?:y|ies)|platform|languages?|client)\s?[:–-]",
    re.IGNORECASE,
)
_SUMMARY_WORDS_MIN = 8
_TEXT_MAX = 4_000
_WORKS_MAX = 40
_LANGUAGE_WORDS_MIN = 6  # fewer, in Latin letters, are a list in no language


@dataclass(frozen=True, slots=True)
class ResumeReader:
    """Reads resumes against one skill graph; holds no state, and may be shared."""

    graph: SkillGraph
    gazetteer: Gazetteer

    def read(self, text: str, *, today: date) -> ProfileDraft:
        """Read a resume. Spans count in the text with wrongly decoded characters put right, as `read_file` gives it."""
        text = repair_mojibake(text)
        outline = read_outline(text)
        listed = spans_of_entries(text, outline.lines)
        found = with_entries(text, self.gazetteer.find(text), listed, self.gazetteer)
        claims = tuple(claim for claim in read_claims(text, outline, found) if claim.skill in self.graph)
        headline = read_headline(outline)
        told = outline.of("experience") or outline.of("top", "unknown")
        jobs = read_jobs(told, headline, today=today)
        place = read_place(outline)
        name = read_name(outline, self.gazetteer)
        language = language_of_resume(text, [name, place.city or "" if place else ""], self.gazetteer)
        return ProfileDraft(
            name=name,
            headline=split_header(headline)[0] or (jobs[0].title if jobs else ""),
            summary=_summary(outline),
            email=read_email(text),
            country=place.country if place else "",
            city=(place.city or "") if place else "",
            zone=place.zone if place else "",
            years=read_years(text, outline, jobs, claims, today=today),
            claims=claims,
            jobs=jobs,
            works=_works(outline.lines),
            languages=read_languages(outline),
            language=language,
            unread=(*_unread(outline), *unread_entries(text, outline, found)),
            warnings=warnings_of(language, claims),
        )


def language_of_resume(text: str, names: Iterable[str], gazetteer: Gazetteer) -> str:
    """The language that a resume is written in; the names of person and place say nothing about it."""
    for name in filter(None, names):
        text = re.sub(rf"\b{re.escape(name)}\b", " ", text, flags=re.IGNORECASE)
    words = gazetteer.without_skills(text)
    return (language_of(words) if len(words.split()) >= _LANGUAGE_WORDS_MIN or not is_latin(words) else None) or "en"


def _summary(outline: Outline) -> str:
    lines = outline.of("summary") or [
        line for line in outline.of("top") if len(line.text.split()) >= _SUMMARY_WORDS_MIN and "@" not in line.text
    ]
    return "\n".join(line.text for line in lines)[:_TEXT_MAX]


def _works(lines: Sequence[Line]) -> tuple[WorkDraft, ...]:
    """Projects: a line with a gap before it, or an item of the list where all are items, begins one."""
    inside = [line for line in lines if line.kind == "projects" and not line.is_heading]
    works: list[WorkDraft] = []
    only_items = all(line.is_bullet for line in inside)
    for at, line in enumerate(inside):
        first = at == 0 or line.section != inside[at - 1].section
        named = _WORK_NAME.match(line.text)
        begins = (line.after_gap and not line.is_bullet) or only_items or named
        if first or (begins and not _WORK_LABEL.match(line.text)):
            works.append(_work(named["name"] if named else line.text))
        else:
            last = works[-1]
            text = f"{last.text}\n{line.text}".strip()[:_TEXT_MAX]
            works[-1] = WorkDraft(last.title, last.url or _url(line.text), text)
    return tuple(work for work in works[:_WORKS_MAX] if work.title)


def _work(words: str) -> WorkDraft:
    plain = re.sub(r"^\s*(?:[•●▪■◆►➢❖✓*·o–-]|\(?\d{1,2}[.)])\s*", "", words)
    title, colon, rest = plain.partition(": ")
    if not colon or len(title.split()) > 10:
        title, rest = plain, ""
    return WorkDraft(plain_heading(_URL.sub("", title)).strip(" ,()–-")[:200], _url(plain), rest.strip()[:_TEXT_MAX])


def _url(words: str) -> str:
    found = _URL.search(words)
    if not found:
        return ""
    url = found.group().rstrip(".,;")
    return url if url.lower().startswith("http") else f"https://{url}"


def _unread(outline: Outline) -> tuple[str, ...]:
    aside = [plain_heading(line.text) for line in outline.lines if line.is_heading and line.kind == "aside"]
    return tuple(dict.fromkeys([*outline.unknown, *aside]))


def warnings_of(language: str, claims: Sequence[ClaimDraft]) -> tuple[str, ...]:
    """What should be looked at: a foreign language, and that no skill was found."""
    warnings = []
    if language != "en":
        warnings.append(
            f"This resume seems to be written in {language_name(language)}; only English is read well. "
            "Please check everything, or send an English version."
        )
    if not claims:
        warnings.append(
            "No skill that Guildworks knows was found. List the skills in the file under the heading Skills, as "
            "`guildworks skills list` writes them, and import it again."
        )
    return tuple(warnings)
