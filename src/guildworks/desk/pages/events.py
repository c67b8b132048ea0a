"""Events of somebody or something, and the chains that they lie on, which are verified here."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guildworks.accounts.signed_in import MemberRequest, for_operator
from guildworks.desk.shown.events import events_shown, verified_text
from guildworks.desk.subjects import UnknownSubject, chain_name, page_of_subject, shown_subject, subject_of
from guildworks.platform.actor import Ref
from guildworks.platform.events import Verified, verify
from guildworks.platform.ids import BadId
from guildworks.platform.queries import events_of_chain, find_events, find_subject, get_chain, latest_events
from guildworks.web.paging import page_asked, pages_of

ID_MOST = 60  # characters
VERIFIED_AT_ONCE = 50_000  # events, about a second


@for_operator
@require_safe
def events(request: MemberRequest) -> HttpResponse:
    """What happened last; or, of an id, what happened to it or was done by it."""
    typed = request.GET.get("id", "").replace("\x00", "").strip()[:ID_MOST]
    if not typed:
        return render(request, "desk/events.html", {"rows": events_shown(latest_events(request.actor))})
    try:
        who = _meant(request, typed)
    except (BadId, UnknownSubject) as wrong:
        facts = {"typed": typed, "wrong": f"{_(wrong.message)} {_(wrong.hint)}"}
        return render(request, "desk/events.html", facts, status=wrong.http_status)
    return render(request, "desk/events.html", {"typed": typed, **_of(request, who)})


def _meant(request: MemberRequest, typed: str) -> Ref:
    """What this id names, be it as pages show it or as logs of the database do. Raises BadId or UnknownSubject."""
    try:
        id_ = UUID(typed)
    except ValueError:
        return subject_of(typed)
    if (found := find_subject(request.actor, id_)) is None:
        raise UnknownSubject(
            _("Nothing has happened to what has the id %(id)s") % {"id": id_},
            hint=_("Copy it whole from where it was shown."),
        )
    return found


def _of(request: MemberRequest, who: Ref) -> dict[str, Any]:
    page, by = page_asked(request), request.GET.get("part") == "by"
    found, total = find_events(request.actor, who, part="by" if by else "about", page=page)
    return {
        "rows": events_shown(found),
        "subject": shown_subject(who.kind, who.id),
        "subject_page": page_of_subject(who.kind, who.id),
        "does": who.kind in ("user", "engineer"),
        "by": by,
        "total": total,
        "pages": pages_of(total, page),
    }


@for_operator
@require_safe
def chain(request: MemberRequest, chain: str) -> HttpResponse:
    """One chain, its length and head, and its events."""
    return _chain(request, chain)


@for_operator
@require_POST
def verification(request: MemberRequest, chain: str) -> HttpResponse:
    """Verify a chain, a part of a long one at a time, and say what was found."""
    head = get_chain(request.actor, chain_name(chain))
    text = request.POST.get("after", "0")
    after = int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0
    return _chain(request, chain, verify(head.name, after=min(after, head.seq), most=VERIFIED_AT_ONCE))


def _chain(request: MemberRequest, shown: str, result: Verified | None = None) -> HttpResponse:
    head, page = get_chain(request.actor, chain_name(shown)), page_asked(request)
    found, total = events_of_chain(request.actor, head.name, page=page)
    facts = {
        "chain": shown,
        "length": head.seq,
        "head": bytes(head.head).hex(),
        "rows": events_shown(found),
        "pages": pages_of(total, page),
        "result": result,
        "said": verified_text(result) if result else "",
    }
    return render(request, "desk/chain.html", facts)
