"""The page on which a brief is pasted, and the page of its shortlist."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from guildworks.accounts.queries import local_operator, operator_organisation
from guildworks.matching.actions import make_shortlist, write_brief
from guildworks.matching.queries import get_shortlist
from guildworks.matching.shown import shortlist_shown
from guildworks.matching.spent import Spent
from guildworks.platform.errors import BadInput
from guildworks.platform.limits import limit

TOP = 10


@require_http_methods(["GET", "HEAD", "POST"])
def brief(request: HttpRequest) -> HttpResponse:
    """The form; sent, it makes the shortlist and shows it."""
    text = request.POST.get("text", "")
    refusal = None
    if request.method == "POST":
        spent, actor = Spent(), local_operator()
        try:
            written = write_brief(actor, operator_organisation(), text=text.replace("\r\n", "\n"), spent=spent)
        except BadInput as refused:
            refusal = refused
        else:
            made = make_shortlist(actor, written, top=TOP, spent=spent)
            return redirect("shortlist", shortlist=made.shown_id)
    facts = {"text": text, "refusal": refusal, "characters_most": limit("brief_characters")}
    return render(request, "matching/brief.html", facts, status=refusal.http_status if refusal else 200)


@require_safe
def shortlist(request: HttpRequest, shortlist: str) -> HttpResponse:
    """A brief with what was read from it, who fits, and why."""
    return render(request, "matching/shortlist.html", shortlist_shown(get_shortlist(local_operator(), shortlist)))
