"""Notifications in words, each from what is kept of its subject at this moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from guildworks.accounts.models import User
from guildworks.conversations.kinds import KINDS, SOMEBODY, Telling, Words, words_for
from guildworks.conversations.models import Notification
from guildworks.platform.actor import Actor


def words_of(notifications: Sequence[Notification]) -> dict[UUID, Words]:
    """The words of notifications, whoever they are for, by their ids; each has its event beside it."""
    found = {each.id: _without_subject(each) for each in notifications}
    by_place = sorted(_tellings(notifications), key=_place)
    for (organisation, kind), those in groupby(by_place, key=_place):
        group = list(those)
        # Whoever is told sees in its words what people of that organisation see, and not what the operator may.
        asker = Actor("user", group[0].notification.user_id, organisation)
        found |= words_for(kind)(asker, group)
    return found


def _without_subject(notification: Notification) -> Words:
    """Where nothing is left of what it is about."""
    return Words(_(KINDS[notification.kind].about), "", reverse("notifications"))


def _place(telling: Telling) -> tuple[UUID, str]:
    return telling.notification.organisation_id, telling.notification.about_kind


def _tellings(notifications: Sequence[Notification]) -> list[Telling]:
    people = User.objects.in_bulk({each.event.actor_id for each in notifications if _is_of_house(each)})
    return [Telling(each, _doer(each, people)) for each in notifications]


def _is_of_house(notification: Notification) -> bool:
    """Whether a person of the same organisation did it, or somebody who came into it: others are not named to it."""
    event = notification.event
    return event.organisation_id in (None, notification.organisation_id)


def _doer(notification: Notification, people: Mapping[UUID, User]) -> str:
    event = notification.event
    if event.actor_id in people and _is_of_house(notification):
        return people[event.actor_id].said_name
    return _("The operator") if event.actor_kind == "operator" else _(SOMEBODY)
