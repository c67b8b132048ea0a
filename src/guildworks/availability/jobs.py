"""What a worker does about hours."""

from __future__ import annotations

from guildworks.availability.actions import expiries
from guildworks.availability.actions.expiries import WATCH_HOLDS


@WATCH_HOLDS.done_by
def watch_holds(timestamp: int) -> None:
    """Record which holds expire soon, and which have expired."""
    expiries.watch_holds()
