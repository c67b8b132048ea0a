"""Making a key, which is told this once, and revoking it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildworks.accounts.api_keys import policies
from guildworks.accounts.api_keys.scopes import SCOPES
from guildworks.accounts.api_keys.secret import BEGINNING, hash_of, new_secret
from guildworks.accounts.events import API_KEY_MADE, API_KEY_REVOKED
from guildworks.accounts.models import ApiKey, ApiKeyRevocation, EngineerAccount, Membership, Organisation, User
from guildworks.platform import clock, events
from guildworks.platform.actor import Actor
from guildworks.platform.errors import BadInput, GuildworksError
from guildworks.platform.limits import limit
from guildworks.platform.policies import require
from guildworks.platform.refusals import refusals

NAME_MOST = 100
Owner = Membership | EngineerAccount | Organisation


class BadKeyName(BadInput):
    """A key has a name of 1 to 100 visible characters."""

    code = "bad_key_name"
    hint = "Name the program that it is for."


class BadScope(BadInput):
    """A key has one scope or more, of those that its owner can give."""

    code = "bad_scope"
    hint = "Choose what the program needs, and nothing else."


class BadExpiry(BadInput):
    """A key lives for a day or more, and not for ever."""

    code = "bad_expiry"


class TooManyApiKeys(GuildworksError):
    """You have as many API keys as one can have."""

    code = "too_many_api_keys"
    hint = "Revoke one that nothing uses any more."


class ApiKeyMade(GuildworksError):
    """This form has made its key already, and made no second one."""

    code = "api_key_made_once"
    hint = "The key was shown once. If nobody has copied it, revoke it in the list and make another one."


@dataclass(frozen=True, slots=True)
class MadeKey:
    """A key's row, and the key itself, which is told this once."""

    key: ApiKey
    secret: str


@transaction.atomic
def make_api_key(
    actor: Actor, owner: Owner, *, name: str, scopes: Sequence[str], days: int, form: UUID | None = None
) -> MadeKey:
    """Make a key that acts as its owner; a `form` makes one, and no second one when its page is loaded again.

    Raises NotAllowed, BadKeyName, BadScope, BadExpiry, ApiKeyMade or TooManyApiKeys.
    """
    require(policies.may_make_api_key(actor, owner))
    place = {_column(owner): owner}
    key = ApiKey(**place, name=_name(name), made_at=clock.now(), form=form)
    key.scopes = _scopes(scopes, key.whose)
    key.expires_at = key.made_at + timedelta(days=_days(days))
    secret = new_secret()
    key.beginning, key.hash = secret[:BEGINNING], hash_of(secret)
    _one_at_a_time(owner)
    with refusals(api_key_made_once=ApiKeyMade):
        key.save(force_insert=True)
    _require_room(owner, place)
    events.record(API_KEY_MADE, key.ref, actor, chain=key.chain, scopes=len(key.scopes), days=days)
    return MadeKey(key, secret)


@transaction.atomic
def revoke_api_key(actor: Actor, key: ApiKey) -> None:
    """Have a key open nothing any more; one that was revoked before stays so. Raises NotAllowed."""
    require(policies.may_revoke_api_key(actor, key))
    _revocation, is_new = ApiKeyRevocation.objects.get_or_create(
        key=key,
        defaults={"revoked_by_kind": actor.kind, "revoked_by_id": actor.id, "revoked_at": clock.now()},
    )
    if is_new:
        events.record(API_KEY_REVOKED, key.ref, actor, chain=key.chain)


def _column(owner: Owner) -> str:
    if isinstance(owner, Membership):
        return "membership"
    return "account" if isinstance(owner, EngineerAccount) else "organisation"


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not name or len(name) > NAME_MOST or not name.isprintable():
        raise BadKeyName()
    return name


def _scopes(wanted: Sequence[str], whose: str) -> list[str]:
    found = [name for name, scope in SCOPES.items() if name in wanted and whose in scope.whose]
    if not found or len(found) < len(set(wanted)):
        raise BadScope()
    return found


def _days(days: int) -> int:
    most = limit("api_key_days")
    if not 1 <= days <= most:
        hint = ngettext("Give a number of days up to %(most)s.", "Give a number of days up to %(most)s.", most)
        raise BadExpiry(hint=hint % {"most": most})
    return days


def _one_at_a_time(owner: Owner) -> None:
    """Of two keys of one person at once the second one counts the first."""
    if not isinstance(owner, Organisation):
        User.objects.select_for_update(no_key=True).get(id=owner.user_id)


def _require_room(owner: Owner, place: dict[str, Owner]) -> None:
    """Refuse the key just written where it is one too many; those of the operator's command line are not counted."""
    living = ApiKey.objects.filter(**place, revocation=None, expires_at__gt=clock.now())
    most = limit("api_keys_per_person")
    if not isinstance(owner, Organisation) and living.count() > most:
        raise TooManyApiKeys(_("You have %(most)s API keys, and no more can live at once") % {"most": most})
