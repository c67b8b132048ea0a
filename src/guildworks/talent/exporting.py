"""What is kept of an engineer's profile: their share of the archive that is for themself."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_noop

from guildworks.accounts.exporting import events_of, said
from guildworks.platform import money
from guildworks.platform.actor import Ref
from guildworks.platform.exporting import Row, Share
from guildworks.talent.models import (
    Claim,
    Engineer,
    Evidence,
    Job,
    KeptHandle,
    Language,
    Listing,
    PublicPage,
    Rate,
    Resume,
    Work,
)


def _profile(subject: Ref) -> Iterator[Row]:
    for kept in Engineer.objects.filter(id=subject.id):
        yield {
            "id": kept.shown_id,
            "public_name": kept.public_name,
            "headline": kept.headline,
            "summary": kept.summary,
            "email": kept.email,
            "city": kept.city,
            "country": kept.country,
            "years": None if kept.years is None else float(kept.years),
            "created_at": said(kept.created_at),
        }


def _claims(subject: Ref) -> Iterator[Row]:
    for kept in Claim.objects.filter(engineer=subject.id).order_by("skill"):
        years = None if kept.years is None else float(kept.years)
        yield {"skill": kept.skill_id, "level": kept.level, "years": years}


def _evidence(subject: Ref) -> Iterator[Row]:
    for kept in Evidence.objects.filter(engineer=subject.id).order_by("-observed_on", "-id"):
        yield {
            "skill": kept.skill_id,
            "source": kept.source_kind,
            "mean": kept.mean,
            "standard_error": kept.standard_error,
            "observed_on": kept.observed_on.isoformat(),
        }


def _jobs(subject: Ref) -> Iterator[Row]:
    for kept in Job.objects.filter(engineer=subject.id).order_by("-starts", "-id"):
        yield {
            "title": kept.title,
            "organisation": kept.organisation,
            "starts": kept.starts and kept.starts.isoformat(),
            "ends": kept.ends and kept.ends.isoformat(),
            "is_current": kept.is_current,
            "text": kept.text,
        }


def _works(subject: Ref) -> Iterator[Row]:
    for kept in Work.objects.filter(engineer=subject.id).order_by("-id"):
        yield {"title": kept.title, "url": kept.url, "text": kept.text}


def _rates(subject: Ref) -> Iterator[Row]:
    for kept in Rate.objects.filter(engineer=subject.id).order_by("currency"):
        hourly = money.from_minor(kept.hourly_minor, kept.currency).amount
        yield {"currency": kept.currency, "hourly": str(hourly)}


def _languages(subject: Ref) -> Iterator[Row]:
    for kept in Language.objects.filter(engineer=subject.id).order_by("code"):
        yield {"language": kept.code, "level": kept.level}


def _listing(subject: Ref) -> Iterator[Row]:
    for kept in Listing.objects.filter(engineer=subject.id):
        yield {"listed_at": said(kept.listed_at), "listed_by": kept.listed_by_kind}


def _resume(subject: Ref) -> Iterator[Row]:
    for kept in Resume.objects.filter(engineer=subject.id).select_related("file"):
        yield {
            "file": kept.name,
            "kind": kept.file.kind,
            "bytes": kept.file.bytes,
            "sent_at": said(kept.sent_at),
            "saved_at": said(kept.saved_at),
            "text": kept.text,
            "read": kept.draft,
        }


def _public_page(subject: Ref) -> Iterator[Row]:
    for kept in PublicPage.objects.filter(engineer=subject.id):
        yield {"handle": kept.handle, "shows": kept.shows, "opened_at": said(kept.opened_at)}


def _handles(subject: Ref) -> Iterator[Row]:
    for kept in KeptHandle.objects.filter(engineer=subject.id).order_by("-left_at"):
        yield {"handle": kept.handle, "left_at": said(kept.left_at)}


SHARES = (
    Share("profile", gettext_noop("Your profile."), _profile),
    Share("claims", gettext_noop("Skills that you say you have."), _claims),
    Share("evidence", gettext_noop("What was seen of your skills, and when."), _evidence),
    Share("jobs", gettext_noop("Where you have worked. Clients never see the organisations."), _jobs),
    Share("works", gettext_noop("Your portfolio."), _works),
    Share("rates", gettext_noop("What an hour of yours costs."), _rates),
    Share("languages", gettext_noop("Languages that you speak."), _languages),
    Share(
        "resume",
        gettext_noop("The resume that you have sent: its text, and what was read; the file is on its page."),
        _resume,
    ),
    Share("public_page", gettext_noop("What you have chosen to be public."), _public_page),
    Share(
        "public_page_handles",
        gettext_noop("Addresses that your public page had before, kept for you."),
        _handles,
        page="choose-public",
        kept="handles",
    ),
    Share("listing", gettext_noop("Since when clients can find you."), _listing),
    Share(
        "profile_events",
        gettext_noop("What you have done as an engineer, and what was done with you."),
        events_of,
        stays=True,
    ),
)
