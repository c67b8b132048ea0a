"""The page on which a brief is pasted, and the page of its shortlist."""

from __future__ import annotations

from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from guildworks.accounts.queries import acting_for, local_operator, operator_organisation
from guildworks.matching.actions import match_brief
from guildworks.matching.examples import example_text, examples
from guildworks.matching.models import Shortlist
from guildworks.matching.queries import get_shortlist
from guildworks.matching.shown import shortlist_shown
from guildworks.matching.shown_brief import unwrapped
from guildworks.matching.spent import Spent
from guildworks.platform.errors import GuildworksError
from guildworks.platform.limits import LIMITS, limit
from guildworks.platform.refusals import understood

TOP = 10


@require_http_methods(["GET", "HEAD", "POST"])
def brief(request: HttpRequest) -> HttpResponse:
    """The form; sent, it makes the shortlist and shows it. Whatever is refused, the text stays in the form."""
    if request.method != "POST":
        return _form(request, _text_offered(request))
    text = request.POST.get("text", "").replace("\r\n", "\n")
    try:
        made = _shortlist_of(text)
    except Exception as wrong:
        refusal = understood(wrong)
        if refusal is None:
            raise
        return _form(request, text, refusal=refusal)
    return redirect("shortlist", shortlist=made.shown_id)


@require_safe
def shortlist(request: HttpRequest, shortlist: str) -> HttpResponse:
    """A brief with what was read from it, who fits, and why."""
    return render(request, "matching/shortlist.html", shortlist_shown(get_shortlist(local_operator(), shortlist)))


def _shortlist_of(text: str) -> Shortlist:
    operator = operator_organisation()
    return match_brief(acting_for(operator), operator, text=text, top=TOP, spent=Spent())


def _text_offered(request: HttpRequest) -> str:
    """The text that the form starts with: an example's, or that of a shortlist whose brief is to be changed."""
    if again := request.GET.get("again"):
        return get_shortlist(local_operator(), again).brief.text
    return unwrapped(example_text(request.GET.get("example", "")))


def _form(request: HttpRequest, text: str, *, refusal: GuildworksError | None = None) -> HttpResponse:
    facts = {
        "text": text,
        "refusal": refusal,
        "characters_most": f"{_characters_most():,}",
        "examples": [(name, name.replace("-", " ").capitalize()) for name in examples()],
    }
    return render(request, "matching/brief.html", facts, status=refusal.http_status if refusal else 200)


def _characters_most() -> int:
    """The longest brief that is read; the default while the database does not answer."""
    try:
        return limit("brief_characters")
    except Error:
        return LIMITS["brief_characters"].default
