"""Questions about notifications. Whoever asks, the operator too, sees their own, of the organisation they act for."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from guildworks.conversations.kinds import KINDS, NotificationKind
from guildworks.conversations.models import Notification
from guildworks.conversations.wishes import Wish, usual, wishes_of
from guildworks.platform.actor import Actor, Ref
from guildworks.platform.errors import NotFound
from guildworks.platform.events import EventKind
from guildworks.platform.ids import parsed
from guildworks.platform.models import Event
from guildworks.platform.paging import page_of


def notifications_visible_to(asker: Actor) -> QuerySet[Notification]:
    """A person's own, of the organisation that they act for, the latest first; of kinds that there are."""
    if asker.organisation_id is None:
        return Notification.objects.none()
    theirs = Notification.objects.filter(user_id=asker.id, organisation_id=asker.organisation_id, kind__in=KINDS)
    return theirs.order_by("-made_at", "-id")


def find_notifications(asker: Actor, *, page: int) -> tuple[list[Notification], int]:
    """One page of those that stand on it, each with its event, and how many there are. Two SQL queries."""
    return page_of(notifications_visible_to(asker).filter(on_page=True).select_related("event"), page)


def count_unseen(asker: Actor, *, most: int) -> int:
    """How many on the page nobody has looked at yet; it stops to count at `most`. One SQL query."""
    unseen = notifications_visible_to(asker).filter(on_page=True, seen_at=None)
    return unseen.order_by()[:most].count()


def get_notification(asker: Actor, shown_id: str) -> Notification:
    """The notification with this shown id. Raises BadId, or NotFound in the same words for another's and for none."""
    found = notifications_visible_to(asker).filter(id=parsed("ntf", shown_id)).select_related("event").first()
    if found is None:
        raise NotFound(
            _("There is no notification %(id)s, or it is not yours") % {"id": shown_id[:40]},
            hint=_("It may be of another organisation of yours: act for that one, then follow the link again."),
        )
    return found


def wishes_for(asker: Actor) -> list[tuple[NotificationKind, Wish]]:
    """Every kind, and how the asker is told of it. One SQL query."""
    chosen = wishes_of(asker)
    return [(kind, chosen.get(name, usual(kind))) for name, kind in KINDS.items()]


def find_doer(kind: EventKind, subject: Ref) -> UUID | None:
    """Who did this to a subject last; None where nobody has. One SQL query."""
    happened = Event.objects.filter(subject_kind=subject.kind, subject_id=subject.id, name=kind.name)
    return happened.order_by("-at").values_list("actor_id", flat=True).first()
