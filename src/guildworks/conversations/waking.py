"""From events to notifications: whom each one wakes, by the table, and how they want to be told."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from uuid import UUID

from guildworks.accounts.models import Membership, Organisation
from guildworks.conversations.kinds import SUBSCRIPTIONS, Happened, Subscription
from guildworks.conversations.models import Notification
from guildworks.conversations.wishes import Wish, usual, wishes_in
from guildworks.platform.actor import OPERATOR_CHAIN
from guildworks.platform.models import Event

CLIENT = "organisation:"


def notifications_of(events: Sequence[Event], *, at: datetime) -> list[Notification]:
    """The notifications that these events make. Three SQL queries, and those of the table's rows."""
    concerned = {event.id: organisations_of(event) for event in events}
    organisations = {one for those in concerned.values() for one in those}
    members = _members_of(organisations)
    chosen = wishes_in(organisations)
    return [
        notification
        for event in events
        for organisation in concerned[event.id]
        for row in SUBSCRIPTIONS[event.name]
        for notification in _made(row, Happened(event, organisation, members.get(organisation, ())), chosen, at)
    ]


def _made(
    row: Subscription, happened: Happened, chosen: dict[tuple[UUID, UUID, str], Wish], at: datetime
) -> Iterator[Notification]:
    event, belonging = happened.event, {member.user_id for member in happened.members}
    for user_id in sorted({*row.to(happened)} & belonging - {event.actor_id}):
        wish = chosen.get((happened.organisation_id, user_id, row.kind.name), usual(row.kind))
        if wish.on_page or wish.mailing != "none":
            yield Notification(
                user_id=user_id,
                organisation_id=happened.organisation_id,
                kind=row.kind.name,
                about_kind=event.subject_kind,
                about_id=event.subject_id,
                event=event,
                on_page=wish.on_page,
                mailing=wish.mailing,
                made_at=at,
            )


def organisations_of(event: Event) -> list[UUID]:
    """The organisations on whose chain an event lies, or whom it concerns, each once."""
    chains = dict.fromkeys([event.chain, *event.concerns])
    found = [UUID(chain.removeprefix(CLIENT)) for chain in chains if chain.startswith(CLIENT)]
    if OPERATOR_CHAIN in chains:
        found.append(Organisation.objects.values_list("id", flat=True).get(kind="operator"))
    return found


def _members_of(organisations: Collection[UUID]) -> dict[UUID, list[Membership]]:
    """Who belongs to each of these now and can sign in. One SQL query."""
    found = Membership.objects.filter(organisation__in=organisations, user__is_active=True)
    by_organisation = groupby(found.order_by("organisation_id", "id"), key=lambda member: member.organisation_id)
    return {organisation: list(members) for organisation, members in by_organisation}
