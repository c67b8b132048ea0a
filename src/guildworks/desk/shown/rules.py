"""Ranking policies, limits and settings in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildworks.matching.comparing import Comparison
from guildworks.matching.ranking_policy import InForce
from guildworks.matching.shown.people import PART_HEADS
from guildworks.platform.choices import CHOICES, chosen
from guildworks.platform.figures import figure
from guildworks.platform.limits import GROUPS, Limit, limit
from guildworks.web import charts


@dataclass(frozen=True, slots=True)
class PolicyShown:
    """One version of the ranking policy."""

    version: str
    came: datetime
    since: datetime | None  # in force; None where it is not
    lists: int


@dataclass(frozen=True, slots=True)
class PartShown:
    """What one part of the score counts by two versions."""

    name: str
    old: str
    new: str
    old_chart: SafeString
    new_chart: SafeString


@dataclass(frozen=True, slots=True)
class Wrong:
    """What was typed for a limit or chosen for a setting, and why it is refused."""

    name: str
    typed: str
    message: str


@dataclass(frozen=True, slots=True)
class LimitShown:
    """One bound, as its form shows it."""

    name: str
    about: str
    unit: str
    value: str
    bounds: str
    is_changed: bool
    error: str


@dataclass(frozen=True, slots=True)
class SettingShown:
    """One choice among words."""

    name: str
    about: str
    words: list[tuple[str, str, bool]]  # the word, what it means, whether it is in force
    error: str


def policies_shown(found: Sequence[dict[str, Any]]) -> list[PolicyShown]:
    """The latest first."""
    return [
        PolicyShown(
            each["version"],
            datetime.fromisoformat(each["created_at"]),
            datetime.fromisoformat(each["in_force_since"]) if each["in_force_since"] else None,
            each["shortlists"],
        )
        for each in reversed(found)
    ]


def compared_shown(found: Comparison, old: InForce, new: InForce) -> dict[str, Any]:
    """What two versions weigh, and what comes of it, in sentences."""
    weights = old.policy.weights, new.policy.weights
    most = max(max(each.values()) for each in weights)
    names = [name for name in PART_HEADS if any(each.get(name) for each in weights)]
    return {
        "found": found,
        "parts": [_part(name, *(each.get(name, 0.0) for each in weights), most=most) for name in names],
        "sentences": _sentences(found) if found.lists else [],
        "differing": [(one, _percent(one.in_common)) for one in found.most_different],
    }


def limits_shown(wrong: Wrong | None) -> list[tuple[str, list[LimitShown]]]:
    """Each group with its heading, in the order of their table."""
    return [(_(heading), [_limit(each, wrong) for each in group]) for heading, group in GROUPS.items()]


def settings_shown(wrong: Wrong | None) -> list[SettingShown]:
    """In the order of their table."""
    shown = []
    for choice in CHOICES.values():
        now = chosen(choice.name)
        words = [(word, _(meaning), word == now) for word, meaning in choice.words.items()]
        error = wrong.message if wrong and wrong.name == choice.name else ""
        shown.append(SettingShown(choice.name, _(choice.about), words, error))
    return shown


def _limit(of: Limit, wrong: Wrong | None) -> LimitShown:
    is_wrong, bounds = wrong is not None and wrong.name == of.name, _("%(least)s to %(most)s, by default %(default)s")
    return LimitShown(
        name=of.name,
        about=_(of.about),
        unit=_(of.unit),
        value=wrong.typed if wrong and is_wrong else str(limit(of.name)),
        bounds=bounds % {"least": figure(of.least), "most": figure(of.most), "default": figure(of.default)},
        is_changed=limit(of.name) != of.default,
        error=wrong.message if wrong and is_wrong else "",
    )


def _part(name: str, old: float, new: float, *, most: float) -> PartShown:
    head, shares = _(PART_HEADS[name]), (_percent(old), _percent(new))
    said = _("%(part)s counts %(share)s of the score")
    drawn = [
        charts.left_chart(1, weight / most, said=said % {"part": head, "share": share})
        for weight, share in zip((old, new), shares, strict=True)
    ]
    return PartShown(head, *shares, *drawn)


def _sentences(found: Comparison) -> list[str]:
    facts = {
        "in_common": _percent(found.in_common or 0),
        "rank": figure(found.rank_change or 0, ".1f"),
        "same": figure(found.same_first),
        "lists": figure(found.lists),
        "old": found.old.version,
        "new": found.new.version,
        "old_engineers": figure(found.old.engineers),
        "new_engineers": figure(found.new.engineers),
    }
    return [
        _("%(in_common)s of all places go to the same people by both.") % facts,
        _("Whoever stands on both lists moves by %(rank)s places on average.") % facts,
        ngettext(
            "The first place stays the same on %(same)s of %(lists)s list.",
            "The first place stays the same on %(same)s of %(lists)s lists.",
            found.lists,
        )
        % facts,
        _("Policy %(old)s shows %(old_engineers)s different engineers; policy %(new)s shows %(new_engineers)s.")
        % facts,
    ]


def _percent(share: float) -> str:
    return _("%(share)s %%") % {"share": figure(100 * share, ".3g")}
