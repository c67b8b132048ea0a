"""Who asks for a page: read from the database at each request, so that whoever has left has nothing at the next click.

Every page is closed. One that is for everybody says so itself (`login_not_required`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.db import Error
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject

from guildworks.accounts.models import Membership, Organisation, User
from guildworks.accounts.queries import actor_in, is_anybody_here, memberships_of, people_to_try
from guildworks.platform.actor import Actor
from guildworks.platform.choices import chosen
from guildworks.platform.errors import NotAllowed
from guildworks.platform.refusals import understood
from guildworks.web.refusals import refused

if TYPE_CHECKING:
    # Behind the gate, a request has these two; they are looked up when a view first asks for them.
    class MemberRequest(HttpRequest):
        actor: Actor
        organisation: Organisation
else:
    MemberRequest = HttpRequest

CHOICE = "organisation"  # in the session: the id of the organisation that somebody of several has chosen
OWN_ACCOUNT = "account/"  # below it everybody who is signed in looks after their own account, member or not
View = TypeVar("View", bound=Callable[..., HttpResponseBase])


class SignedOut(NotAllowed):
    """You are not signed in, or no longer."""

    code = "signed_out"
    hint = "Nothing is lost: copy what you have written, sign in, and send it from there."


class NoOrganisation(NotAllowed):
    """You are signed in, and you belong to no organisation."""

    code = "no_organisation"
    hint = "Ask an owner of your organisation, or the operator of this site, to invite your address."


@dataclass(frozen=True, slots=True)
class Presence:
    """A person who is signed in, and all organisations that they belong to now."""

    user: User
    memberships: tuple[Membership, ...]
    chosen: Membership | None  # None for somebody who belongs nowhere


def presence(request: HttpRequest) -> Presence | None:
    """Who is there; None for somebody who is not signed in. Two queries mostly, and none the second time."""
    kept = vars(request)
    if "_presence" not in kept:
        user = request.user
        kept["_presence"] = _presence_of(user, request) if isinstance(user, User) else None
    found: Presence | None = kept["_presence"]
    return found


def member(request: HttpRequest) -> Membership:
    """In which organisation and as what somebody acts. Raises SignedOut or NoOrganisation."""
    who = presence(request)
    if who is None:
        raise SignedOut()
    if who.chosen is None:
        raise NoOrganisation()
    return who.chosen


def keeps_what_was_sent(view: View) -> View:
    """Marks a view that shows its form again whatever is refused: also to whoever is not signed in any more.

    Such a view does nothing before it asks for `request.actor`, which raises that refusal.
    """
    view.keeps_what_was_sent = True  # type:ignore[attr-defined]
    return view


class ClosedMiddleware(LoginRequiredMiddleware):
    """Lets nobody in who is not signed in, nor anybody who belongs to no organisation; the others it names."""

    async_capable = False  # the innermost: the others then run in its thread too, without a change for each of them

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., Any], view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        if not getattr(view_func, "login_required", True):
            return None
        vars(request)["actor"] = SimpleLazyObject(lambda: actor_in(member(request)))
        vars(request)["organisation"] = SimpleLazyObject(lambda: member(request).organisation)
        if request.method == "POST" and hasattr(view_func, "keeps_what_was_sent"):
            return None
        try:
            return self._kept_out(request, view_func)
        except Error as away:
            refusal = understood(away)
            if refusal is None:
                raise
            return refused(request, refusal)

    def _kept_out(self, request: HttpRequest, view_func: Callable[..., Any]) -> HttpResponseBase | None:
        who = presence(request)
        if who is None:
            return self._outside(request, view_func)
        match = request.resolver_match
        if who.chosen or (match and match.route.startswith(OWN_ACCOUNT)):
            return None
        return refused(request, NoOrganisation())

    def _outside(self, request: HttpRequest, view_func: Callable[..., Any]) -> HttpResponseBase:
        """The front page, the way to sign in, or word that what was sent is not lost."""
        if request.method not in ("GET", "HEAD"):
            return refused(request, SignedOut())
        if request.path_info == "/":
            return front(request)
        return self.handle_no_permission(request, view_func)


def front(request: HttpRequest) -> HttpResponse:
    """What a visitor sees who is not signed in."""
    people = people_to_try()
    return render(request, "accounts/front.html", {"people": people, "is_new": not people and not is_anybody_here()})


def person(request: HttpRequest) -> dict[str, Any]:
    """For every page: who is signed in, and who may sign up; asked when a template asks.

    Nobody is there while the database does not answer.
    """
    return {
        "presence": SimpleLazyObject(partial(_presence_or_nobody, request)),
        "sign_up": SimpleLazyObject(partial(chosen, "sign_up")),
    }


def _presence_or_nobody(request: HttpRequest) -> Presence | None:
    try:
        return presence(request) if hasattr(request, "user") else None
    except Error:
        return None


def _presence_of(user: User, request: HttpRequest) -> Presence:
    memberships = getattr(user, "read_memberships", ()) or memberships_of(user)
    wanted = request.session.get(CHOICE)
    chosen = next((one for one in memberships if str(one.organisation_id) == wanted), None)
    return Presence(user, memberships, chosen or (memberships[0] if memberships else None))


def choose(request: HttpRequest, organisation_id: UUID) -> None:
    """Act for this organisation from now on. It counts at each request only while the person belongs to it."""
    request.session[CHOICE] = str(organisation_id)
