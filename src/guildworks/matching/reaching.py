"""Where a mail reaches an engineer, and in whose language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from guildworks.accounts.models import User
from guildworks.accounts.queries import people_of_engineers
from guildworks.availability.models import Reservation
from guildworks.talent.models import Engineer


@dataclass(frozen=True, slots=True)
class Reached:
    """Whom a mail to an engineer reaches."""

    address: str  # the one they sign in with, else that of their profile; empty: no mail reaches them
    person: User | None  # whoever signs in as them


def reached(engineer: Engineer) -> Reached:
    """How this engineer is reached. One SQL query."""
    person = people_of_engineers([engineer.id]).get(engineer.id)
    return Reached(person.email if person else engineer.email, person)


def addresses_of(engineers: Sequence[Engineer]) -> dict[UUID, str]:
    """The addresses of those whom a mail reaches. One SQL query."""
    profiles = {engineer.id: engineer.email for engineer in engineers if engineer.email}
    people = people_of_engineers(engineer.id for engineer in engineers)
    return {**profiles, **{engineer: person.email for engineer, person in people.items()}}


def contacts_of(holds: Sequence[Reservation], *, at: datetime) -> dict[UUID, str]:
    """The addresses that a client is told, by hold: of those who have accepted one that lives. One SQL query."""
    accepted = [hold for hold in holds if hold.accepted_at and hold.lives(at)]
    addresses = addresses_of([hold.engineer for hold in accepted])
    return {hold.id: addresses.get(hold.engineer_id, "") for hold in accepted}
