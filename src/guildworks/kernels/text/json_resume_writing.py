"""A profile as JSON Resume (jsonresume.org, schema 1.0.0), which `json_resume` reads back to the same profile.

What the schema has no word for is said in its nearest one: a skill's years stand in a keyword ("Python (5 years)"), a
language's level in its fluency ("C1"). What is empty is left out, and so is a day or an e-mail address that the schema
would refuse; a web address that it would refuse stands at the end of the description.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import quote

from guildworks.kernels.text.fields.languages import language_code
from guildworks.kernels.text.graph import SkillGraph
from guildworks.kernels.text.language import language_name
from guildworks.kernels.text.profile import ClaimDraft, JobDraft, LanguageDraft, ProfileDraft, WorkDraft

SCHEMA = "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json"
LEVELS = {1: "Basic", 2: "Intermediate", 3: "Advanced", 4: "Expert"}
_UNSAID: tuple[Any, ...] = (None, "", [], {})
_YEARS = range(1000, 3000)  # of the schema's days
# RFC 3986, section 3, with the schemes of the web; and RFC 5321, section 4.1.2, without quotes and literals.
_SIGN = r"(?:[\w.~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})"
_URI = re.compile(
    rf"https?://(?:(?:{_SIGN}|:)*@)?{_SIGN}+(?::\d*)?(?:/(?:{_SIGN}|[:@/])*)?(?:\?(?:{_SIGN}|[:@/?])*)?"
    rf"(?:#(?:{_SIGN}|[:@/?])*)?",
    re.ASCII | re.IGNORECASE,
)
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_ATOM = r"[\w!#$%&'*+/=?^`{|}~-]+"
_LABEL = r"(?!..--)[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_EMAIL = re.compile(rf"(?=.{{1,64}}@){_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})+", re.ASCII)


def write_json_resume(draft: ProfileDraft, *, graph: SkillGraph) -> dict[str, Any]:
    """The profile as the values of a JSON Resume. A skill that has left the graph goes by its slug."""
    return {
        "$schema": SCHEMA,
        "basics": _said(
            name=draft.name,
            label=draft.headline,
            email=draft.email if _EMAIL.fullmatch(draft.email) else "",
            summary=draft.summary,
            location=_said(city=draft.city, countryCode=draft.country),
        ),
        **_said(
            work=[_job(job) for job in draft.jobs],
            skills=[_skill(claim, graph) for claim in draft.claims],
            languages=[_language(spoken) for spoken in draft.languages],
            projects=[_work(work) for work in draft.works],
        ),
    }


def _said(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in _UNSAID}


def _job(job: JobDraft) -> Mapping[str, Any]:
    return _said(
        name=job.organisation,
        position=job.title,
        startDate=_day(job.starts),
        endDate=_day(job.ends),
        summary=job.text,
    )


def _work(work: WorkDraft) -> Mapping[str, Any]:
    url = _uri(work.url)
    return _said(name=work.title, description="\n".join(filter(None, [work.text, "" if url else work.url])), url=url)


def _day(day: date | None) -> str:
    return day.isoformat() if day and day.year in _YEARS else ""


def _uri(address: str) -> str:
    """A web address with every sign that none may have as its numbers; empty where that makes none of it either."""
    written = quote(_STRAY_PERCENT.sub("%25", address), safe="%/:?#@!$&'()*+,;=~")
    return written if _URI.fullmatch(written) else ""


def _language(spoken: LanguageDraft) -> Mapping[str, Any]:
    name = language_name(spoken.code)
    return _said(language=name if language_code(name) == spoken.code else spoken.code, fluency=spoken.level)


def _skill(claim: ClaimDraft, graph: SkillGraph) -> Mapping[str, Any]:
    names = _names(claim.skill, graph)
    years = "" if claim.years is None else f"{names[0]} ({claim.years:g} {'year' if claim.years == 1 else 'years'})"
    return _said(name=names[0], level=LEVELS.get(claim.level or 0), keywords=[years] if years else [])


def _names(slug: str, graph: SkillGraph) -> Sequence[str]:
    """The names of a skill that a reader takes for it, the best first: a few have a name that says too little."""
    if slug not in graph:
        return [slug]
    skill = graph[slug]
    spelled = [alias.text for alias in skill.aliases]
    return [skill.name, *spelled] if skill.name in spelled or not spelled else spelled
