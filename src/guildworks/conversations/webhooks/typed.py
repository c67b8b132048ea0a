"""What somebody types about a webhook: an address, and the events that it is to be sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from django.utils.translation import gettext as _

from guildworks.accounts.models import Organisation
from guildworks.conversations.webhooks.offered import offered_to
from guildworks.platform.errors import BadInput
from guildworks.platform.fetch import AddressRefused, BadAddress, address_to_post_to


class BadWebhookAddress(BadInput):
    """Nothing can be sent to this address."""

    code = "bad_webhook_address"


class BadWebhookEvents(BadInput):
    """A webhook is sent one event or more, each of those that there are."""

    code = "bad_webhook_events"
    hint = "Tick those that it is to be sent."


class BadReplay(BadInput):
    """A time is written like 2026-11-30T08:00, in UTC, and ends after it begins."""

    code = "bad_replay"
    hint = "Nothing was replayed. Give a moment from which on, and one until which."


def readable_webhook_address(text: str) -> str:
    """An address as it is kept. Raises BadWebhookAddress, which says why and what to give."""
    try:
        return address_to_post_to(text.strip())
    except (BadAddress, AddressRefused) as wrong:
        raise BadWebhookAddress(wrong.message, hint=wrong.hint) from wrong


def readable_events(names: Sequence[str], organisation: Organisation) -> list[str]:
    """The names of events that an organisation can have, each once, in the order of the table.

    Raises BadWebhookEvents.
    """
    known = [row.event.name for row in offered_to(organisation.kind)]
    if unknown := [name for name in names if name not in known]:
        raise BadWebhookEvents(_("There is no event %(name)s that is sent here") % {"name": repr(unknown[0][:40])})
    if not names:
        raise BadWebhookEvents()
    return [name for name in known if name in names]


def readable_span(since: str, until: str, *, now: datetime) -> tuple[datetime, datetime]:
    """From when until when, in UTC; nothing for `until` is now. Raises BadReplay."""
    span = (_moment(since), _moment(until) if until.strip() else now)
    if span[0] >= span[1]:
        raise BadReplay()
    return span


def _moment(text: str) -> datetime:
    try:
        read = datetime.fromisoformat(text.strip())
    except ValueError as wrong:
        raise BadReplay() from wrong
    return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
