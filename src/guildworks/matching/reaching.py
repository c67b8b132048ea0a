"""Where a mail reaches an engineer."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from guildworks.accounts.queries import addresses_of_engineers
from guildworks.talent.models import Engineer


def addresses_of(engineers: Sequence[Engineer]) -> dict[UUID, str]:
    """The address of each whom a mail reaches: the one they sign in with, else that of their profile. One SQL query."""
    profiles = {engineer.id: engineer.email for engineer in engineers if engineer.email}
    return {**profiles, **addresses_of_engineers(engineer.id for engineer in engineers)}


def address_of(engineer: Engineer) -> str:
    """The same of one; empty where no mail reaches them."""
    return addresses_of([engineer]).get(engineer.id, "")
