"""What a worker does for briefs, and for those who are held."""

from __future__ import annotations

from uuid import UUID

from guildworks.matching import notices
from guildworks.matching.considered import actions as considered
from guildworks.matching.considered.actions import COUNT_DEMAND
from guildworks.matching.notices import TELL_OF_HOLDS
from guildworks.matching.saved import actions
from guildworks.matching.saved.actions import SEARCH_AGAIN, TAKE_UP_SEARCHES


@SEARCH_AGAIN.done_by
def search_again(search: str) -> None:
    """Make a saved search anew."""
    actions.search_again(UUID(search))


@TAKE_UP_SEARCHES.done_by
def take_up_searches(timestamp: int) -> None:
    """Have those made anew that may find somebody by now."""
    actions.take_up_searches()


@TELL_OF_HOLDS.done_by
def tell_of_holds() -> None:
    """Write the mails about holds that nobody was told of yet."""
    notices.tell_of_holds()


@COUNT_DEMAND.done_by
def count_demand(timestamp: int) -> None:
    """Count what briefs ask for."""
    considered.count_demand()
