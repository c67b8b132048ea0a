"""What happens to webhooks, in the words of a notification."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from guildworks.conversations.kinds import Telling, Words
from guildworks.conversations.webhooks.queries import webhooks_visible_to
from guildworks.platform.actor import Actor
from guildworks.platform.models import Event

TITLES = {
    "gone": gettext_noop("The webhook at %(host)s is off: its address says that it is gone"),
    "failing": gettext_noop("The webhook at %(host)s is off: nothing has arrived there for days"),
}


def webhook_words(asker: Actor, tellings: Sequence[Telling]) -> Mapping[UUID, Words]:
    """Which webhook was switched off, and why. One SQL query."""
    owner = Actor("user", asker.id, asker.organisation_id, "owner")  # only those who look after webhooks are told
    webhooks = webhooks_visible_to(owner).in_bulk({telling.notification.about_id for telling in tellings})
    return {
        telling.notification.id: Words(
            _title(telling.event) % {"host": host_of(webhook.address)},
            _("What has happened since then can be replayed once it is on again."),
            reverse("webhook", args=[webhook.shown_id]),
        )
        for telling in tellings
        if (webhook := webhooks.get(telling.notification.about_id))
    }


def _title(event: Event) -> str:
    title = TITLES[event.facts["why"]]
    return _(title)


def host_of(address: str) -> str:
    """The host of an address, which may hold a secret in what follows."""
    return urlsplit(address).netloc
