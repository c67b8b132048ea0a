"""What is kept of an engineer's profile: their share of the archive that is for themself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from django.utils.translation import gettext_noop

from guildworks.accounts.exporting import said
from guildworks.accounts.models import EngineerAccount
from guildworks.platform.actor import Ref
from guildworks.platform.exporting import Row, Share
from guildworks.talent.models import Engineer, PublicPage, Resume
from guildworks.talent.queries import whole


def _engineers(rows: Callable[[Engineer], Iterable[Row]], subject: Ref) -> Iterator[Row]:
    """The rows of the engineer that a person is, if they are one."""
    theirs = EngineerAccount.objects.filter(user=subject.id).values("engineer_id")
    for engineer in whole(Engineer.objects.filter(id__in=theirs)):
        yield from rows(engineer)


def _profile(engineer: Engineer) -> Iterator[Row]:
    yield {
        "id": engineer.shown_id,
        "name": engineer.public_name,
        "headline": engineer.headline,
        "summary": engineer.summary,
        "email": engineer.email,
        "city": engineer.city,
        "country": engineer.country,
        "years": None if engineer.years is None else float(engineer.years),
        "listed_at": said(engineer.listing.listed_at) if hasattr(engineer, "listing") else None,
        "rates": [{"currency": rate.currency, "hourly_minor": rate.hourly_minor} for rate in engineer.rates.all()],
        "languages": [{"code": one.code, "level": one.level} for one in engineer.languages.all()],
    }


def _claims(engineer: Engineer) -> Iterator[Row]:
    for claim in engineer.claims.all():
        years = None if claim.years is None else float(claim.years)
        yield {"skill": claim.skill_id, "level": claim.level, "years": years}


def _evidence(engineer: Engineer) -> Iterator[Row]:
    for seen in engineer.evidence.all():
        yield {
            "skill": seen.skill_id,
            "source": {"kind": seen.source_kind, "id": str(seen.source_id)},
            "mean": seen.mean,
            "standard_error": seen.standard_error,
            "observed_on": seen.observed_on.isoformat(),
        }


def _jobs(engineer: Engineer) -> Iterator[Row]:
    for job in engineer.jobs.all():
        yield {
            "title": job.title,
            "organisation": job.organisation,
            "starts": job.starts and job.starts.isoformat(),
            "ends": job.ends and job.ends.isoformat(),
            "is_current": job.is_current,
            "text": job.text,
        }


def _works(engineer: Engineer) -> Iterator[Row]:
    for work in engineer.works.all():
        yield {"title": work.title, "url": work.url, "text": work.text}


def _resume(engineer: Engineer) -> Iterator[Row]:
    for resume in Resume.objects.filter(engineer=engineer).select_related("file"):
        yield {
            "file": resume.name,
            "kind": resume.file.kind,
            "bytes": resume.file.bytes,
            "sent_at": said(resume.sent_at),
            "saved_at": said(resume.saved_at),
            "text": resume.text,
            "read": resume.draft,
        }


def _public_page(engineer: Engineer) -> Iterator[Row]:
    for page in PublicPage.objects.filter(engineer=engineer):
        yield {"handle": page.handle, "shows": page.shows, "opened_at": said(page.opened_at)}


SHARES = (
    Share(
        "profile", gettext_noop("Your profile as an engineer, with rates and languages."), partial(_engineers, _profile)
    ),
    Share("claims", gettext_noop("The skills that you say."), partial(_engineers, _claims)),
    Share("evidence", gettext_noop("What was seen of your skills, from which source."), partial(_engineers, _evidence)),
    Share("jobs", gettext_noop("Your jobs."), partial(_engineers, _jobs)),
    Share("works", gettext_noop("Your portfolio."), partial(_engineers, _works)),
    Share(
        "resume",
        gettext_noop("The resume that you have sent, its text and what was read; the file is on its page."),
        partial(_engineers, _resume),
    ),
    Share("public_page", gettext_noop("What you have chosen to be public."), partial(_engineers, _public_page)),
)
