"""Who may change hours, and who may take them."""

from __future__ import annotations

from django.utils.translation import gettext as _

from guildworks.accounts.policies import works_for
from guildworks.availability.holder import Holder
from guildworks.availability.models import Reservation
from guildworks.platform.actor import Actor
from guildworks.talent.models import Engineer


def may_set_hours(actor: Actor, engineer: Engineer) -> str | None:
    """The operator, and the engineer themself."""
    if actor.kind == "operator" or (actor.kind == "engineer" and actor.id == engineer.id):
        return None
    return _("Only the operator and the engineer may change the engineer's hours.")


def may_have_busy_feed(actor: Actor, engineer: Engineer) -> str | None:
    """The engineer themself: whoever has its address sees when they are reserved."""
    if actor.kind == "engineer" and actor.id == engineer.id:
        return None
    return _("Only the engineer may have a feed of their reservations.")


def may_place_hold(actor: Actor, holder: Holder) -> str | None:
    """The operator; and owners and hiring managers of an organisation, for its briefs, which fair use binds."""
    if actor.kind == "operator":
        return None
    if not works_for(actor, holder.organisation_id):
        return _("Only an owner or a hiring manager of the organisation may place a hold for it.")
    return None if holder.ref.kind == "brief" else _("Only the operator may place a hold that is for no brief.")


def may_release(actor: Actor, reservation: Reservation) -> str | None:
    """A hold: the operator, and owners and hiring managers of the organisation that holds. A booking: the operator."""
    if actor.kind == "operator":
        return None
    if reservation.state == "booked":
        return _("Only the operator may release a booking.")
    if works_for(actor, reservation.organisation_id):
        return None
    return _("Only an owner or a hiring manager of the organisation that holds may release a hold.")


def may_answer(actor: Actor, reservation: Reservation) -> str | None:
    """The engineer who is held, and the operator for them."""
    if actor.kind == "operator" or (actor.kind == "engineer" and actor.id == reservation.engineer_id):
        return None
    return _("Only the engineer who is held may accept or decline.")


def may_propose_talk(actor: Actor, reservation: Reservation) -> str | None:
    """The operator, and owners and hiring managers of the organisation that holds."""
    if actor.kind == "operator" or works_for(actor, reservation.organisation_id):
        return None
    return _("Only an owner or a hiring manager of the organisation that holds may propose times for a talk.")


def may_book(actor: Actor) -> str | None:
    """The operator."""
    return None if actor.kind == "operator" else _("Only the operator may book what is held.")
