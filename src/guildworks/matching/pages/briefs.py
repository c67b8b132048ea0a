"""The page on which a brief is written, the list of briefs, and the page of one."""

from __future__ import annotations

from django.db import Error
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guildworks.accounts.signed_in import MemberRequest, keeps_what_was_sent
from guildworks.conversations.threads.shown import talk_shown
from guildworks.kernels.text.pieces import PIECES
from guildworks.kernels.text.requirement_json import requirement_json
from guildworks.matching.actions import (
    AskedTooOften,
    CorrectedMeanwhile,
    TooManyCorrections,
    check_feasibility,
    correct_brief,
    make_shortlist,
    match_brief,
    write_brief,
)
from guildworks.matching.correcting import BadCorrection, Typed
from guildworks.matching.corrections import asked_for
from guildworks.matching.examples import example_text, examples
from guildworks.matching.models import Brief
from guildworks.matching.policies import may_correct_brief, may_write_brief
from guildworks.matching.queries import find_briefs, get_brief, get_shortlist
from guildworks.matching.reading import BadBrief, read_brief
from guildworks.matching.saved.queries import briefs_searched_for
from guildworks.matching.shown.brief import brief_page, reading_shown
from guildworks.matching.shown.brief_words import unwrapped
from guildworks.matching.shown.corrections import Sent
from guildworks.matching.shown.first_steps import first_steps
from guildworks.matching.shown.saved import saved_shown
from guildworks.matching.spent import Spent
from guildworks.matching.subjects import brief_subject
from guildworks.platform import clock
from guildworks.platform.actor import Actor
from guildworks.platform.errors import GuildworksError
from guildworks.platform.figures import figure
from guildworks.platform.limits import LIMITS, limit
from guildworks.platform.policies import require
from guildworks.platform.refusals import understood
from guildworks.talent.queries import is_anybody_listed
from guildworks.web.paging import page_asked, pages_of

TOP = 10
PIECE_MOST = 200  # characters


@keeps_what_was_sent
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: MemberRequest) -> HttpResponse:
    """The form; sent, it makes the shortlist or only reads the brief. Whatever is refused, the text stays in it."""
    if request.method != "POST":
        return _form(request, _text_offered(request), before=_before_the_first_list(request.actor))
    text = request.POST.get("text", "").replace("\r\n", "\n")
    try:
        actor, organisation = request.actor, request.organisation
        if request.POST.get("then") == "read":
            return redirect("brief", brief=write_brief(actor, organisation, text=text, spent=Spent()).shown_id)
        made = match_brief(actor, organisation, text=text, top=TOP, spent=Spent())
    except Exception as wrong:
        refusal = understood(wrong)
        if refusal is None:
            raise
        return _form(request, text, refusal=refusal)
    return redirect("shortlist", shortlist=made.shown_id)


@require_POST
def read(request: MemberRequest) -> HttpResponse:
    """A part of the page on which a brief is written: what is read of it so far. Nothing is kept."""
    require(may_write_brief(request.actor, request.organisation.id))
    text = request.POST.get("text", "").replace("\r\n", "\n")
    if not text.strip():
        return HttpResponse(status=204)  # what stands there stays
    try:
        requirement = requirement_json(read_brief(text, today=clock.today()), text)
    except BadBrief as unreadable:
        return render(request, "matching/unread.html", {"refusal": unreadable})
    return render(request, "matching/read_so_far.html", reading_shown(text, requirement))


@require_safe
def briefs(request: MemberRequest) -> HttpResponse:
    """The briefs of an organisation, those that hold the words searched for, and the latest list of each."""
    search, page = request.GET.get("search", ""), page_asked(request)
    rows, total = find_briefs(request.actor, search=search, page=page)
    waiting = briefs_searched_for(request.actor, [row.brief.id for row in rows])
    facts = {"rows": rows, "waiting": waiting, "search": search.strip(), "total": total, "pages": pages_of(total, page)}
    return render(request, "matching/briefs.html", facts)


