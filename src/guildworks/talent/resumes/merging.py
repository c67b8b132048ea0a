"""What becomes of a profile with what was read of a resume: more, and nothing of it is lost."""

from __future__ import annotations

from collections.abc import Sequence

from guildworks.kernels.text.profile import ClaimDraft, JobDraft, LanguageDraft, WorkDraft
from guildworks.talent.models import Claim, Engineer, Job, Language, Work
from guildworks.talent.rows import claims_of, jobs_of, only, works_of


def merged_claims(engineer: Engineer, read: Sequence[ClaimDraft]) -> list[Claim]:
    """A claim of each skill read; what the resume does not say, such as how well, stays as the profile says it."""
    before = {claim.skill_id: claim for claim in engineer.claims.all()}
    claims = claims_of(engineer, only(claims=read))
    for claim in claims:
        if there := before.get(claim.skill_id):
            claim.level = there.level if claim.level is None else claim.level
            claim.years = there.years if claim.years is None else claim.years
    return claims


def merged_languages(engineer: Engineer, read: Sequence[LanguageDraft]) -> list[LanguageDraft]:
    """The languages read, each with the level that the resume says, or else the profile."""
    before: dict[str, Language] = {spoken.code: spoken for spoken in engineer.languages.all()}
    return [
        LanguageDraft(said.code, said.level or (before[said.code].level if said.code in before else "") or None)
        for said in read
    ]


def merged_jobs(engineer: Engineer, read: Sequence[JobDraft]) -> list[Job]:
    """The jobs read, as rows to write: one that the profile has already is that row."""
    before = list(engineer.jobs.all())
    jobs = jobs_of(engineer, only(jobs=read))
    for job in jobs:
        there = next((one for one in before if _is_same(one, job)), None)
        if there:
            before.remove(there)
            job.id = there.id
            job.organisation = job.organisation or there.organisation
            job.starts, job.text = job.starts or there.starts, job.text or there.text
            job.ends = job.ends or (None if job.is_current else there.ends)
    return jobs


def merged_works(engineer: Engineer, read: Sequence[WorkDraft]) -> list[Work]:
    """The pieces of a portfolio read, as rows to write: one of the same name is that row."""
    before = {work.title.casefold(): work for work in engineer.works.all()}
    works = works_of(engineer, only(works=read))
    for work in works:
        if there := before.pop(work.title.casefold(), None):
            work.id, work.url, work.text = there.id, work.url or there.url, work.text or there.text
    return works


def _is_same(one: Job, other: Job) -> bool:
    """Whether two tell of the same job: nothing that both of them say is said differently, but for their text."""
    return one.title.casefold() == other.title.casefold() and all(
        not getattr(one, name) or not getattr(other, name) or _plain(one, name) == _plain(other, name)
        for name in ("organisation", "starts")
    )


def _plain(job: Job, name: str) -> object:
    value = getattr(job, name)
    return value.casefold() if isinstance(value, str) else value
