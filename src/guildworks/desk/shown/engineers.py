"""A profile in words: what was seen and said of skills, rates and languages, and how somebody stands."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from guildworks.availability.standing import ALONE, FOUND, PAUSED, UNCONFIRMED, UNLISTED
from guildworks.matching.wording import language_word
from guildworks.platform import money
from guildworks.platform.dates import plain_day_text
from guildworks.platform.enumeration import enumerated
from guildworks.platform.figures import figure
from guildworks.skills.queries import skill_name
from guildworks.talent.models import Engineer
from guildworks.talent.words import LEVELS

# How somebody stands, by its word in an address; in this order the list can be cut down to them.
STANDS = {
    FOUND: gettext_noop("found by searches"),
    UNCONFIRMED: gettext_noop("hours not confirmed"),
    PAUSED: gettext_noop("paused"),
    UNLISTED: gettext_noop("not listed"),
    ALONE: gettext_noop("without an account"),
}
KINDS = {FOUND: "fine", UNCONFIRMED: "waits", PAUSED: "", UNLISTED: "waits"}


@dataclass(frozen=True, slots=True)
class Tag:
    """How somebody stands: the kind of the tag, and its word."""

    kind: str
    word: str


@dataclass(frozen=True, slots=True)
class SkillSeen:
    """One piece of evidence."""

    skill: str
    name: str
    level: str  # 3.4 ± 0.3
    source: str
    day: str


@dataclass(frozen=True, slots=True)
class SkillSaid:
    """One claim, and whether anything was seen of it."""

    skill: str
    name: str
    level: str
    years: str
    is_seen: bool


def stands_tag(stands: str) -> Tag:
    """How somebody stands, as a tag."""
    return Tag(KINDS[stands], _(STANDS[stands]))


def evidence_shown(engineer: Engineer) -> list[SkillSeen]:
    """What the platform saw, newest first."""
    return [
        SkillSeen(
            each.skill_id,
            skill_name(each.skill_id),
            f"{each.mean:.1f} ± {each.standard_error:.1f}",
            each.source_kind,
            plain_day_text(each.observed_on),
        )
        for each in engineer.evidence.all()
    ]


def claims_shown(engineer: Engineer) -> list[SkillSaid]:
    """What they say, by name."""
    seen = {each.skill_id for each in engineer.evidence.all()}
    said = [
        SkillSaid(
            claim.skill_id,
            skill_name(claim.skill_id),
            _(LEVELS[claim.level]) if claim.level else _("level not said"),
            _("%(years)s y") % {"years": figure(float(claim.years), "g")} if claim.years is not None else "",
            claim.skill_id in seen,
        )
        for claim in engineer.claims.all()
    ]
    return sorted(said, key=lambda one: one.name.lower())


def rates_text(engineer: Engineer) -> str:
    """`€90/h and $100/h`; empty where none is known."""
    amounts = (money.from_minor(rate.hourly_minor, rate.currency) for rate in engineer.rates.all())
    said = _("%(amount)s/h")
    return enumerated([said % {"amount": money.amount_text(one.amount, one.currency.code)} for one in amounts])


def spoken_text(engineer: Engineer) -> str:
    """`English C1 and German B2`; empty where none is known."""
    return enumerated([f"{language_word(one.code)} {one.level}".strip() for one in engineer.languages.all()])
