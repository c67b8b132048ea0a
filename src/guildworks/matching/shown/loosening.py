"""What would bring more people, as the page of a list shows it: one button for each way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from guildworks.matching.corrections import AskedFor
from guildworks.matching.loosening.ways import ways
from guildworks.matching.models import LooseningCheck, Shortlist
from guildworks.platform.errors import GuildworksError
from guildworks.platform.figures import figure


@dataclass(frozen=True, slots=True)
class Help:
    """One way, and how many more it brings, in words."""

    key: str
    words: str
    more: str


@dataclass(frozen=True, slots=True)
class Helps:
    """What would bring more people to the list of one role."""

    ways: list[Help]
    by_now: str  # how many fit by now, where they are more than on the list


@dataclass(frozen=True, slots=True)
class Loosening:
    """The same of all roles; or why it is not told: the brief has changed, with the way on, or somebody asks often."""

    helps: Sequence[Helps | None] = ()
    changed: str = ""  # the address of what stands now
    changed_to: str = ""
    too_often: GuildworksError | None = None


def helps_shown(asks: AskedFor, check: LooseningCheck, made: Shortlist) -> list[Helps | None]:
    """For each role of a list, in its order, what would help; None where nobody is missing."""
    words = {way.key: way.words for steps in ways(asks) for way in steps}
    return [
        _helps(told, words, role["survivors"]) if role["survivors"] < made.top else None
        for role, told in zip(made.found["roles"], check.roles, strict=True)
    ]


def _helps(told: Mapping[str, Any], words: Mapping[str, str], listed: int) -> Helps:
    known = [way for way in told["ways"] if way["key"] in words]  # a start that was told yesterday is another day today
    return Helps([Help(way["key"], words[way["key"]], _more(way["more"])) for way in known], _by_now(told, listed))


def _more(count: int | None) -> str:
    if count is None:
        return _("fewer than 3 more would fit")
    return _("%(more)s more would fit") % {"more": figure(count)}


def _by_now(told: Mapping[str, Any], listed: int) -> str:
    fit = told["fit"]
    if fit is None:
        return _("Somebody fits by now") if told["somebody"] and not listed else ""
    return _("%(count)s fit by now") % {"count": figure(fit)} if fit > listed else ""
