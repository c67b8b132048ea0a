"""What happens to holds, and what saved searches find, in the words of a notification."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from guildworks.availability.events import (
    HOLD_ACCEPTED,
    HOLD_DECLINED,
    HOLD_EXPIRED,
    HOLD_EXPIRES_SOON,
    HOLD_PLACED,
    HOLD_RELEASED,
    TALK_CHOSEN,
    TALK_DECLINED,
)
from guildworks.availability.models import Reservation
from guildworks.availability.queries import holds_visible_to
from guildworks.conversations.kinds import Telling, Words
from guildworks.matching.queries import titled
from guildworks.matching.shown.holds import held_shown
from guildworks.platform import clock
from guildworks.platform.actor import Actor
from guildworks.platform.ids import shown as shown_id

# By the event's name; who did it, the engineer, and what for.
TITLES = {
    HOLD_PLACED.name: "{doer} has placed a hold on {engineer}{what_for}",
    HOLD_ACCEPTED.name: "{engineer} has accepted the hold{what_for}",
    HOLD_DECLINED.name: "{engineer} has declined the hold{what_for}",
    TALK_CHOSEN.name: "{engineer} has chosen a time for the talk{what_for}",
    TALK_DECLINED.name: "None of the times for a talk fits {engineer}{what_for}",
    HOLD_RELEASED.name: "{doer} has released {engineer}, who was held{what_for}",
    HOLD_EXPIRES_SOON.name: "The hold of {engineer}{what_for} is about to expire",
    HOLD_EXPIRED.name: "The hold of {engineer}{what_for} has expired",
}


def hold_words(asker: Actor, tellings: Sequence[Telling]) -> Mapping[UUID, Words]:
    """What became of holds, and how each stands at this moment. Three SQL queries."""
    at = clock.now()
    holds = holds_visible_to(asker).in_bulk({telling.notification.about_id for telling in tellings})
    briefs = titled(asker, [hold.holder_id for hold in holds.values()])
    named = {id_: f" for “{brief.title}”" for id_, brief in briefs.items()}
    return {
        telling.notification.id: _words(telling, hold, named.get(hold.holder_id, ""), asker, at)
        for telling in tellings
        if (hold := holds.get(telling.notification.about_id))
    }


def search_words(asker: Actor, tellings: Sequence[Telling]) -> Mapping[UUID, Words]:
    """Which brief somebody fits by now, and the list that shows them. One SQL query."""
    briefs = titled(asker, [UUID(telling.event.facts["brief"]) for telling in tellings])
    return {
        telling.notification.id: Words(
            _("Somebody fits “%(brief)s”") % {"brief": brief.title},
            _("You asked to be told. The list was made anew, and the search has ended."),
            reverse("shortlist", args=[shown_id("sho", UUID(telling.event.facts["shortlist"]))]),
        )
        for telling in tellings
        if (brief := briefs.get(UUID(telling.event.facts["brief"])))
    }


def _words(telling: Telling, hold: Reservation, what_for: str, asker: Actor, at: datetime) -> Words:
    shown = held_shown(hold, asker, at=at)
    title = TITLES[telling.event.name].format(doer=telling.doer, engineer=shown.name, what_for=what_for)
    if hold.lives(at):
        until = f"until {shown.until}" if shown.until else "which does not expire"
        return Words(title, f"{shown.hours}, {shown.weeks}; {_state(hold)} {until}.", reverse("holds"))
    return Words(title, f"{shown.hours}, {shown.weeks}; {shown.ending} {shown.until}.", f"{reverse('holds')}#ended")


def _state(hold: Reservation) -> str:
    if hold.state == "booked":
        return "booked,"
    return "accepted," if hold.accepted_at else "held"
