"""The page of a thread, and the forms that write in it: they come from the foot of other pages too."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guildworks.accounts.signed_in import MemberRequest
from guildworks.conversations.threads.actions import Said, share, take_back_comment, write_comment
from guildworks.conversations.threads.models import Comment
from guildworks.conversations.threads.queries import (
    find_thread,
    get_comment,
    page_of_comment,
    participants,
    people_behind,
)
from guildworks.conversations.threads.shown import Refused, sharing_shown, talk_shown
from guildworks.conversations.threads.subjects import Subject, find_subject, get_subject
from guildworks.conversations.threads.words import BadComment
from guildworks.platform.errors import GuildworksError, NotAllowed, NotFound
from guildworks.platform.limits import limit
from guildworks.web.paging import page_asked


@require_safe
def thread(request: MemberRequest, kind: str, subject: str) -> HttpResponse:
    """All that was said of a thing, page by page."""
    return _thread(request, get_subject(request.actor, kind, subject))


@require_POST
def comment(request: MemberRequest, kind: str, subject: str) -> HttpResponse:
    """Say something, or answer. What is refused comes back as it was sent, with the reason beside it."""
    about, answers = get_subject(request.actor, kind, subject), request.POST.get("answers", "")

    def again(refusal: GuildworksError) -> HttpResponse:
        return _thread(request, about, Refused(refusal, _text(request), answers=answers))

    return _sent(request, about, lambda: write_comment(request.actor, about, _said(request)), again)


@require_http_methods(["GET", "HEAD", "POST"])
def shares(request: MemberRequest, kind: str, subject: str) -> HttpResponse:
    """Point the colleagues who are ticked to it; the page on which they are ticked."""
    about = get_subject(request.actor, kind, subject)
    if request.method != "POST":
        return _sharing(request, about)
    ticked = request.POST.getlist("person")

    def act() -> Comment:
        return share(request.actor, about, _said(request), people=people_behind(ticked))

    def again(refusal: GuildworksError) -> HttpResponse:
        return _sharing(request, about, Refused(refusal, _text(request), ticked=tuple(ticked)))

    return _sent(request, about, act, again)


@require_POST
def take_back(request: MemberRequest, comment: str) -> HttpResponse:
    """Take a comment of one's own back."""
    record = get_comment(request.actor, comment)
    take_back_comment(request.actor, record)
    return _at(request, record, find_subject(request.actor, record.thread))


def _sent(
    request: MemberRequest,
    about: Subject,
    act: Callable[[], Comment],
    again: Callable[[GuildworksError], HttpResponse],
) -> HttpResponse:
    """Where what was said is read; `again` gives the form once more where it is refused."""
    try:
        made = act()
    except (NotAllowed, NotFound):
        raise
    except GuildworksError as refusal:
        return again(refusal)
    return _at(request, made, about)


def _at(request: MemberRequest, made: Comment, about: Subject) -> HttpResponse:
    """Where a comment is read: at the foot of the page that it came from, as long as it is among the newest."""
    page = page_of_comment(request.actor, made, about)
    if page == 1 and request.POST.get("on") != "thread":
        return redirect(f"{about.address}#{made.shown_id}")
    return redirect(f"{reverse('thread', args=[about.kind, about.spelt])}?page={page}#{made.shown_id}")


def _thread(request: MemberRequest, about: Subject, refused: Refused | None = None) -> HttpResponse:
    talk = talk_shown(request.actor, about, page=page_asked(request), own_page=True, refused=refused)
    begun = find_thread(request.actor, about)
    people = participants(begun)[: limit("page_size")] if begun else []
    facts = {"talk": talk, "pages": talk["pages"], "people": people}
    return render(request, "conversations/threads/thread.html", facts, status=_status(refused))


def _sharing(request: MemberRequest, about: Subject, refused: Refused | None = None) -> HttpResponse:
    facts = {"sharing": sharing_shown(request.actor, about), "refused": refused}
    return render(request, "conversations/threads/sharing.html", facts, status=_status(refused))


def _status(refused: Refused | None) -> int:
    return refused.refusal.http_status if refused else 200


def _said(request: MemberRequest) -> Said:
    """What a form brings. Raises BadComment for one that was not made here, NotFound for an answer to nothing."""
    try:
        token = UUID(request.POST.get("token", ""))
    except ValueError:
        hint = _("It is below once more; send it from there.")
        raise BadComment(_("This form was not made here"), hint=hint) from None
    answers = request.POST.get("answers", "")
    return Said(_text(request), token, get_comment(request.actor, answers).id if answers else None)


def _text(request: MemberRequest) -> str:
    return request.POST.get("text", "")
