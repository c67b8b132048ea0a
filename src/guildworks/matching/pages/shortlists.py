"""The page of a shortlist, some of its engineers side by side, and why one of them stands on it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from guildworks.accounts.signed_in import MemberRequest
from guildworks.availability.policies import may_place_hold
from guildworks.availability.queries import live_holds_for
from guildworks.conversations.threads.shown import talk_shown
from guildworks.matching.actions import AskedTooOften, CorrectedMeanwhile
from guildworks.matching.addresses import list_address
from guildworks.matching.corrections import asked_for
from guildworks.matching.listed import NotCompared, RoleList, get_compared, get_listed
from guildworks.matching.loosening.actions import WayIsGone, check_loosening, loosen_brief
from guildworks.matching.models import Shortlist
from guildworks.matching.policies import may_loosen_brief, sees_whole_lists
from guildworks.matching.queries import find_latest_list, get_shortlist, receipt_file
from guildworks.matching.shown.compared import compared
from guildworks.matching.shown.engineer import engineer_shown
from guildworks.matching.shown.holds import Holding, holding_shown
from guildworks.matching.shown.loosening import Loosening, helps_shown
from guildworks.matching.shown.saved import saved_shown
from guildworks.matching.shown.shortlist import shortlist_shown
from guildworks.matching.subjects import list_subject, listed_subject
from guildworks.platform import clock
from guildworks.platform.errors import NotFound
from guildworks.web.refusals import refused


@require_safe
def shortlist(request: MemberRequest, shortlist: str) -> HttpResponse:
    """Who fits a brief, and why; below them the brief with what was read from it."""
    made = get_shortlist(request.actor, shortlist)
    holding = _holding(request, made)
    is_whole = sees_whole_lists(request.actor)
    facts = {**shortlist_shown(made, holding=holding, is_exact=is_whole), "holding": holding}
    facts["loosening"] = _loosening(request, made)
    if any(role["is_short"] for role in facts["roles"]):
        facts["saved"] = saved_shown(request.actor, made.brief)
    for role, helps in zip(facts["roles"], facts["loosening"].helps, strict=False):
        role["helps_now"] = helps
    talk = talk_shown(request.actor, list_subject(made))
    return render(request, "matching/shortlist.html", {**facts, "talk": talk, "is_whole": is_whole})


@require_POST
def loosen(request: MemberRequest, shortlist: str) -> HttpResponse:
    """Ask for less in one of the ways offered, and show the new list.

    Whoever comes second, or clicks twice, is shown the latest list: what they saw is not what stands any more.
    """
    made = get_shortlist(request.actor, shortlist)
    try:
        anew = loosen_brief(request.actor, made, request.POST.get("way", ""))
    except (WayIsGone, CorrectedMeanwhile) as gone:
        latest = find_latest_list(request.actor, made.brief)
        if latest is None or latest.id == made.id:
            raise
        messages.info(request, " ".join([_(gone.message), _("This is its latest list.")]))
        return redirect("shortlist", shortlist=latest.shown_id)
    return redirect("shortlist", shortlist=anew.shown_id)


@require_safe
@never_cache
def receipt(request: MemberRequest, shortlist: str) -> HttpResponse:
    """The signed receipt of a list as a file: of what it seals, those parts that the asker may see."""
    kept = get_shortlist(request.actor, shortlist).receipt
    answer = HttpResponse(receipt_file(request.actor, kept), content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="{kept.shown_id}.json"'
    return answer


@require_safe
def compare(request: MemberRequest, shortlist: str) -> HttpResponse:
    """Two to four engineers of one role, the same rows for all."""
    made = get_shortlist(request.actor, shortlist)
    try:
        role, people = get_compared(made, request.GET.getlist("engineer"), role=request.GET.get("role", ""))
    except (NotCompared, NotFound) as refusal:
        return refused(request, refusal, back=_list_of(made))
    holding = _holding(request, made)
    facts = {**_head(made, role), **compared(made, role, people, holding=holding), "holding": holding}
    return render(request, "matching/compare.html", facts)


@require_safe
def engineer(request: MemberRequest, shortlist: str, engineer: str) -> HttpResponse:
    """Why somebody stands on a list: what their row opens to, with more air and an address to share."""
    made = get_shortlist(request.actor, shortlist)
    try:
        role, place = get_listed(made, engineer, role=request.GET.get("role", ""))
    except NotFound as refusal:
        return refused(request, refusal, back=_list_of(made))
    holding = _holding(request, made)
    shown = engineer_shown(made, role, place, holding=holding, is_exact=sees_whole_lists(request.actor))
    facts = {**_head(made, role), **shown, "holding": holding}
    talk = talk_shown(request.actor, listed_subject(made, role, role.people[place]))
    return render(request, "matching/engineer.html", {**facts, "talk": talk})


def _holding(request: MemberRequest, made: Shortlist) -> Holding:
    """What is held for the brief of a list. One SQL query."""
    actor, brief, at = request.actor, made.brief, clock.now()
    may_hold = may_place_hold(actor, brief.holder) is None
    return holding_shown(actor, brief, live_holds_for(actor, brief.ref, at=at), may_hold=may_hold, at=at)


def _loosening(request: MemberRequest, made: Shortlist) -> Loosening:
    """What would bring more people to a list that is too short, for whoever may have the brief ask for less."""
    actor, brief = request.actor, made.brief
    if not made.is_too_short or actor.looks_on or may_loosen_brief(actor, brief.organisation_id) is not None:
        return Loosening()
    try:
        check = check_loosening(actor, made)
    except AskedTooOften as refused:
        return Loosening(too_often=refused)
    if check is not None:
        return Loosening(helps_shown(asked_for(brief), check, made))
    latest = find_latest_list(actor, brief)
    if latest is None or latest.id == made.id:
        return Loosening(changed=reverse("brief", args=[brief.shown_id]), changed_to=_("Look at it"))
    return Loosening(changed=reverse("shortlist", args=[latest.shown_id]), changed_to=_("To its latest list"))


def _head(made: Shortlist, role: RoleList) -> dict[str, object]:
    """Which list it is, of which role, and the way back to it."""
    return {"shortlist": made, "role": role.found["role"], "back": list_address(made, role)}


def _list_of(made: Shortlist) -> str:
    return reverse("shortlist", args=[made.shown_id])
