"""The page of a demo on which its mail is read, since none of it leaves the machine."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import wraps
from urllib.parse import urlsplit

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guildworks.accounts.queries import local_operator
from guildworks.platform.mail.queries import find_mails, get_mail
from guildworks.platform.models import DemoMode
from guildworks.web.paging import page_asked, pages_of

_ADDRESS = re.compile(r"(https?://[^\s<>\"'`\\]+[^\s<>\"'`\\.,;:!?)\]])")


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a mail's text; a link is an address of this site."""

    text: str
    is_link: bool


def in_demo(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The page is there in a demo, whoever asks; elsewhere there is none at its address."""

    @wraps(view)
    def shown(request: HttpRequest, **named: str) -> HttpResponse:
        if not DemoMode.objects.exists():
            raise Http404
        return view(request, **named)

    return shown


@require_safe
@login_not_required
@in_demo
def mailbox(request: HttpRequest) -> HttpResponse:
    """All mails of the demo, newest first."""
    page = page_asked(request)
    mails, total = find_mails(local_operator(), page=page)
    pages = pages_of(total, page)
    if page > pages.of:
        raise Http404
    return render(request, "web/mailbox.html", {"mails": mails, "total": total, "pages": pages})


@require_safe
@login_not_required
@in_demo
def mail(request: HttpRequest, mail: str) -> HttpResponse:
    """One mail, as its recipient would have read it."""
    found = get_mail(local_operator(), mail)
    facts = {"mail": found, "parts": list(parts_of(found.text, host=request.get_host()))}
    return render(request, "web/mail.html", facts)


def parts_of(text: str, *, host: str) -> Iterator[Part]:
    """The text in pieces: addresses of this very host are links, all others stay text."""
    for piece in _ADDRESS.split(text):
        if piece:
            yield Part(piece, is_link=bool(_ADDRESS.fullmatch(piece)) and _host_of(piece) == host)


def _host_of(address: str) -> str:
    try:
        return urlsplit(address).netloc
    except ValueError:
        return ""
