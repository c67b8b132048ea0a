"""A profile as JSON Resume (jsonresume.org, schema 1.0.0), which `json_resume` reads back to the same profile.

What the schema has no word for is said in its nearest one: a skill's years stand in a keyword ("Python (5 years)"), a
language's level in its fluency ("C1"). What is empty is left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from guildworks.kernels.text.fields.languages import language_code
from guildworks.kernels.text.graph import SkillGraph
from guildworks.kernels.text.language import language_name
from guildworks.kernels.text.profile import ClaimDraft, JobDraft, LanguageDraft, ProfileDraft, WorkDraft

SCHEMA = "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json"
LEVELS = {1: "Basic", 2: "Intermediate", 3: "Advanced", 4: "Expert"}
_UNSAID: tuple[Any, ...] = (None, "", [], {})


def write_json_resume(draft: ProfileDraft, *, graph: SkillGraph) -> dict[str, Any]:
    """The profile as the values of a JSON Resume. A skill that has left the graph goes by its slug."""
    return {
        "$schema": SCHEMA,
        "basics": _said(
            name=draft.name,
            label=draft.headline,
            email=draft.email,
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
        startDate=job.starts and job.starts.isoformat(),
        endDate=job.ends and job.ends.isoformat(),
        summary=job.text,
    )


def _work(work: WorkDraft) -> Mapping[str, Any]:
    return _said(name=work.title, description=work.text, url=work.url)


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
