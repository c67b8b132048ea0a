"""Links that nobody was given: whoever tries many of them is stopped, as with wrong passwords."""

from __future__ import annotations

from allauth.core.internal.ratelimit import consume, respond_429
from django.http import HttpRequest, HttpResponse

GUESSES = "10/m/ip"  # as many as wrong passwords; links that lead somewhere are not counted


def stopped(request: HttpRequest, what: str) -> HttpResponse | None:
    """The answer to somebody who has guessed too often; None for everybody else."""
    return None if _consumed(request, what, is_dry_run=True) else respond_429(request)


def count_guess(request: HttpRequest, what: str) -> None:
    """Count a link that leads nowhere."""
    _consumed(request, what, is_dry_run=False)


def _consumed(request: HttpRequest, what: str, *, is_dry_run: bool) -> bool:
    # allauth's own counter, as sign-in has it; its public name does not count a page that is only opened.
    left = consume(request, app="guildworks", action=what, config={what: GUESSES}, limit_get=True, dry_run=is_dry_run)
    return left is not None
