"""What the first page of the desk says needs somebody: each with the page that helps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildworks.availability.standing import PAUSED, UNCONFIRMED, UNLISTED
from guildworks.desk.health import Finding

NOT_WELL_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Wait:
    """Something that waits for the operator."""

    tag: str
    title: str
    more: str
    address: str
    words: str  # of the link


def waiting(found: Sequence[Finding], standing: Mapping[str, int], *, unmet: int) -> list[Wait]:
    """What does not stand well first, then people whom no search finds, then briefs for which nobody fits."""
    return [*_not_well(found), *_engineers(standing), *_briefs(unmet)]


def headline(waits: Sequence[Wait]) -> str:
    """`Three things need you`."""
    if not waits:
        return _("Nothing needs you now")
    return ngettext("One thing needs you", "%(count)s things need you", len(waits)) % {"count": len(waits)}


def _not_well(found: Sequence[Finding]) -> Iterator[Wait]:
    for one in [finding for finding in found if not finding.is_well][:NOT_WELL_SHOWN]:
        address = reverse(one.page or "desk-health")
        words = _("Look") if one.page else _("How to change it")
        yield Wait(one.subject, one.message, one.remedy, address, words)


def _engineers(standing: Mapping[str, int]) -> Iterator[Wait]:
    address = reverse("desk-engineers")
    if count := standing[UNCONFIRMED]:
        title = ngettext(
            "%(count)s listed engineer has not confirmed their hours",
            "%(count)s listed engineers have not confirmed their hours",
            count,
        )
        more = _("No search finds them until they say that their hours still hold.")
        words = _("Who they are")
        yield Wait(_("Engineers"), title % {"count": f"{count:,}"}, more, f"{address}?stands={UNCONFIRMED}", words)
    if count := standing[UNLISTED]:
        title = ngettext("%(count)s engineer is not listed", "%(count)s engineers are not listed", count)
        more = _("Somebody looks at each profile before searches find it.")
        words = _("Look and list")
        yield Wait(_("Engineers"), title % {"count": f"{count:,}"}, more, f"{address}?stands={UNLISTED}", words)


def _briefs(unmet: int) -> Iterator[Wait]:
    if unmet:
        title = ngettext(
            "%(count)s brief has fewer people than it asked for",
            "%(count)s briefs have fewer people than they asked for",
            unmet,
        )
        more = _("Each list says what ruled people out, and what would bring more.")
        yield Wait(_("Briefs"), title % {"count": f"{unmet:,}"}, more, reverse("desk-briefs"), _("See which"))


def figures(standing: Mapping[str, int]) -> list[tuple[str, int]]:
    """How many engineers stand how, for the side of the page."""
    return [
        (_("found by searches"), standing["found"]),
        (_("paused"), standing[PAUSED]),
        (_("hours not confirmed"), standing[UNCONFIRMED]),
        (_("not listed"), standing[UNLISTED]),
    ]
