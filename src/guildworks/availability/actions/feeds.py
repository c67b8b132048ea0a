"""Having a feed of one's reservations, another one, or none any more."""

from __future__ import annotations

from django.db import transaction

from guildworks.availability import policies
from guildworks.availability.events import BUSY_FEED_CLOSED, BUSY_FEED_OPENED
from guildworks.availability.models import BusyFeed
from guildworks.platform import clock, events
from guildworks.platform.actor import Actor
from guildworks.platform.ids import uuid7
from guildworks.platform.policies import require
from guildworks.talent.erased import UNLESS_ERASED
from guildworks.talent.models import Engineer


@transaction.atomic
@UNLESS_ERASED
def open_busy_feed(actor: Actor, engineer: Engineer) -> BusyFeed:
    """Make an address for a calendar; one that was there before leads nowhere from now on. Raises NotAllowed."""
    require(policies.may_have_busy_feed(actor, engineer))
    feed, _is_new = BusyFeed.objects.update_or_create(
        engineer=engineer, defaults={"number": uuid7(), "made_at": clock.now()}
    )
    events.record(BUSY_FEED_OPENED, engineer.ref, actor, chain=engineer.chain)
    return feed


@transaction.atomic
def close_busy_feed(actor: Actor, engineer: Engineer) -> None:
    """Have the address lead nowhere; where there is none, nothing. Raises NotAllowed."""
    require(policies.may_have_busy_feed(actor, engineer))
    gone, _ = BusyFeed.objects.filter(engineer=engineer).delete()
    if gone:
        events.record(BUSY_FEED_CLOSED, engineer.ref, actor, chain=engineer.chain)
