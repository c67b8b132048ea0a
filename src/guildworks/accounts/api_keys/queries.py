"""Questions about API keys."""

from __future__ import annotations

import hmac
from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from guildworks.accounts.api_keys.secret import BEGINNING, hash_of
from guildworks.accounts.models import ApiKey
from guildworks.accounts.queries import acting_for, actor_in, actor_of
from guildworks.platform import clock
from guildworks.platform.actor import Actor
from guildworks.platform.errors import NotFound
from guildworks.platform.ids import parsed
from guildworks.platform.paging import page_of

USED_TO = timedelta(minutes=1)  # how exactly it is known when a key was used last
_WHOLE = ("membership__user", "membership__organisation", "account__user", "organisation", "revocation")


def find_api_key(secret: str) -> ApiKey | None:
    """The row of a key, also of one that has ended; None for what is no key. One SQL query."""
    found = ApiKey.objects.select_related(*_WHOLE).filter(beginning=secret[:BEGINNING]).first()
    kept = bytes(found.hash) if found else bytes(32)
    is_it = hmac.compare_digest(kept, hash_of(secret))  # as long for a wrong key as for none
    return found if is_it else None


def actor_with(key: ApiKey) -> Actor:
    """Whom a key acts as: its person in the role that they have now."""
    if key.account:
        return actor_of(key.account)
    if key.membership:
        return actor_in(key.membership)
    assert key.organisation is not None  # the constraint api_key_has_one_owner
    return acting_for(key.organisation)


def is_of_somebody_here(key: ApiKey) -> bool:
    """Whether the person whose key it is may sign in."""
    owner = key.account or key.membership
    return owner is None or owner.user.is_active


def note_use(key: ApiKey) -> None:
    """Have it known that a key was used just now. No SQL statement within a minute of the last one."""
    now = clock.now()
    if key.last_used_at is None or key.last_used_at <= now - USED_TO:
        ApiKey.objects.filter(id=key.id).update(last_used_at=now)


def api_keys_visible_to(asker: Actor) -> QuerySet[ApiKey]:
    """The keys that `asker` may know of: their own, an owner's organisation's, and the operator's command line all."""
    whole = ApiKey.objects.select_related(*_WHOLE)
    if asker.kind == "engineer":
        return whole.filter(account__engineer_id=asker.id)
    if asker.kind == "operator" and asker.id == asker.organisation_id:
        return whole
    own = Q(membership__user=asker.id, membership__organisation=asker.organisation_id)
    if asker.kind == "operator" or asker.role == "owner":
        own |= Q(membership__organisation=asker.organisation_id) | Q(organisation=asker.organisation_id)
    return whole.filter(own)


def find_api_keys(asker: Actor, *, page: int) -> tuple[list[ApiKey], int]:
    """One page of the keys that `asker` may know of, the latest first; and how many there are."""
    return page_of(api_keys_visible_to(asker).order_by("-made_at", "-id"), page)


def get_api_key(asker: Actor, shown_id: str) -> ApiKey:
    """The key with this shown id. Raises BadId, or NotFound in the same words for a stranger's and for none."""
    found = api_keys_visible_to(asker).filter(id=parsed("apk", shown_id)).first()
    if found is None:
        raise NotFound(_("There is no such API key, or it is not yours."), hint=_("The list shows those you may see."))
    return found
