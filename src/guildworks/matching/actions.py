"""Writing a brief, making its shortlist, deciding by which policy, and counting who was shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

import guildworks
from guildworks.accounts.models import Organisation
from guildworks.kernels.talentindex.reached import Position
from guildworks.kernels.text.corrections import value_json
from guildworks.kernels.text.requirement_json import requirement_json
from guildworks.matching import policies
from guildworks.matching.attention import count_anew
from guildworks.matching.brief_text import suggested_skills
from guildworks.matching.correcting import Typed, correction_draft
from guildworks.matching.corrections import AskedFor, as_read, asked_for
from guildworks.matching.events import (
    BRIEF_CORRECTED,
    BRIEF_WRITTEN,
    ENGINEER_ATTENTION_COUNTED,
    FEASIBILITY_CHECKED,
    POLICY_PROMOTED,
    SHORTLIST_MADE,
)
from guildworks.matching.feasibility import SAME_ANSWER, feasibility, find_feasibility
from guildworks.matching.found import found
from guildworks.matching.index.freshness import fresh_index, has_rested, reached
from guildworks.matching.listed import require_top
from guildworks.matching.models import (
    Brief,
    BriefCorrection,
    FeasibilityCheck,
    PolicyPromotion,
    RankingPolicy,
    Receipt,
    Shortlist,
)
from guildworks.matching.ranking_policy import InForce, get_policy, policy_in_force, shipped_policies, version_in_force
from guildworks.matching.reading import read_brief
from guildworks.matching.receipts import BRIEF, Head, brief_part, counts_parts, people_parts, sealed, statement
from guildworks.matching.search import RoleResult, search
from guildworks.matching.spent import Spent
from guildworks.platform import clock, events
from guildworks.platform.actor import OPERATOR_CHAIN, Actor, Ref, chain_of
from guildworks.platform.canonical import canonical
from guildworks.platform.errors import GuildworksError
from guildworks.platform.limits import limit
from guildworks.platform.policies import require
from guildworks.platform.refusals import refusals
from guildworks.platform.signatures import sign

HOUR = timedelta(hours=1)
KEEP_PARTS = "COPY matching_receiptpart (receipt_id, place, salt, content, engineer_id) FROM STDIN"


class CorrectedMeanwhile(GuildworksError):
    """Somebody else has corrected the same point of this brief meanwhile."""

    code = "brief_correction_follows_the_last"
    hint = "Look at what it says now; if you still see it otherwise, correct it once more."


class TooManyCorrections(GuildworksError):
    """A brief has no more corrections than the limit `brief_corrections` allows."""

    code = "too_many_corrections"
    hint = "Write the brief anew with what it should say, and have a list made of that."


class AskedTooOften(GuildworksError):
    """This organisation has asked as often within an hour as its limit allows."""

    code = "asked_too_often"
    http_status = 429
    hint = "Go on in an hour, or ask the operator for a higher limit."


class ChangedPolicy(GuildworksError):
    """A ranking policy was changed after it had been kept; a change needs a new version."""

    code = "ranking_policy_changed"


class PolicyAlreadyInForce(GuildworksError):
    """This version of the ranking policy is in force already."""

    code = "policy_already_in_force"
    hint = "Nothing was changed."
    at_terminal = "`guildworks policy list` shows since when."


@transaction.atomic
def write_brief(actor: Actor, organisation: Organisation, *, text: str, spent: Spent) -> Brief:
    """Read a brief and keep it with the requirement that was read. Raises NotAllowed or BadBrief."""
    require(policies.may_write_brief(actor, organisation.id))
    now = clock.now()
    with spent.on("parse"):
        requirement = read_brief(text, today=now.date())
    with spent.on("embed"):
        requirement = replace(requirement, suggested_skills=suggested_skills(text, requirement))
    brief = Brief.objects.create(
        organisation=organisation,
        title=requirement.title[:200],
        text=text,
        requirement=requirement_json(requirement, text),
        read_on=now.date(),
        written_at=now,
    )
    events.record(
        BRIEF_WRITTEN,
        brief.ref,
        actor,
        chain=organisation.chain,
        characters=len(text),
        skills=len(requirement.skills),
        contradictions=len(requirement.contradictions),
    )
    return brief


@transaction.atomic
def correct_brief(actor: Actor, brief: Brief, typed: Sequence[Typed]) -> list[BriefCorrection]:
    """Say by hand what a brief asks for, in the place of what was read; lists that are made after this go by it.

    All or none. Raises NotAllowed, BadCorrection, TooManyCorrections, or CorrectedMeanwhile where a correction was made
    to a version that is not the last one any more.
    """
    require(policies.may_correct_brief(actor, brief.organisation_id))
    drafts = [correction_draft(each) for each in typed]
    most = limit("brief_corrections")
    if brief.corrections.count() + len(drafts) > most:
        said = _("This brief has %(most)s corrections, and no more are kept")
        raise TooManyCorrections(said % {"most": f"{most:,}"})
    now = clock.now()
    rows = [
        BriefCorrection(
            brief=brief,
            item=draft.item,
            version=draft.after + 1,
            says=draft.says,
            value=value_json(draft.item, draft.value) if draft.value else None,
            made_by_kind=actor.kind,
            made_by_id=actor.id,
            made_at=now,
        )
        for draft in drafts
    ]
    with refusals(brief_correction_follows_the_last=CorrectedMeanwhile):
        BriefCorrection.objects.bulk_create(rows)
    events.record(BRIEF_CORRECTED, brief.ref, actor, chain=brief.organisation.chain, items=len(rows))
    return rows


@transaction.atomic
def check_feasibility(actor: Actor, brief: Brief) -> FeasibilityCheck:
    """Tell what the market has for a brief as it stands, and keep what was told.

    The same question within ten minutes gets the same answer. Raises NotAllowed or AskedTooOften.
    """
    require(policies.may_check_feasibility(actor, brief.organisation_id))
    now, asks = clock.now(), asked_for(brief)
    question = sha256(canonical(asks.told)).digest()
    if told := find_feasibility(brief, question=question, since=now - SAME_ANSWER):
        return told
    recent = FeasibilityCheck.objects.filter(organisation=brief.organisation_id, checked_at__gt=now - HOUR)
    said = _("Your organisation has had %(most)s answers about the market within an hour, and gets no more for now")
    _require_seldom(actor, recent.count(), limit("feasibility_per_hour"), said)
    check = FeasibilityCheck.objects.create(
        organisation_id=brief.organisation_id,
        brief=brief,
        question=question,
        roles=feasibility(asks, at=now),
        checked_at=now,
    )
    events.record(FEASIBILITY_CHECKED, brief.ref, actor, chain=brief.organisation.chain, roles=len(check.roles))
    return check


def _require_seldom(actor: Actor, times: int, most: int, said: str) -> None:
    """Refuse a client that has had this as often within an hour as the limit allows; the operator may go on."""
    if actor.kind != "operator" and times >= most:
        raise AskedTooOften(said % {"most": f"{most:,}"})


@transaction.atomic
def make_shortlist(actor: Actor, brief: Brief, *, top: int, spent: Spent) -> Shortlist:
    """Rank the listed engineers for a brief and keep the list. Raises NotAllowed, AskedTooOften or BadTop."""
    return _make_shortlist(actor, asked_for(brief), top=top, spent=spent)


def _make_shortlist(actor: Actor, asks: AskedFor, *, top: int, spent: Spent) -> Shortlist:
    brief = asks.brief
    require(policies.may_make_shortlist(actor, brief.organisation_id))
    if actor.kind != "operator":
        recent = Shortlist.objects.filter(brief__organisation=brief.organisation_id, made_at__gt=clock.now() - HOUR)
        said = _("Your organisation has had %(most)s shortlists within an hour, and gets no more for now")
        _require_seldom(actor, recent.count(), limit("shortlists_per_hour"), said)
    require_top(top)
    force = policy_in_force()
    at = clock.now()  # the list's own time, read before any snapshot of what is free
    with spent.on("search"):
        index = fresh_index(at)
        position = index or reached(at)
    results = search(
        brief.id,
        brief.text,
        requirement=asks.requirement,
        top=top,
        force=force,
        at=at,
        spent=spent,
        index=index,
        read=asks.read,
    )
    with spent.on("explain"):
        kept = found(results)
    with spent.on("store"):
        shortlist = Shortlist.objects.create(
            brief=brief,
            policy_id=force.policy.version,
            corrected=asks.told if asks.corrections else None,
            top=top,
            candidates=results[0].filtered.candidates,
            engineers=list(dict.fromkeys(one for result in results for one in result.ranked.ids)),
            found=kept,
            made_at=at,
        )
        is_known = position is not None and (position is index or has_rested(position))
        told = brief_part(asks.told, asks.corrections_told, results)
        _keep_receipt(shortlist, results, told=told, force=force, position=position if is_known else None)
    events.record(
        SHORTLIST_MADE,
        shortlist.ref,
        actor,
        chain=brief.organisation.chain,
        candidates=shortlist.candidates,
        engineers=sum(len(role["engineers"]) for role in kept["roles"]),
        near_misses=sum(len(role["near_misses"]) for role in kept["roles"]),
        top=top,
    )
    return shortlist


def _keep_receipt(
    shortlist: Shortlist,
    results: Sequence[RoleResult],
    *,
    told: dict[str, Any],
    force: InForce,
    position: Position | None,
) -> None:
    """Sign what the list rests on, as found at a position of the index; `told` is what was looked for."""
    parts = [
        sealed(BRIEF, told),
        *(sealed(place, counted) for place, counted in counts_parts(results)),
        *(sealed(place, judged, who) for place, who, judged in people_parts(results)),
    ]
    receipt = Receipt(shortlist=shortlist)
    head = Head(
        receipt=receipt.shown_id,
        brief=shortlist.brief.shown_id,
        shortlist=shortlist.shown_id,
        made_at=shortlist.made_at.isoformat(),
        program=guildworks.__version__,
        top=shortlist.top,
        policy=force.told,
        index={"generation": position.generation, "position": position.position} if position else None,
    )
    receipt.statement = sign(statement(head, results, {part.place: part.seal for part in parts}))
    receipt.save(force_insert=True)
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(KEEP_PARTS) as rows:
        for part in parts:
            rows.write_row((receipt.id, part.place, part.salt, part.written.decode(), part.engineer))


@transaction.atomic
def match_brief(actor: Actor, organisation: Organisation, *, text: str, top: int, spent: Spent) -> Shortlist:
    """Write a brief and make its shortlist, both or neither. Raises NotAllowed, BadBrief or BadTop."""
    brief = write_brief(actor, organisation, text=text, spent=spent)
    return _make_shortlist(actor, as_read(brief), top=top, spent=spent)


@transaction.atomic
def promote_policy(actor: Actor, version: str) -> PolicyPromotion:
    """Have lists made by this version of the ranking policy from now on; those that were made stay as they are.

    Raises NotAllowed, UnknownPolicy or PolicyAlreadyInForce. Of two at once both are kept, and the later one counts.
    """
    require(policies.may_promote_policy(actor))
    get_policy(version)
    before = version_in_force()
    if version == before:
        raise PolicyAlreadyInForce(_("Ranking policy %(version)s is in force already") % {"version": version})
    promotion = PolicyPromotion.objects.create(policy_id=version, promoted_at=clock.now())
    events.record(
        POLICY_PROMOTED,
        promotion.ref,
        actor,
        chain=OPERATOR_CHAIN,
        policy=int(version),
        instead_of=int(before),
    )
    return promotion


@transaction.atomic
def count_attention(actor: Actor) -> int:
    """Count anew how much everybody was shown lately; lists that are made after this rank by it. Raises NotAllowed.

    Returns how many engineers have another number than before.
    """
    require(policies.may_count_attention(actor))
    changed = count_anew(clock.now())
    for engineer, shown in changed:
        subject = Ref("engineer", engineer)
        events.record(ENGINEER_ATTENTION_COUNTED, subject, actor, chain=chain_of(subject), shown=shown)
    return len(changed)


def sync_policies(*, using: str) -> None:
    """Insert the ranking policies that come with this version and are not there yet. Called after migrations.

    Raises ChangedPolicy where a version was changed after it had been kept: it may have ranked somebody.
    """
    kept = dict(RankingPolicy.objects.using(using).values_list("version", "document"))
    for document in shipped_policies():
        if kept.get(document["version"], document) != document:
            raise ChangedPolicy(
                f"Ranking policy {document['version']} is not the one that this database keeps",
                hint="Give a changed policy the next version, in a file of its own, and migrate again.",
            )
    rows = [RankingPolicy(version=document["version"], document=document) for document in shipped_policies()]
    RankingPolicy.objects.using(using).bulk_create(rows, ignore_conflicts=True)
