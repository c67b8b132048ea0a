"""What happens to hours."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from guildworks.availability.models import REASONS, TOLD_OF
from guildworks.platform.events import declare

CAPACITY_SET = declare("capacity.set", quarter_hours=int, accepted_quarter_hours=int)
CAPACITY_EXCEPTED = declare(
    "capacity.excepted", week=date, quarter_hours=int, accepted_quarter_hours=int, reason=REASONS
)
CAPACITY_RESTORED = declare("capacity.restored", week=date)
WORKING_HOURS_SET = declare("working_hours.set", starts=int, ends=int, weekdays=int)
AVAILABILITY_CONFIRMED = declare("availability.confirmed")
AVAILABILITY_PAUSED = declare("availability.paused")
AVAILABILITY_RESUMED = declare("availability.resumed")
BUSY_TIMES_IMPORTED = declare("busy_times.imported", events=int, free=int, unread=int, weeks=int)
BUSY_FEED_OPENED = declare("busy_feed.opened")
BUSY_FEED_CLOSED = declare("busy_feed.closed")

HOLD_PLACED = declare(
    "hold.placed",
    group=UUID,
    organisation=UUID,
    holder_kind=("brief", "organisation"),
    holder=UUID,
    first_week=date,
    weeks=int,
    quarter_hours=int,
)
HOLD_ACCEPTED = declare("hold.accepted", days=int)
HOLD_DECLINED = declare("hold.declined")
HOLD_RELEASED = declare("hold.released")
HOLD_EXPIRES_SOON = declare("hold.expires_soon", hours=int)
HOLD_EXPIRED = declare("hold.expired")
HOLD_BOOKED = declare("hold.booked")
BOOKING_RELEASED = declare("booking.released")
HOLD_REFUSED = declare("hold.refused", organisation=UUID, engineers=int)
HOLD_TOLD = declare("hold.told", about=TOLD_OF, mails=int)

TALK_PROPOSED = declare("talk.proposed", times=int, minutes=int, first_day=date)
TALK_CHOSEN = declare("talk.chosen", time=int, minutes=int, day=date)  # the first, second or third time
TALK_DECLINED = declare("talk.declined", times=int)
