"""What somebody is called, and correcting it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from guildworks.accounts.names.actions import rename_person
from guildworks.accounts.queries import acting_as_themself, find_engineer_account
from guildworks.accounts.signed_in import SignedOut, presence
from guildworks.accounts.typed import BadName


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def own_name(request: HttpRequest) -> HttpResponse:
    """One's own name; sent, it is another one."""
    who = presence(request)
    if who is None:
        raise SignedOut()
    user, wrong = who.user, None
    name = request.POST.get("name", "") if request.method == "POST" else user.name
    if request.method == "POST":
        try:
            called = rename_person(acting_as_themself(user), user, name=name)
            messages.success(request, _("You are called %(name)s from now on.") % {"name": called})
            return redirect("own-name")
        except BadName as refusal:
            wrong = refusal
    facts = {
        "name": name,
        "is_engineer": find_engineer_account(user) is not None,
        "wrong": f"{_(wrong.message)} {_(wrong.hint)}" if wrong else "",
    }
    return render(request, "accounts/name.html", facts, status=wrong.http_status if wrong else 200)
