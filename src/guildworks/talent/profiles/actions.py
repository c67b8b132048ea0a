"""Saying and dropping claims, jobs and pieces of a portfolio; the search record follows at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from guildworks.kernels.text.profile import ClaimDraft, JobDraft, WorkDraft
from guildworks.platform import events
from guildworks.platform.actor import Actor
from guildworks.platform.errors import BadInput, GuildworksError
from guildworks.platform.events import EventKind
from guildworks.platform.limits import limit
from guildworks.platform.policies import require
from guildworks.platform.refusals import refusals
from guildworks.skills.queries import graph, skill_numbers
from guildworks.talent import policies
from guildworks.talent.actions import refresh_search_records
from guildworks.talent.alone import alone
from guildworks.talent.erased import UNLESS_ERASED
from guildworks.talent.events import (
    CLAIM_DROPPED,
    CLAIM_SAID,
    JOB_DROPPED,
    JOB_WRITTEN,
    WORK_DROPPED,
    WORK_WRITTEN,
)
from guildworks.talent.models import Claim, Engineer, Job, Work
from guildworks.talent.rows import claims_of, jobs_of, only, works_of


class BadClaim(BadInput):
    """A claim has a skill of the graph, and a level from 1 to 4 or none."""

    code = "bad_claim"
    hint = "Choose a skill that is suggested while you type, and how well you know it."


class BadJob(BadInput):
    """A job has a title or an organisation, and ends after it begins."""

    code = "bad_job"
    hint = "Give at least the title; months are enough for its days."


class BadWork(BadInput):
    """A piece of a portfolio has a title, and an address that begins with http, or none."""

    code = "bad_work"
    hint = "Give it a name; an address is such as https://example.org/paper."


class TooMany(GuildworksError):
    """A profile has as many of these as are kept."""

    code = "profile_is_full"
    hint = "Drop one that matters less, and add it then."


class NotThere(GuildworksError):
    """This is not in your profile any more."""

    code = "not_in_profile"
    http_status = 404
    hint = "Nothing was changed. Load the page again to see your profile as it is."


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of a profile that are written one by one: what bounds them, and how their events call one."""

    kind: type[Job] | type[Work]
    fact: str
    bound: str
    things: str  # a message
    written: EventKind
    dropped: EventKind


JOBS = Part(Job, "job", "jobs_per_engineer", gettext_noop("jobs"), JOB_WRITTEN, JOB_DROPPED)
WORKS = Part(Work, "work", "works_per_engineer", gettext_noop("pieces"), WORK_WRITTEN, WORK_DROPPED)


@transaction.atomic
@UNLESS_ERASED
def claim_skill(actor: Actor, engineer: Engineer, *, said: ClaimDraft) -> Claim:
    """Say that an engineer knows a skill, instead of what they said of it before.

    Raises NotAllowed, BadClaim, TooMany or EngineerErased.
    """
    require(policies.may_edit(actor, engineer))
    alone([engineer.id])
    if said.skill not in graph():
        raise BadClaim(_("%(skill)s is not a skill of the graph") % {"skill": repr(said.skill[:40])})
    others = Claim.objects.filter(engineer=engineer).exclude(skill=said.skill)
    _require_room(others.count(), "claims_per_engineer", _("skills"))
    (claim,) = claims_of(engineer, only(claims=(said,)))
    with refusals(claim_level_from_1_to_4=BadClaim):
        Claim.objects.bulk_create(
            [claim], update_conflicts=True, unique_fields=["engineer", "skill"], update_fields=["level", "years"]
        )
    number = skill_numbers()[said.skill]
    events.record(CLAIM_SAID, engineer.ref, actor, chain=engineer.chain, skill=number, level=said.level or 0)
    refresh_search_records([engineer.id])
    return claim


@transaction.atomic
def drop_claim(actor: Actor, engineer: Engineer, *, skill: str) -> None:
    """Say no more that an engineer knows a skill; what the platform saw of it stays. Raises NotAllowed or NotThere."""
    require(policies.may_edit(actor, engineer))
    alone([engineer.id])
    _drop(Claim, engineer, skill=skill)
    events.record(CLAIM_DROPPED, engineer.ref, actor, chain=engineer.chain, skill=skill_numbers()[skill])
    refresh_search_records([engineer.id])


