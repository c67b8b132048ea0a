"""The pages of API keys: those of an organisation's people, and an engineer's own. A key is shown when it is made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from guildworks.accounts.api_keys.actions import (
    ApiKeyMade,
    BadExpiry,
    BadKeyName,
    BadScope,
    MadeKey,
    Owner,
    make_api_key,
    revoke_api_key,
)
from guildworks.accounts.api_keys.policies import may_make_api_key, may_revoke_api_key
from guildworks.accounts.api_keys.queries import find_api_keys, get_api_key
from guildworks.accounts.api_keys.scopes import CLIENT, ENGINEER, OPERATOR, SCOPES, scopes_for
from guildworks.accounts.models import ApiKey, EngineerAccount, Membership
from guildworks.accounts.signed_in import MemberRequest, for_engineers, member, presence
from guildworks.platform.actor import Actor
from guildworks.platform.errors import GuildworksError, NotAllowed
from guildworks.platform.ids import uuid7
from guildworks.platform.limits import limit
from guildworks.web.paging import page_asked, pages_of

DAYS = 90  # as the form offers it
FIELDS: dict[type[GuildworksError], str] = {
    BadKeyName: "name",
    BadScope: "scope",
    BadExpiry: "days",
    ApiKeyMade: "form",
}
TYPED_MOST = 200  # characters


@dataclass(frozen=True, slots=True)
class Form:
    """The form as it stands: empty, or as it was sent with what is wrong."""

    name: str = ""
    scopes: Sequence[str] = ()
    days: str = str(DAYS)
    refusal: GuildworksError | None = None
    token: UUID = field(default_factory=uuid7)  # makes one key, however often the form is sent

    @property
    def wrong(self) -> dict[str, str]:
        """What is wrong, by the field that it is about."""
        if self.refusal is None:
            return {}
        return {FIELDS.get(type(self.refusal), "name"): f"{_(self.refusal.message)} {_(self.refusal.hint)}"}


@dataclass(frozen=True, slots=True)
class KeyShown:
    """A key in the list."""

    key: ApiKey
    person: str  # whom it acts as
    scopes: list[str]  # in words
    ended: str  # how; empty while it lives
    may_revoke: bool


@require_safe
def api_keys(request: MemberRequest) -> HttpResponse:
    """The API keys of an organisation: one's own, and for an owner all."""
    return _page(request, member(request), Form())


@require_POST
@never_cache
def make(request: MemberRequest) -> HttpResponse:
    """Make a key, and show it this once."""
    return _made(request, member(request))


@require_POST
def revoke(request: MemberRequest, key: str) -> HttpResponse:
    """Have a key open nothing any more."""
    return _revoked(request, key, "api-keys")


@for_engineers
@require_safe
def own_api_keys(request: MemberRequest) -> HttpResponse:
    """An engineer's own API keys."""
    return _page(request, _account(request), Form())


@for_engineers
@require_POST
@never_cache
def make_own(request: MemberRequest) -> HttpResponse:
    """Make a key that acts as the engineer, and show it this once."""
    return _made(request, _account(request))


@for_engineers
@require_POST
def revoke_own(request: MemberRequest, key: str) -> HttpResponse:
    """Have one of one's own keys open nothing any more."""
    return _revoked(request, key, "own-api-keys")


def _made(request: MemberRequest, owner: Membership | EngineerAccount) -> HttpResponse:
    form = Form(
        request.POST.get("name", "")[:TYPED_MOST],
        [name for name in request.POST.getlist("scope") if name in SCOPES],
        request.POST.get("days", "")[:TYPED_MOST],
    )
    try:
        made = make_api_key(
            request.actor,
            owner,
            name=form.name,
            scopes=form.scopes,
            days=_number(form.days),
            form=_token(request),
        )
    except NotAllowed:
        raise
    except GuildworksError as refusal:
        return _page(request, owner, Form(form.name, form.scopes, form.days, refusal))
    return _page(request, owner, Form(), made=made)


def _revoked(request: MemberRequest, shown_id: str, then: str) -> HttpResponse:
    key = get_api_key(request.actor, shown_id)
    revoke_api_key(request.actor, key)
    messages.success(request, _("The key {name} opens nothing any more.").format(name=key.name))
    return redirect(then)


def _page(
    request: MemberRequest, owner: Membership | EngineerAccount, form: Form, *, made: MadeKey | None = None
) -> HttpResponse:
    actor, page = request.actor, page_asked(request)
    keys, total = find_api_keys(actor, page=page)
    is_engineer, whose = isinstance(owner, EngineerAccount), _whose(owner)
    facts = {
        "keys": [_shown(key, actor) for key in keys],
        "total": total,
        "pages": pages_of(total, page),
        "made": made,
        "may_make": may_make_api_key(actor, owner) is None,
        "scopes": [(each.name, _(each.words(whose)), each.name in form.scopes) for each in scopes_for(whose)],
        "form": form,
        "days_most": limit("api_key_days"),
        "is_engineer": is_engineer,
        "organisation": None if is_engineer else request.organisation,
        "make": "make-own-api-key" if is_engineer else "make-api-key",
        "revoke": "revoke-own-api-key" if is_engineer else "revoke-api-key",
    }
    status = form.refusal.http_status if form.refusal else 200
    return render(request, "accounts/api_keys.html", facts, status=status)


def _shown(key: ApiKey, actor: Actor) -> KeyShown:
    person = key.account or key.membership
    ended = _("revoked") if hasattr(key, "revocation") else _("expired") if key.is_over else ""
    return KeyShown(
        key,
        person.user.said_name if person else _("The operator’s command line"),
        [_(SCOPES[name].words(ENGINEER if key.account else CLIENT)) for name in key.scopes],
        ended,
        may_revoke=not ended and may_revoke_api_key(actor, key) is None,
    )


def _whose(owner: Owner) -> str:
    if isinstance(owner, EngineerAccount):
        return ENGINEER
    return OPERATOR if isinstance(owner, Membership) and owner.organisation.kind == "operator" else CLIENT


def _account(request: MemberRequest) -> EngineerAccount:
    who = presence(request)
    assert who is not None and who.account is not None  # the engineer's door lets in nobody else
    return who.account


def _token(request: MemberRequest) -> UUID | None:
    """What the form was given when it was shown; None for one that was not made here."""
    try:
        return UUID(request.POST.get("token", ""))
    except ValueError:
        return None


def _number(text: str) -> int:
    """A number of days; 0, which none is, for what is no number."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 0
