"""How many years of experience a resume tells of: as stated, else from its jobs and the times beside its skills."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from guildworks.kernels.text.profile import ClaimDraft, JobDraft
from guildworks.kernels.text.resume_dates import years_covered
from guildworks.kernels.text.resume_outline import Line, Outline

_SMALL = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBERS = {word: number for number, word in enumerate(_SMALL, 1)} | {"fifteen": 15, "twenty": 20, "thirty": 30}
_COUNT = rf"(?<![\d.,/-])(?:\d{{1,2}}(?:\.\d{{1,2}})?|\b(?:{'|'.join(_NUMBERS)}))"
_YEARS = rf"(?P<count>{_COUNT})\s{{0,2}}\+?\s{{0,2}}(?:years?|yrs?)\b['’]?"
_OVER = r"(?:over|more than|almost|nearly|about|around|at least)"
_EXPERIENCE = r"(?:experiences?|exprience|exp)\b"
_STATED = (
    re.compile(rf"{_YEARS}(?: of)?(?:[ -][\w/&+#]{{1,30}}){{0,5}}?[ -]{_EXPERIENCE}", re.IGNORECASE),
    re.compile(
        rf"\b{_EXPERIENCE}(?: [\w-]{{1,30}}){{0,2}}?(?: of| for|:| -| {_OVER})\s{{0,3}}(?:{_OVER} )?{_YEARS}",
        re.IGNORECASE,
    ),
)
# Only in what a person says of themselves: "I have ten years in software", "an engineer with 8+ years as a lead".
_STATED_OF_ONESELF = re.compile(
    rf"\b(?:with|have|having|has|for|spent)\s(?:the (?:last|past) )?(?:{_OVER} )?{_YEARS} (?:in|as|of|building|working|"
    r"developing|designing|leading|making|writing)\b",
    re.IGNORECASE,
)
# The years of somebody else: "an editorial team with over 20 years of experience".
_OF_OTHERS = re.compile(
    r"\b(?:they|their|team|company|firm|faculty|founders?|institut\w+|organi[sz]ation|require\w*|minimum|preferred)\b"
    r"[^.;\n•*]{0,40}$",
    re.IGNORECASE,
)
_SIGHT = 60
_STAY = re.compile(
    rf"(?:\b(?:for|since|from)\s(?:the )?(?:(?:last|past) )?|\()(?:{_OVER} )?(?P<count>{_COUNT})\s{{0,2}}\+?\s{{0,2}}"
    r"(?P<unit>years?|yrs?|months?)\b",
    re.IGNORECASE,
)
_OF_WORK = re.compile(
    r"\b(?:work(?:ed|ing)|employed|serv(?:ed|ing)|practi[cs]\w+)\b|\bas an?\b|^(?:\w+\s{0,3}[-–:]\s{0,3})?for\b",
    re.IGNORECASE,
)
# A whole line: "Masonry - 36 months", "Welding (2 years)".
_SKILL_TIME = re.compile(
    r"[^\d.;(]{2,40}?\s{0,3}[-–—:(]\s{0,3}(?:(?!less|under)[a-z]{3,12}[\s:–-]{1,4})?(?P<count>\d{1,3})\s?\+?\s?"
    r"(?P<unit>years?|yrs?|months?)\W{0,3}",
    re.IGNORECASE,
)
_YEARS_MAX = 50  # more are those of a company


def stated_years(text: str, oneself: str = "") -> float | None:
    """The most years of experience that are said of the person, or None; `oneself` is what they say of themselves."""
    found = [one for pattern in _STATED for one in pattern.finditer(text)]
    found = [one for one in found if not _OF_OTHERS.search(text[max(0, one.start() - _SIGHT) : one.start()])]
    stated = [_number(one["count"]) for one in (*found, *_STATED_OF_ONESELF.finditer(oneself))]
    return max((years for years in stated if years <= _YEARS_MAX), default=None)


def read_years(
    text: str, outline: Outline, jobs: Sequence[JobDraft], claims: Iterable[ClaimDraft], *, today: date
) -> float | None:
    """Of experience: as stated, else the longest of the jobs' periods together, their told stays, and one skill."""
    oneself = "\n".join(line.text for line in outline.of("summary", "top"))
    if stated := stated_years(text, oneself):
        return stated
    dated = years_covered(
        (job.starts, job.ends or today) for job in jobs if job.starts and (job.ends or job.is_current)
    )
    stays = sum(_stays(outline.of("experience")))
    told = (dated, min(stays, _YEARS_MAX), *_times_of_skills(outline.of("skills")), *(one.years for one in claims))
    return max((years for years in told if years), default=None)


def _stays(lines: Iterable[Line]) -> Iterator[float]:
    """How long each line says that the person worked at one place: "Worked as a clerk for 2 years"."""
    for line in lines:
        if _OF_WORK.search(line.text) and (found := _STAY.search(line.text)):
            yield _years(found)


def _times_of_skills(lines: Iterable[Line]) -> Iterator[float]:
    """The times beside the skills of a list, also of those that the graph does not know: "Masonry - 36 months"."""
    for line in lines:
        if (found := _SKILL_TIME.fullmatch(line.text)) and (years := _years(found)) <= _YEARS_MAX:
            yield years


def _years(found: re.Match[str]) -> float:
    count = _number(found["count"])
    return round(count / 12, 2) if found["unit"].lower().startswith("m") else count


def _number(words: str) -> float:
    return float(_NUMBERS.get(words.casefold(), 0) or words)
