"""Who asks for a page: read from the database at each request, so that whoever has left has nothing at the next click.

Every page is closed. One that is for everybody says so itself (`login_not_required`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.db import Error
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject
from django.utils.translation import activate

from guildworks.accounts.looking import LOOKS_AS, find_looking, read_only, take_changes_again
from guildworks.accounts.models import ADMIN, EngineerAccount, Membership, Organisation, User
from guildworks.accounts.queries import (
    actor_in,
    actor_of,
    find_engineer_account,
    is_anybody_here,
    memberships_of,
    people_to_try,
)
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

CHOICE = "organisation"  # in the session: the id of the organisation that somebody of several has chosen, or
AS_ENGINEER = "engineer"  # that they are here as the engineer that they also are
SAFE = ("GET", "HEAD")
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


class ForEngineers(NotAllowed):
    """This page is for engineers, and your account looks after no profile."""

    code = "for_engineers"
    hint = "Whoever is an engineer here has an invitation from the operator of this site."


class ForClients(NotAllowed):
    """This page is for clients, and you are here as an engineer."""

    code = "for_clients"
    hint = "What concerns you stands on your own pages: the start page leads to them."


class OnlyLooking(NotAllowed):
    """You look at this site as somebody else does: nothing can be changed, and their account stays shut."""

    code = "only_looking"
    hint = "The banner of each page leads back to the desk."


class ForOperator(NotAllowed):
    """This page is for the operator of this site."""

    code = "for_operator"
    hint = "An admin of the operator can look, or make you one."


@dataclass(frozen=True, slots=True)
class Presence:
    """A person who is signed in, all organisations that they belong to now, and the engineer that they are."""

    user: User
    memberships: tuple[Membership, ...]
    chosen: Membership | None  # None for somebody who belongs nowhere, and on the pages of engineers
    account: EngineerAccount | None  # None for somebody who is no engineer
    seen_by: User | None = None  # the operator's admin who looks as this person does
    seen_until: datetime | None = None

    @property
    def is_engineer(self) -> bool:
        """Whether they are here as an engineer: by the door of the page, or where it is for all, by their choice."""
        return self.chosen is None and self.account is not None


def presence(request: HttpRequest) -> Presence | None:
    """Who is there; None for somebody who is not signed in. Two queries mostly, and none the second time."""
    kept = vars(request)
    if "_presence" not in kept:
        user = request.user
        kept["_presence"] = _presence_of(user, request) if isinstance(user, User) else None
    found: Presence | None = kept["_presence"]
    return found


def member(request: HttpRequest) -> Membership:
    """In which organisation and as what somebody acts. Raises SignedOut, ForClients, ForOperator or NoOrganisation."""
    who = presence(request)
    if who is None:
        raise SignedOut()
    if away := _away(who, _door(request)):
        raise away
    if who.chosen is None:
        raise ForClients()
    return who.chosen


def acting(request: HttpRequest) -> Actor:
    """Whom somebody acts as. Raises as `member` does, or ForEngineers."""
    who = presence(request)
    if who and who.is_engineer and who.account and _away(who, _door(request)) is None:
        return replace(actor_of(who.account), looks_on=who.seen_by is not None)
    return replace(actor_in(member(request)), looks_on=who is not None and who.seen_by is not None)


def keeps_what_was_sent(view: View) -> View:
    """Marks a view that shows its form again whatever is refused: also to whoever is not signed in any more.

    Such a view does nothing before it asks for `request.actor`, which raises that refusal.
    """
    view.keeps_what_was_sent = True  # type:ignore[attr-defined]
    return view


def for_engineers(view: View) -> View:
    """Marks a view of the engineer's door: `request.actor` is the engineer."""
    view.door = "engineer"  # type:ignore[attr-defined]
    return view


def for_operator(view: View) -> View:
    """Marks a view of the operator's desk: `request.actor` is the operator."""
    view.door = "operator"  # type:ignore[attr-defined]
    return view


def only_reads(view: View) -> View:
    """Marks a view behind which the database takes no change, whatever is called."""
    view.only_reads = True  # type:ignore[attr-defined]
    return view


def ends_looking(view: View) -> View:
    """Marks the one view that takes what is sent by somebody who looks as another person does: the way out."""
    view.ends_looking = True  # type:ignore[attr-defined]
    return for_all(view)


def for_all(view: View) -> View:
    """Marks a view for whoever belongs to an organisation or is an engineer, as which of them they have chosen."""
    view.door = "all"  # type:ignore[attr-defined]
    return view


