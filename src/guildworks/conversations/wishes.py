"""How somebody wants to be told of each kind: the table's way, or what they have chosen."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from guildworks.conversations.kinds import KINDS, NotificationKind
from guildworks.conversations.models import Mailing, NotificationPreference
from guildworks.platform.actor import Actor
from guildworks.platform.errors import BadInput


class BadPreference(BadInput):
    """Notifications of this kind do not come in this way."""

    code = "bad_notification_preference"
    hint = "Nothing was changed. The page shows for each kind what can be chosen."


@dataclass(frozen=True, slots=True)
class Wish:
    """Whether one kind stands on the page, and how it is mailed."""

    on_page: bool
    mailing: Mailing


def usual(kind: NotificationKind) -> Wish:
    """How everybody is told of a kind who has chosen nothing."""
    return Wish(on_page=True, mailing=kind.mailing)


def require_possible(name: str, wish: Wish) -> None:
    """Raises BadPreference for a kind that there is not, or that always comes."""
    kind = KINDS.get(name)
    if kind is None:
        raise BadPreference(_("There are no notifications of the kind %(name)s") % {"name": repr(name[:40])})
    if wish.mailing not in kind.mailings or not (wish.on_page or kind.optional):
        raise BadPreference(_("%(about)s: this always comes, and not in this way") % {"about": _(kind.about)})


def wishes_in(organisation_ids: set[UUID]) -> dict[tuple[UUID, UUID, str], Wish]:
    """What people have chosen in these organisations, by organisation, person and kind. One SQL query."""
    chosen = NotificationPreference.objects.filter(organisation__in=organisation_ids)
    return {_key(each): Wish(each.on_page, each.mailing) for each in chosen}  # type: ignore[arg-type]  # as checked


def wishes_of(person: Actor) -> dict[str, Wish]:
    """What a person has chosen in the organisation that they act for, by kind. One SQL query."""
    chosen = NotificationPreference.objects.filter(user_id=person.id, organisation__in=[person.organisation_id])
    return {each.kind: Wish(each.on_page, each.mailing) for each in chosen}  # type: ignore[arg-type]  # as checked


def _key(chosen: NotificationPreference) -> tuple[UUID, UUID, str]:
    return chosen.organisation_id, chosen.user_id, chosen.kind
