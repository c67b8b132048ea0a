"""What happens to holds, and what saved searches find, in the words of a notification."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

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
from guildworks.matching.models import Brief
from guildworks.matching.queries import titled
from guildworks.matching.shown.holds import held_shown
from guildworks.platform import clock
from guildworks.platform.actor import Actor
from guildworks.platform.ids import shown as shown_id

# By the event's name: for no brief that whoever reads it may see, and for one.
TITLES = {
    HOLD_PLACED.name: (
        gettext_noop("%(doer)s has placed a hold on %(engineer)s"),
        gettext_noop("%(doer)s has placed a hold on %(engineer)s for “%(brief)s”"),
    ),
    HOLD_ACCEPTED.name: (
        gettext_noop("%(engineer)s has accepted the hold"),
        gettext_noop("%(engineer)s has accepted the hold for “%(brief)s”"),
    ),
    HOLD_DECLINED.name: (
        gettext_noop("%(engineer)s has declined the hold"),
        gettext_noop("%(engineer)s has declined the hold for “%(brief)s”"),
    ),
    TALK_CHOSEN.name: (
        gettext_noop("%(engineer)s has chosen a time for the talk"),
        gettext_noop("%(engineer)s has chosen a time for the talk for “%(brief)s”"),
    ),
    TALK_DECLINED.name: (
        gettext_noop("None of the times for a talk fits %(engineer)s"),
        gettext_noop("None of the times for a talk fits %(engineer)s for “%(brief)s”"),
    ),
    HOLD_RELEASED.name: (
        gettext_noop("%(doer)s has released %(engineer)s, who was held"),
        gettext_noop("%(doer)s has released %(engineer)s, who was held for “%(brief)s”"),
    ),
    HOLD_EXPIRES_SOON.name: (
        gettext_noop("The hold of %(engineer)s is about to expire"),
        gettext_noop("The hold of %(engineer)s for “%(brief)s” is about to expire"),
    ),
    HOLD_EXPIRED.name: (
        gettext_noop("The hold of %(engineer)s has expired"),
        gettext_noop("The hold of %(engineer)s for “%(brief)s” has expired"),
    ),
}
EXPIRED = gettext_noop("%(hours)s, %(weeks)s; expired %(until)s.")
ENDINGS = {
    "released": gettext_noop("%(hours)s, %(weeks)s; released %(until)s."),
    "declined": gettext_noop("%(hours)s, %(weeks)s; declined by the engineer %(until)s."),
}


def hold_words(asker: Actor, tellings: Sequence[Telling]) -> Mapping[UUID, Words]:
    """What became of holds, and how each stands at this moment. Three SQL queries."""
    at = clock.now()
    holds = holds_visible_to(asker).in_bulk({telling.notification.about_id for telling in tellings})
    briefs = titled(asker, [hold.holder_id for hold in holds.values()])
    return {
        telling.notification.id: _words(telling, hold, briefs.get(hold.holder_id), asker, at)
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


def _words(telling: Telling, hold: Reservation, brief: Brief | None, asker: Actor, at: datetime) -> Words:
    shown = held_shown(hold, asker, at=at)
    title = _(TITLES[telling.event.name][brief is not None]) % {
        "doer": telling.doer,
        "engineer": shown.name,
        "brief": brief.title if brief else "",
    }
    figures = {"hours": shown.hours, "weeks": shown.weeks, "until": shown.until}
    if hold.lives(at):
        return Words(title, _(_lives(hold)) % figures, reverse("holds"))
    return Words(title, _(ENDINGS.get(hold.state, EXPIRED)) % figures, f"{reverse('holds')}#ended")


def _lives(hold: Reservation) -> str:
    """A message."""
    if hold.state == "booked":
        return gettext_noop("%(hours)s, %(weeks)s; booked, which does not expire.")
    if hold.accepted_at:
        return gettext_noop("%(hours)s, %(weeks)s; accepted, until %(until)s.")
    return gettext_noop("%(hours)s, %(weeks)s; held until %(until)s.")
