"""Choosing what is public, and the page that everybody sees, signed in or not."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guildworks.accounts.signed_in import MemberRequest, for_engineers
from guildworks.platform.errors import GuildworksError
from guildworks.platform.limits import limit
from guildworks.talent.models import PUBLIC_PARTS, Engineer, PublicPage
from guildworks.talent.public.actions import BadHandle, HandleTaken, close_public_page, open_public_page
from guildworks.talent.public.consent import PUBLIC_PAGE
from guildworks.talent.public.shown import PART_WORDS, data_block, person_data, public_shown
from guildworks.talent.queries import find_kept_handle, find_public_page, get_own_profile, get_public_page

HANDLE_MOST = 100  # characters of what is shown again
FIRST = ("headline", "evidence", "skills")  # what is ticked before somebody has chosen


@for_engineers
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: MemberRequest) -> HttpResponse:
    """What the page shows and where it is; sent, it is so from now on."""
    engineer = get_own_profile(request.actor)
    if request.method != "POST":
        return _page(engineer, request)
    handle, shows = request.POST.get("handle", "")[:HANDLE_MOST], request.POST.getlist("shows")[: len(PUBLIC_PARTS) + 1]
    try:
        opened = open_public_page(request.actor, engineer, handle=handle, shows=shows)
    except GuildworksError as refusal:
        return _page(engineer, request, refusal=refusal, handle=handle, shows=shows)
    address = reverse("public-page", args=[opened.handle])
    messages.success(request, _("Your page is public at %(address)s.") % {"address": address})
    return redirect("choose-public")


@for_engineers
@require_POST
def close(request: MemberRequest) -> HttpResponse:
    """Have no public page any more."""
    close_public_page(request.actor, get_own_profile(request.actor))
    days = limit("handle_days")
    said = ngettext(
        "Your page is closed: nobody sees it any more. Its address is kept for you for %(days)s day.",
        "Your page is closed: nobody sees it any more. Its address is kept for you for %(days)s days.",
        days,
    )
    messages.success(request, said % {"days": days})
    return redirect("choose-public")


@require_safe
@login_not_required
def page(request: HttpRequest, handle: str) -> HttpResponse:
    """What an engineer has chosen to show to everybody."""
    public, engineer = get_public_page(handle)
    address = f"{settings.PUBLIC_ADDRESS.origin}{reverse('public-page', args=[public.handle])}"
    is_listed = hasattr(engineer, "listing")
    facts = {
        "shown": public_shown(public, engineer),
        "data": data_block(person_data(public, engineer, address=address)),
        "is_listed": is_listed,
        "address": address,
    }
    answer = render(request, "talent/public.html", facts)
    if not is_listed:
        answer["X-Robots-Tag"] = "noindex"
    return answer


def _page(
    engineer: Engineer,
    request: MemberRequest,
    *,
    refusal: GuildworksError | None = None,
    handle: str | None = None,
    shows: list[str] | None = None,
) -> HttpResponse:
    public = find_public_page(engineer)
    ticked = shows if shows is not None else (public.shows if public else FIRST)
    of_handle = isinstance(refusal, BadHandle | HandleTaken)
    said = f"{_(refusal.message)} {_(refusal.hint)}" if refusal else ""
    facts = {
        "public": public,
        "handle": _handle(engineer, public) if handle is None else handle,
        "parts": [(part, *PART_WORDS[part], part in ticked) for part in PUBLIC_PARTS],
        "wrong": said if of_handle else "",
        "refusal": None if of_handle else refusal,
        "origin": settings.PUBLIC_ADDRESS.origin,
        "is_listed": hasattr(engineer, "listing"),
        "consent": _(PUBLIC_PAGE.words),
    }
    return render(request, "talent/choose_public.html", facts, status=refusal.http_status if refusal else 200)


def _handle(engineer: Engineer, public: PublicPage | None) -> str:
    """The address of their page: where it is, where it was last, or a good one to begin with."""
    return public.handle if public else find_kept_handle(engineer) or slugify(engineer.public_name)[:40]
