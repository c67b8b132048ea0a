"""The engineer's start page in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildworks.availability.models import Workweek
from guildworks.availability.queries import confirmed_until
from guildworks.matching.shown.held import OwnHold
from guildworks.platform.dates import month_text, plain_day_text
from guildworks.platform.figures import figure
from guildworks.skills.queries import skill_name
from guildworks.talent.models import Engineer

SOON = timedelta(days=5)  # before confirmed hours count no more
SEEN_SHOWN, SAID_SHOWN = 6, 12


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something beside holds that waits for the engineer."""

    title: str
    more: str
    does: str  # confirm, come-back, say; how it is done
    words: str  # of the button


@dataclass(frozen=True, slots=True)
class Seen:
    """What the platform has seen of a skill."""

    name: str
    level: str
    when: str


def waiting(engineer: Engineer, week: Workweek | None, *, at: datetime) -> list[Waiting]:
    """What keeps searches from finding them, or soon will."""
    if week is None or week.quarter_hours is None:
        more = _("Until you have said how many hours a week you work, and when, no search finds you.")
        return [Waiting(_("Say your hours"), more, "say", _("To your hours"))]
    if week.paused_at:
        more = _("You have paused since %(day)s: no search finds you.")
        day = plain_day_text(week.paused_at, beside=at.date())
        return [Waiting(_("You are away"), more % {"day": day}, "come-back", _("Come back"))]
    until = confirmed_until(week.confirmed_at) if week.confirmed_at else at
    if until <= at + SOON:
        return [_to_confirm(until, at=at)]
    return []


def headline(holds: Sequence[OwnHold], other: Sequence[Waiting]) -> str:
    """`Two things wait for you`."""
    count = sum(hold.waits for hold in holds) + len(other)
    if not count:
        return _("Nothing waits for you")
    return ngettext("One thing waits for you", "%(count)s things wait for you", count) % {"count": count}


def seen_of(engineer: Engineer) -> list[Seen]:
    """The latest evidence of each skill, the highest level first."""
    latest: dict[str, tuple[float, date]] = {}
    for each in engineer.evidence.all():  # newest first
        latest.setdefault(each.skill_id, (each.mean, each.observed_on))
    ordered = sorted(latest.items(), key=lambda item: (-item[1][0], item[0]))[:SEEN_SHOWN]
    return [Seen(skill_name(slug), figure(mean, ".1f"), month_text(day)) for slug, (mean, day) in ordered]


def said_of(engineer: Engineer) -> list[str]:
    """The skills that they say and nobody has seen."""
    seen = {each.skill_id for each in engineer.evidence.all()}
    names = [skill_name(claim.skill_id) for claim in engineer.claims.all() if claim.skill_id not in seen]
    return sorted(names, key=str.lower)[:SAID_SHOWN]


def known_by(engineer: Engineer) -> set[str]:
    """The skills that they say or were seen to have."""
    return {each.skill_id for each in engineer.evidence.all()} | {claim.skill_id for claim in engineer.claims.all()}


def _to_confirm(until: datetime, *, at: datetime) -> Waiting:
    if until <= at:
        more = _("They were confirmed too long ago: no search finds you until you say that they still hold.")
    else:
        day = plain_day_text(until, beside=at.date())
        more = _("What you have confirmed counts until %(day)s; after that no search finds you.") % {"day": day}
    return Waiting(_("Do your hours still hold?"), more, "confirm", _("They still hold"))
