"""Events in rows: when, what, its facts, who did it, and where it lies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildworks.desk.subjects import page_of_subject, shown_chain, shown_subject
from guildworks.platform.enumeration import enumerated
from guildworks.platform.events import Verified
from guildworks.platform.figures import figure
from guildworks.platform.models import Event
from guildworks.platform.outer_ids import actor_kind, outer_facts

HASH_SHOWN = 12  # letters
BROKEN_SHOWN = 10


@dataclass(frozen=True, slots=True)
class EventShown:
    """One event."""

    name: str
    at: datetime
    facts: str  # a name and a value each
    subject: str
    subject_page: str
    actor: str
    actor_page: str
    chain: str
    place: str  # on its chain; empty until its transaction is linked
    hash: str


def events_shown(found: Sequence[Event]) -> list[EventShown]:
    """In the same order."""
    return [_shown(event) for event in found]


def _shown(event: Event) -> EventShown:
    link = getattr(event, "eventlink", None)
    doer = actor_kind(event)
    return EventShown(
        name=event.name,
        at=event.at,
        facts=" · ".join(f"{name}: {value}" for name, value in sorted(outer_facts(event).items())),
        subject=shown_subject(event.subject_kind, event.subject_id),
        subject_page=page_of_subject(event.subject_kind, event.subject_id),
        actor=shown_subject(doer, event.actor_id),
        actor_page=page_of_subject(doer, event.actor_id),
        chain=shown_chain(event.chain),
        place=figure(link.seq) if link else "",
        hash=bytes(link.hash).hex()[:HASH_SHOWN] if link else "",
    )


def verified_text(result: Verified) -> str:
    """What a verification found, in a sentence."""
    if result.broken:
        places = enumerated([figure(place) for place in result.broken[:BROKEN_SHOWN]])
        said = ngettext(
            "The chain is broken at %(count)s place: %(places)s.",
            "The chain is broken at %(count)s places, the first ones: %(places)s.",
            len(result.broken),
        )
        return said % {"count": figure(len(result.broken)), "places": places}
    if result.is_done and not result.is_whole:
        return _("What is there holds, but the end of the chain is not the one that was written: events are missing.")
    figures = {"upto": figure(result.upto), "length": figure(result.length)}
    if not result.is_done:
        return _(
            "The first %(upto)s of %(length)s events are as they were written. The rest is still to be verified."
        ) % (figures)
    said = ngettext(
        "Its %(length)s event is as it was written, and none is missing.",
        "All %(length)s events are as they were written, in this order, and none is missing.",
        result.length,
    )
    return said % figures
