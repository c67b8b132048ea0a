"""What a worker does for those who are held."""

from __future__ import annotations

from guildworks.matching import notices
from guildworks.matching.notices import TELL_OF_HOLDS


@TELL_OF_HOLDS.done_by
def tell_of_holds(timestamp: int) -> None:
    """Write the mails about holds that nobody was told of yet."""
    notices.tell_of_holds()
