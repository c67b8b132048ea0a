"""Sending a resume, saving what was read of it into the profile, and deleting it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import PurePath
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from guildworks.kernels.text.profile import ProfileDraft
from guildworks.platform import clock, events
from guildworks.platform.actor import PROGRAM, Actor
from guildworks.platform.errors import GuildworksError, NotFound
from guildworks.platform.events import EventKind
from guildworks.platform.files.keeping import keep_file
from guildworks.platform.limits import limit
from guildworks.platform.models import Event
from guildworks.platform.policies import require
from guildworks.platform.retention import BATCH
from guildworks.platform.work import declare_job
from guildworks.talent import policies
from guildworks.talent.actions import ProfileChange, edit_engineer, refresh_search_records
from guildworks.talent.alone import alone
from guildworks.talent.erased import UNLESS_ERASED
from guildworks.talent.events import (
    RESUME_DELETED,
    RESUME_FILE_TAKEN,
    RESUME_SAVED,
    RESUME_SENT,
    RESUME_TAKEN_OUT,
)
from guildworks.talent.models import Claim, Engineer, Job, Resume, Work
from guildworks.talent.profiles.actions import TooMany
from guildworks.talent.queries import find_resume, whole
from guildworks.talent.reading import ReadResume
from guildworks.talent.resumes.forgetting import forget_resume
from guildworks.talent.resumes.kept import draft_json, keepable
from guildworks.talent.resumes.merging import merged_claims, merged_jobs, merged_languages, merged_works

FORGET_RESUMES = declare_job("talent.forget_resumes", every="7 * * * *")
NAME_MOST = 200


class TooManyResumes(GuildworksError):
    """You have sent as many resumes in the last hour as are read."""

    code = "too_many_resumes"
    http_status = 429
    hint = "Nothing was changed. Wait an hour, or correct on this page what was read of the last one."


class TooManyResumeFiles(GuildworksError):
    """You have sent as many files in the last 24 hours as are looked at, those that could not be read included."""

    code = "too_many_resume_files"
    http_status = 429
    hint = "Nothing was changed. Go on tomorrow, or write your profile by hand on its page."


class ResumeGone(GuildworksError):
    """This resume is not here any more: it was deleted, or another one was sent since."""

    code = "resume_gone"
    http_status = 409
    hint = "Your profile is as it was. Load the page again to see the resume that is here now, or send one."


class NoResume(NotFound):
    """No resume is kept here."""

    code = "no_resume_kept"
    hint = "It was deleted, or never sent."


@transaction.atomic
def count_resume_file(actor: Actor, engineer: Engineer, *, size: int) -> None:
    """Count a file of `size` bytes before it is opened, since opening costs as much where it cannot be read.

    Raises NotAllowed or TooManyResumeFiles.
    """
    require(policies.may_send_resume(actor, engineer))
    alone([engineer.id])
    if _happened(RESUME_FILE_TAKEN, engineer, within=timedelta(days=1)) >= limit("resume_files_per_day"):
        raise TooManyResumeFiles()
    events.record(RESUME_FILE_TAKEN, engineer.ref, actor, chain=engineer.chain, bytes=size)


@transaction.atomic
@UNLESS_ERASED
def send_resume(actor: Actor, engineer: Engineer, *, content: bytes, name: str, read: ReadResume) -> Resume:
    """Keep the file that an engineer has sent with what was read of it, instead of an earlier one.

    The profile stays as it is. Raises NotAllowed, TooManyResumes, FileTooLarge or EngineerErased.
    """
    require(policies.may_send_resume(actor, engineer))
    alone([engineer.id])
    if _happened(RESUME_SENT, engineer, within=timedelta(hours=1)) >= limit("resumes_per_hour"):
        raise TooManyResumes()
    if forget_resume(engineer.id):
        events.record(RESUME_DELETED, engineer.ref, actor, chain=engineer.chain, why="replaced")
    kept = Resume.objects.create(
        engineer=engineer,
        file=keep_file(engineer.ref, content, kind=read.file.kind),
        name=(keepable(PurePath(name.replace("\\", "/")).name).strip() or "resume")[:NAME_MOST],
        text=keepable(read.file.text),
        draft=draft_json(read.draft),
        sent_at=clock.now(),
    )
    events.record(
        RESUME_SENT,
        engineer.ref,
        actor,
        chain=engineer.chain,
        bytes=len(content),
        claims=len(read.draft.claims),
        jobs=len(read.draft.jobs),
    )
    return kept


@transaction.atomic
@UNLESS_ERASED
def save_resume(actor: Actor, engineer: Engineer, *, number: UUID, draft: ProfileDraft) -> Engineer:
    """Take what was read of a resume, as it was corrected, into the profile; what is there already stays.

    Text that is empty in `draft` changes nothing. A skill, a language, a job or a work that the profile has already
    is changed where the draft says more of it. Raises NotAllowed, ResumeGone, TooMany, or what `edit_engineer` does.
    """
    require(policies.may_send_resume(actor, engineer))
    alone([engineer.id])
    if not Resume.objects.filter(engineer=engineer, number=number).update(saved_at=clock.now()):
        raise ResumeGone()
    before = whole(Engineer.objects.filter(id=engineer.id)).get()
    change = ProfileChange(
        public_name=draft.name or None,
        headline=draft.headline or None,
        summary=draft.summary or None,
        city=draft.city or None,
        country=draft.country or None,
        years=draft.years,
        languages=merged_languages(before, draft.languages),
    )
    edit_engineer(actor, engineer, change=change)
    _write_claims(before, draft)
    _write_parts(before, draft)
    events.record(
        RESUME_SAVED,
        engineer.ref,
        actor,
        chain=engineer.chain,
        claims=len(draft.claims),
        jobs=len(draft.jobs),
        works=len(draft.works),
        languages=len(draft.languages),
    )
    refresh_search_records([engineer.id])
    return before


@transaction.atomic
def take_out_resume(actor: Actor, engineer: Engineer) -> Resume:
    """The resume of an engineer, to take its file out; that somebody else did is told on the engineer's chain.

    Raises NotAllowed or NoResume.
    """
    kept = find_resume(actor, engineer)
    if kept is None:
        raise NoResume()
    if actor.kind == "operator":
        events.record(RESUME_TAKEN_OUT, engineer.ref, actor, chain=engineer.chain)
    return kept


@transaction.atomic
def delete_resume(actor: Actor, engineer: Engineer) -> None:
    """Delete the resume of an engineer at once, file and all; the profile stays. Raises NotAllowed or ResumeGone."""
    require(policies.may_see_resume(actor, engineer))
    alone([engineer.id])
    if not forget_resume(engineer.id):
        raise ResumeGone()
    events.record(RESUME_DELETED, engineer.ref, actor, chain=engineer.chain, why="asked")


@transaction.atomic
def forget_resumes() -> int:
    """Delete a batch of the resumes that were sent more than `resume_days` ago: how many."""
    old = Resume.objects.filter(sent_at__lt=clock.now() - timedelta(days=limit("resume_days"))).order_by("sent_at")
    engineers = alone(list(old.values_list("engineer_id", flat=True)[:BATCH]))
    return sum(_forget_old(engineer) for engineer in engineers.filter(resume__in=old))


def _happened(kind: EventKind, engineer: Engineer, *, within: timedelta) -> int:
    """How often this has happened with an engineer lately."""
    since = clock.now() - within
    return Event.objects.filter(subject_kind="engineer", subject_id=engineer.id, name=kind.name, at__gt=since).count()


def _forget_old(engineer: Engineer) -> bool:
    if not forget_resume(engineer.id):
        return False
    events.record(RESUME_DELETED, engineer.ref, PROGRAM, chain=engineer.chain, why="old")
    return True


def _write_claims(engineer: Engineer, draft: ProfileDraft) -> None:
    claims = merged_claims(engineer, draft.claims)
    there = {claim.skill_id for claim in engineer.claims.all()} | {claim.skill_id for claim in claims}
    _require_room(len(there), "claims_per_engineer", _("skills"))
    Claim.objects.bulk_create(
        claims, update_conflicts=True, unique_fields=["engineer", "skill"], update_fields=["level", "years"]
    )


def _write_parts(engineer: Engineer, draft: ProfileDraft) -> None:
    jobs, works = merged_jobs(engineer, draft.jobs), merged_works(engineer, draft.works)
    _require_room(len({job.id for job in [*engineer.jobs.all(), *jobs]}), "jobs_per_engineer", _("jobs"))
    _require_room(len({work.id for work in [*engineer.works.all(), *works]}), "works_per_engineer", _("pieces"))
    said = ["title", "organisation", "starts", "ends", "is_current", "text"]
    Job.objects.bulk_create(jobs, update_conflicts=True, unique_fields=["id"], update_fields=said)
    said = ["title", "url", "text"]
    Work.objects.bulk_create(works, update_conflicts=True, unique_fields=["id"], update_fields=said)


def _require_room(count: int, bound: str, things: str) -> None:
    if count > limit(bound):
        facts = {"most": limit(bound), "things": things, "count": count}
        message = _("A profile has at most %(most)s %(things)s, and with these it would have %(count)s")
        raise TooMany(message % facts, hint=_("Untick some that matter less. Nothing was changed."))
