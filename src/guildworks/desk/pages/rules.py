"""By which rules the house works: the ranking policies and their comparison, the limits and the settings."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guildworks.accounts.signed_in import MemberRequest, for_operator
from guildworks.desk.shown.rules import Wrong, compared_shown, limits_shown, policies_shown, settings_shown
from guildworks.matching.actions import PolicyAlreadyInForce, promote_policy
from guildworks.matching.comparing import BadComparison, compare_policies
from guildworks.matching.queries import policies_json
from guildworks.matching.ranking_policy import UnknownPolicy, get_policy, version_in_force
from guildworks.platform.actions import change_limit, change_setting
from guildworks.platform.choices import BadChoice
from guildworks.platform.errors import GuildworksError, NotFound
from guildworks.platform.figures import figure
from guildworks.platform.limits import LIMITS, BadLimit

COMPARED_BRIEFS, COMPARED_TOP = 10, 10  # so many that the page answers within seconds
VERSION_MOST, DIGITS_MOST = 40, 18


@for_operator
@require_safe
def policies(request: MemberRequest) -> HttpResponse:
    """The versions of the ranking policy, and which one is in force."""
    return _policies(request)


@for_operator
@require_safe
def comparison(request: MemberRequest) -> HttpResponse:
    """What two versions weigh, and how far their lists differ on the latest briefs. It keeps nothing."""
    old, new = (request.GET.get(name, "").replace("\x00", "")[:VERSION_MOST] for name in ("old", "new"))
    try:
        forces = get_policy(old), get_policy(new)
        found = compare_policies(request.actor, old, new, briefs=COMPARED_BRIEFS, top=COMPARED_TOP)
    except (UnknownPolicy, BadComparison) as wrong:
        return _policies(request, wrong)
    return render(request, "desk/comparison.html", compared_shown(found, *forces))


@for_operator
@require_POST
def promotion(request: MemberRequest, version: str) -> HttpResponse:
    """Put a version in force."""
    try:
        promote_policy(request.actor, version.replace("\x00", "")[:VERSION_MOST])
    except (UnknownPolicy, PolicyAlreadyInForce) as wrong:
        return _policies(request, wrong)
    messages.success(request, _("Lists are made by ranking policy %(version)s from now on.") % {"version": version})
    return redirect("desk-policies")


def _policies(request: MemberRequest, wrong: GuildworksError | None = None) -> HttpResponse:
    found = policies_json()
    facts = {
        "rows": policies_shown(found),
        "versions": [(each["version"], each["version"]) for each in found],
        "in_force": version_in_force(),
        "latest": found[-1]["version"],
        "wrong": wrong,
    }
    return render(request, "desk/policies.html", facts, status=wrong.http_status if wrong else 200)


@for_operator
@require_safe
def limits(request: MemberRequest) -> HttpResponse:
    """Every bound and every choice, with what it is for."""
    return _limits(request)


@for_operator
@require_POST
def limit(request: MemberRequest, limit: str) -> HttpResponse:
    """Set a bound."""
    if limit not in LIMITS:
        raise NotFound(_("There is no such limit."), hint=_("The page of limits has all of them."))
    text = request.POST.get("value", "").strip()
    try:
        if not (text.isascii() and text.isdigit() and len(text) <= DIGITS_MOST):
            raise BadLimit(_("This is not a whole number"), hint=_("Nothing was changed."))
        change_limit(request.actor, limit, int(text))
    except BadLimit as wrong:
        return _limits(request, Wrong(limit, text[:DIGITS_MOST], f"{_(wrong.message)}. {_(wrong.hint)}"))
    messages.success(request, _("%(limit)s is %(value)s now.") % {"limit": limit, "value": figure(int(text))})
    return redirect("desk-limits")


@for_operator
@require_POST
def setting(request: MemberRequest, setting: str) -> HttpResponse:
    """Choose a word."""
    try:
        change_setting(request.actor, setting, request.POST.get("word", ""))
    except BadChoice as wrong:
        return _limits(request, Wrong(setting, "", f"{_(wrong.message)}. {_(wrong.hint)}"))
    messages.success(request, _("%(setting)s is changed.") % {"setting": setting})
    return redirect("desk-limits")


def _limits(request: MemberRequest, wrong: Wrong | None = None) -> HttpResponse:
    facts = {"groups": limits_shown(wrong), "settings": settings_shown(wrong)}
    return render(request, "desk/limits.html", facts, status=BadLimit.http_status if wrong else 200)
