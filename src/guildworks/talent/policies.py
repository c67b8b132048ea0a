"""Who may do what with engineers."""

from __future__ import annotations

from django.utils.translation import gettext as _

from guildworks.platform.actor import Actor
from guildworks.talent.models import Engineer


def may_import(actor: Actor) -> str | None:
    """The operator of this installation."""
    return None if actor.kind == "operator" else _("Only the operator may import engineers.")


def may_edit(actor: Actor, engineer: Engineer) -> str | None:
    """The operator, and the engineer themself."""
    if actor.kind == "operator" or (actor.kind == "engineer" and actor.id == engineer.id):
        return None
    return _("Only the operator and the engineer may change a profile.")


def may_erase(actor: Actor, engineer: Engineer) -> str | None:
    """The operator, and the engineer themself."""
    if actor.kind == "operator" or (actor.kind == "engineer" and actor.id == engineer.id):
        return None
    return _("Only the operator and the engineer may erase what is kept of them.")


def may_list(actor: Actor) -> str | None:
    """A listing is the operator's act."""
    return None if actor.kind == "operator" else _("Only the operator may list or unlist an engineer.")


def may_record_evidence(actor: Actor) -> str | None:
    """Evidence is what the platform saw; the operator enters it."""
    return None if actor.kind == "operator" else _("Only the operator may record evidence.")


def may_send_resume(actor: Actor, engineer: Engineer) -> str | None:
    """The engineer themself: the operator imports files, and sees theirs."""
    if actor.kind == "engineer" and actor.id == engineer.id:
        return None
    return _("Only the engineer may send and save a resume for their profile.")


def may_see_resume(actor: Actor, engineer: Engineer) -> str | None:
    """The operator, and the engineer themself."""
    if actor.kind == "operator" or (actor.kind == "engineer" and actor.id == engineer.id):
        return None
    return _("Only the operator and the engineer may see a resume, or delete it.")


def may_publish(actor: Actor, engineer: Engineer) -> str | None:
    """The engineer themself: what is public of them nobody else chooses."""
    if actor.kind == "engineer" and actor.id == engineer.id:
        return None
    return _("Only the engineer may choose what is public of them.")
