"""What happens to people's places in an organisation, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.urls import reverse

from guildworks.accounts.events import MEMBER_JOINED
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
    role = said(event.facts["role"])
    if event.name == MEMBER_JOINED.name:
        return f"{name} has joined {organisation} as {role}"
    if _is_about_reader(telling.notification):
        return f"Your role in {organisation} is {role} now"
    return f"{name} is {role} of {organisation} now"


def _name(person: User | None) -> str:
    return person.name if person else SOMEBODY


def _more(telling: Telling) -> str:
    if telling.event.name == MEMBER_JOINED.name:
        came_alone = telling.event.actor_id == telling.notification.about_id
        return "" if came_alone else f"{telling.doer} has put them there."
    return f"It was {said(telling.event.facts['instead_of'])}. {telling.doer} has changed it."


def _is_about_reader(notification: Notification) -> bool:
    return notification.about_id == notification.user_id