@transaction.atomic
@UNLESS_ERASED
def write_job(actor: Actor, engineer: Engineer, *, job: JobDraft, instead_of: UUID | None = None) -> Job:
    """Add a job to a profile, or write another one in the place of one of its jobs.

    Raises NotAllowed, BadJob, TooMany, NotThere or EngineerErased.
    """
    require(policies.may_edit(actor, engineer))
    if not job.title and not job.organisation:
        raise BadJob(_("A job needs a title"), fields={"title": _("A job needs a title.")})
    if job.starts and job.ends and job.ends < job.starts:
        raise BadJob(_("It ends before it begins"), fields={"ends": _("It ends before it begins.")})
    (row,) = jobs_of(engineer, only(jobs=(job,)))
    _put(row, JOBS, actor, engineer, instead_of=instead_of)
    return row


@transaction.atomic
def drop_job(actor: Actor, engineer: Engineer, *, job: UUID) -> None:
    """Take a job out of a profile. Raises NotAllowed or NotThere."""
    require(policies.may_edit(actor, engineer))
    _take_out(job, JOBS, actor, engineer)


@transaction.atomic
@UNLESS_ERASED
def write_work(actor: Actor, engineer: Engineer, *, work: WorkDraft, instead_of: UUID | None = None) -> Work:
    """Add a piece to a portfolio, or write another one in the place of one of its pieces.

    Raises NotAllowed, BadWork, TooMany, NotThere or EngineerErased.
    """
    require(policies.may_edit(actor, engineer))
    if not work.title:
        raise BadWork(_("It needs a name"), fields={"title": _("It needs a name.")})
    if work.url and not work.url.lower().startswith(("http://", "https://")):
        raise BadWork(_("This is not a web address"), fields={"url": _("An address begins with https://.")})
    (row,) = works_of(engineer, only(works=(work,)))
    _put(row, WORKS, actor, engineer, instead_of=instead_of)
    return row


@transaction.atomic
def drop_work(actor: Actor, engineer: Engineer, *, work: UUID) -> None:
    """Take a piece out of a portfolio. Raises NotAllowed or NotThere."""
    require(policies.may_edit(actor, engineer))
    _take_out(work, WORKS, actor, engineer)


def _put(row: Job | Work, part: Part, actor: Actor, engineer: Engineer, *, instead_of: UUID | None) -> None:
    """Keep a row of a profile, as a new one where there is room, or in the place of another one."""
    alone([engineer.id])
    there = part.kind._default_manager.filter(engineer=engineer)
    if instead_of is None:
        _require_room(there.count(), part.bound, _(part.things))
    elif not there.filter(id=instead_of).exists():
        raise NotThere()
    else:
        row.id = instead_of
    row.save(force_insert=instead_of is None, force_update=instead_of is not None)
    _tell(part.written, engineer, actor, {part.fact: row.id})
    refresh_search_records([engineer.id])


def _take_out(id_: UUID, part: Part, actor: Actor, engineer: Engineer) -> None:
    alone([engineer.id])
    _drop(part.kind, engineer, id=id_)
    _tell(part.dropped, engineer, actor, {part.fact: id_})
    refresh_search_records([engineer.id])


def _tell(kind: EventKind, engineer: Engineer, actor: Actor, facts: Mapping[str, Any]) -> None:
    events.record(kind, engineer.ref, actor, chain=engineer.chain, **facts)


def _drop(kind: type[Model], engineer: Engineer, **which: object) -> None:
    gone, _of_which = kind._default_manager.filter(engineer=engineer, **which).delete()
    if not gone:
        raise NotThere()


def _require_room(there: int, bound: str, things: str) -> None:
    if there >= limit(bound):
        raise TooMany(_("A profile has at most %(most)s %(things)s") % {"most": limit(bound), "things": things})
