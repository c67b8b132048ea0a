"""Who may change hours, and who may take them."""

from __future__ import annotations

from uuid import UUID

from guildworks.availability.models import Reservation
from guildworks.platform.actor import Actor
from guildworks.talent.models import Engineer


def may_set_hours(actor: Actor, engineer: Engineer) -> str | None:
    """The operator, and the engineer themself."""
    if actor.kind == "operator" or (actor.kind == "engineer" and actor.id == engineer.id):
        return None
    return "Only the operator and the engineer may change the engineer's hours."


def may_place_hold(actor: Actor, organisation: UUID) -> str | None:
    """The operator, and people of the organisation that will hold."""
    if actor.kind == "operator" or (actor.kind == "user" and actor.organisation_id == organisation):
        return None
    return "Only somebody of the organisation may place a hold for it."


def may_release(actor: Actor, reservation: Reservation) -> str | None:
    """A hold: the operator, and people of the organisation that holds. A booking: the operator."""
    if actor.kind == "operator":
        return None
    if reservation.state == "booked":
        return "Only the operator may release a booking."
    return may_place_hold(actor, reservation.organisation_id)


def may_answer(actor: Actor, reservation: Reservation) -> str | None:
    """The engineer who is held, and the operator for them."""
    if actor.kind == "operator" or (actor.kind == "engineer" and actor.id == reservation.engineer_id):
        return None
    return "Only the engineer who is held may accept or decline."


def may_book(actor: Actor) -> str | None:
    """The operator."""
    return None if actor.kind == "operator" else "Only the operator may book what is held."