class ClosedMiddleware(LoginRequiredMiddleware):
    """Lets nobody in who is not signed in, nor anybody through a door that is not theirs; the others it names.

    A view's door is the member's unless it is marked. Whoever has several goes through each without choosing first.
    """

    async_capable = False  # the innermost: the others then run in its thread too, without a change for each of them

    def __call__(self, request: HttpRequest) -> Any:
        """What only reads was answered from a database that takes no change; the next request may change something."""
        try:
            return super().__call__(request)
        finally:
            if vars(request).pop("reads_only", False):
                take_changes_again()

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., Any], view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        is_open = not getattr(view_func, "login_required", True)
        if is_open and request.method in SAFE:
            return None
        if not is_open:
            vars(request)["door"] = getattr(view_func, "door", "member")
            vars(request)["actor"] = SimpleLazyObject(lambda: acting(request))
            vars(request)["organisation"] = SimpleLazyObject(lambda: member(request).organisation)
        asks_itself = is_open or (request.method == "POST" and hasattr(view_func, "keeps_what_was_sent"))
        try:
            if away := self._looks_only(request, view_func):
                return refused(request, away)
            if answer := None if asks_itself else self._kept_out(request, view_func):
                return answer
            if hasattr(view_func, "only_reads"):
                self._read_only(request)
            return None
        except Error as away:
            refusal = understood(away)
            if asks_itself:
                return None
            if refusal is None:
                raise
            return refused(request, refusal)

    def _looks_only(self, request: HttpRequest, view_func: Callable[..., Any]) -> NotAllowed | None:
        """Why whoever looks as somebody else gets no answer: they send something, or ask for that person's account."""
        if LOOKS_AS not in request.session:
            return None
        who, match = presence(request), request.resolver_match
        if who is None or who.seen_by is None or hasattr(view_func, "ends_looking"):
            return None
        if (match and match.route.startswith(OWN_ACCOUNT)) or request.method not in SAFE:
            return OnlyLooking()
        self._read_only(request)
        return None

    def _read_only(self, request: HttpRequest) -> None:
        read_only()
        vars(request)["reads_only"] = True

    def _kept_out(self, request: HttpRequest, view_func: Callable[..., Any]) -> HttpResponseBase | None:
        match = request.resolver_match
        if match and match.route.startswith(OWN_ACCOUNT):
            vars(request)["door"] = "all"
        who = presence(request)
        if who is None:
            return self._outside(request, view_func)
        if who.user.language in dict(settings.LANGUAGES):
            activate(who.user.language)  # whatever the browser asks for
        if who.seen_by and hasattr(view_func, "ends_looking"):
            return None
        away = None if match and match.route.startswith(OWN_ACCOUNT) else _away(who, _door(request))
        return refused(request, away) if away else None

    def _outside(self, request: HttpRequest, view_func: Callable[..., Any]) -> HttpResponseBase:
        """The front page, the way to sign in, or word that what was sent is not lost."""
        if request.method not in ("GET", "HEAD"):
            return refused(request, SignedOut())
        if request.path_info == "/":
            return front(request)
        return self.handle_no_permission(request, view_func)


def _door(request: HttpRequest) -> str:
    """Whose door the page is at; that of a page that says nothing, or of none, is for all."""
    door: str = vars(request).get("door", "all")
    return door


def _away(who: Presence, door: str) -> NotAllowed | None:
    """Why somebody who is signed in does not come in through a door, if so."""
    if who.chosen is None and who.account is None:
        return NoOrganisation()
    if door == "engineer":
        return None if who.account else ForEngineers()
    if door == "operator":
        return None if who.chosen and who.chosen.role == ADMIN else ForOperator()
    return ForClients() if door == "member" and who.chosen is None else None


def front(request: HttpRequest) -> HttpResponse:
    """What a visitor sees who is not signed in."""
    people = people_to_try()
    return render(request, "accounts/front.html", {"people": people, "is_new": not people and not is_anybody_here()})


def person(request: HttpRequest) -> dict[str, Any]:
    """For every page: who is signed in, who may sign up, and who else signs people in; asked when a template asks.

    Nobody is there while the database does not answer.
    """
    return {
        "presence": SimpleLazyObject(partial(_presence_or_nobody, request)),
        "sign_up": SimpleLazyObject(partial(chosen, "sign_up")),
        "identity_providers": settings.IDENTITY_PROVIDERS,
    }


def _presence_or_nobody(request: HttpRequest) -> Presence | None:
    try:
        return presence(request) if hasattr(request, "user") else None
    except Error:
        return None


def _presence_of(user: User, request: HttpRequest) -> Presence:
    if looking := find_looking(request, user) if LOOKS_AS in request.session else None:
        return replace(_chosen_of(looking.person, request, ""), seen_by=user, seen_until=looking.until)
    return _chosen_of(user, request, request.session.get(CHOICE))


def _chosen_of(user: User, request: HttpRequest, wanted: Any) -> Presence:
    memberships = getattr(user, "read_memberships", ()) or memberships_of(user)
    account, door = find_engineer_account(user), _door(request)
    if account and (door == "engineer" or (door == "all" and wanted == AS_ENGINEER)):
        return Presence(user, memberships, None, account)
    admin = [one for one in memberships if one.role == ADMIN] if door == "operator" else []
    fitting = admin or memberships
    chosen = next((one for one in fitting if str(one.organisation_id) == wanted), None)
    return Presence(user, memberships, chosen or (fitting[0] if fitting else None), account)


def choose(request: HttpRequest, organisation_id: UUID | None) -> None:
    """Act for this organisation from now on, or as an engineer. It counts at each request only while that is so."""
    request.session[CHOICE] = AS_ENGINEER if organisation_id is None else str(organisation_id)
