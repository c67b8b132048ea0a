"""Briefs for which too few fit, in words: how few, and what ruled people out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from guildworks.matching.unmet import Unmet
from guildworks.matching.wording import failing_text, hard_text, loosened

REQUIREMENTS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class UnmetShown:
    """One brief: who asked, how many fit of how many, what rules out most, and where it can be loosened."""

    title: str
    address: str
    client: str
    client_address: str
    fit: str
    is_empty: bool
    made_at: datetime
    rules_out: list[str]  # pgvector: 42 fail it, 3 nothing else
    list_address: str


def unmet_shown(found: Sequence[Unmet]) -> list[UnmetShown]:
    """In the same order."""
    return [_shown(one) for one in found]


def _shown(one: Unmet) -> UnmetShown:
    brief = one.shortlist.brief
    return UnmetShown(
        title=brief.title,
        address=reverse("brief", args=[brief.shown_id]),
        client=brief.organisation.name,
        client_address=reverse("desk-organisation", args=[brief.organisation.shown_id]),
        fit=_("%(fit)s of %(asked)s") % {"fit": f"{one.fit:,}", "asked": f"{one.shortlist.top:,}"},
        is_empty=one.fit == 0,
        made_at=one.shortlist.made_at,
        rules_out=_rules_out(one),
        list_address=reverse("shortlist", args=[one.shortlist.shown_id]),
    )


def _rules_out(one: Unmet) -> list[str]:
    """What most people fail, the most first: of those who fail nothing else one change brings each."""
    asked = [each for each in loosened(one.excluded) if each["engineers"]]
    most = sorted(asked, key=lambda each: (-each["only"], -each["engineers"]))[:REQUIREMENTS_SHOWN]
    said, alone = _("%(requirement)s: %(fail)s"), _("%(requirement)s: %(fail)s, %(only)s nothing else")
    return [
        (alone if each["only"] else said)
        % {"requirement": hard_text(each["requirement"]), "fail": failing_text(each), "only": f"{each['only']:,}"}
        for each in most
    ]
