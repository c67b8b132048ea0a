"""What happens to people's places in an organisation, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from guildworks.accounts.events import IMPERSONATION_BEGUN, MEMBER_JOINED
from guildworks.accounts.models import User, said
from guildworks.conversations.kinds import SOMEBODY, Telling, Words
from guildworks.conversations.models import Notification
from guildworks.platform.actor import Actor


def member_words(asker: Actor, tellings: Sequence[Telling]) -> Mapping[UUID, Words]:
    """Who joined an organisation, and whose role in it is another one now. Two SQL queries."""
    organisation = tellings[0].notification.organisation
    people = User.objects.in_bulk({telling.notification.about_id for telling in tellings})
    return {
        telling.notification.id: Words(
            _title(telling, _name(people.get(telling.notification.about_id)), organisation.name),
            _more(telling),
            reverse("people"),
        )
        for telling in tellings
    }


def _title(telling: Telling, name: str, organisation: str) -> str:
    event = telling.event
    if event.name == IMPERSONATION_BEGUN.name:
        return _("The operator has looked at this site as you see it")
    facts = {"name": name, "organisation": organisation, "role": said(event.facts["role"])}
    if event.name == MEMBER_JOINED.name:
        return _("%(name)s has joined %(organisation)s as %(role)s") % facts
    if _is_about_reader(telling.notification):
        return _("Your role in %(organisation)s is %(role)s now") % facts
    return _("%(name)s is %(role)s of %(organisation)s now") % facts


def _name(person: User | None) -> str:
    return person.said_name if person else _(SOMEBODY)


def _more(telling: Telling) -> str:
    if telling.event.name == IMPERSONATION_BEGUN.name:
        return _("For half an hour at most, changing nothing. A mail to you says why.")
    if telling.event.name == MEMBER_JOINED.name:
        came_alone = telling.event.actor_id == telling.notification.about_id
        return "" if came_alone else _("%(name)s has put them there.") % {"name": telling.doer}
    before = said(telling.event.facts["instead_of"])
    return _("It was %(role)s. %(name)s has changed it.") % {"role": before, "name": telling.doer}


def _is_about_reader(notification: Notification) -> bool:
    return notification.about_id == notification.user_id
