"""Engineers: all profiles by how they stand, and one with what it rests on, its hours, holds and account."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guildworks.accounts.engineers.actions import invite_engineer
from guildworks.accounts.queries import find_account_of, find_engineer_invitation
from guildworks.accounts.signed_in import MemberRequest, for_operator
from guildworks.availability.queries import find_workweek, holds_of, weeks_of
from guildworks.availability.shown import usual_shown, weeks_shown
from guildworks.availability.standing import find_standing, standing_of
from guildworks.desk.shown import searched
from guildworks.desk.shown.engineers import STANDS, claims_shown, evidence_shown, rates_text, spoken_text, stands_tag
from guildworks.desk.shown.holds import holds_shown
from guildworks.matching.queries import titled
from guildworks.platform import clock
from guildworks.platform.errors import GuildworksError, NotAllowed
from guildworks.platform.limits import limit
from guildworks.talent.actions import list_engineers, unlist_engineers
from guildworks.talent.models import Engineer
from guildworks.talent.queries import find_resume, get_engineer
from guildworks.talent.words import years_text
from guildworks.web.paging import page_asked, pages_of

WEEKS_SHOWN, HOLDS_SHOWN = 12, 10


@for_operator
@require_safe
def engineers(request: MemberRequest) -> HttpResponse:
    """All engineers by name, those who stand in one way, or those whom the words of a search find."""
    page, words, now = page_asked(request), searched(request), clock.now()
    stands = request.GET.get("stands", "")
    found, total = find_standing(request.actor, words=words, stands=stands, at=now, page=page)
    facts = {
        "rows": [(one, stands_tag(one.stands)) for one in found],
        "search": words,
        "stands": stands if stands in STANDS else "",
        "ways": [(name, _(word)) for name, word in STANDS.items()],
        "total": total,
        "pages": pages_of(total, page),
    }
    return render(request, "desk/engineers.html", facts)


@for_operator
@require_safe
def engineer(request: MemberRequest, engineer: str) -> HttpResponse:
    """One profile: what is said and seen, hours and holds, whether searches find it, and who looks after it."""
    return _page(request, get_engineer(request.actor, engineer))


@for_operator
@require_POST
def listing(request: MemberRequest, engineer: str) -> HttpResponse:
    """Have searches find them."""
    found = get_engineer(request.actor, engineer)
    list_engineers(request.actor, [found])
    messages.success(request, _("%(name)s is listed from now on.") % {"name": found.public_name})
    return redirect("desk-engineer", engineer=found.shown_id)


@for_operator
@require_POST
def unlisting(request: MemberRequest, engineer: str) -> HttpResponse:
    """Have no search find them any more."""
    found = get_engineer(request.actor, engineer)
    unlist_engineers(request.actor, [found])
    said = _("%(name)s is not listed any more. What is held or booked of them stays.")
    messages.success(request, said % {"name": found.public_name})
    return redirect("desk-engineer", engineer=found.shown_id)


@for_operator
@require_POST
def invitation(request: MemberRequest, engineer: str) -> HttpResponse:
    """Ask somebody to look after this profile."""
    found, email = get_engineer(request.actor, engineer), request.POST.get("email", "")
    try:
        invite_engineer(request.actor, found.ref, email=email)
    except NotAllowed:
        raise
    except GuildworksError as wrong:
        return _page(request, found, email=email, wrong=wrong)
    messages.success(request, _("A mail with a link is on its way to {address}.").format(address=email.strip()))
    return redirect("desk-engineer", engineer=found.shown_id)


def _page(
    request: MemberRequest, found: Engineer, *, email: str | None = None, wrong: GuildworksError | None = None
) -> HttpResponse:
    actor, now = request.actor, clock.now()
    week, holds = find_workweek(found.id), holds_of(actor, found.id, most=HOLDS_SHOWN)
    briefs = titled(actor, [hold.holder_id for hold in holds if hold.holder_kind == "brief"])
    invited, resume = find_engineer_invitation(actor, found.id), find_resume(actor, found)
    facts = {
        "engineer": found,
        "stands": stands_tag(standing_of(found, at=now)),
        "is_listed": hasattr(found, "listing"),
        "seen": evidence_shown(found),
        "said": claims_shown(found),
        "rates": rates_text(found),
        "years": years_text(found.years),
        "spoken": spoken_text(found),
        "usual": usual_shown(week, at=now.date()),
        "weeks": weeks_shown(weeks_of(found.id, now.date(), WEEKS_SHOWN, at=now)),
        "has_hours": bool(week and week.quarter_hours is not None),
        "holds": holds_shown(holds, briefs, at=now),
        "resume": resume,
        "resume_until": resume and resume.sent_at + timedelta(days=limit("resume_days")),
        "public": getattr(found, "public_page", None),
        "account": find_account_of(actor, found.id),
        "invited": invited,
        "email": (invited.email if invited else found.email) if email is None else email,
        "wrong": f"{_(wrong.message)} {_(wrong.hint)}" if wrong else "",
    }
    return render(request, "desk/engineer.html", facts, status=wrong.http_status if wrong else 200)
