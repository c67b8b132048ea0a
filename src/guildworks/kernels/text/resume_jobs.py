"""The jobs of a resume: titles, organisations, dates and what was done."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from guildworks.kernels.text.profile import JobDraft
from guildworks.kernels.text.resume_dates import Period, periods
from guildworks.kernels.text.resume_outline import Line

_TITLE_WORD = re.compile(
    r"\b(?:engineer(?:ing (?:lead|manager))?|developer|scientist|analyst|consultant|manager|architect|designer|"
    r"administrator|"
    r"programmer|researcher|specialist|technician|teacher|lecturer|trainer|tutor|professor|executive|advocate|"
    r"lawyer|attorney|"
    r"artist|director|officer|intern|trainee|assistant|associate|coordinator|co-ordinator|accountant|supervisor|"
    r"(?:team |tech(?:nical)? |project )?lead(?:er)?|head of|founder|cto|ceo|cio|vp|president|owner|freelance[r]?|"
    r"representative|recruiter|tester|devops|sre|dba|contractor|editor|writer|instructor|coach|nurse|student)s?\b",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^(?P<label>(?:name of (?:the )?)?(?:company|organi[sz]ation|employer|client)(?: name)?|job title|title|"
    r"designation|role|"
    r"position(?: held)?|post|description|job (?:description|profile)|(?:key )?responsibilit(?:y|ies)|duties|"
    r"duration|period|tenure|"
    r"dates?|from|working (?:since|period))\s*(?:[:–]|-(?=\s|$))\s*-?\s*(?P<value>.*)$",
    re.IGNORECASE,
)
_ORGANISATION, _TITLE, _TIME, _TEXT = "organisation", "title", "time", "text"
_SPLIT = re.compile(r"\s+(?:at|@)\s+|\s*[|·•]\s*|\s+[-–—]\s+|\t+| {3,}|,\s+")
_EDGE = " \t,;:|·•–—-[]*_#"
_HEADER_WORDS_MAX = 14


@dataclass
class _Draft:
    """A job while its lines are read."""

    title: str = ""
    organisation: str = ""
    period: Period | None = None
    lines: list[str] = field(default_factory=list)

    def done(self) -> JobDraft | None:
        text = "\n".join(self.lines).strip()
        if not (self.title or self.organisation or (self.period and text)):
            return None
        return JobDraft(
            title=self.title,
            organisation=self.organisation,
            starts=self.period.starts if self.period else None,
            ends=self.period.ends if self.period else None,
            is_current=self.period is not None and self.period.ends is None,
            text=text,
        )


def is_title(words: str) -> bool:
    """Whether a short line names a job: "Senior data engineer"."""
    plain = words.strip(_EDGE)
    return (
        0 < len(plain.split()) <= 8
        and bool(_TITLE_WORD.search(plain))
        and not plain.endswith(".")
        and plain[0].isalpha()
    )


def split_header(words: str) -> tuple[str, str]:
    """Title and organisation of a line such as "Senior Engineer, Acme Ltd"; either may be empty."""
    parts = [part.strip(_EDGE) for part in _SPLIT.split(words)]
    parts = [part for part in parts if part]
    titles = [part for part in parts if _TITLE_WORD.search(part)]
    if not titles:
        return "", ", ".join(parts)
    # "Data Engineer, Search, Acme": what stands after the title and before the last part belongs to the title.
    others = [part for part in parts if part != titles[0]]
    return titles[0], ", ".join(others)


def read_jobs(lines: Sequence[Line], headline: str, *, today: date) -> tuple[JobDraft, ...]:
    """The jobs that the lines of the experience sections tell of, in their order.

    A headline such as "Data Engineer - Acme" gives its title to the first job at Acme that has none.
    """
    is_labelled = any((found := _LABEL.match(line.text)) and _meaning(found) == _ORGANISATION for line in lines)
    drafts = list(_labelled(lines, today) if is_labelled else _dated(lines, today))
    title, organisation = split_header(headline)
    for draft in drafts:
        if organisation and not draft.title and draft.organisation.casefold() == organisation.casefold():
            draft.title = title
            break
    return tuple(job for draft in drafts if (job := draft.done()))


def _meaning(found: re.Match[str]) -> str:
    label = found["label"].lower()
    if re.search(r"company|organi|employer|client", label):
        return _ORGANISATION
    if re.search(r"title|designation|role|position|post", label):
        return _TITLE
    if re.search(r"duration|period|tenure|date|from|since", label):
        return _TIME
    return _TEXT


def _labelled(lines: Sequence[Line], today: date) -> Iterator[_Draft]:
    """Jobs whose lines carry labels: "Company: Acme", "Designation: Engineer"; an employer begins a job."""
    job: _Draft | None = None
    for line in lines:
        found = _LABEL.match(line.text)
        meaning = _meaning(found) if found else ""
        value = found["value"].strip() if found else ""
        value = value.strip(_EDGE) if meaning in (_ORGANISATION, _TITLE) else value
        if meaning == _ORGANISATION and (job is None or job.organisation or job.lines):
            if job:
                yield job
            job = _Draft()
        if job is None:
            job = _Draft()
        _take(job, meaning, value or line.text, today) if meaning else _take(job, _TEXT, line.text, today)
    if job:
        yield job


def _take(job: _Draft, meaning: str, value: str, today: date) -> None:
    period = next(periods(value, today), None)
    is_name = len(value.split()) <= (_HEADER_WORDS_MAX if meaning == _ORGANISATION else 8) and not value.endswith(".")
    if meaning in (_ORGANISATION, _TITLE) and not getattr(job, meaning) and is_name:
        if not _LABEL.match(value):
            setattr(job, meaning, value if period is None else _without(value, period))
    elif meaning != _TIME and value.strip() and not _LABEL.fullmatch(value):
        job.lines.append(value)
    if (
        period
        and job.period is None
        and (meaning == _TIME or len(value.split()) <= _HEADER_WORDS_MAX or not job.lines[1:])
    ):
        job.period = replace(period)


def _without(words: str, period: Period) -> str:
    """The words around a period, also without brackets that stood around it."""
    left, right = words[: period.span.start].rstrip(), words[period.span.end :].lstrip()
    if left.endswith("(") and right.startswith(")"):
        left, right = left[:-1], right[1:]
    return f"{left} {right}".strip(_EDGE)


def _dated(lines: Sequence[Line], today: date) -> Iterator[_Draft]:
    """Jobs whose headers carry a period, with the short lines around it: title, organisation, place."""
    headers = [at for at, line in enumerate(lines) if _is_dated_header(line, today)]
    starts = [_header_start(lines, at, headers) for at in headers]
    for place, at in enumerate(headers):
        stop = starts[place + 1] if place + 1 < len(headers) else len(lines)
        end = _header_end(lines, at, stop, starts[place])
        period = next(periods(lines[at].text, today))
        head = [_without(line.text, period) if line is lines[at] else line.text for line in lines[starts[place] : end]]
        title, organisation = _named([words for words in head if words.strip(_EDGE)])
        yield _Draft(title, organisation, period, [line.text for line in lines[end:stop]])


def _is_dated_header(line: Line, today: date) -> bool:
    found = next(periods(line.text, today), None)
    if found is None:
        return False
    rest = _without(line.text, found)
    return (
        len(rest.split()) <= _HEADER_WORDS_MAX
        and not rest.endswith((".", ";"))
        and not (line.is_bullet and len(rest.split()) > 9)
    )


def _header_start(lines: Sequence[Line], at: int, headers: Sequence[int]) -> int:
    """The first line of the header that holds the period at `at`: up to two short lines above it belong to it."""
    start = at
    while start > 0 and at - start < 2 and not lines[start].after_gap and start - 1 not in headers:
        above = lines[start - 1]
        if (
            above.is_bullet
            or len(above.text.split()) > 9
            or above.text.endswith((".", ";", ","))
            or above.section != lines[at].section
        ):
            break
        follows_text = (
            start - 2 >= 0
            and not above.after_gap
            and start - 2 not in headers
            and lines[start - 2].section == above.section
        )
        if follows_text and not (
            is_title(above.text) or lines[start - 2].is_bullet or lines[start - 2].text.endswith(".")
        ):
            break
        start -= 1
    return start


def _header_end(lines: Sequence[Line], at: int, stop: int, start: int) -> int:
    """The line after the header: a short line right below belongs to it where title or organisation still lack."""
    end = at + 1
    has_words = sum(bool(line.text) for line in lines[start:end])
    if end < stop and has_words < 3:
        below = lines[end]
        is_short = len(below.text.split()) <= 6 and not below.text.endswith((".", ":", ";"))
        if is_short and not below.is_bullet and not below.after_gap and (start == at):
            end += 1
    return end


def _named(head: Sequence[str]) -> tuple[str, str]:
    titles, others = [], []
    for words in head:
        title, rest = split_header(words)
        titles += [title] if title else []
        others += [rest] if rest else []
    if titles:
        return titles[0], others[0] if others else (titles[1] if len(titles) > 1 else "")
    if len(others) == 1 and "," in others[0]:
        first, _, rest = others[0].partition(", ")
        return first, rest
    return (others[0], others[1]) if len(others) > 1 else ("", others[0] if others else "")
