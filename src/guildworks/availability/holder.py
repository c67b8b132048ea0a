"""Whoever holds hours: named by kind and id, so that nothing here knows what a brief is."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from guildworks.accounts.models import Organisation
from guildworks.platform.actor import Ref


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds, and what for."""

    organisation_id: UUID
    ref: Ref  # a brief, or the organisation itself
    chain: str  # the organisation's

    @classmethod
    def itself(cls, organisation: Organisation) -> Holder:
        """An organisation that holds for no brief."""
        return cls(organisation.id, Ref("organisation", organisation.id), organisation.chain)
