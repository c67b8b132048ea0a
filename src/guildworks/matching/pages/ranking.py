"""How ranking works: made from the policy in force, in plain words, for everybody who wants to know."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guildworks.accounts.queries import admins_named
from guildworks.matching.shown.ranking import ranking_shown
from guildworks.platform.enumeration import enumerated


@login_not_required
@require_safe
def ranking(request: HttpRequest) -> HttpResponse:
    """What is used, how much it counts, what is never used, and how to object."""
    admins = enumerated(admins_named()) if request.user.is_authenticated else ""
    return render(request, "matching/ranking.html", {**ranking_shown(), "admins": admins})
