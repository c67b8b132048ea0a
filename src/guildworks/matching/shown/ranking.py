"""The policy in force in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from guildworks.matching.ranking_policy import find_latest_promotion, get_policy, version_in_force
from guildworks.matching.shown.people import PART_HEADS
from guildworks.platform.dates import long_day_text
from guildworks.platform.figures import figure
from guildworks.platform.limits import limit
from guildworks.web import charts

# What each part of a score looks at, as somebody would say it who has to answer for it.
PART_WORDS = {
    "skills": gettext_noop(
        "How well you master the skills that the brief asks for. What the platform has seen counts by its level and "
        "how sure it is; a skill that you only say counts one level lower and as unsure. Old evidence keeps its level "
        "and becomes less sure."
    ),
    "lexical": gettext_noop(
        "How many of the brief’s own words stand in your profile. Names of skills are taken out first: writing them "
        "often changes nothing."
    ),
    "semantic": gettext_noop("How close what you have done is to what the brief is about, whatever words it uses."),
    "seniority": gettext_noop("Your years of experience against those asked. More than that adds nothing."),
    "rate": gettext_noop(
        "Your rate within the range of the brief. Above its upper end you are not on the list at all."
    ),
    "overlap": gettext_noop("How many hours of your working day the client shares."),
    "availability": gettext_noop("How many hours you have free beyond those asked, in the tightest week."),
    "reputation": gettext_noop(
        "How earlier work went. As long as nothing is recorded it is the same for everybody, and counts as unsure."
    ),
    "attention": gettext_noop(
        "On how many lists you stood of late: who was shown much yields to others who are as good."
    ),
}


@dataclass(frozen=True, slots=True)
class PartShown:
    """One part of the score, and its share of the whole."""

    name: str
    about: str
    share: str  # 46 %
    chart: SafeString


def ranking_shown() -> dict[str, Any]:
    """All that the page says. Two SQL queries."""
    version = version_in_force()
    promotion = find_latest_promotion()
    weights = get_policy(version).policy.weights
    most = max(weights.values())
    parts = sorted(weights.items(), key=lambda part: -part[1])
    return {
        "version": version,
        "since": long_day_text(promotion.promoted_at.date()) if promotion else "",
        "parts": [_part(name, weight, most=most) for name, weight in parts],
        "confirmed_days": limit("confirmed_days"),
    }


def _part(name: str, weight: float, *, most: float) -> PartShown:
    share = _("%(share)s %%") % {"share": figure(100 * weight, ".3g")}
    head = _(PART_HEADS[name])
    said = _("%(part)s counts %(share)s of the score") % {"part": head, "share": share}
    return PartShown(head, _(PART_WORDS[name]), share, charts.left_chart(1, weight / most, said=said))
