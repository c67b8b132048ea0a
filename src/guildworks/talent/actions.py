"""Everything that changes an engineer's profile, evidence or listing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any, Literal
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from guildworks.accounts.engineers.actions import close_engineer_account
from guildworks.kernels.text.profile import LanguageDraft, ProfileDraft
from guildworks.platform import clock, events, money
from guildworks.platform.actor import Actor
from guildworks.platform.erasure import erase_shares
from guildworks.platform.errors import BadInput
from guildworks.platform.mail.erasing import erase_mails_of
from guildworks.platform.policies import require
from guildworks.platform.refusals import refusals
from guildworks.skills.queries import skill_numbers
from guildworks.talent import policies
from guildworks.talent.alone import alone
from guildworks.talent.erased import UNLESS_ERASED
from guildworks.talent.events import (
    ENGINEER_EDITED,
    ENGINEER_ERASED,
    ENGINEER_IMPORTED,
    ENGINEER_LISTED,
    ENGINEER_UNLISTED,
    EVIDENCE_RECORDED,
)
from guildworks.talent.models import (
    SAYING_NOTHING,
    Claim,
    Engineer,
    Evidence,
    Job,
    KeptHandle,
    Language,
    Listing,
    PublicPage,
    Rate,
    SearchRecord,
    Work,
)
from guildworks.talent.queries import whole
from guildworks.talent.resumes.forgetting import forget_resume
from guildworks.talent.rows import BadProfile, claims_of, engineer_of, jobs_of, kept, languages_of, works_of
from guildworks.talent.search import CEFR, languages_met, search_records, skills_met

REFRESH_BATCH = 1000
MET_BY = ("claims", "evidence", "languages")  # what tells which skills and levels of languages an engineer meets
TELLING = (
    Job,
    Work,
    Claim,
    Rate,
    Language,
    Listing,
    SearchRecord,
    PublicPage,
    KeptHandle,
)  # what tells of an engineer beside their row


class BadRate(BadInput):
    """A rate is more than nothing."""

    code = "bad_rate"
    hint = "Give an amount above 0 with its currency, such as `95 EUR`."


class BadLevel(BadInput):
    """A language has a level from A1 to C2, or none."""

    code = "bad_language_level"
    hint = "Give A1, A2, B1, B2, C1 or C2, such as `de B2`."


class BadEvidence(BadInput):
    """Evidence has a mean from 0 to 5 and a standard error above 0, up to 3."""

    code = "bad_evidence"
    hint = "Give the level that was seen, 1 basic to 4 expert, with its standard error."


@dataclass(frozen=True, slots=True)
class EvidenceDraft:
    """A level that the platform saw: 1 basic to 4 expert, its standard error, from which source, and on which day."""

    skill: str
    source_kind: str
    source_id: UUID
    mean: float
    standard_error: float
    observed_on: date


@dataclass(frozen=True, slots=True)
class ProfileChange:
    """What to change of a profile; None leaves a field as it is."""

    public_name: str | None = None
    headline: str | None = None
    summary: str | None = None
    city: str | None = None
    country: str | None = None
    years: float | None = None
    has_no_years: bool = False  # forget how many: None leaves them as they are
    rates: Sequence[money.Money] = ()  # each replaces the rate in its currency
    languages: Sequence[LanguageDraft] = field(default=())  # each replaces the level of its language
    dropped_rates: Sequence[str] = ()  # ISO 4217
    dropped_languages: Sequence[str] = ()  # ISO 639-1


@transaction.atomic
def import_engineers(
    actor: Actor, drafts: Sequence[ProfileDraft], *, source: Literal["file", "demo"], files: Sequence[str] = ()
) -> list[Engineer]:
    """Make an engineer of each draft, unlisted, all or none; `files` are the names of the files they came from.

    Raises NotAllowed, or BadProfile.
    """
    require(policies.may_import(actor))
    engineers = [engineer_of(draft, is_demo=source == "demo") for draft in drafts]
    with refusals(**_PROFILE_REFUSALS):
        Engineer.objects.bulk_create(engineers)
    pairs = list(zip(engineers, drafts, strict=True))
    Job.objects.bulk_create([job for pair in pairs for job in jobs_of(*pair)])
    Work.objects.bulk_create([work for pair in pairs for work in works_of(*pair)])
    claims = [claim for pair in pairs for claim in claims_of(*pair)]
    Claim.objects.bulk_create(claims)
    Language.objects.bulk_create([language for pair in pairs for language in languages_of(*pair)])
    for number, (engineer, draft) in enumerate(pairs):
        events.record(
            ENGINEER_IMPORTED,
            engineer.ref,
            actor,
            chain=engineer.chain,
            detail={"file": files[number]} if files else None,
            source=source,
            claims=len(draft.claims),
            jobs=len(draft.jobs),
        )
    refresh_search_records([engineer.id for engineer in engineers])
    return engineers


@transaction.atomic
@UNLESS_ERASED
def edit_engineer(
    actor: Actor,
    engineer: Engineer,
    *,
    change: ProfileChange,
    as_read: Callable[[Engineer], None] | None = None,
) -> Engineer:
    """Change a profile, its rates and languages. Raises NotAllowed, BadProfile, BadRate, BadLevel or EngineerErased.

    `as_read` looks at the profile once nobody else can change it, and refuses where it is not what somebody has read.
    """
    require(policies.may_edit(actor, engineer))
    theirs = alone([engineer.id])
    if as_read:
        as_read(whole(theirs).get())
    named = ("public_name", "headline", "summary", "city", "country", "years")
    changed = {name: kept(name, value) for name in named if (value := getattr(change, name)) is not None}
    forgotten = {"years": None} if change.has_no_years else {}
    with refusals(**_PROFILE_REFUSALS):
        if changed or forgotten:
            Engineer.objects.filter(id=engineer.id).update(**changed, **forgotten)
    _require_once([*(rate.currency.code for rate in change.rates), *change.dropped_rates], BadRate)
    _require_once([*(said.code for said in change.languages), *change.dropped_languages], BadLevel)
    _write_rates({engineer: change.rates})
    if unknown := next((said.level for said in change.languages if (said.level or "") not in CEFR), None):
        raise BadLevel(_("%(level)s is not a level of a language") % {"level": repr(unknown[:20])})
    spoken = [Language(engineer=engineer, code=said.code, level=said.level or "") for said in change.languages]
    with refusals(language_level_is_cefr=BadLevel):
        Language.objects.bulk_create(
            spoken, update_conflicts=True, unique_fields=["engineer", "code"], update_fields=["level"]
        )
    _drop(Rate.objects.filter(engineer=engineer), "currency", change.dropped_rates, refusal=BadRate)
    _drop(Language.objects.filter(engineer=engineer), "code", change.dropped_languages, refusal=BadLevel)
    events.record(
        ENGINEER_EDITED,
        engineer.ref,
        actor,
        chain=engineer.chain,
        rates=len(change.rates) + len(change.dropped_rates),
        languages=len(change.languages) + len(change.dropped_languages),
        place=bool(changed.keys() & {"city", "country"}),
        profile=bool((changed.keys() | forgotten.keys()) - {"city", "country"}),
    )
    refresh_search_records([engineer.id])
    return whole(Engineer.objects.filter(id=engineer.id)).get()


@transaction.atomic
@UNLESS_ERASED
def set_rates(actor: Actor, rates: Mapping[Engineer, Sequence[money.Money]]) -> None:
    """Set hourly rates, each replacing the one in its currency.

    Raises NotAllowed, BadRate, BadMoney or EngineerErased.
    """
    for engineer in rates:
        require(policies.may_edit(actor, engineer))
    alone([engineer.id for engineer in rates])
    _write_rates(rates)
    for engineer, given in rates.items():
        events.record(
            ENGINEER_EDITED,
            engineer.ref,
            actor,
            chain=engineer.chain,
            rates=len(given),
            languages=0,
            place=False,
            profile=False,
        )


def _drop(there: QuerySet[Any], name: str, codes: Sequence[str], *, refusal: type[BadInput]) -> None:
    """Delete what has one of these codes; refuse a code that is not there."""
    known = set(there.filter(**{f"{name}__in": codes}).values_list(name, flat=True))
    if (strange := next((code for code in codes if code not in known), None)) is not None:
        message = _("Nothing is kept for %(code)s, so nothing can be dropped") % {"code": strange}
        raise refusal(message, hint=_("Leave it out."))
    there.filter(**{f"{name}__in": codes}).delete()


def _write_rates(rates: Mapping[Engineer, Sequence[money.Money]]) -> None:
    for given in rates.values():
        _require_once([rate.currency.code for rate in given], BadRate)
    rows = [
        Rate(engineer=engineer, currency=rate.currency.code, hourly_minor=money.minor(rate))
        for engineer, given in rates.items()
        for rate in given
    ]
    with refusals(rate_is_positive=BadRate):
        Rate.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["engineer", "currency"], update_fields=["hourly_minor"]
        )


@transaction.atomic
@UNLESS_ERASED
def record_evidence(actor: Actor, evidence: Mapping[Engineer, Sequence[EvidenceDraft]]) -> None:
    """Add what the platform saw of engineers' skills. Raises NotAllowed, BadEvidence or EngineerErased."""
    require(policies.may_record_evidence(actor))
    alone([engineer.id for engineer in evidence])
    rows = [
        Evidence(
            engineer=engineer,
            skill_id=seen.skill,
            source_kind=seen.source_kind,
            source_id=seen.source_id,
            mean=seen.mean,
            standard_error=seen.standard_error,
            observed_on=seen.observed_on,
        )
        for engineer, drafts in evidence.items()
        for seen in drafts
    ]
    with refusals(evidence_mean_on_the_scale=BadEvidence, evidence_error_is_positive=BadEvidence):
        Evidence.objects.bulk_create(rows)
    for engineer, drafts in evidence.items():
        events.record(EVIDENCE_RECORDED, engineer.ref, actor, chain=engineer.chain, evidence=len(drafts))
    refresh_search_records([engineer.id for engineer in evidence])


