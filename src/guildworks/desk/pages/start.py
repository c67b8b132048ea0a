"""The first page of the desk, what needs somebody, and the page of how the installation stands."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guildworks.accounts.queries import count_accounts
from guildworks.accounts.signed_in import MemberRequest, for_operator
from guildworks.availability.standing import count_standing
from guildworks.desk.attention import figures, headline, waiting
from guildworks.desk.health import findings
from guildworks.matching.unmet import count_unmet
from guildworks.platform import clock


@for_operator
@require_safe
def start(request: MemberRequest) -> HttpResponse:
    """What needs somebody, each with its page; beside it who is here."""
    standing = count_standing(request.actor, at=clock.now())
    waits = waiting(findings(), standing, unmet=count_unmet(request.actor))
    facts = {
        "waits": waits,
        "headline": headline(waits),
        "figures": figures(standing),
        "accounts": count_accounts(request.actor),
    }
    return render(request, "desk/start.html", facts)


@for_operator
@require_safe
def health(request: MemberRequest) -> HttpResponse:
    """What was looked at, how it stands, and what helps where it does not stand well."""
    return render(request, "desk/health.html", {"findings": findings()})
