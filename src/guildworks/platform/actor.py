"""Who does something, and what it is done to, without knowing a domain's models."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks: a person, the operator of this installation, or an engineer; and for which organisation, as what.

    The program is an actor where it does by itself what nobody asks for at that moment, such as delivering a mail.
    """

    kind: Literal["user", "operator", "engineer", "program"]
    id: UUID
    organisation_id: UUID | None = None
    role: str | None = None  # of a person in that organisation
    looks_on: bool = False  # whether somebody else looks as this person does, and changes nothing


@dataclass(frozen=True, slots=True)
class Ref:
    """A thing named by its kind and id, such as the subject of an event."""

    kind: str
    id: UUID


OPERATOR_CHAIN = "operator"
PROGRAM = Actor("program", UUID(int=0))


def chain_of(owner: Ref) -> str:
    """The event chain of an owner: one for each client organisation and each engineer."""
    return f"{owner.kind}:{owner.id}"