@transaction.atomic
@UNLESS_ERASED
def list_engineers(actor: Actor, engineers: Sequence[Engineer]) -> None:
    """Make engineers searchable; one who is listed already stays so. Raises NotAllowed or EngineerErased."""
    require(policies.may_list(actor))
    wanted = alone([engineer.id for engineer in engineers])
    new = list(wanted.filter(listing__isnull=True).prefetch_related(*MET_BY))
    Listing.objects.bulk_create(
        [
            Listing(
                engineer=engineer,
                listed_by_kind=actor.kind,
                listed_by_id=actor.id,
                listed_at=clock.now(),
                skills_met=skills_met(engineer, skill_numbers()),
                languages_met=languages_met(engineer),
            )
            for engineer in new
        ]
    )
    for engineer in new:
        events.record(ENGINEER_LISTED, engineer.ref, actor, chain=engineer.chain)


@transaction.atomic
def unlist_engineers(actor: Actor, engineers: Sequence[Engineer]) -> None:
    """Take engineers out of every search; one who is not listed stays so. Raises NotAllowed."""
    require(policies.may_list(actor))
    listed = list(alone([engineer.id for engineer in engineers]).filter(listing__isnull=False))
    Listing.objects.filter(engineer__in=listed).delete()
    for engineer in listed:
        events.record(ENGINEER_UNLISTED, engineer.ref, actor, chain=engineer.chain)


