"""Saving a search, and ending it."""

from __future__ import annotations

from contextlib import suppress

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from guildworks.accounts.signed_in import MemberRequest
from guildworks.matching.queries import get_shortlist
from guildworks.matching.saved.actions import SavedAlready, end_saved_search, save_search
from guildworks.matching.saved.queries import get_saved_search


@require_POST
def save(request: MemberRequest, shortlist: str) -> HttpResponse:
    """Be told when somebody fits. Whoever clicks twice is told once."""
    made = get_shortlist(request.actor, shortlist)
    with suppress(SavedAlready):  # it is what they want
        save_search(request.actor, made)
    return redirect(f"{reverse('shortlist', args=[made.shown_id])}#role-1")


@require_POST
def end(request: MemberRequest, search: str) -> HttpResponse:
    """Be told no more."""
    record = get_saved_search(request.actor, search)
    end_saved_search(request.actor, record)
    return redirect("brief", brief=record.brief.shown_id)
