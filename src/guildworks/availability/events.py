"""What happens to hours."""

from __future__ import annotations

from guildworks.platform.events import declare

CAPACITY_SET = declare("capacity.set", quarter_hours=int)
WORKING_HOURS_SET = declare("working_hours.set", starts=int, ends=int, weekdays=int)