@transaction.atomic
@UNLESS_ERASED
def erase_engineer(actor: Actor, engineer: Engineer) -> Engineer:
    """Erase for good all that is kept of a person, in every domain. Their row stays, and says nothing.

    Raises NotAllowed, EngineerErased where it has happened before, or what a domain refuses, such as EngineerIsBooked.
    """
    require(policies.may_erase(actor, engineer))
    close_engineer_account(actor, engineer.ref)  # first: it locks a person, and so does who accepts an invitation
    erased = alone([engineer.id])
    addresses = list(erased.values_list("email", flat=True))
    # First, since what follows is refused for anybody who is not erased.
    erased.update(erased_at=clock.now(), **SAYING_NOTHING)
    for telling in TELLING:
        telling._default_manager.filter(engineer=engineer).delete()
    forget_resume(engineer.id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT talent_erase_evidence(%s)", [engineer.id])
    erase_mails_of(actor, addresses)
    erase_shares(actor, engineer.ref)
    events.erase_details(engineer.ref)
    events.record(ENGINEER_ERASED, engineer.ref, actor, chain=engineer.chain)
    return erased.get()


def refresh_search_records(engineers: Sequence[UUID]) -> None:
    """Write what filter and scorer read of these engineers anew, in the caller's transaction."""
    found = list(whole(alone(engineers)))
    SearchRecord.objects.bulk_create(
        search_records(found),
        update_conflicts=True,
        unique_fields=["engineer"],
        update_fields=["skills", "terms", "vector"],
    )
    _write_met([engineer for engineer in found if hasattr(engineer, "listing")], using="default")


def refresh_listings(*, using: str) -> None:
    """Write what everybody listed meets anew, after the graph has changed."""
    everybody = Engineer.objects.using(using).select_related("listing").prefetch_related(*MET_BY)
    ids = list(Listing.objects.using(using).values_list("engineer_id", flat=True))
    for first in range(0, len(ids), REFRESH_BATCH):
        _write_met(list(everybody.filter(id__in=ids[first : first + REFRESH_BATCH])), using=using)


def _write_met(listed: Sequence[Engineer], *, using: str) -> None:
    for engineer in listed:
        engineer.listing.skills_met = skills_met(engineer, skill_numbers(using))
        engineer.listing.languages_met = languages_met(engineer)
    rows = [engineer.listing for engineer in listed]
    Listing.objects.using(using).bulk_update(rows, ["skills_met", "languages_met"])


def _bad_profile(message: str) -> BadProfile:
    return BadProfile(_(message))


_PROFILE_REFUSALS = {
    "engineer_has_a_name": partial(_bad_profile, gettext_noop("A profile needs a name")),
    "engineer_country_is_a_code": partial(_bad_profile, gettext_noop("A country is a code of ISO 3166, such as DE")),
    "engineer_years_are_a_working_life": partial(_bad_profile, gettext_noop("Years of experience are 0 to 70")),
}


def _require_once(codes: Sequence[str], refusal: type[BadInput]) -> None:
    """Refuse what is said twice in one act: neither of the two is the one that is meant."""
    if twice := next((code for number, code in enumerate(codes) if code in codes[:number]), None):
        raise refusal(_("%(code)s is given twice") % {"code": twice}, hint=_("Give each once."))
