"""Asking what would bring more people to a list that is too short, and asking for less in one click."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

from django.db import transaction
from django.utils.translation import gettext as _

from guildworks.matching import policies
from guildworks.matching.actions import AskedTooOften, correct_brief, make_shortlist
from guildworks.matching.corrections import asked_for
from guildworks.matching.events import LOOSENING_CHECKED
from guildworks.matching.feasibility import SAME_ANSWER
from guildworks.matching.loosening.telling import what_helps
from guildworks.matching.loosening.ways import find_way
from guildworks.matching.models import LooseningCheck, Shortlist
from guildworks.matching.spent import Spent
from guildworks.platform import clock, events
from guildworks.platform.actor import Actor
from guildworks.platform.canonical import canonical
from guildworks.platform.errors import GuildworksError
from guildworks.platform.figures import figure
from guildworks.platform.limits import limit
from guildworks.platform.policies import require

HOUR = timedelta(hours=1)


class WayIsGone(GuildworksError):
    """The brief asks for something else by now than when this list was made."""

    code = "way_is_gone"
    hint = "Its latest list says what would bring more people today."


@transaction.atomic
def check_loosening(actor: Actor, made: Shortlist) -> LooseningCheck | None:
    """Tell what would bring more people for the brief of a list, and keep what was told.

    The same question within ten minutes gets the same answer. None where the brief asks for something else by now than
    the list does. Raises NotAllowed or AskedTooOften.
    """
    brief = made.brief
    require(policies.may_loosen_brief(actor, brief.organisation_id))
    now, asks = clock.now(), asked_for(brief)
    if asks.told != made.requirement:
        return None
    question = sha256(canonical(asks.told)).digest()
    told = brief.loosening_checks.filter(question=question, checked_at__gt=now - SAME_ANSWER)
    if kept := told.order_by("-checked_at").first():
        return kept
    _require_seldom(actor, made)
    check = LooseningCheck.objects.create(
        organisation_id=brief.organisation_id,
        brief=brief,
        question=question,
        roles=what_helps(asks, at=now),
        checked_at=now,
    )
    events.record(LOOSENING_CHECKED, brief.ref, actor, chain=brief.organisation.chain, roles=len(check.roles))
    return check


def _require_seldom(actor: Actor, made: Shortlist) -> None:
    most, since = limit("loosenings_per_hour"), clock.now() - HOUR
    recent = LooseningCheck.objects.filter(organisation=made.brief.organisation_id, checked_at__gt=since)
    if actor.kind != "operator" and recent.count() >= most:
        said = _("Your organisation was told %(most)s times within an hour what would bring more people")
        raise AskedTooOften(said % {"most": figure(most)})


@transaction.atomic
def loosen_brief(actor: Actor, made: Shortlist, key: str) -> Shortlist:
    """Have the brief of a list ask for less in one of the ways that it has, and its list made anew: both or neither.

    Raises NotAllowed, WayIsGone, TooManyCorrections, AskedTooOften, or CorrectedMeanwhile where somebody else corrects
    the same point at this moment.
    """
    brief = made.brief
    require(policies.may_loosen_brief(actor, brief.organisation_id))
    asks = asked_for(brief)
    way = find_way(asks, key) if asks.told == made.requirement else None
    if way is None:
        raise WayIsGone()
    versions = asks.versions
    correct_brief(actor, brief, [replace(each, after=versions.get(each.item, 0)) for each in way.typed])
    return make_shortlist(actor, brief, top=made.top, spent=Spent())
