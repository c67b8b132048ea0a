"""What the bar of every page shows of notifications."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import Error
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from guildworks.accounts.queries import actor_in
from guildworks.accounts.signed_in import presence
from guildworks.conversations.queries import count_unseen

BADGE_MOST = 99


def bell(request: HttpRequest) -> dict[str, Any]:
    """The badge of the bell, counted when a page shows it: `3`, `99+`, nothing for none or where nobody is."""
    return {"unseen_now": SimpleLazyObject(partial(_badge, request))}


def _badge(request: HttpRequest) -> str:
    try:
        who = presence(request) if hasattr(request, "user") else None
        if who is None or who.chosen is None:
            return ""
        count = count_unseen(actor_in(who.chosen), most=BADGE_MOST + 1)
    except Error:  # the page of a database that is away has its bar too
        return ""
    return "" if not count else str(count) if count <= BADGE_MOST else f"{BADGE_MOST}+"