@require_safe
def brief(request: MemberRequest, brief: str) -> HttpResponse:
    """A brief: its words, what was read, and what the market has for it."""
    return _brief(request, get_brief(request.actor, brief), changed=request.GET.get("changed", ""))


@require_POST
def correct(request: MemberRequest, brief: str) -> HttpResponse:
    """Correct one item of what was read. What is refused comes back as it was sent, with the reason beside it."""
    record, typed = get_brief(request.actor, brief), _typed(request)
    try:
        (made,) = correct_brief(request.actor, record, [typed])
    except (BadCorrection, CorrectedMeanwhile, TooManyCorrections) as refused:
        return _brief(request, record, sent=Sent(typed, refused))
    return redirect(f"{reverse('brief', args=[record.shown_id])}?{urlencode({'changed': made.item})}#changed")


@require_POST
def list_engineers(request: MemberRequest, brief: str) -> HttpResponse:
    """Have the shortlist of a brief made as it stands, and show it."""
    actor = request.actor
    made = make_shortlist(actor, get_brief(actor, brief), top=TOP, spent=Spent())
    return redirect("shortlist", shortlist=made.shown_id)


def _brief(request: MemberRequest, record: Brief, *, sent: Sent | None = None, changed: str = "") -> HttpResponse:
    actor = request.actor
    may_correct = may_correct_brief(actor, record.organisation_id) is None
    told, too_often = None, None
    try:
        told = check_feasibility(actor, record) if may_correct and not actor.looks_on else None
    except AskedTooOften as refused:
        too_often = refused
    facts = brief_page(asked_for(record), may_correct=may_correct, told=told, sent=sent, changed=changed)
    status = sent.refusal.http_status if sent else 200
    facts = {**facts, "too_often": too_often, "talk": talk_shown(actor, brief_subject(record))}
    facts["saved"] = saved_shown(actor, record)
    return render(request, "matching/brief.html", facts, status=status)


def _typed(request: MemberRequest) -> Typed:
    """What was typed into a form, of the fields that a form has, each as long as anything that could be right."""
    sent = {name: str(text)[:PIECE_MOST] for name, text in request.POST.items()}
    names = {"name"} | {name for pieces in PIECES.values() for name in pieces}
    return Typed(
        item=sent.get("item", ""),
        says=sent.get("says", ""),
        pieces={name: sent[name] for name in names if name in sent},
        after=_version(sent.get("after", "")),
    )


def _version(text: str) -> int:
    """The version that a form was made to; -1, which none is, for what is no number."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else -1


def _text_offered(request: MemberRequest) -> str:
    """The text that the form starts with: an example's, or that of a shortlist whose brief is to be changed."""
    if again := request.GET.get("again"):
        return get_shortlist(request.actor, again).brief.text
    if written := request.GET.get("brief"):
        return get_brief(request.actor, written).text
    return unwrapped(example_text(request.GET.get("example", "")))


def _before_the_first_list(actor: Actor) -> dict[str, object]:
    """What is to be done here first, for the operator; for others, whether a list can hold anybody yet."""
    if actor.kind == "operator":
        return {"first_steps": first_steps(actor)}
    return {"nobody_listed": not is_anybody_listed()}


def _form(
    request: MemberRequest,
    text: str,
    *,
    refusal: GuildworksError | None = None,
    before: dict[str, object] | None = None,
) -> HttpResponse:
    facts = {
        **(before or {}),
        "text": text,
        "refusal": refusal,
        "characters_most": figure(_characters_most()),
        "examples": [(name, name.replace("-", " ").capitalize()) for name in examples()],
    }
    return render(request, "matching/write_brief.html", facts, status=refusal.http_status if refusal else 200)


def _characters_most() -> int:
    """The longest brief that is read; the default while the database does not answer."""
    try:
        return limit("brief_characters")
    except Error:
        return LIMITS["brief_characters"].default
