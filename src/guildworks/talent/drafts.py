"""A profile as a draft: what a resume would say of it, with the person's own words alone."""

from __future__ import annotations

from guildworks.kernels.text.profile import ClaimDraft, JobDraft, LanguageDraft, ProfileDraft, WorkDraft
from guildworks.talent.models import Engineer, Job


def draft_of_profile(engineer: Engineer) -> ProfileDraft:
    """What an engineer says of themself, whose profile is prefetched: no evidence, no rates."""
    return ProfileDraft(
        name=engineer.public_name,
        headline=engineer.headline,
        summary=engineer.summary,
        email=engineer.email,
        country=engineer.country,
        city=engineer.city,
        years=None if engineer.years is None else float(engineer.years),
        claims=tuple(
            ClaimDraft(claim.skill_id, claim.level, None if claim.years is None else float(claim.years))
            for claim in sorted(engineer.claims.all(), key=lambda claim: (-(claim.level or 0), claim.skill_id))
        ),
        jobs=tuple(
            JobDraft(job.title, job.organisation, job.starts, job.ends, job.is_current, job.text)
            for job in newest_first(engineer)
        ),
        works=tuple(WorkDraft(work.title, work.url, work.text) for work in engineer.works.all()),
        languages=tuple(LanguageDraft(spoken.code, spoken.level or None) for spoken in engineer.languages.all()),
    )


def newest_first(engineer: Engineer) -> list[Job]:
    """The jobs of an engineer: those of today, then the others by when they began; those without a day come last."""
    return sorted(
        engineer.jobs.all(), key=lambda job: (job.is_current, job.starts is not None, job.starts, job.id), reverse=True
    )
