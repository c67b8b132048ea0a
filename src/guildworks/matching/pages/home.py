"""The engineer's start page: what waits for them, their weeks, and the briefs that they were considered for."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from guildworks.accounts.signed_in import MemberRequest
from guildworks.talent.queries import get_own_profile


def home(request: MemberRequest) -> HttpResponse:
    """What waits first, then their weeks, then opportunities."""
    return render(request, "matching/home.html", {"engineer": get_own_profile(request.actor)})
